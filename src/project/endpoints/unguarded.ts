import type { Code } from "../code.ts";
import { groupedBy } from "#graph/grouping";
import { authPurposeOf } from "./auth-endpoints.ts";
import type { Controls } from "./controls.ts";
import type { Endpoints } from "./endpoints.ts";
import type { Endpoint } from "./model.ts";

/** An endpoint that changes something and asks nobody who they are, and its neighbours that do ask. */
export interface Unguarded {
  readonly endpoint: Endpoint;
  readonly guarded: readonly Endpoint[];
}

const changing: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH", "DELETE", "MUTATION", "ACTION"]);

/** Open by design: who calls proves itself another way, or anybody may. Whole words of the path. */
const openByDesign =
  /^(?:webhooks?|hooks?|callbacks?|health(?:z|-?check)?|ready|readyz|live|livez|ping|status|metrics|oauth2?|oidc|sso|saml2?|acs|passkeys?|webauthn|login|logout|sign-?in|sign-?out|sign-?up|register|registration|log-?in|log-?out|refresh|revoke|introspect|verify|verification|confirm(?:ation)?|activate|activation|accept|decline|unsubscribe|subscribe|public|open|anonymous|guest|embed|track|tracking|collect|telemetry|beacon|csp-?report|report-?uri|preview|captcha|otp|mfa|2fa|totp|magic-?link|forgot.*|reset.*|.*password.*|auth|setup|install|onboarding|bootstrap|dev|test|tests|mock|demo|graphql|trpc|rpc|slack|stripe|github|telegram|discord|twilio|shopify|inbound|queues?|cron|internal)$/i;

/** What readers do without an account: they are counted, or say what they think. */
const byAnybody =
  /^(?:views?|hits?|clicks?|visits?|downloads?|plays?|likes?|dislikes?|votes?|ratings?|reactions?|impressions?|seen|opened|increment|count|cart|basket|checkout|calculate|estimate|quote|validate|check|search|filter|export|print)$/i;

/** What anybody may write, though not change. */
const lettersToTheHouse =
  /^(?:sessions?|tokens?|invites?|invitations?|newsletter|contacts?|feedback|messages?|enquir(?:y|ies)|inquir(?:y|ies)|leads?|reports?|shared?|events?|consent|orders?|bookings?|reservations?|applications?|comments?|payments?|upload-?url)$/i;

/** Markers of routes that anybody may call, wherever they stand: decorators, options, builders of procedures. */
const publicMarker =
  /\b(?:is-?)?public(?:procedure|route|action|api)?\b|skip-?auth|no-?auth|allow-?(?:anonymous|unauthenticated)|unprotected|auth(?:entication)?["']?\s*:\s*(?:false|null|["'](?:none|anonymous)["'])|authLevel|permission["']?\s*:\s*(?:none|["']none["'])|permissions?\.(?:none|public)|\bnone\b|optional-?auth/i;

/** A handler that speaks of who is there, or of a proof that came along, may ask by itself. */
const asks =
  /\b(?:req|request|ctx|c|context|event|locals|reply|res|session)\b[\w.?!]*\.(?:user|auth|session|member|account|identity|principal|apiKey|token|viewer)|\bcurrent-?user|session|token|signature|hmac|verify|timingSafeEqual|authori[sz]|authenticat|permission|\b40[13]\b|forbidden|secret|api-?key|bearer|cookie/i;

/** Endpoints registered in a file that certainly ask nobody, while what changes the same thing beside them does ask. */
export function unguardedIn(endpoints: Endpoints, controls: Controls, code: Code): readonly Unguarded[] {
  const own = endpoints.in(code);
  if (!own.some((endpoint) => mayChange(endpoint, controls))) return [];
  const seen = new Set<number>();
  return own.flatMap((endpoint) => {
    if (isPathUnknown(endpoint) || !mayChange(endpoint, controls) || seen.has(endpoint.span.s) || !isOpen(endpoint, controls)) return [];
    const guarded = guardedBeside(endpoints, controls, endpoint);
    if (guarded.length === 0) return [];
    seen.add(endpoint.span.s);
    return [{ endpoint, guarded }];
  });
}

/**
 * The neighbours that show a guard was forgotten. For a change to one of many these are the guarded changes of the same collection: who must be
 * known to make a loan must be known to end it. What makes something, or is an action of its own, is often open to everybody beside guarded
 * administration; there all neighbours must ask, those that only read included.
 */
function guardedBeside(endpoints: Endpoints, controls: Controls, endpoint: Endpoint): readonly Endpoint[] {
  const others = distinct(neighboursOf(endpoints, endpoint).filter((other) => other.span.s !== endpoint.span.s || other.code !== endpoint.code));
  if (changesOne(endpoint)) {
    const collection = collectionOf(endpoint);
    const guarded = others.filter((other) => mayChange(other, controls) && collectionOf(other) === collection && isGuarded(controls, other));
    if (guarded.length > 0) return guarded;
  }
  const asked = others.filter((other) => !isOpenByDesign(other, controls));
  const asking = asked.filter((other) => isGuarded(controls, other));
  return asking.length === asked.length && asking.filter((other) => mayChange(other, controls)).length >= 2 ? asking : [];
}

