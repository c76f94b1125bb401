import type { Controls } from "../endpoints/controls.ts";
import { mentions } from "../endpoints/mentions.ts";
import type { Endpoint } from "../endpoints/model.ts";
import type { StepKind } from "../endpoints/step-evidence.ts";
import type { Names } from "../names.ts";
import { originsOf } from "../origins.ts";
import { type Coverage, covers } from "./validator-coverage.ts";
import type { Input } from "./inputs-seen.ts";

/** Somebody looks at what a file is, or how large: in the handler, or in what it calls. */
const looks = /mime|content.?type|\bsize\b|extname|extension|file.?type|magic|maxFile|truncated|\bsharp\b/i;

/**
 * Whether uploaded files are limited: by the middleware that takes them out of the request, by a pipe on the handler's parameter, or by hand. Files that come another
 * way (a plugin with limits of its own, middleware that is elsewhere) prove nothing.
 */
export function filesCoverage(names: Names, controls: Controls, endpoint: Endpoint, input: Input, validators: readonly StepKind[]): Coverage {
  const found = [...pipesOf(names, endpoint, input), ...validators.map((item) => covers(names, item, "files"))];
  const given = found.find(({ state }) => state === "yes");
  if (given) return given;
  const hollow = found.find((item) => item.hollow);
  if (!hollow || found.some(({ state }) => state === "unknown") || endpoint.open || !endpoint.handler) return { state: "unknown" };
  return controls.mentions(endpoint.handler, looks) || isLookedAtBefore(names, endpoint) ? { state: "unknown" } : hollow;
}

/** `@UploadedFile(new ParseFilePipe({ validators }))`; a pipe we know nothing about may check anything. */
function pipesOf(names: Names, { handler }: Endpoint, input: Input): readonly Coverage[] {
  const decorators = handler?.code.summary.functions[handler.f]?.params[input.parameter ?? -1]?.decorators ?? [];
  return decorators.flatMap((id) => {
    const expr = handler?.code.expr(id);
    if (!handler || expr?.k !== "call") return [];
    return expr.args.flatMap((argument) => originsOf(names, { code: handler.code, id: argument, frame: undefined })).flatMap((origin) => ofPipe(names, origin));
  });
}

function ofPipe(names: Names, { code, id }: ReturnType<typeof originsOf>[number]): readonly Coverage[] {
  const expr = code.expr(id);
  if (expr.k === "const") return [];
  const callee = expr.k === "call" || expr.k === "new" ? expr.c : id;
  const fact = names
    .apisOf(code, callee)
    .map((api) => names.project.catalog.http.controls.of(api))
    .find((item) => item?.kind === "validator");
  if (!fact) return [{ state: "unknown" }];
  // A pipe that is told nothing only asks whether a file is there; what takes the file has the word.
  const { state } = covers(names, { kind: "validator", certain: true, code, span: expr, fact, call: id }, "files");
  return state === "no" ? [] : [{ state }];
}

/** A step of ours in front of the handler that has an eye on files. */
function isLookedAtBefore(names: Names, { chain }: Endpoint): boolean {
  return chain.some(({ code, id }) => {
    const expr = code.expr(id);
    const items = [...names.denote(code, id), ...(expr.k === "call" ? names.denote(code, expr.c) : [])];
    return items.some((item) => {
      if (item.k === "function") return mentions(names, item.code, item.f, eyes);
      const own = item.k === "class" || item.k === "instance" ? item.code.summary.classes[item.c] : undefined;
      return own !== undefined && item.k !== "api" && "code" in item && eyes.test(item.code.text.slice(own.s, own.e));
    });
  });
}

const eyes = /\bfiles?\b/;
