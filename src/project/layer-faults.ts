import type { Code } from "./code.ts";
import type { ExprId } from "#syntax/summary";
import { leadsToData, opensConnection } from "./data-behind.ts";
import { demandsServices, isData, mostlyServes } from "./ladder.ts";
import { isProbe, isScaffold } from "./layer-names.ts";
import { findRoutes, transportParam } from "./layer-evidence.ts";
import type { Subject } from "./layer-reach.ts";
import { isPureFunction } from "./pure-functions.ts";
import { hasService } from "./service-subjects.ts";
import type { Layer, Layers } from "./layers.ts";

/** What is wrong with using something from a layer. */
export interface Fault {
  readonly kind: "wrongDirection" | "skippedLayer";
  /** What is used, in words: `repository`, `database client`. */
  readonly to: string;
  /** The rung that was skipped. */
  readonly skipped?: Layer;
}

/** Who uses it. */
export interface User {
  readonly code: Code;
  readonly from: Layer;
  /** Demand every rung of the ladder. */
  readonly strict: boolean;
  /** The call that uses it, or the text that declares what is handed in. */
  readonly at: ExprId | string;
}

/** The law of the ladder for one use: nothing inner depends on anything outer, no rung the project has is skipped. */
export function faultOf(layers: Layers, user: User, subject: Subject): Fault | undefined {
  const fault = ladderFault(layers, user, subject);
  return fault?.kind === "wrongDirection" && isTool(layers, subject) ? undefined : fault;
}

/** A function that only works on what it is given, in a file that merely lies or is called like its layer: it depends on nothing of it. */
function isTool(layers: Layers, { home }: Subject): boolean {
  if (home?.f === undefined || /^(?:evidence|config)$/.test(layers.of(home.code).by) || findRoutes(layers.names, home.code)) return false;
  const { layer } = layers.of(home.code);
  const fn = home.code.summary.functions[home.f];
  // What takes no request is no part of a router, whatever lies beside it.
  if (layer === "router") return fn !== undefined && transportParam(layers.names, home.code, fn) === undefined;
  return isPureFunction(layers.names, home.code, home.f);
}

function ladderFault(layers: Layers, user: User, subject: Subject): Fault | undefined {
  const to = layerOfSubject(layers, subject);
  switch (user.from) {
    case "router":
      return skipsService(layers, user, subject, to);
    case "service":
      if (to === "router") return isFaceOf(user.code, subject) || !isProvenRouter(layers, subject) ? undefined : { kind: "wrongDirection", to };
      return user.strict && subject.data && (to === "infra" || to === "model")
        ? { kind: "skippedLayer", to: wordFor(subject, to), skipped: "repository" }
        : undefined;
    case "repository":
      return to === "router" || (to === "service" && isAbove(layers, subject)) ? { kind: "wrongDirection", to } : undefined;
    case "model":
      return to === "router" || ((to === "service" || to === "repository") && isAbove(layers, subject)) ? { kind: "wrongDirection", to } : undefined;
    default:
      return undefined;
  }
}

/** What is only called or lies like a handler may be anything that handles: channels, jobs, answers. */
function isProvenRouter(layers: Layers, { home }: Subject): boolean {
  return home !== undefined && /^(?:evidence|config)$/.test(layers.of(home.code).by);
}

/** Evidence of a file that serves sockets: `@WebSocketGateway()`, `WebSocket.on()`, `Socket.on()` of socket.io. */
const pushes = /@WebSocketGateway|\bWeb(?:S|s)ocket\w*\.on\(|\b(?:Socket|Namespace)\.on\(/;

/** The layer something belongs to; `none` where too little says so to accuse anybody. */
export function layerOfSubject(layers: Layers, subject: Subject): Layer {
  if (!subject.home) return subject.data === "entity" ? "model" : subject.data ? "infra" : "none";
  const verdict = layers.of(subject.home.code);
  // A gateway of web sockets is also how services push to clients.
  if (verdict.layer === "router" && (verdict.weak || pushes.test(verdict.why))) return "none";
  return verdict.weak ? "none" : verdict.layer;
}

/** `services/loans/index.js` beside `services/loans/routes.js`: it puts a slice together, and "services" are slices here. */
function isFaceOf({ path }: Code, { home }: Subject): boolean {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  return /^index\.[cm]?[jt]sx?$/.test(path.slice(folder.length)) && home !== undefined && home.code.path.startsWith(folder);
}

function skipsService(layers: Layers, { code, strict, at }: User, subject: Subject, to: Layer): Fault | undefined {
  if (to !== "repository" && to !== "model" && to !== "infra") return undefined;
  // A helper that writes rows by itself is a layer without a name.
  if (subject.home?.f !== undefined && to === "model" && /(?:^|\/)(?:utils?|helpers?|lib)\//.test(subject.home.code.path)) return undefined;
  // A function that lies among them may build a text, or read what it is given.
  if (subject.home?.f !== undefined && !leadsToData(layers, subject)) return undefined;
  if (!isData(layers, subject) || isProbe(code.path) || isScaffold(code.path) || /(?:Error|Exception)$|query\w*repo/i.test(subject.name)) return undefined;
  if (!strict && !(demandsServices(layers, code, subject) && (standsOut(layers, code, subject) || hasService(layers, code, subject, at)))) return undefined;
  return { kind: "skippedLayer", to: wordFor(subject, to), skipped: "service" };
}

/** Where routers far mostly go through services, one that queries stands out, whatever it works on; a repository that no service asks may be a rung of its own. */
function standsOut(layers: Layers, code: Code, { data }: Subject): boolean {
  return (data === "client" || data === "entity") && mostlyServes(layers, code);
}

/** A service that itself stands above stored data; a logger, a mailer, a cache, a client of the database is a tool any layer may use. */
function isAbove(layers: Layers, subject: Subject): boolean {
  const { home } = subject;
  if (home === undefined) return false;
  const { layer, by } = layers.of(home.code);
  if (layer !== "service" || by === "config") return true;
  // What lies among them is theirs: `models/models.service.js`.
  if (
    /(?:^|\/)(?:providers?|adapters?|clients?|cache|cloud|data-?sources?)\/|(?:^|\/)(?:models?|entities|persistence|database)\/[^/]+$|[.-](?:api|client|http)[.-]service\.[cm]?[jt]s$/.test(
      home.code.path,
    )
  )
    return false;
  return !opensConnection(layers, home.code) && leadsToData(layers, subject);
}

function wordFor(subject: Subject, to: Layer): string {
  return to === "infra" || subject.data === "client" || (subject.data === "repository" && !subject.home) ? "database client" : to;
}
