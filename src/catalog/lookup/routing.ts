import type { ControllerFacts, ControllerMethod, FolderPluginFact, ParameterValidation, PrefixFact, RoutingFact, RoutingFacts } from "../facts/routing.ts";
import { type FactLists, type FactTable, idOf, lastSegment, librariesWith, listsOf, namesOf, recordOf, type Shelf, tableOf } from "./table.ts";

/** Facts about calls that tell a router something. */
export class RoutingIndex {
  readonly entries: FactLists<RoutingFact>;
  readonly prefixes: FactTable<PrefixFact>;
  /** Where a call that puts a prefix in front of a router is told both. */
  readonly wrappers: FactTable<NonNullable<RoutingFacts["wrappers"]>[number]>;
  readonly views: ReadonlySet<string>;
  readonly lists: ReadonlySet<string>;
  readonly transparent: ReadonlySet<string>;
  readonly mounted: ReadonlySet<string>;
  /** Plugins that register every file of a folder. */
  readonly folders: FactTable<FolderPluginFact>;
  /** First packages of libraries in which middleware counts wherever it is told. */
  readonly orderFree: ReadonlySet<string>;
  /** Last path segments of all calls that tell a router something. */
  readonly methods: ReadonlySet<string>;

  constructor(shelf: Shelf) {
    this.entries = listsOf(shelf, ({ http }) => http?.routing?.entries);
    this.prefixes = tableOf(shelf, ({ http }) => http?.routing?.prefixes);
    this.wrappers = tableOf(shelf, ({ http }) => http?.routing?.wrappers);
    this.views = namesOf(shelf, ({ http }) => http?.routing?.views);
    this.lists = namesOf(shelf, ({ http }) => http?.routing?.lists);
    this.transparent = namesOf(shelf, ({ http }) => http?.routing?.transparent);
    this.mounted = namesOf(shelf, ({ http }) => http?.routing?.mounted);
    this.folders = tableOf(shelf, ({ http }) => http?.routing?.folders);
    this.orderFree = librariesWith(shelf, ({ http }) => http?.routing?.order === "any");
    const setters = shelf.libraries.flatMap(({ http }) => (http?.routing?.prefixes ?? []).filter(({ form }) => form === "set"));
    this.methods = new Set([...this.entries.methods, ...setters.map(({ api }) => lastSegment(api))]);
  }
}

/** Facts about classes whose decorators make endpoints. */
export class ControllerIndex {
  readonly classes: FactTable<ControllerFacts["classes"][number]>;
  readonly methods: FactTable<ControllerMethod>;
  readonly steps: ReadonlySet<string>;
  readonly composed: ReadonlySet<string>;
  readonly globals: ReadonlySet<string>;
  readonly plugins: ReadonlySet<string>;
  readonly tokens: ReadonlySet<string>;
  /** Calls that are told which routes middleware is for, and the middleware. */
  readonly applied: { readonly routes: ReadonlySet<string>; readonly steps: ReadonlySet<string> };
  readonly versions: ReadonlySet<string>;
  readonly neutral: ReadonlySet<string>;
  readonly versioning: ReadonlySet<string>;
  /** Argument path of the prefix a call gives to all paths of the app. */
  readonly prefixes: FactTable<string>;
  /** How parameters are checked by their classes, by the library's first package. */
  readonly validation: ReadonlyMap<string, ParameterValidation>;
  /** Argument path of the switch, in calls that start an application whose parameters are checked by themselves. */
  readonly validationSwitches: FactTable<string>;

  constructor(shelf: Shelf) {
    this.validation = new Map(
      shelf.libraries.flatMap((facts) => (facts.http?.controllers?.validation ? [[idOf(facts), facts.http.controllers.validation] as const] : [])),
    );
    this.validationSwitches = recordOf(shelf, ({ http }) => http?.controllers?.validation?.byDefault);
    const names = (pick: (facts: ControllerFacts) => readonly string[] | undefined): ReadonlySet<string> =>
      namesOf(shelf, ({ http }) => http?.controllers && pick(http.controllers));
    this.classes = tableOf(shelf, ({ http }) => http?.controllers?.classes);
    this.methods = tableOf(shelf, ({ http }) => http?.controllers?.methods);
    this.steps = names(({ steps }) => steps);
    this.composed = names(({ composed }) => composed);
    this.globals = names(({ globals }) => globals);
    this.plugins = names(({ plugins }) => plugins);
    this.applied = { routes: names(({ applied }) => applied && [applied.routes]), steps: names(({ applied }) => applied && [applied.steps]) };
    this.tokens = names(({ tokens }) => tokens);
    this.versions = names(({ version }) => (version === undefined ? [] : [version]));
    this.neutral = names(({ neutral }) => neutral);
    this.versioning = names(({ versioning }) => (versioning === undefined ? [] : [versioning]));
    this.prefixes = recordOf(shelf, ({ http }) => http?.controllers?.prefixes);
  }
}
