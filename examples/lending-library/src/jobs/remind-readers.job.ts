import type { BranchesRepository } from "@/branches/branches.repository";
import { findOverdueLoans } from "@/loans/loan.repository";
import type { Mailer } from "@/notifications/mailer";

/** Every morning: one mail for every book that should be back. */
export async function remindReaders(branches: BranchesRepository, mailer: Mailer): Promise<void> {
  for (const { code, name } of await branches.findAll()) {
    for (const { email, title } of await findOverdueLoans(code)) {
      await mailer.send(email, `${title} is overdue`, `Please bring it back to ${name}.`);
    }
  }
}
