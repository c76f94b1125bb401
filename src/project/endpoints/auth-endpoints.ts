import type { ExprId, FnId } from "#syntax/summary";
import type { Code } from "../code.ts";
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
    /^(?:(?:send|request)-)?(?:forg[eo]t|forgotten|reset|recover|lost|request)-?(?:password|passwd|pwd?|pass)(?:-(?:reset|request|email))?$|^(?:password|passwd|pwd?|pass)-?(?:reset|forg[eo]t|recovery|recover)$|^(?:forg[eo]t|reset|recover|(?:password|passwd|pwd?|pass)|auth)\/(?:(?:password|passwd|pwd?|pass)|reset|forg[eo]t|recover)$/,
  ],
  [
    "password change",
    /^(?:change|update)-?(?:password|passwd|pwd?|pass)$|^(?:password|passwd|pwd?|pass)-?(?:change|update)$|^(?:change|update)\/(?:password|passwd|pwd?|pass)$|^(?:password|passwd|pwd?|pass)\/(?:change|update)$|^(?:me|profile|account|self)\/(?:password|passwd)$/,
  ],
  ["token refresh", /^refresh-?tokens?$|^(?:auth|token|session|account|users?)\/refresh$/],
  [
    "one-time code",
    /^(?:verify|confirm|check|validate)-?(?:otp|code|2fa|mfa|totp|phone|pin)$|^(?:otp|mfa|2fa|totp)$|^(?:otp|mfa|2fa|totp)\/(?:verify|login|check|validate|confirm|authenticate)$|^(?:password-reset|reset-password|forgot-password)\/(?:code|otp|verify)$/,
  ],
  [
    "magic link",
    /^magic-?links?$|^passwordless(?:-login)?$|^(?:send|request|resend)-?(?:magic-?link|verification(?:-?(?:email|code|link))?|verify-?email|email-?(?:token|verification)|otp|code|confirmation)$|^(?:otp|code)\/(?:send|request|resend)$/,
  ],
  ["address change", /^(?:change|update)-?email$/],
];

/** Handlers named for what they do, where the path does not say it. */
const handlerNames: readonly (readonly [AuthPurpose, RegExp])[] = [
  ["login", /^(?:handle|post|do|on)?(?:user|member)?(?:log[iI]n|sign[iI]n|authenticate)(?:User|Member|Action|Handler|Controller)?$/i],
  ["registration", /^(?:handle|post|do|on)?(?:user|member)?(?:register|sign[uU]p)(?:User|Member|Action|Handler|Controller)?$/i],
  ["password reset", /^(?:handle|post|do|on)?(?:forgot|reset|recover)(?:User|Member)?Passw(?:or)?d?(?:Action|Handler|Controller|Submit)?$/i],
  ["password change", /^(?:handle|post|do|on)?(?:change|update)(?:User|Member)?Password(?:Action|Handler|Controller|Submit)?$/i],
  [
    "one-time code",
    /^(?:handle|post|do|on)?(?:verify|check|validate|confirm)(?:otp|totp|2fa|mfa|(?:one-?time|login|sms)-?code)(?:Action|Handler|Controller|Submit)?$/i,
  ],
];

const changing = new Set(["POST", "PUT", "PATCH", "ALL", "MUTATION", "ACTION"]);

/** Collections of people: who may create one there without being signed in registers. */
const people = /^(?:users?|members?|accounts?|customers?)$/;

/** Collections of what a login yields: who may create one there with a password signs in. */
const entries = /^(?:access-tokens?|auth-tokens?|(?:user-)?sessions?)$/;

/** What proves who asks, or says whom a mail goes to, may stand at the end of a path. */
const proof = /\{\w*(?:token|code|otp|key|hash|secret|email|mail)\w*\}$/i;

/** Things are registered as well: services, devices, addresses that shall be told. */
const registry = /regist|devices?$|services?$|webhooks?$|hooks?$|agents?$|nodes?$|workers?$|plugins?$|instances?$|clients?$|push|events?$|domains?$|sso$/;

/** Where people are registered: at the root, among people, or where they sign in. Elsewhere it may be anything: `/discovery/register`. */
const peoplesHouse =
  /auth|^(?:api|apis|rest|v\d+|public|app|web|mobile|graphql|mutation|(?:web|mobile|admin)-?(?:api|app)|users?|members?|accounts?|customers?|log-?in|sign-?in|people)$/;

/** Only an account has these; `/events/{id}/register` takes an address as well. */
const password = /passw(?:or)?d/i;
const passwordOrAddress = /passw(?:or)?d|e-?mail/i;

