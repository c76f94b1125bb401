import { createHash } from "node:crypto";
import jwt from "jsonwebtoken";
import { findAccount, type Account } from "./account.repository";
import { NotAllowed } from "../errors/lending-errors";

const signingKey = process.env.SESSION_KEY ?? "keep-the-books-safe";

/** Failed attempts per reader since the process started. */
const failedAttempts = new Map<string, number>();

export async function signIn(email: string, password: string): Promise<string> {
  const account = await findAccount(email);
  if (!account || account.passwordHash !== hashPassword(password)) {
    failedAttempts.set(email, (failedAttempts.get(email) ?? 0) + 1);
    throw new NotAllowed("The e-mail address or the password is wrong.");
  }
  return tokenFor(account);
}

function hashPassword(password: string): string {
  return createHash("sha256").update(password).digest("hex");
}

function tokenFor(account: Account): string {
  return jwt.sign({ sub: account.id }, signingKey);
}
