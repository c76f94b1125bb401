import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { destinationOf } from "./holders.ts";
import { tokenName } from "./injection-tokens.ts";
import { injectedUse } from "./injected-values.ts";
import { factoriesOf, type Registration, registrationsIn } from "./registrations.ts";
import type { Names } from "./names.ts";
import { perFile } from "./per-file.ts";
import { requestPathsOf } from "./request-path.ts";
import { sessionsMadeIn, type SharedSession } from "./shared-sessions.ts";

/** Something a container makes once, by a function, or was handed. */
interface Provider extends Registration {
  readonly gives: "factory" | "value";
}

/** Sessions that a container makes once and hands to whatever serves requests; told at the token, in the file that tells the container. */
export const providedSessions = perFile(find);

function find(names: Names, code: Code): readonly SharedSession[] {
  return [...registrationsIn(names, code).values()].flat().flatMap((item) => (isForAll(names, item) ? problemOf(names, item) : []));
}

/** Made once for everybody: told without a shorter life, at start-up, of nothing that belongs to one request. */
function isForAll(names: Names, item: Registration): item is Provider {
  if (item.life !== "process" || (item.gives !== "factory" && item.gives !== "value")) return false;
  const inject = item.props?.find(([name]) => name === "inject")?.[1];
  if (inject !== undefined && mayBeScoped(names, item.code, inject)) return false;
  const told = item.code.summary.calls
    .map((id) => item.code.expr(id))
    .findLast((call) => call.s <= item.code.expr(item.token).s && item.code.expr(item.token).e <= call.e);
  return !told || !("fn" in told) || told.fn === 0 || !requestPathsOf(names).to(item.code, told.fn);
}

function problemOf(names: Names, provider: Provider): readonly SharedSession[] {
  const { code, word, token } = provider;
  const made = provider.gives === "factory" ? sessionMadeBy(names, provider) : sessionHeldBy(names, provider);
  const use = made && injectedUse(names, provider);
  if (!use) return [];
  const { s, e } = code.expr(provider.byName ? provider.what : token);
  const steps = [
    { code: made.code, span: made.code.expr(made.call), message: `this ${made.kind} is made` },
    ...use.path.steps,
    { code: use.code, span: use.code.expr(use.call), message: `uses ${word}` },
  ];
  return [{ kind: made.kind, name: word, holder: "provider made once", span: { s, e }, steps }];
}

/** Whether something injected is of one request, or cannot be seen: then what is made of it is so too. */
function mayBeScoped(names: Names, code: Code, inject: ExprId): boolean {
  const list = code.expr(inject);
  if (list.k !== "array") return true;
  return list.items.some((item) => {
    const word = tokenName(code, item);
    if (word === undefined || /^(?:REQUEST|CONTEXT|INQUIRER)$/.test(word)) return true;
    const isScoped = names
      .denote(code, item)
      .some(({ k, ...own }) => k === "class" && "c" in own && own.code.summary.classes[own.c]?.decorators.some((id) => /scope\s*:/.test(textOf(own.code, id))));
    return (
      isScoped ||
      names.project.mentioning(word).some((other) => other.summary.exprs.some((expr) => expr.k === "object" && givesScoped(other, expr.props, word)))
    );
  });
}

function givesScoped(code: Code, props: readonly (readonly [string, ExprId, ExprId?])[], word: string): boolean {
  const token = props.find(([name]) => name === "provide")?.[1];
  return token !== undefined && tokenName(code, token) === word && props.some(([name]) => name === "scope" || name === "inject" || name === "...");
}

function textOf(code: Code, id: ExprId): string {
  const { s, e } = code.expr(id);
  return code.text.slice(s, e);
}

interface MadeSession {
  readonly code: Code;
  readonly call: ExprId;
  readonly kind: SharedSession["kind"];
}

/** The session a factory makes and returns. */
function sessionMadeBy(names: Names, provider: Provider): MadeSession | undefined {
  for (const { code, f } of factoriesOf(names, provider)) {
    for (const { call, kind } of sessionsMadeIn(names, code)) {
      const made = code.expr(call);
      if ((made.k === "call" || made.k === "new") && made.fn === f && destinationOf(names, code, call).returned) return { code, call, kind };
    }
  }
  return undefined;
}

/** The session a container is handed as a value: made in the same file, where it is told or in a variable. */
function sessionHeldBy(names: Names, { code, what }: Provider): MadeSession | undefined {
  const expr = code.expr(what);
  const writes = expr.k === "name" ? (code.summary.writes[`b${String(expr.b)}`] ?? []) : [];
  const held = writes.length === 1 && writes[0] ? writes[0].v : what;
  for (const { call, kind } of sessionsMadeIn(names, code)) if (call === held) return { code, call, kind };
  return undefined;
}
