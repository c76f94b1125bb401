import { pageDecorators } from "#catalog/controls";
import { groupedBy } from "#graph/grouping";
import type { ExprId, Span } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import { readPath } from "../origins.ts";
import type { Endpoints } from "./endpoints.ts";
import type { Endpoint } from "./model.ts";

/** Endpoints of one router (controller, folder of route files) that lie outside the versioned part of an API. */
export interface Unversioned {
  readonly first: Endpoint;
  readonly others: readonly Endpoint[];
  readonly span: Span;
  /** The paths carry a version, in another place than the pattern demands. */
  readonly hasVersion: boolean;
}

const http: ReadonlySet<string> = new Set(["GET", "POST", "PUT", "PATCH", "DELETE", "ALL", "HEAD"]);

/** What lies beside an API, under any prefix: asked by machines that know no versions, or by browsers. */
const beside =
  /^(?:_?health(?:z|[-_]?checks?|[-_](?:detail(?:s|ed)|full|live|ready|status|info|metrics))?|ready|readyz|readiness|live|livez|liveness|probes?|ping|status|metrics|version|docs?|documentation|api-?docs|swagger(?:-ui)?|openapi.*|redoc|reference|scalar|favicon.*|robots.*|sitemap.*|manifest.*|\.well-known|webhooks?|hooks?|callbacks?|redirect|oauth2?|oidc|saml2?|sso|static|assets|public|uploads?|files|images?|graphql|graphiql|playground|[a-z]*rpc|mcp|socket\.io|ws|cron|jobs|internal|tests?|testing|debug|__.*)$/i;
