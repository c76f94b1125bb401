import type { ClassId, ExprId, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { instancesIn, ofCall, ofParam, receiverIn } from "./origins/calls.ts";
import { readPathIn } from "./origins/properties.ts";
import { ofElement, ofMember, ofModule, ofName, takenOf } from "./origins/storage.ts";

/** A call being looked through: parameters of `f` mean these arguments, in the caller's own frame. */
export interface Frame {
  readonly code: Code;
  readonly f: FnId;
  readonly caller: Code;
  readonly args: readonly ExprId[];
  readonly outer: Frame | undefined;
  /** The call, where one is looked through. */
  readonly call?: ExprId;
  /** What the loop variable with this expression is in this round, instead of parameters: `args[0]`. */
  readonly element?: ExprId;
  /** The class `this` is an instance of. */
  readonly self?: Self;
}

/** A class, as the most derived one of an instance. */
export interface Self {
  readonly code: Code;
  readonly c: ClassId;
  /** The `new` it was made by, where that is known. */
  readonly made?: Made;
}

/** A `new` of a class. */
export interface Made {
  readonly code: Code;
  readonly call: ExprId;
}

/** An expression where it stands, and how we came there. */
export interface Origin {
  readonly code: Code;
  readonly id: ExprId;
  readonly frame?: Frame | undefined;
  /** Calls of own functions stand for themselves, not for what they return. */
  readonly asCalled?: true | undefined;
}

/** What reading a property gives: its possible values, whether it may be missing, and what could not be looked into. */
export interface Property {
  readonly values: readonly Origin[];
  readonly absent: boolean;
  /** Values nobody could look into: an unknown call, a parameter without callers. */
  readonly opaque: readonly Origin[];
}

const maxDepth = 24;

/** So many expressions are looked at for one question; where a state is spread into the next along many ways, the ways are more than anybody can go. */
const mostSteps = 4000;

interface Question {
  readonly code: Code;
  readonly key: string;
  readonly frame: Frame | undefined;
}

/** Questions being answered: `form = { ...form, title }` leads back to itself, and adds nothing by that. */
const asked: Question[] = [];

/** Follows values to where they come from; the modules in `origins/` say how for each kind of expression. */
export class OriginWalk {
  readonly names: Names;
  #steps = 0;

  constructor(names: Names) {
    this.names = names;
  }

  /** Where a value comes from. */
  of(at: Origin, depth: number): readonly Origin[] {
    if (this.isTooDeep(depth)) return [at];
    const expr = at.code.expr(at.id);
    switch (expr.k) {
      case "either":
        return takenOf(this, at, expr, depth).flatMap((id) => this.of({ ...at, id }, depth + 1));
      case "name":
        return ofName(this, at, expr.b, depth);
      case "member":
        return ofMember(this, at, expr.o, expr.p, depth);
      case "call":
        return ofCall(this, at, expr.c, expr.args, depth);
      case "param":
        return ofParam(this, at, expr.f, expr.i, depth);
      case "module":
        return ofModule(this, at, expr.i, depth);
      case "element":
        return ofElement(this, at, depth);
      default:
        return [at];
    }
  }

  /** Whether a value has been followed so far that it goes round, or nowhere. */
  isTooDeep(depth: number): boolean {
    this.#steps += 1;
    return depth > maxDepth || this.#steps > mostSteps;
  }

  /** Asks a question, unless it is being asked already. */
  once<T>({ code, frame }: Origin, key: string, answer: () => T, none: T): T {
    if (asked.some((item) => item.key === key && item.code === code && item.frame === frame)) return none;
    asked.push({ code, key, frame });
    try {
      return answer();
    } finally {
      asked.pop();
    }
  }
}

/**
 * Where a value comes from, across files: through variables, imports, members of objects and classes, branches, and own functions.
 * What cannot be looked into stands for itself. A parameter that was not passed has no origin.
 */
export function originsOf(names: Names, at: Origin): readonly Origin[] {
  return new OriginWalk(names).of(at, 0);
}

/** Reads a path of properties. */
export function readPath(names: Names, at: Origin, path: readonly string[]): Property {
  return readPathIn(new OriginWalk(names), at, path);
}

/** The class of the instance a method is called on, where it is one. */
export function receiverOf(names: Names, at: Origin, o: ExprId): Self | undefined {
  return receiverIn(new OriginWalk(names), at, o);
}

/** Classes a value is an instance of. */
export function instancesOf(names: Names, at: Origin): readonly Self[] {
  return instancesIn(new OriginWalk(names), at);
}
