import type { IFlattenedRuleSet, IForbiddenRuleType, IRequiredRuleType, SeverityType } from "dependency-cruiser";
import type { Law, Selector } from "#config/architecture";
import type { OrderedLayer } from "#graph/law-layers";
import type { LawBook } from "#graph/laws";
import { PathPattern } from "#graph/patterns";
import { Matcher, textsOf } from "#graph/selectors";
import { escaped } from "#graph/patterns";
import { expressionFor, filesExpression, type Groups, groupsOf, noGroups, type PathRestriction, restrictionFor } from "./rule-expressions.ts";

/** A law dependency-cruiser has no words for. */
export interface Unspoken {
  readonly law: string;
  readonly why: string;
}

type Rule = IForbiddenRuleType | IRequiredRuleType;

const onlyGlobs = "a pattern only globs can say";
const packageTypes = ["npm", "npm-dev", "npm-optional", "npm-peer", "npm-bundled", "npm-no-pkg", "npm-unknown", "core", "unknown", "undetermined"];

/**
 * Our laws as a configuration of dependency-cruiser, CommonJS text. Layers and decorators become lists of the files they mean today;
 * what has no counterpart is left out and said in a comment.
 */
export function toRuleSet(book: LawBook): string {
  const { rules, unspoken } = convert(book);
  const resolving = { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default"] };
  const options = { doNotFollow: { path: "node_modules" }, tsPreCompilationDeps: true, enhancedResolveOptions: resolving };
  return [
    "// Written by `oma-lint graph --laws --format dependency-cruiser`.",
    ...unspoken.map(({ law, why }) => `// Left out: ${law} (${why.replace(/\s+/g, " ")}).`),
    "/** @type {import('dependency-cruiser').IConfiguration} */",
    `module.exports = ${JSON.stringify({ ...rules, options }, undefined, 2)};`,
    "",
  ].join("\n");
}

/** The rules, and the laws there are none for. */
export function convert(book: LawBook): { readonly rules: IFlattenedRuleSet; readonly unspoken: readonly Unspoken[] } {
  const forbidden: IForbiddenRuleType[] = layerRules(book);
  const required: IRequiredRuleType[] = [];
  const unspoken: Unspoken[] = book.exceptions.map(({ setting }) => ({
    law: setting.law ?? "any law",
    why: `exception for ${textsOf(setting.from).join(", ")}`,
  }));
  for (const { name, setting } of book.laws) {
    const written = setting === undefined ? [] : rulesOf(setting, book);
    if (typeof written === "string") unspoken.push({ law: name, why: written });
    else if (setting?.require !== undefined) required.push(...(written as IRequiredRuleType[]));
    else forbidden.push(...(written as IForbiddenRuleType[]));
  }
  return { rules: { forbidden, ...(required.length > 0 && { required }) }, unspoken };
}

/** Nothing further in imports anything further out, nor its sibling; a closed layer is not gone past. */
function layerRules(book: LawBook): IForbiddenRuleType[] {
  const { layers } = book.order;
  const types = { dependencyTypesNot: ["type-only" as const] };
  return layers.flatMap((from) =>
    layers.flatMap((to): IForbiddenRuleType[] => {
      const fault = book.order.fault(from, to, (layer) => book.hasFiles(layer));
      const [own, other] = [layerExpression(from, book), layerExpression(to, book)];
      if (!fault || !own || !other) return [];
      const name = `layers-${from.name}-to-${to.name}`;
      return [
        {
          name,
          comment: `the order is ${layers.map((layer) => layer.name).join(" → ")}`,
          severity: "error",
          from: { path: own },
          to: { path: other, ...types },
        },
      ];
    }),
  );
}

function layerExpression(layer: OrderedLayer, book: LawBook): string[] | undefined {
  return filesExpression(book.graph.modules.filter((module) => book.graph.roleOf(module) === "product" && book.layerOf(module) === layer));
}

function rulesOf(law: Law, book: LawBook): readonly Rule[] | string {
  const head = { name: law.name, comment: law.reason, severity: severityOf(law) };
  if (law.private !== undefined) return privateRules(law, book);
  if (law.independent !== undefined) return independentRules(law, book);
  if (law.limits !== undefined) return limitRules(law, book);
  if (law.onlyFrom !== undefined) return onlyFromRule(law, book);
  if (law.public !== undefined) return publicRules(law, book);
  const { groups, from } = fromSide(law, book);
  if (typeof from === "string") return from;
  if (law.licences !== undefined) return licenceRule(law, from);
  if (law.forbid !== undefined) return forbidRule(law, book, from, groups);
  if (law.require !== undefined) {
    const to = restrictionFor(law.require, book, groups);
    if (typeof to === "string" || to.pathNot) return typeof to === "string" ? to : "exceptions in what is required";
    return [{ ...head, module: from, to: { ...(to.path && { path: to.path }), ...(law.transitive && { reachable: true }) } }];
  }
  return allowRule(law, book, from, groups);
}

function forbidRule(law: Law, book: LawBook, from: PathRestriction, groups: Groups): readonly Rule[] | string {
  const head = { name: law.name, comment: law.reason, severity: severityOf(law) };
  const isUnstable = JSON.stringify(law.forbid).includes("moreUnstable");
  if (isUnstable) return [{ ...head, from, to: { moreUnstable: true } }];
  const to = restrictionFor(law.forbid ?? [], book, groups);
  if (typeof to === "string") return to;
  if (law.transitive) return [{ ...head, from, to: { ...to, reachable: true } }];
  return [{ ...head, from, to: { ...to, ...typesOf(law) } }];
}

function allowRule(law: Law, book: LawBook, from: PathRestriction, groups: Groups): readonly Rule[] | string {
  const allowed = restrictionFor([law.allow ?? [], law.from ?? []].flat() as Selector, book, groups);
  if (typeof allowed === "string" || allowed.pathNot) return typeof allowed === "string" ? allowed : "exceptions in what is allowed";
  const namesPackages = new Matcher(law.allow ?? [], book.facts).namesPackages;
  const not = [...(namesPackages ? ["core"] : packageTypes), ...(law.types === "ignore" ? ["type-only"] : [])];
  const to = { pathNot: allowed.path ?? [], dependencyTypesNot: not, ...(law.types === "only" && { dependencyTypes: ["type-only"] }) };
  return [{ name: law.name, comment: law.reason, severity: severityOf(law), from, to } as IForbiddenRuleType];
}

function onlyFromRule(law: Law, book: LawBook): readonly Rule[] | string {
  if (JSON.stringify([law.of, law.onlyFrom]).includes("<")) return "who may use it depends on what is used";
  const of = restrictionFor(law.of ?? [], book);
  const users = restrictionFor([law.onlyFrom ?? [], law.of ?? []].flat() as Selector, book);
  if (typeof of === "string" || typeof users === "string") return typeof of === "string" ? of : String(users);
  if (users.pathNot) return "exceptions in who may use it";
  return [
    {
      name: law.name,
      comment: law.reason,
      severity: severityOf(law),
      from: { pathNot: [...(users.path ?? []), ...testsOf(law, book)] },
      to: { ...of, ...typesOf(law) },
    },
  ];
}

/** One rule for who is inside of such a folder, one for everybody else. */
function publicRules(law: Law, book: LawBook): readonly Rule[] | string {
  const [glob, ...more] = typeof law.of === "string" ? [law.of] : [];
  if (glob === undefined || more.length > 0) return "`of` is more than one glob";
  const area = expressionFor(glob);
  const entries = textsOf(law.public ?? []).flatMap((entry) => expressionFor(entry) ?? []);
  const groups = groupsOf(glob);
  const among = expressionFor(glob, groups);
  if (area === undefined || among === undefined || entries.length < textsOf(law.public ?? []).length) return onlyGlobs;
  const head = { comment: law.reason, severity: severityOf(law) };
  const tests = testsOf(law, book);
  return [
    { ...head, name: law.name, from: { pathNot: [area, ...tests] }, to: { path: [area], pathNot: entries, ...typesOf(law) } },
    ...(groups.size === 0
      ? []
      : [
          {
            ...head,
            name: `${law.name}-among-each-other`,
            from: { path: [area], ...(tests.length > 0 && { pathNot: tests }) },
            to: { path: [area], pathNot: [...entries, among], ...typesOf(law) },
          },
        ]),
  ];
}

/** The private folders there are today. */
function privateRules(law: Law, book: LawBook): readonly Rule[] {
  const patterns = textsOf(law.private ?? []).map((glob) => new PathPattern(glob));
  const owned = new Map<string, string>();
  for (const module of book.graph.modules) {
    const parts = module.split("/");
    const depth = parts.findIndex((_, at) => patterns.some((pattern) => pattern.match(parts.slice(0, at + 1).join("/"))));
    if (depth > 0) owned.set(parts.slice(0, depth + 1).join("/"), parts.slice(0, depth).join("/"));
  }
  return [...owned]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([folder, owner]): Rule => ({
      name: law.name,
      comment: law.reason,
      severity: severityOf(law),
      from: { pathNot: [`^${escaped(owner)}/`, ...testsOf(law, book)] },
      to: { path: [`^${escaped(folder)}(?:/|$)`], ...typesOf(law) },
    }));
}

