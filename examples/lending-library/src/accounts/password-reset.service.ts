import { findAccount } from "./account.repository";
import { mailTransport } from "../notifications/mail-transport";

/** Says the same whether there is such an account or not. */
export async function sendResetLetter(email: string): Promise<void> {
  const account = await findAccount(email);
  if (!account) return;
  await mailTransport.sendMail({
    to: email,
    subject: "Your password",
    text: "Bring your card to the desk, and you get a new one.",
  });
}