/** `PUT /loans/{id}`, `DELETE /loans/delete/{id}`. */
function changesOne({ methods, path }: Endpoint): boolean {
  return methods.some((method) => ["PUT", "PATCH", "DELETE"].includes(method)) && path.endsWith("}");
}

/** `/loans/{id}`, `/loans/add` and `/loans/delete/{id}` change the same collection. */
function collectionOf({ path }: Endpoint): string {
  const parts = path.split("/");
  while (/^(?:\{.*\}|add|create|new|update|edit|delete|remove|save|by-?id)$/i.test(parts.at(-1) ?? "")) parts.pop();
  return parts.join("/");
}

/** A prefix nobody could read does not matter; a path that is made at run time does. */
function isPathUnknown({ path }: Endpoint): boolean {
  return path.replace(/^\/?…\//, "").includes("…");
}

/** Certainly asks nobody, and nothing says that it is meant so. */
function isOpen(endpoint: Endpoint, controls: Controls): boolean {
  if (controls.authenticationOf(endpoint).state !== "no") return false;
  return !isOpenByDesign(endpoint, controls) && !makesPeople(endpoint, controls) && !controls.handsRequestOn(endpoint) && !controls.speaksOf(endpoint, asks);
}

/** Who makes an account with a password signs up, whatever the path calls it. */
function makesPeople(endpoint: Endpoint, controls: Controls): boolean {
  return endpoint.methods.includes("POST") && controls.speaksOf(endpoint, /passw|senha|contrase|clave|kennwort|mot_?de_?passe|bcrypt|argon|scrypt/i);
}

/** A function for all methods changes something where it names a method that does: `request.method === "DELETE"`. */
function mayChange(endpoint: Endpoint, controls: Controls): boolean {
  // Every server action is a POST: its name says whether it only reads.
  if (endpoint.methods.includes("ACTION") && /#(?:get|fetch|list|load|find|search|read|is|has|count|check|preview)[A-Z]/.test(endpoint.path)) return false;
  if (endpoint.methods.includes("ALL")) return endpoint.handler !== undefined && controls.speaksOf(endpoint, /\b(?:POST|PUT|PATCH|DELETE)\b/);
  return endpoint.methods.some((method) => changing.has(method));
}

/** A guard in front of it is known, or bears the name of one: this endpoint has nothing alike. */
function isGuarded(controls: Controls, endpoint: Endpoint): boolean {
  if (controls.authenticationOf(endpoint).state === "yes") return true;
  return endpoint.chain.some((step) => isNamedGuard(step) && controls.kindsOf(step).some((item) => item.kind === "guard"));
}

/** What only may be a guard counts where it is called one. */
function isNamedGuard({ code, id }: Endpoint["chain"][number]): boolean {
  const { s, e } = code.expr(id);
  const text = code.text.slice(s, Math.min(e, s + 200));
  return (
    /auth|jwt|token|protect|guard|log(?:ged)?.?in|sign(?:ed)?.?in|admin|role|permi|session|require.?user|is.?(?:user|member|staff|owner)|verifica|acl\b/i.test(
      text,
    ) && !/csrf|captcha|valid|upload|limit|optional/i.test(text)
  );
}

function isOpenByDesign(endpoint: Endpoint, controls: Controls): boolean {
  if (authPurposeOf(endpoint) !== undefined) return true;
  const words = endpoint.path
    .split(/[/#.?]/)
    .filter((part) => part !== "" && !part.startsWith("{"))
    .map((part) => part.replace(/([a-z])([A-Z])/g, "$1-$2").replaceAll("_", "-"));
  if (words.some((word) => openByDesign.test(word)) || byAnybody.test(words.at(-1) ?? "")) return true;
  if (!changesOne(endpoint) && words.some((word) => word.split("-").some((part) => openByDesign.test(part) || byAnybody.test(part)))) return true;
  if (!changesOne(endpoint) && words.some((word) => lettersToTheHouse.test(word))) return true;
  return controls.registrationOf(endpoint).some((text) => publicMarker.test(text));
}

/** What stands in the same router or controller; for route files, in the same folder. */
function neighboursOf(endpoints: Endpoints, endpoint: Endpoint): readonly Endpoint[] {
  const { router } = endpoint;
  if (router !== undefined) return endpoints.in(endpoint.code).filter((other) => other.router === router);
  return folderOf(endpoints, endpoint);
}

const folders = new WeakMap<Endpoints, ReadonlyMap<string, readonly Endpoint[]>>();

function folderOf(endpoints: Endpoints, endpoint: Endpoint): readonly Endpoint[] {
  let known = folders.get(endpoints);
  if (!known) {
    const files = endpoints.all.filter((item) => item.router === undefined);
    folders.set(endpoints, (known = groupedBy(files, resourceOf)));
  }
  return known.get(resourceOf(endpoint)) ?? [];
}

/** `app/api/loans/[id]/route.ts` and `app/api/loans/route.ts` are neighbours; server actions of one file are. */
function resourceOf({ framework, path, code }: Endpoint): string {
  if (!path.startsWith("/")) return `${framework} ${code.path}`;
  return `${framework} ${path.split("/").find((part) => part !== "" && part !== "api" && !/^v\d+$/.test(part)) ?? ""}`;
}

/** A route mounted twice is one route. */
function distinct(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const seen = new Set<string>();
  return endpoints.filter(({ code, span }) => {
    const key = `${code.path}:${span.s}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