function independentRules(law: Law, book: LawBook): readonly Rule[] | string {
  const globs = textsOf(law.independent ?? []);
  const all = globs.flatMap((glob) => expressionFor(glob) ?? []);
  if (all.length < globs.length) return onlyGlobs;
  return globs.map((glob, at): Rule => ({
    name: law.name,
    comment: law.reason,
    severity: severityOf(law),
    from: { path: all.slice(at, at + 1), pathNot: testsOf(law, book) },
    to: { path: all, pathNot: [expressionFor(glob, groupsOf(glob)) ?? ""], ...typesOf(law) },
  }));
}

function limitRules(law: Law, book: LawBook): readonly Rule[] | string {
  const { dependents, dependencies } = law.limits ?? {};
  const of = restrictionFor(law.of ?? [], book);
  if (typeof of === "string") return of;
  if (dependents === undefined || dependencies !== undefined) return "the number of dependencies of a module";
  return [{ name: law.name, comment: law.reason, severity: severityOf(law), module: { ...of, numberOfDependentsMoreThan: dependents }, from: {} }];
}

function licenceRule(law: Law, from: PathRestriction): readonly Rule[] {
  const { allow, forbid } = law.licences ?? {};
  const expression = (globs: readonly string[]): string[] => globs.map((glob) => escaped(glob).replaceAll("\\*", ".*"));
  const head = { name: law.name, comment: law.reason, severity: severityOf(law) };
  return [
    ...(forbid ? [{ ...head, from, to: { license: expression(forbid) } }] : []),
    ...(allow ? [{ ...head, from, to: { licenseNot: expression(allow) } }] : []),
  ];
}

