import type { Origin, OriginWalk, Property } from "../origins.ts";

/** Reads one property of whatever a value may be; `p()` is what calling it returns. */
export function readProperty(walk: OriginWalk, at: Origin, p: string, depth = 0): Property {
  const expr = at.code.expr(at.id);
  const place = expr.k === "name" ? `b${String(expr.b)}` : String(at.id);
  return walk.once(at, `${place}.${p}`, () => readEach(walk, at, p, depth), { values: [], absent: false, opaque: [] });
}

function readEach(walk: OriginWalk, at: Origin, p: string, depth: number): Property {
  const stored = storedBeside(walk, at, p, depth);
  if (stored.length > 0) return { values: stored, absent: false, opaque: [] };
  const origins = walk.of(at, depth + 1);
  if (origins.length === 0) return { values: [], absent: true, opaque: [] };
  return merge(origins.map((origin) => ofOrigin(walk, origin, p, depth + 1)));
}

/** `options.expiresIn = "15m"`: written to the variable afterwards. */
function storedBeside(walk: OriginWalk, at: Origin, p: string, depth: number): readonly Origin[] {
  const expr = at.code.expr(at.id);
  const writes = expr.k === "name" ? (at.code.summary.writes[`b${expr.b}.${p}`] ?? []) : [];
  return writes.flatMap((write) => walk.of({ ...at, id: write.v }, depth + 1));
}

function ofOrigin(walk: OriginWalk, origin: Origin, p: string, depth: number): Property {
  const expr = origin.code.expr(origin.id);
  if (
    expr.k === "const" ||
    expr.k === "function" ||
    expr.k === "array" ||
    expr.k === "number" ||
    expr.k === "boolean" ||
    expr.k === "template" ||
    expr.k === "concat"
  )
    return { values: [], absent: true, opaque: [] };
  if (expr.k !== "object" || walk.isTooDeep(depth)) return { values: [], absent: false, opaque: [origin] };
  const name = p.endsWith("()") ? p.slice(0, -2) : p;
  const own = expr.props.findLast(([key]) => key === name);
  if (own) {
    const at = { ...origin, id: own[1] };
    return { values: p === name ? walk.of(at, depth) : returnsOf(walk, at, depth), absent: false, opaque: [] };
  }
  const computed = expr.props.find(([key]) => key === "[]");
  if (computed) return { values: [], absent: false, opaque: [origin] };
  const spread = expr.props.filter(([key]) => key === "...").map(([, id]) => readProperty(walk, { ...origin, id }, p, depth + 1));
  return spread.some((item) => item.values.length > 0) || spread.length > 0 ? afterSpreads(spread) : { values: [], absent: true, opaque: [] };
}

/** An object made of several others lacks what all of them lack. */
function afterSpreads(spread: readonly Property[]): Property {
  const { values, opaque } = merge(spread);
  return { values, opaque, absent: spread.every((item) => item.absent) };
}

function returnsOf(walk: OriginWalk, at: Origin, depth: number): readonly Origin[] {
  return walk.names.denote(at.code, at.id).flatMap((item) => {
    if (item.k !== "function") return [];
    return (item.code.summary.functions[item.f]?.returns ?? []).flatMap((id) => walk.of({ code: item.code, id }, depth + 1));
  });
}

/** Reads a path of properties. */
export function readPathIn(walk: OriginWalk, at: Origin, path: readonly string[], depth = 0): Property {
  const [head, ...rest] = path;
  if (head === undefined) return { values: walk.of(at, depth), absent: false, opaque: [] };
  const property = readProperty(walk, at, head, depth);
  if (rest.length === 0) return property;
  const deeper = property.values.map((value) => readPathIn(walk, value, rest, depth + 1));
  return merge([...deeper, { values: [], absent: property.absent, opaque: property.opaque }]);
}

function merge(parts: readonly Property[]): Property {
  return { values: parts.flatMap((part) => part.values), absent: parts.some((part) => part.absent), opaque: parts.flatMap((part) => part.opaque) };
}