/**
 * What a handler must speak of to have the purpose that its endpoint is taken to have; `undefined` where the path itself tells it. Where only a collection or
 * the name of a function does, or things may be registered, it is certain where the endpoint is open besides.
 */
export function proofOfPurpose({ path }: Endpoint): RegExp | undefined {
  const segments = wordsOf(path);
  if (purposeOfPath(segments) === undefined) return password;
  if (!/^regist(?:er|ration)$/.test(segments.at(-1) ?? "")) return undefined;
  if (path.split("/").at(-2)?.startsWith("{")) return password;
  const before = segments.slice(0, -1);
  const isForPeople = before.length === 0 || peoplesHouse.test(before.at(-1) ?? "") || before.some((part) => part.includes("auth"));
  return isForPeople ? undefined : passwordOrAddress;
}

/** What an endpoint lets somebody try, or `undefined`: told by the end of its path, then by the name of its handler. */
export function authPurposeOf(endpoint: Endpoint): AuthPurpose | undefined {
  if (!endpoint.methods.some((method) => changing.has(method)) && !changesByQuery(endpoint)) return undefined;
  const segments = wordsOf(endpoint.path);
  // A key pair cannot be guessed.
  if (segments.some((part) => /^(?:passkeys?|webauthn)$/.test(part))) return undefined;
  const last = segments.at(-1);
  const told = purposeOfPath(segments);
  // `PUT /loans/{id}` is about one of many; `POST /reset-password/{token}` brings its proof along.
  if (endpoint.path.endsWith("}")) return told === "password reset" && proof.test(endpoint.path) ? told : undefined;
  if (told) return told;
  if (endpoint.methods.includes("POST") && people.test(last ?? "")) return "registration";
  if (endpoint.methods.includes("POST") && entries.test(last ?? "")) return "login";
  const name = endpoint.handler?.code.summary.functions[endpoint.handler.f]?.n;
  return name === undefined ? undefined : handlerNames.find(([, words]) => words.test(name))?.[0];
}

function purposeOfPath(segments: readonly string[]): AuthPurpose | undefined {
  const last = segments.at(-1);
  const pair = segments.slice(-2).join("/");
  const reversed = segments.slice(-2).toReversed().join("/");
  const told = purposes.find(([, words]) => [last, pair, reversed].some((text) => text !== undefined && words.test(text)))?.[0];
  return told === "registration" && registry.test(segments.at(-2) ?? "") ? undefined : told;
}

/** The words of a path without its parameters: `/api/resetPassword/{token}` → `api`, `reset-password`. */
function wordsOf(path: string): readonly string[] {
  return path
    .split(/[/#]/)
    .filter((part) => part !== "" && !part.startsWith("{"))
    .flatMap((part) => part.split(/\.(?=\w)/))
    .map((part) =>
      part
        .replace(/([a-z])([A-Z])/g, "$1-$2")
        .replaceAll("_", "-")
        .toLowerCase(),
    );
}

/** `GET /change-password?current=…&new=…`: no page, but the change itself. */
function changesByQuery({ methods, handler }: Endpoint): boolean {
  const fn = methods.includes("GET") ? handler?.code.summary.functions[handler.f] : undefined;
  if (!fn || !handler) return false;
  const text = handler.code.text.slice(fn.s, fn.e);
  return /\bquery\b/.test(text) && /passw(?:or)?d/i.test(text) && !/\b(?:render|sendFile|view)\(/.test(text);
}

/** Only the method and one answer: `(req, res) => { res.status(501).json({ message: "Not yet" }); }`. There is nothing to try. */
export function isOutOfService({ handler }: Endpoint): boolean {
  const fn = handler?.code.summary.functions[handler.f];
  if (!fn || !handler) return false;
  const { code, f } = handler;
  if (!/\b(?:501|410)\b|NOT_IMPLEMENTED|\bGONE\b/.test(code.text.slice(fn.s, fn.e))) return false;
  return code.summary.calls.every((id) => {
    const call = code.expr(id);
    return call.s < fn.s || call.e > fn.e || (call.k === "call" && startsAtParameter(code, call.c, f));
  });
}

/** `res.status(501).json`: a chain on what the function is handed. */
function startsAtParameter(code: Code, callee: ExprId, f: FnId): boolean {
  let at = code.expr(callee);
  while (at.k === "member" || at.k === "call") at = code.expr(at.k === "member" ? at.o : at.c);
  const written = at.k === "name" ? code.summary.writes[`b${String(at.b)}`]?.[0] : undefined;
  if (written) at = code.expr(written.v);
  return at.k === "param" && at.f === f;
}
