import { createTransport } from "nodemailer";

export const mailTransport = createTransport({ host: "mail.internal", port: 587 });
