import { type Edit, withOption } from "./option-edits.ts";
import type { TokenProblem } from "./tokens.ts";

/** Adds the accepted algorithms to the options of the check. */
export function withAlgorithms({ code, place, site, verifier }: TokenProblem, form: string): readonly Edit[] | undefined {
  return place.call === site.call && verifier?.options !== undefined ? withOption(code, site.call, verifier.options, form) : undefined;
}

/** Adds a lifetime to the options of the signature. */
export function withExpiry({ code, place, site, signer }: TokenProblem): readonly Edit[] | undefined {
  return place.call === site.call && signer?.options !== undefined ? withOption(code, site.call, signer.options, 'expiresIn: "15m"') : undefined;
}
