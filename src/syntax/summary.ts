/**
 * A **summary** is what one file says about itself: plain JSON, never looking at another file.
 * Expressions are kept as small symbolic references in one table; everything else points into it by id.
 */
export type ExprId = number;
export type BindingId = number;
export type FnId = number;
export type ClassId = number;
export type RegionId = number;

/** UTF-16 offsets `[start, end)` in the file's text. */
export interface Span {
  readonly s: number;
  readonly e: number;
}

/** Discriminated by `k`. Identifier references point at bindings; `await`, parentheses, casts and `!` are already looked through. */
export type Expr = Span &
  (
    | { readonly k: "const"; readonly v: string | number | boolean | null }
    | { readonly k: "template"; readonly quasis: readonly string[]; readonly parts: readonly ExprId[] }
    | { readonly k: "tag"; readonly tag: ExprId; readonly quasi: ExprId; readonly fn: FnId; readonly r?: RegionId }
    /** `+` only; other arithmetic is `number`, comparisons are `boolean`. */
    | { readonly k: "concat"; readonly l: ExprId; readonly r: ExprId }
    /** `l`, `r`: the operands of arithmetic and comparisons; a unary operator has only `l`. */
    | { readonly k: "number"; readonly l?: ExprId; readonly r?: ExprId }
    | { readonly k: "boolean"; readonly l?: ExprId; readonly r?: ExprId }
    | { readonly k: "either"; readonly of: readonly ExprId[]; readonly test?: ExprId }
    | { readonly k: "name"; readonly b: BindingId }
    | { readonly k: "global"; readonly n: string }
    | { readonly k: "member"; readonly o: ExprId; readonly p: string }
    | { readonly k: "index"; readonly o: ExprId; readonly i: ExprId }
    /** `r`: the innermost region of control flow it stands in, functions around it included. `t`: its type arguments. */
    | { readonly k: "call"; readonly c: ExprId; readonly args: readonly ExprId[]; readonly fn: FnId; readonly r?: RegionId; readonly t?: readonly TypeExpr[] }
    | { readonly k: "new"; readonly c: ExprId; readonly args: readonly ExprId[]; readonly fn: FnId; readonly r?: RegionId; readonly t?: readonly TypeExpr[] }
    /** Spread entries have the key `...`; computed keys that are not constant `[]`. */
    | { readonly k: "object"; readonly props: readonly (readonly [key: string, value: ExprId, keyExpr?: ExprId])[] }
    | { readonly k: "array"; readonly items: readonly ExprId[] }
    | { readonly k: "spread"; readonly o: ExprId }
    | { readonly k: "function"; readonly f: FnId }
    | { readonly k: "class"; readonly c: ClassId }
    | { readonly k: "this"; readonly c: ClassId }
    | { readonly k: "super"; readonly c: ClassId }
    /** `this` of a plain function. */
    | { readonly k: "receiver"; readonly f: FnId }
    /** `require(x)`, `import(x)`, `import x = require(…)`: the module object. */
    | { readonly k: "module"; readonly i: number }
    /** The i-th argument a function is called with (`rest` = all from i on). */
    | { readonly k: "param"; readonly f: FnId; readonly i: number; readonly rest?: true }
    /** An element (`for…of`) or a key (`for…in`) of a collection. */
    | { readonly k: "element"; readonly o: ExprId }
    | { readonly k: "key"; readonly o: ExprId }
    /** Stored as `/pattern/flags`. */
    | { readonly k: "regexp"; readonly v: string }
    /** `from`: the path of `require(path)`, `import(path)`, where it is only known at run time. */
    | { readonly k: "unknown"; readonly from?: ExprId }
  );

/** A type annotation, as far as rules ask about it. */
export type TypeExpr =
  | { readonly k: "literal"; readonly v: string | number | boolean | null }
  | { readonly k: "keyword"; readonly n: string }
  | { readonly k: "ref"; readonly n: string; readonly args?: readonly TypeExpr[] }
  | { readonly k: "union"; readonly of: readonly TypeExpr[] }
  | { readonly k: "intersection"; readonly of: readonly TypeExpr[] }
  | { readonly k: "object"; readonly props: Readonly<Record<string, TypeExpr>> }
  | { readonly k: "function"; readonly params: readonly { readonly n: string; readonly t: TypeExpr }[]; readonly ret: TypeExpr }
  | { readonly k: "array"; readonly of: TypeExpr }
  | { readonly k: "typeof"; readonly n: string }
  | { readonly k: "keyof"; readonly of: TypeExpr }
  | { readonly k: "indexed"; readonly o: TypeExpr; readonly i: TypeExpr }
  /** A template literal type, with the types of its parts. */
  | { readonly k: "template"; readonly of?: readonly TypeExpr[] }
  | { readonly k: "unknown" };

export type BindingKind = "import" | "param" | "const" | "let" | "var" | "function" | "class" | "enum" | "catch" | "namespace";

export interface Binding {
  readonly n: string;
  readonly kind: BindingKind;
  /** Function whose scope declares it; 0 is the module. */
  readonly fn: FnId;
  readonly t?: TypeExpr;
  /** The generic type its value is cast to, `open() as Client<Handle>`, where it is not annotated: what the writer takes it for, and bounds nothing. */
  readonly cast?: TypeExpr;
  /** Index into `imports` and the imported name (`*` = namespace, `default`). */
  readonly imported?: { readonly i: number; readonly n: string };
  readonly at: number;
}

/** A value stored somewhere. Keyed in {@link Summary.writes}. */
export interface Write {
  readonly v: ExprId;
  /** `=` assignment or initialiser, `+=` appends, `push` adds an element, `prop` is an assignment to an unnamed key. */
  readonly op: "=" | "+=" | "push" | "prop";
  readonly at: number;
  readonly fn: FnId;
}

