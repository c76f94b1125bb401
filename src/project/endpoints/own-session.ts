import { readArgument } from "../call-sites.ts";
import { textOf } from "../folded.ts";
import type { Names } from "../names.ts";
import type { AuthPurpose } from "./auth-endpoints.ts";
import type { Controls } from "./controls.ts";
import type { Endpoint, Step } from "./model.ts";
import type { StepKind } from "./step-evidence.ts";

/** A second secret is looked at: the password so far, a code. What nobody compares cannot be found by trying. */
const compares = /compar|verif|check|match|current|\bold|_old|previous|existing|authenticat|isvalid|valid\w*passw|log_?in|sign_?in|otp|\bcode/i;

/** A request brings more along than who is there. */
const readsInput = /\bbody\b|\bcookies?\b|\bheaders?\b|\bquery\b|\bBody\(|\bArgs\(|\bQuery\(|\bParam\(|formData|readBody|\binput\b|refresh_?token\b(?!\s*\()/i;

/** Marks and guards that let strangers pass: `@Public()`, `optionalAuth`. */
const forEverybody = /^(?:is)?public|skip.?auth|no.?auth|(?:allow.?)?anonymous|unauthenticated|optional/i;

const password = /passw(?:or)?d|pwd/i;

/** The browser is sent to who asks for the password: an identity provider. */
const sendsAway = /\bredirect\w*\(|authoriz(?:ation|e)_?url|signInWithOAuth/i;

/** Only staff gets on: `if (!session.isAdmin) return reply.status(403)`. */
const staff = /\bis_?(?:super_?)?admin\b|[=!]==?\s*["'](?:super_?)?admin["']/i;
const refuses = /\b40[13]\b|forbidden|unauthori[sz]ed/i;

/** Another server is asked, and nothing is looked up, compared or kept here. */
const asksServer = /\$?\bo?fetch\(|\baxios\b|\bhttpService\b|\bgot(?:\.post)?\(/;
const decidesHere =
  /bcrypt|argon|scrypt|compare|hash|\bsign(?:Async)?\(|\.(?:find\w*|query|select|insert\w*|create\w*|save|update\w*|upsert|delete\w*|execute|raw|aggregate)\(|\bsql`/i;

/**
 * Whether an endpoint only acts for somebody who has proven who they are, or asks for nothing at all: there is nothing that anybody may try.
 * - Registration behind a guard is administration: members are made by staff, or a thing is registered by its owner.
 * - Who is signed in renews their own token, has the mail sent to themselves, sets a password that is compared with none.
 * - A sign-in that reads nothing of the request sends the browser elsewhere.
 * - What staff does for others is administration; what is handed to another server is tried there, and may be limited there.
 */
export function actsForItself(names: Names, controls: Controls, endpoint: Endpoint, purpose: AuthPurpose): boolean {
  return isForStaff(controls, endpoint, purpose) || isHandedOn(controls, endpoint) || isOwn(names, controls, endpoint, purpose);
}

function isOwn(names: Names, controls: Controls, endpoint: Endpoint, purpose: AuthPurpose): boolean {
  switch (purpose) {
    case "registration":
      return standsBehindProof(names, controls, endpoint, undefined);
    case "token refresh":
      return livesOnSession(endpoint) || standsBehindProof(names, controls, endpoint, /refresh/i);
    case "magic link":
      return !reads(endpoint, readsInput) && standsBehindProof(names, controls, endpoint, undefined);
    case "password change":
    case "address change":
      return standsBehindProof(names, controls, endpoint, undefined) && !controls.speaksOf(endpoint, compares);
    case "login":
      if (controls.speaksOf(endpoint, password)) return false;
      return sendsElsewhere(endpoint) || standsBehindProof(names, controls, endpoint, undefined);
    default:
      return false;
  }
}

/** Somebody is asked who they are, and the handler turns away who is no administrator. */
function isForStaff(controls: Controls, endpoint: Endpoint, purpose: AuthPurpose): boolean {
  if (purpose !== "registration" && purpose !== "password reset" && purpose !== "password change") return false;
  return reads(endpoint, staff) && reads(endpoint, refuses) && controls.authenticationOf(endpoint).state !== "no";
}

function isHandedOn(controls: Controls, endpoint: Endpoint): boolean {
  return endpoint.handler !== undefined && controls.speaksOf(endpoint, asksServer) && !controls.speaksOf(endpoint, decidesHere);
}

/** Something nearer than the whole application asks for a token that was handed out before; not the one of which `but` speaks, which is what is tried here. */
function standsBehindProof(names: Names, controls: Controls, endpoint: Endpoint, but: RegExp | undefined): boolean {
  if (endpoint.chain.some((step) => forEverybody.test(writtenAt(step)))) return false;
  return endpoint.chain.some((step) => {
    if (step.level === "app" || step.doubtful) return false;
    const proofs = controls.kindsOf(step).filter((item) => item.kind === "guard" && item.certain && asksForToken(names, item));
    return proofs.length > 0 && !(but && [writtenAt(step), ...proofs.map(({ code, span }) => code.text.slice(span.s, span.e))].some((text) => but.test(text)));
  });
}

/** `passport.authenticate("local")` asks for the password, `"anonymous"` for nothing. */
function asksForToken(names: Names, { fact, code, call }: StepKind): boolean {
  if (!fact?.signedIn) return true;
  const expr = call === undefined ? undefined : code.expr(call);
  if (expr?.k !== "call" || call === undefined) return false;
  const { path, values } = fact.signedIn;
  const found = readArgument(names, { code, call, api: fact.api, args: expr.args, frame: undefined, callers: [] }, path).values;
  return found.length > 0 && found.every((value) => values.includes(textOf(value) ?? ""));
}

/** A handler that takes who is signed in from the request, and nothing else: whoever put it there has asked. */
function livesOnSession(endpoint: Endpoint): boolean {
  return reads(endpoint, /\.user\b/) && !reads(endpoint, readsInput);
}

function sendsElsewhere(endpoint: Endpoint): boolean {
  return reads(endpoint, sendsAway) && !reads(endpoint, readsInput);
}

function reads({ handler }: Endpoint, words: RegExp): boolean {
  const fn = handler?.code.summary.functions[handler.f];
  return fn !== undefined && handler !== undefined && words.test(handler.code.text.slice(fn.s, fn.e));
}

function writtenAt({ code, id }: Step): string {
  const { s, e } = code.expr(id);
  return code.text.slice(s, e);
}