/** Paths of authentication libraries and login pages. */
const signIn = /^(?:auth|login|log-in|logout|log-out|signin|sign-in|signout|sign-out|signup|sign-up|register|error|errors|404|500)$/i;
const pages = /\.(?:render|sendFile|view|html|redirect)\(|\bredirect\(|\brenderTo[A-Z]\w*\(|text\/html|<html/;
/** Files behind a link of a page: what an API hands out lies under `/api`. */
const files = /\.attachment\(|\.(?:download|pipe)\(\s*(?:res|response|reply)\b|\b(?:res|response|reply|ctx)\.download\(|content-disposition/i;
/** What a page is made of. Arguments of types follow a name. */
const elements = /[\s(]<[A-Z][\w.]*(?:\s+[\w-]+=|\s*\/?>)/;
/** Frameworks whose files are pages first; their routes are no API. */
const ofPages: ReadonlySet<string> = new Set(["react-router", "@remix-run/node", "@sveltejs/kit"]);

/** For each router, the endpoints whose path is outside a pattern; one report per router, at its first endpoint. */
export function unversionedIn(names: Names, endpoints: Endpoints, code: Code, isVersioned: (path: string) => boolean): readonly Unversioned[] {
  const own = endpoints.in(code);
  if (own.length === 0) return [];
  const outside = own.filter((endpoint) => isOutside(names, endpoint, isVersioned));
  if (outside.length === 0 || isVersionedByHeader(names, endpoints)) return [];
  return [...new Set(outside.map(routerOf))].flatMap((key) => {
    const members = membersOf(endpoints, key);
    // A form is sent to where its page is; a route that is mounted twice has its version in the other place.
    const fine = new Set(members.flatMap((item) => (isPage(names, item) ? [item.path] : isVersioned(item.path) ? [placeOf(item)] : [])));
    const [first, ...others] = members.filter((item) => isOutside(names, item, isVersioned) && !fine.has(item.path) && !fine.has(placeOf(item)));
    if (first?.code !== code) return [];
    const rest = others.filter((item) => item.code !== code || item.span.s !== first.span.s);
    return [{ first, others: rest, span: first.span, hasVersion: [first, ...rest].every(({ path }) => /\/v\d+(?:\/|$)/.test(path)) }];
  });
}

const routers = new WeakMap<Endpoints, ReadonlyMap<string, readonly Endpoint[]>>();

/** All endpoints of a router, whichever files tell it; of a folder of route files the one nearest to its root comes first. */
function membersOf(endpoints: Endpoints, key: string): readonly Endpoint[] {
  let known = routers.get(endpoints);
  if (!known) {
    const files = endpoints.all.filter((item) => item.router === undefined).toSorted((a, b) => a.path.length - b.path.length);
    routers.set(endpoints, (known = groupedBy([...endpoints.all.filter((item) => item.router !== undefined), ...files], routerOf)));
  }
  return known.get(key) ?? [];
}

function isOutside(names: Names, endpoint: Endpoint, isVersioned: (path: string) => boolean): boolean {
  return isOfApi(names, endpoint) && !isVersioned(endpoint.path);
}

const ofApi = new WeakMap<Endpoint, boolean>();

/** Whether an endpoint is one an API versions: with a path that can be read, and neither a page nor beside the API. */
export function isOfApi(names: Names, endpoint: Endpoint): boolean {
  let known = ofApi.get(endpoint);
  if (known === undefined) ofApi.set(endpoint, (known = !endpoint.open && isNamed(endpoint) && !isPage(names, endpoint) && !asksForVersion(names, endpoint)));
  return known;
}

function isNamed({ methods, framework, handler, path }: Endpoint): boolean {
  if (!handler || !methods.some((method) => http.has(method)) || ofPages.has(framework) || /[…*\\]|\.\.\./.test(path)) return false;
  const segments = path.split("/").filter((part) => part !== "" && !part.startsWith("{"));
  if (segments.length === 0 || segments.some((part) => beside.test(part)) || segments.every((part) => signIn.test(part) || part === "api")) return false;
  return !segments.at(-1)?.includes(".");
}

function placeOf({ code, span }: Endpoint): string {
  return `${code.path}:${span.s}`;
}

/** What answers with a page is no API. */
function isPage(names: Names, endpoint: Endpoint): boolean {
  let known = answeredWithPages.get(endpoint);
  if (known === undefined) {
    const { handler } = endpoint;
    const fn = handler?.code.summary.functions[handler.f];
    const isRendered = handler !== undefined && (fn?.decorators ?? []).some((id) => isRenderer(names, handler.code, id));
    const text = fn && handler ? handler.code.text.slice(fn.s, fn.e) : "";
    const isFile = files.test(text) && !/\/api(?:\/|$)/.test(endpoint.path);
    answeredWithPages.set(endpoint, (known = isRendered || isFile || pages.test(text) || (/\.[jt]sx$/.test(handler?.code.path ?? "") && elements.test(text))));
  }
  return known;
}

/** `@Render("shelf")` */
function isRenderer(names: Names, code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  return expr.k === "call" && names.apisOf(code, expr.c).some((api) => pageDecorators.includes(api));
}

const answeredWithPages = new WeakMap<Endpoint, boolean>();

/** Fastify chooses by a header: `constraints: { version: "2.0.0" }`. */
function asksForVersion(names: Names, { options }: Endpoint): boolean {
  return options !== undefined && ["version", "constraints.version"].some((path) => readPath(names, options, path.split(".")).values.length > 0);
}

/** A router, a class, or a folder of route files (two segments of the path). */
function routerOf({ framework, path, router }: Endpoint): string {
  return router ?? [framework, ...path.split("/").slice(0, 3)].join("/");
}

const answers = new WeakMap<Endpoints, boolean>();

/** Whether the versions of this application stand in a header or a media type. */
function isVersionedByHeader(names: Names, endpoints: Endpoints): boolean {
  let answer = answers.get(endpoints);
  if (answer === undefined) {
    const said = names.project.mentioning("VersioningType").map((code) => code.text);
    answers.set(endpoints, (answer = said.some((text) => /VersioningType\.(?:HEADER|MEDIA_TYPE|CUSTOM)/.test(text))));
  }
  return answer;
}
