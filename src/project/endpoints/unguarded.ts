import type { Code } from "../code.ts";
import { groupedBy } from "../grouping.ts";
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
  /^(?:webhooks?|hooks?|callbacks?|health(?:z|-?check)?|ready|readyz|live|livez|ping|status|metrics|oauth2?|oidc|sso|saml2?|acs|passkeys?|webauthn|login|logout|sign-?in|sign-?out|sign-?up|register|registration|log-?in|log-?out|session|sessions|token|tokens|refresh|revoke|introspect|verify|verification|confirm(?:ation)?|activate|activation|invites?|invitations?|accept|unsubscribe|subscribe|newsletter|contact|feedback|public|open|anonymous|guest|share|shared|embed|track|tracking|collect|events?|telemetry|beacon|csp-?report|report-?uri|consent|search|preview|captcha|otp|mfa|2fa|totp|magic-?link|forgot.*|reset.*|.*password.*|auth|setup|install|onboarding|bootstrap|dev|test|tests|mock|demo|graphql|trpc|rpc|slack|stripe|github|telegram|discord|twilio|shopify|inbound)$/i;

/** Markers of routes that anybody may call, wherever they stand: decorators, options, builders of procedures. */
const publicMarker =
  /\b(?:is)?public\b|skip-?auth|no-?auth|allow-?(?:anonymous|unauthenticated)|unprotected|auth(?:entication)?["']?\s*:\s*(?:false|null|["'](?:none|anonymous)["'])|authLevel|permission["']?\s*:\s*(?:none|["']none["'])|permissions?\.(?:none|public)|\bnone\b|optional-?auth/i;

/** A handler that speaks of who is there, or of a proof that came along, may ask by itself. */
const asks =
  /\b(?:req|request|ctx|c|context|event|locals|reply|res|session)\b[\w.?!]*\.(?:user|auth|session|member|account|identity|principal|apiKey|token|viewer)|\bcurrent-?user|session|token|signature|hmac|verify|timingSafeEqual|authori[sz]|authenticat|permission|\b40[13]\b|forbidden|secret|api-?key|bearer|cookie/i;

/** Endpoints registered in a file that certainly ask nobody, while most of the neighbours that change something do. */
export function unguardedIn(endpoints: Endpoints, controls: Controls, code: Code): readonly Unguarded[] {
  const own = endpoints.in(code);
  if (!own.some((endpoint) => mayChange(endpoint, controls))) return [];
  const seen = new Set<number>();
  return own.flatMap((endpoint) => {
    if (endpoint.path.includes("…") || !mayChange(endpoint, controls) || seen.has(endpoint.span.s) || !isOpen(endpoint, controls)) return [];
    const neighbours = neighboursOf(endpoints, endpoint).filter((other) => other.span.s !== endpoint.span.s || other.code !== endpoint.code);
    const guarded = distinct(neighbours.filter((other) => mayChange(other, controls) && isGuarded(controls, other)));
    const open = distinct(neighbours.filter((other) => mayChange(other, controls) && isOpen(other, controls)));
    if (guarded.length <= open.length + 1) return [];
    seen.add(endpoint.span.s);
    return [{ endpoint, guarded }];
  });
}

/** Certainly asks nobody, and nothing says that it is meant so. */
function isOpen(endpoint: Endpoint, controls: Controls): boolean {
  if (controls.authenticationOf(endpoint).state !== "no") return false;
  return !isOpenByDesign(endpoint, controls) && !controls.speaksOf(endpoint, asks);
}

/** A function for all methods changes something where it names a method that does: `request.method === "DELETE"`. */
function mayChange(endpoint: Endpoint, controls: Controls): boolean {
  if (endpoint.methods.includes("ALL")) return endpoint.handler !== undefined && controls.speaksOf(endpoint, /\b(?:POST|PUT|PATCH|DELETE)\b/);
  return endpoint.methods.some((method) => changing.has(method));
}

/** A guard in front of it is known, or bears the name of one: this endpoint has nothing alike. */
function isGuarded(controls: Controls, endpoint: Endpoint): boolean {
  if (controls.authenticationOf(endpoint).state === "yes") return true;
  return endpoint.chain.some((step) => controls.kindsOf(step).some((item) => item.kind === "guard"));
}

function isOpenByDesign(endpoint: Endpoint, controls: Controls): boolean {
  if (authPurposeOf(endpoint) !== undefined) return true;
  const words = endpoint.path
    .split(/[/#.?]/)
    .filter((part) => part !== "" && !part.startsWith("{"))
    .map((part) => part.replace(/([a-z])([A-Z])/g, "$1-$2").replaceAll("_", "-"));
  if (words.some((word) => openByDesign.test(word) || word.split("-").some((part) => openByDesign.test(part)))) return true;
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