/** A place changed without a new value being named: `hits++`, `delete loans[id]`. */
export interface Update {
  readonly o: ExprId;
  readonly op: "++" | "delete";
  readonly fn: FnId;
}

export interface Param {
  readonly b?: BindingId;
  readonly n?: string;
  readonly t?: TypeExpr;
  readonly decorators?: readonly ExprId[];
  readonly optional?: true;
}

export interface Fn extends Span {
  readonly n: string;
  readonly params: readonly Param[];
  /** Returned expressions, implicit arrow bodies and yields included. */
  readonly returns: readonly ExprId[];
  readonly ret?: TypeExpr;
  readonly parent: FnId;
  readonly owner?: ClassId;
  readonly kind: "module" | "function" | "arrow" | "method" | "constructor" | "getter" | "setter" | "static";
  readonly async?: true;
  readonly decorators?: readonly ExprId[];
  readonly directives?: readonly string[];
  /** The expression that denotes this function (absent for declarations and methods). */
  readonly expr?: ExprId;
  /** The region of control flow it is written in. */
  readonly r?: RegionId;
}

export interface ClassMember {
  readonly kind: "method" | "getter" | "setter" | "field";
  readonly f?: FnId;
  readonly v?: ExprId;
  readonly t?: TypeExpr;
  /** The field is annotated `Promise<…>`; `t` is what it brings. */
  readonly promise?: true;
  readonly static?: true;
  /** Constructor parameter property: the parameter's index. */
  readonly param?: number;
  readonly decorators?: readonly ExprId[];
  readonly at: number;
}

export interface ClassFact extends Span {
  readonly n: string;
  readonly extends?: ExprId;
  readonly extendsArgs?: readonly TypeExpr[];
  readonly implements: readonly string[];
  readonly decorators: readonly ExprId[];
  readonly ctor?: FnId;
  /** Own members by name; overload signatures are left out. Static and instance members share the table. */
  readonly members: Readonly<Record<string, ClassMember>>;
  readonly abstract?: true;
}

export interface ImportFact extends Span {
  readonly specifier: string;
  readonly kind: "static" | "reexport" | "dynamic" | "require" | "import-equals";
  /** `import type`, `export type`, or every binding is used in type positions only (TypeScript drops it). */
  readonly typeOnly: boolean;
  /** Imported names (`*` = namespace or everything, `default`), and the local binding where there is one. */
  readonly names: readonly { readonly imported: string; readonly b?: BindingId; readonly typeOnly: boolean }[];
  /** Span of the specifier string. */
  readonly from: Span;
  /** Function the import stands in; 0 = module level (an import inside a function runs late). */
  readonly fn: FnId;
}

export interface ExportFact {
  /** Exported name; `default`; `*` for `export * from`; `=` for `module.exports = …` / `export =`. */
  readonly n: string;
  readonly v?: ExprId;
  /** Re-export: index into `imports`, and the name over there (`*` = whole namespace). */
  readonly i?: number;
  readonly imported?: string;
  readonly typeOnly: boolean;
  readonly at: number;
}

/** A check that narrows what a value can be, and where it holds. */
export interface Guard extends Span {
  /** The checked place: `b12`, `b12.query.sort`, `c3.table` — the same keys as in `writes`. */
  readonly key: string;
  /** `allow`: member of a list or map, equal to a constant, fully anchored pattern, numeric; `checked`: an own predicate said yes. */
  readonly kind: "allow" | "checked";
  /** Predicate callee for `checked` guards, so that it can be followed. */
  readonly c?: ExprId;
}

/**
 * A stretch of code that may run not at all, or more than once. Only stretches that hold a call, a function or an `await`, or that leave, are told.
 * `then` and `else` are the arms of `if`, `? :`, `&&` (`then`), `||` and `??` (`else`).
 */
export interface Region extends Span {
  readonly k: "loop" | "then" | "else" | "case" | "try" | "catch" | "finally";
  /** Where the statement begins: arms of one statement share it. */
  readonly g: number;
  readonly fn: FnId;
  /** The region around it; it may belong to a function further out. */
  readonly up?: RegionId;
  /** How its last statement leaves it, if it always does. */
  readonly exits?: "return" | "throw" | "break" | "continue";
  /** Of a loop: what is gone through (`for…of`, `for…in`), or the condition. Of an arm: the test, of a `case` what is switched on. */
  readonly o?: ExprId;
  readonly loop?: "for" | "of" | "in" | "while";
}

export interface TypeDecl {
  readonly n: string;
  readonly kind: "alias" | "interface" | "enum";
  /** Its type parameters. */
  readonly params?: readonly string[];
  readonly t: TypeExpr;
  readonly extends?: readonly string[];
  readonly exported: boolean;
}

export interface Summary {
  readonly version: 1;
  readonly exprs: readonly Expr[];
  readonly bindings: readonly Binding[];
  /** Index 0 is the module itself. */
  readonly functions: readonly Fn[];
  readonly classes: readonly ClassFact[];
  /** Ids of call, new and tag expressions, in source order. */
  readonly calls: readonly ExprId[];
  /** Value stores by place: `b<binding>`, `b<binding>.prop.prop`, `c<class>.prop`, `r<function>.prop` for `this` of a plain function. */
  readonly writes: Readonly<Record<string, readonly Write[]>>;
  readonly updates: readonly Update[];
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  readonly types: readonly TypeDecl[];
  readonly guards: readonly Guard[];
  readonly regions: readonly Region[];
  readonly directives: readonly string[];
  /** Offset of the first character of each line. */
  readonly lines: readonly number[];
}
