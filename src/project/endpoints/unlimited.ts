import type { Analysis } from "../analysis.ts";
import type { Code } from "../code.ts";
import { type AuthPurpose, authPurposeOf, isOutOfService, proofOfPurpose } from "./auth-endpoints.ts";
import type { Endpoint } from "./model.ts";
import { actsForItself } from "./own-session.ts";

/** An endpoint where something can be tried again and again. */
export interface Unlimited {
  readonly endpoint: Endpoint;
  readonly purpose: AuthPurpose;
  /** A limit stands in front of it, and is taken back for it. */
  readonly exempt: boolean;
}

/** Authentication endpoints registered in a file that certainly have no limit: a route mounted twice is told once. */
export function unlimitedIn({ names, endpoints, controls }: Analysis, code: Code): readonly Unlimited[] {
  const seen = new Set<string>();
  return endpoints.in(code).flatMap((endpoint) => {
    const purpose = authPurposeOf(endpoint);
    // One call of a registration function may serve several: what answers tells them apart.
    const place = `${String(endpoint.span.s)} ${purpose ?? ""} ${endpoint.handler?.code.path ?? ""} ${String(endpoint.handler?.f)}`;
    if (purpose === undefined || seen.has(place) || isOutOfService(endpoint)) return [];
    const limit = controls.limitOf(endpoint);
    if (limit.state !== "no") return [];
    // Who may create a member without being signed in registers; with a guard it is administration.
    const proof = proofOfPurpose(endpoint);
    if (proof && (controls.authenticationOf(endpoint).state !== "no" || !endpoint.handler || !controls.speaksOf(endpoint, proof))) return [];
    // Between services of the house: exempt on purpose, and not open to everybody.
    if (limit.by !== undefined && controls.authenticationOf(endpoint).state !== "no") return [];
    if (actsForItself(names, controls, endpoint, purpose)) return [];
    seen.add(place);
    return [{ endpoint, purpose, exempt: limit.by !== undefined }];
  });
}
