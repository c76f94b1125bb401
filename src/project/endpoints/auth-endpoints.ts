import type { Endpoint } from "./model.ts";

/** What an endpoint lets somebody try again and again: secrets to guess, accounts or mails to make in masses. */
export type AuthPurpose = "login" | "registration" | "password reset" | "password change" | "token refresh" | "one-time code" | "magic link" | "address change";

/** Whole path segments, or two of them; written with `-`, `_`, `.` or as one word. */
const purposes: readonly (readonly [AuthPurpose, RegExp])[] = [
  [
    "login",
    /^(?:(?:user|member|admin|email|password|local|credential)s?-)?(?:log-?in|sign-?in|authenticate|logon)(?:-(?:user|member|email|password|local|credentials))?$/,
  ],
  ["login", /^(?:auth|oauth2?|users?|account)\/(?:token|local)$|^(?:log-?in|sign-?in)\/(?:auth|submit|check|local|email|password|credentials)$/],
  ["registration", /^(?:(?:user|member|email)s?-)?(?:register|registration|sign-?up)(?:-(?:user|member|email))?$/],
  [
    "password reset",
    /^(?:forgot|forgotten|reset|recover|lost|request)-?(?:password|passwd|pwd?|pass)(?:-(?:reset|request|email))?$|^(?:password|passwd|pwd?|pass)-?(?:reset|forgot|recovery|recover)$|^(?:forgot|reset|recover|(?:password|passwd|pwd?|pass)|auth)\/(?:(?:password|passwd|pwd?|pass)|reset|forgot|recover)$/,
  ],
  [
    "password change",
    /^(?:change|update)-?(?:password|passwd|pwd?|pass)$|^(?:password|passwd|pwd?|pass)-?(?:change|update)$|^(?:change|update)\/(?:password|passwd|pwd?|pass)$|^(?:password|passwd|pwd?|pass)\/(?:change|update)$/,
  ],
  ["token refresh", /^refresh-?tokens?$|^(?:auth|tokens?|session|account|users?)\/refresh$/],
  [
    "one-time code",
    /^(?:verify|confirm|check|validate)-?(?:otp|code|2fa|mfa|totp|phone|pin)$|^(?:otp|mfa|2fa|totp)$|^(?:otp|mfa|2fa|totp)\/(?:verify|login|check|validate|confirm|authenticate)$/,
  ],
  ["magic link", /^magic-?links?$|^passwordless(?:-login)?$|^(?:send|request|resend)-?(?:magic-?link|verification(?:-?email)?|otp|code|confirmation)$/],
  ["address change", /^(?:change|update)-?email$/],
];

/** Handlers named for what they do, where the path does not say it. */
const handlerNames: readonly (readonly [AuthPurpose, RegExp])[] = [
  ["login", /^(?:handle|post|do|on)?(?:user|member)?(?:log[iI]n|sign[iI]n|authenticate)(?:User|Member|Action|Handler|Controller)?$/i],
  ["registration", /^(?:handle|post|do|on)?(?:user|member)?(?:register|sign[uU]p)(?:User|Member|Action|Handler|Controller)?$/i],
  ["password reset", /^(?:handle|post|do|on)?(?:forgot|reset|recover)(?:User|Member)?Passw(?:or)?d?(?:Action|Handler|Controller|Submit)?$/i],
  ["password change", /^(?:handle|post|do|on)?(?:change|update)(?:User|Member)?Password(?:Action|Handler|Controller|Submit)?$/i],
];

/** Whether the purpose only shows in what is created: only certain where the endpoint is open and a password comes in. */
export function isTelling(endpoint: Endpoint): boolean {
  return !people.test(endpoint.path.split("/").at(-1)?.toLowerCase() ?? "");
}

const changing = new Set(["POST", "PUT", "PATCH", "ALL", "MUTATION", "ACTION"]);

/** Collections of people: who may create one there without being signed in registers. */
const people = /^(?:users?|members?|accounts?|customers?)$/;

/** What an endpoint lets somebody try, or `undefined`: told by the end of its path, then by the name of its handler. */
export function authPurposeOf(endpoint: Endpoint): AuthPurpose | undefined {
  if (!endpoint.methods.some((method) => changing.has(method))) return undefined;
  const segments = endpoint.path
    .split(/[/#]/)
    .filter((part) => part !== "" && !part.startsWith("{"))
    .flatMap((part) => part.split(/\.(?=\w)/))
    .map((part) =>
      part
        .replace(/([a-z])([A-Z])/g, "$1-$2")
        .replaceAll("_", "-")
        .toLowerCase(),
    );
  // A key pair cannot be guessed.
  if (segments.some((part) => /^(?:passkeys?|webauthn)$/.test(part))) return undefined;
  const last = segments.at(-1);
  const pair = segments.slice(-2).join("/");
  const triple = segments.slice(-2).toReversed().join("/");
  const isUsers = endpoint.path.endsWith("}")
    ? undefined
    : purposes.find(([, words]) => [last, pair, triple].some((text) => text !== undefined && words.test(text)));
  if (isUsers) return isUsers[0];
  if (people.test(last ?? "") && endpoint.methods.includes("POST") && !endpoint.path.endsWith("}")) return "registration";
  const name = endpoint.handler?.code.summary.functions[endpoint.handler.f]?.n;
  return name === undefined || endpoint.path.endsWith("}") ? undefined : handlerNames.find(([, words]) => words.test(name))?.[0];
}
