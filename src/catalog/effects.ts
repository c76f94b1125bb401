import type { LibraryFacts } from "./facts.ts";

const verbs = ["get", "post", "put", "patch", "delete", "head", "request"] as const;
/** The methods of a client under each of the names a client goes by: itself, what a factory makes, its type. */
const under = (owners: readonly string[], methods: readonly string[]): readonly string[] =>
  owners.flatMap((owner) => methods.map((name) => `${owner}.${name}`));

const payments = [
  "charges.create",
  "paymentIntents.create",
  "paymentIntents.confirm",
  "paymentIntents.capture",
  "refunds.create",
  "subscriptions.create",
  "subscriptions.update",
  "subscriptions.cancel",
  "invoices.create",
  "invoices.pay",
  "checkout.sessions.create",
] as const;

/** Calls that talk to other services, send mail, move money, or check and hash passwords. What hashes with a cost stands with its hashers. */
export const effects: readonly LibraryFacts[] = [
  {
    packages: ["axios"],
    docs: "https://axios-http.com/docs/api_intro",
    returns: { create: "AxiosInstance", "default.create": "AxiosInstance", "AxiosInstance.create": "AxiosInstance" },
    effects: [{ kind: "request", apis: ["default", ...verbs, ...under(["AxiosInstance"], verbs)] }],
  },
  {
    packages: ["@nestjs/axios"],
    docs: "https://docs.nestjs.com/techniques/http-module",
    members: { "HttpService.axiosRef": "axios#AxiosInstance" },
    effects: [{ kind: "request", apis: under(["HttpService"], verbs) }],
  },
  {
    packages: ["got"],
    docs: "https://github.com/sindresorhus/got",
    effects: [{ kind: "request", apis: ["default", "got", ...verbs, ...under(["extend"], verbs)].filter((api) => !api.endsWith("request")) }],
  },
  {
    packages: ["ky"],
    docs: "https://github.com/sindresorhus/ky",
    effects: [{ kind: "request", apis: ["default", ...verbs, ...under(["create", "extend"], verbs)].filter((api) => !api.endsWith("request")) }],
  },
  { packages: ["node-fetch", "cross-fetch"], docs: "https://github.com/node-fetch/node-fetch", effects: [{ kind: "request", apis: ["default", "fetch"] }] },
  { packages: ["undici"], docs: "https://undici.nodejs.org", effects: [{ kind: "request", apis: ["fetch", "request"] }] },
  {
    packages: ["superagent"],
    docs: "https://forwardemail.github.io/superagent/",
    effects: [{ kind: "request", apis: verbs.filter((api) => api !== "request") }],
  },
  {
    packages: ["nodemailer"],
    docs: "https://nodemailer.com/usage/",
    effects: [{ kind: "mail", apis: ["Transporter.sendMail"] }],
  },
  { packages: ["@nestjs-modules/mailer"], docs: "https://nest-modules.github.io/mailer/", effects: [{ kind: "mail", apis: ["MailerService.sendMail"] }] },
  { packages: ["@sendgrid/mail"], docs: "https://github.com/sendgrid/sendgrid-nodejs", effects: [{ kind: "mail", apis: ["send", "sendMultiple"] }] },
  { packages: ["resend"], docs: "https://resend.com/docs/send-with-nodejs", effects: [{ kind: "mail", apis: ["Resend.emails.send", "Resend.batch.send"] }] },
  {
    packages: ["postmark"],
    docs: "https://github.com/ActiveCampaign/postmark.js",
    effects: [{ kind: "mail", apis: ["ServerClient.sendEmail", "ServerClient.sendEmailWithTemplate"] }],
  },
  {
    packages: ["stripe"],
    docs: "https://docs.stripe.com/api",
    effects: [{ kind: "payment", apis: under(["default", "Stripe"], payments) }],
  },
  {
    packages: ["bcrypt"],
    docs: "https://github.com/kelektiv/node.bcrypt.js#api",
    effects: [{ kind: "password", apis: ["compare", "compareSync", "hash", "hashSync"] }],
  },
  { packages: ["argon2"], docs: "https://github.com/ranisalt/node-argon2", effects: [{ kind: "password", apis: ["verify", "hash"] }] },
];
