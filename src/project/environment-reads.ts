import type { ProjectPath } from "#finding";
import type { Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Project } from "./project.ts";
import { isPublicVariable } from "./secret-names.ts";
import { isEnvironment } from "./secret-fallbacks.ts";
import { isRehearsal } from "./secrets.ts";

/** A variable of the environment, and where it is read. */
export interface EnvironmentRead {
  readonly name: string;
  readonly span: Span;
}

/** Variables that say where a program runs, not how it is set up: they belong to whoever starts it. */
const ambient =
  /^(?:NODE_ENV|CI|VITEST|JEST_WORKER_ID|NEXT_RUNTIME|NEXT_PHASE|VERCEL\w*|PATH|HOME|PWD|USER|SHELL|TERM|TZ|DEBUG|npm_\w+|AWS_LAMBDA_\w+|AWS_(?:DEFAULT_)?REGION|KUBERNETES_\w+|POD_(?:NAME|IP|NAMESPACE)|K_SERVICE|K_REVISION|FUNCTION_TARGET|G(?:OOGLE_CLOUD|CLOUD|CP)_PROJECT|FLY_\w+|RAILWAY_\w+|RENDER_\w+|DYNO|WEBSITE_\w+|NODE_OPTIONS|HOSTNAME|(?:HTTPS?|NO|ALL)_PROXY|GITHUB_\w+|FORCE_COLOR|NO_COLOR)$/;
const configFile =
  /^(?:[\w-]+[.-])?(?:config|configs|configuration|env|environment|environments|settings|constants?|globals?|secrets?|create-config|options)(?:[.-][\w-]+)*\.[cm]?[jt]s$/i;
const configFolder = /^(?:config|configs|configuration|conf|env|environments?|settings)$/i;
/** The one that reads all of them, by its name: a file for one topic (`cors.config.ts`, `config/database.ts`) is not where the others go. */
const centralFile =
  /^(?:(?:app|env|create|server|api|base|default)[.-])?(?:config|configuration|env|environment|settings)(?:[.-](?:config|service|server|schema|validation))?\.[cm]?[jt]s$/i;
/** Started first, by whoever sets the environment; data sources and tool files are read by tools of their own. */
const outermost =
  /^(?:[\w-]*migrat(?:e|ions?|or)|main|server|bootstrap|cli|worker|start|www|instrumentation(?:[.-]\w+)*|data-?source|ormconfig|knexfile|tracing|tracer|telemetry|sentry(?:[.-]\w+)*|[\w.-]*\.setup)\.[cm]?[jt]s$/i;

/** What a file reads of the environment; each variable once, at its first place. Writes are none. */
function environmentReads(code: Code): readonly EnvironmentRead[] {
  if (!/\benv\b/.test(code.text)) return [];
  const written = new Set(Object.entries(code.summary.writes).flatMap(([key, writes]) => (key.startsWith("gprocess.env.") ? writes.map(({ at }) => at) : [])));
  const found = new Map<string, EnvironmentRead>();
  for (const expr of code.summary.exprs) {
    if (expr.k !== "member" || ambient.test(expr.p) || isPublicVariable(expr.p) || !/^[A-Z][A-Z0-9_]*$/.test(expr.p) || written.has(expr.s)) continue;
    if (!found.has(expr.p) && isProcessEnvironment(code, expr.o) && !choosesFile(code, expr))
      found.set(expr.p, { name: expr.p, span: { s: expr.s, e: expr.e } });
  }
  return [...found.values()].sort((a, b) => a.span.s - b.span.s);
}

/** `dotenv.config({ path: `.env.${process.env.STAGE}` })`: needed before there are any settings. */
function choosesFile(code: Code, inner: Span): boolean {
  return (code.callsByName.get("config") ?? []).some((id) => {
    const call = code.expr(id);
    return (
      call.k === "call" &&
      call.s <= inner.s &&
      inner.e <= call.e &&
      /dotenv/.test(code.text.slice(call.s, call.e) + code.text.slice(Math.max(0, call.s - 40), call.s))
    );
  });
}

/** `import.meta.env` is written into the program when it is built: it is no environment. */
function isProcessEnvironment(code: Code, o: number): boolean {
  const { s, e } = code.expr(o);
  return isEnvironment(code, o) && !code.text.slice(s, e).includes("import.meta");
}

/** Whether a file is where settings belong by its name: `src/config/mail.ts`, `env.ts`, `mail.config.ts`. */
export function isConfigPath(path: ProjectPath): boolean {
  const segments = path.split("/");
  const name = segments.pop() ?? "";
  return configFile.test(name) || /^[a-z]\w*(?:Config|Settings)\.[cm]?[jt]s$/.test(name) || segments.some((segment) => configFolder.test(segment));
}

