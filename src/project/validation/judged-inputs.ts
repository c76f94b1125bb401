import type { InputName } from "#catalog/facts/http";
import type { Endpoint } from "../endpoints/model.ts";
import type { Arrival, Input } from "./inputs-seen.ts";

/** Inputs with a shape of their own. Path parameters, headers, cookies and files are judged by what they are used for. */
const judged: ReadonlySet<InputName> = new Set(["body", "query", "input", "message", "params", "headers", "cookies", "files"]);
/** What server actions and remote functions have instead of HTTP methods. */
const remote = new Set(["ACTION", "FORM", "COMMAND"]);

/** Arguments are judged where they are a remote call's, which nothing but the function itself checks. */
export function isJudged({ name }: Input, endpoints: readonly Endpoint[]): boolean {
  return judged.has(name) || (name === "arguments" && endpoints.every((endpoint) => remote.has(endpoint.methods[0] ?? "")));
}

/**
 * Whether what happens to an input at the end of its way asks for a check. A path parameter counts at the database. Headers say who asks and how to answer:
 * only one of the application's own that reaches the database is data. A cookie by which somebody is found is theirs; one that is written down is data.
 * Of a file everything counts but what the server made up itself.
 */
export function isUsed({ input, where, use }: Arrival): boolean {
  switch (input.name) {
    case "params":
      return use !== undefined;
    case "headers": {
      // `headers["user-agent"][0].trim()`: the header's name stands somewhere on the way.
      const named = input.members.length > 0 ? input.members : [/["'`]([\w-]+)["'`]/.exec(input.label)?.[1] ?? ""];
      return use !== undefined && where === "the database" && named.every((name) => name !== "" && !commonHeaders.test(name));
    }
    case "cookies": {
      const name = input.members[0] ?? (input.parameter === undefined ? undefined : /[\w$]+$/.exec(input.label)?.[0]);
      return use === "written" && where === "the database" && name !== undefined && name !== "*" && !identities.test(name);
    }
    case "files":
      return !madeByServer.test(input.members.at(-1) ?? "");
    default:
      return true;
  }
}

/**
 * Whether a missing check is worth a note only: what is looked up by the path or a header, single values of a query, files.
 * @param onlyValues whether single values are read, and never the whole
 */
export function isMild({ name }: Input, leaving: readonly Arrival[], onlyValues: boolean): boolean {
  if (name === "params" || name === "headers") return !leaving.some(({ use }) => use === "written");
  return name === "files" || (name === "query" && onlyValues);
}

/** Cookies that say who somebody is. */
const identities = /auth|token|key|secret|signature|session|sess?id|\bsid\b|jwt|csrf|xsrf|(?:^|[^a-z])u?id$|[a-z]Id$/i;
/** What upload middleware says of a file on its own: where it lies now, and how large it is. */
const madeByServer = /^(?:filename|path|filepath|destination|size|fieldname|fieldName|encoding|location|key|bucket|etag|tempFilePath|md5|length)$/;

/** Headers that HTTP, proxies, browsers and credentials bring. */
const commonHeaders =
  /^(?:get|header|accept|content|cookie|host|origin|referr?er|user.?agent|connection|cache|if|range|via|te|date|from|forwarded|x-forwarded|x-real|x-request|x-correlation|x-amz|x-vercel|cf|sec|access-control|upgrade|traceparent|tracestate|idempotency|stripe|svix|x-hub|x-github|x-slack)|auth|token|key|secret|signature|session|jwt|csrf|xsrf|(?:^|-)ip$/i;

/** The path itself says what fits: `/books/:id(\\d+)`, `[id=uuid]`. */
export function isBoundPath({ name, code }: Input, endpoints: readonly Endpoint[]): boolean {
  if (name !== "params") return false;
  if (/\[\w+=\w+\]/.test(code.path)) return true;
  return endpoints.some((endpoint) =>
    /:\w+\(|\{\w*:?\[|\{\[|\{\w+:[^}]/.test(endpoint.code.text.slice(endpoint.span.s, Math.min(endpoint.span.e, endpoint.span.s + 200))),
  );
}