function fromSide(law: Law, book: LawBook): { readonly groups: Groups; readonly from: PathRestriction | string } {
  const [glob] = typeof law.from === "string" ? [law.from] : [];
  const groups = glob === undefined ? noGroups : groupsOf(glob);
  const from = law.from === undefined ? {} : restrictionFor(law.from, book);
  const tests = testsOf(law, book);
  if (typeof from === "string" || (JSON.stringify(law.from ?? "").includes("<") && groups.size === 0))
    return { groups, from: typeof from === "string" ? from : "captures in a list" };
  const pathNot = [...(from.pathNot ?? []), ...tests];
  return { groups, from: { ...from, ...(pathNot.length > 0 && { pathNot }) } };
}

/** Tests are let off unless the law says otherwise. */
function testsOf({ tests, from }: Law, { graph, facts }: LawBook): string[] {
  if (tests) return [];
  const matcher = from === undefined ? undefined : new Matcher(from, facts);
  const files = graph.modules.filter((module) => graph.roleOf(module) === "test" && (!matcher || matcher.matchModule(module) !== undefined));
  return filesExpression(files) ?? [];
}

function typesOf({ types }: Law): { dependencyTypes?: ["type-only"]; dependencyTypesNot?: ["type-only"] } {
  return types === "ignore" ? { dependencyTypesNot: ["type-only"] } : types === "only" ? { dependencyTypes: ["type-only"] } : {};
}

function severityOf({ severity = "error" }: Law): SeverityType {
  return severity === "note" ? "info" : severity === "warning" ? "warn" : "error";
}