/** Folders that stand for the whole program; one of another name, like `lib/paypal`, has settings of its own. */
const generalFolder =
  /^(?:src|lib|libs|app|apps|server|source|backend|api|core|common|shared|util|utils|helpers?|services?|infra|infrastructure|modules?|config\w*|conf|env\w*|settings)$/i;

/** `config.ts`, `env.config.ts`, `config/index.ts`; not below a folder for one topic. */
function isCentralPath(path: ProjectPath): boolean {
  const segments = path.split("/");
  const name = segments.pop() ?? "";
  const home = packageOf(path);
  const below = segments.slice(home === "" ? 0 : home.split("/").length);
  if (below.some((folder) => !generalFolder.test(folder))) return false;
  return centralFile.test(name) || (/^(?:index|app|main|default|env|vars)\.[cm]?[jt]s$/i.test(name) && configFolder.test(segments.at(-1) ?? ""));
}

/** `cleanEnv(process.env, { … })`, `schema.parse(process.env)`: all of it, checked. */
function takesAll(code: Code): boolean {
  return code.summary.calls.some((id) => {
    const call = code.expr(id);
    return (call.k === "call" || call.k === "new") && call.args.some((argument) => isProcessEnvironment(code, argument));
  });
}

const modules = new WeakMap<Project, ReadonlyMap<string, ProjectPath>>();

/** The module that reads the settings of the package a file is in: the one that reads the most variables, at least three. */
function configModuleFor(project: Project, path: ProjectPath): ProjectPath | undefined {
  let known = modules.get(project);
  if (!known) modules.set(project, (known = findModules(project)));
  return known.get(packageOf(path));
}

const fewest = 3;
/** A module that takes the whole environment counts for more than one that reads single variables. */
const whole = 100;

function findModules(project: Project): ReadonlyMap<string, ProjectPath> {
  const best = new Map<string, { readonly path: ProjectPath; readonly reads: number }>();
  for (const path of project.paths) {
    if (!isCentralPath(path) || project.file(path)?.role !== "product") continue;
    const code = project.code(path);
    const reads = code ? environmentReads(code).length + (takesAll(code) ? whole : 0) : 0;
    const home = packageOf(path);
    if (reads >= fewest && reads > (best.get(home)?.reads ?? 0)) best.set(home, { path, reads });
  }
  const all = best.size === 0 ? new Map<string, ReadonlySet<string>>() : strayVariables(project, new Set(best.keys()));
  // Where it reads only a few of them it is the settings of something else, and every module reads its own.
  return new Map([...best].flatMap(([home, { path, reads }]) => (least * reads >= (all.get(home)?.size ?? 0) ? [[home, path] as const] : [])));
}

/** For each variable the config module reads there may be so many that other files read. */
const least = 3;

/** Names of the variables each of some packages reads where it should not. */
function strayVariables(project: Project, homes: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const path of project.paths) {
    const home = packageOf(path);
    if (!homes.has(home) || project.file(path)?.role !== "product" || mayRead(path)) continue;
    const code = project.code(path);
    const names = found.get(home) ?? new Set();
    found.set(home, names);
    for (const { name } of code ? environmentReads(code) : []) names.add(name);
  }
  return found;
}

/** Folders above the first one that holds sources. */
function packageOf(path: ProjectPath): string {
  const segments = path.split("/").slice(0, -1);
  const index = segments.findIndex((segment) => /^(?:src|lib|app|server|source|config|configs)$/.test(segment));
  return segments.slice(0, index === -1 ? segments.length : index).join("/");
}

/** Reads of a file that belong into the config module; none where the file may read, or there is no such module. */
export function strayReads(project: Project, code: Code): { readonly module: ProjectPath; readonly reads: readonly EnvironmentRead[] } | undefined {
  if (code.role !== "product" || isRehearsal(code.path) || /\.[jt]sx$/.test(code.path) || !code.text.includes("process")) return undefined;
  if (mayRead(code.path) || startsServer(code)) return undefined;
  const reads = environmentReads(code);
  const module = reads.length > 0 ? configModuleFor(project, code.path) : undefined;
  return module === undefined ? undefined : { module, reads };
}

/** `app.ts`, `index.ts` that opens the port itself, or starts what does: `void main()`, `await server.start()`. */
function startsServer({ path, text }: Code): boolean {
  return (
    /(?:^|\/)(?:app|index|main)(?:[.-][\w-]+)*\.[cm]?[jt]s$/.test(path) &&
    /\.listen\(|\bawait\s+server\.start\(|^(?:void\s+|await\s+)?(?:main|start|bootstrap)\(|NestFactory\.create|Deno\.serve\(|Bun\.serve\(/m.test(text)
  );
}

/** Files for settings, those that are started first, and decorators: they run while modules are loaded, before anything can be handed to them. */
function mayRead(path: ProjectPath): boolean {
  return isConfigPath(path) || /\.decorators?\.[cm]?[jt]s$/.test(path) || outermost.test(path.slice(path.lastIndexOf("/") + 1));
}
