/** Small pieces of JavaScript that parsers are known to describe differently, or might. */
export const javascript: Readonly<Record<string, string>> = {
  "optional chains": "const a = book?.author?.name; book?.lend?.(member); (book?.author).name; book?.[key]?.(x); delete book?.loan;",
  "parenthesised expressions": "const sql = (('select ' + (id))); ((run))((sql)); (0, pool.query)(sql); const f = (a) => ({ a });",
  directives: '"use strict";\n"use server";\nfunction act() { "use server"; return 1; }\n("not one");\nconst g = () => { "use cache"; };',
  hashbang: "#!/usr/bin/env node\nrequire('pg');",
  templates: "const a = `x${b}y${`in${c}`}z`; tag`a${b}\\u{41}`; String.raw`\\d${x}`; `plain`; tag`\\unicode and ${x}`;",
  "template with line breaks": "db.query(`select *\r\n  from books\r\n  where id = ${id}`);",
  classes:
    "class A extends (B) { #secret = 1; static { this.x = 1; } static y = 2; get z() { return this.#secret; } set z(v) {} async *gen() { yield 1; } ['computed']() {} 'quoted'() {} 12() {} static async s() {} constructor(a = 1, ...rest) { super(a); } has(o) { return #secret in o; } }",
  "class expressions": "const A = class Named extends mix(B) { run = () => this.go(); }; export default class {}",
  objects: "const o = { a, 'b': 1, [c]: 2, [`d`]: 3, get e() { return 1; }, set e(v) {}, f() {}, async *g() {}, ...rest, __proto__: null, 12: 1 };",
  destructuring:
    "const { a, b: { c = 1 }, ...rest } = x; let [d, , e = 2, ...f] = y; ({ a: o.p, b: o['q'] } = z); for (const { g } of list) g(); function h({ i = 1 } = {}, [j] = []) { return i + j; }",
  assignments: "let a = 'x'; a += b; a ||= c; a ??= d; a &&= e; a **= 2; o.p += 1; o?.q; [a, o.r] = [1, 2]; a++; --o.s;",
  imports: "import d, { a as b, 'odd name' as c } from 'm'; import * as ns from 'n'; import 'side'; import json from './x.json' with { type: 'json' };",
  exports:
    "export const a = 1, { b, c: [d] } = o; export { a as e, d as default }; export * from 'm'; export * as ns from 'n'; export { x as 'odd name' } from 'p'; export function f() {} export class G {}",
  "default export of a function": "export default function () { return 1; }",
  "default export of a named function": "export default async function run() { await 1; }",
  "default export of an expression": "export default (a, b);",
  "default export of an arrow": "export default (req, res) => res.send(`x${req.query.a}`);",
  commonjs:
    "const { Pool } = require('pg'); module.exports = { run }; exports.go = () => {}; module.exports.x = exports.y = run; async function run() { const m = await import('./m.js'); const n = require(`./n`); import(name); require(name); }",
  "import meta": "const here = import.meta.url; const dir = import.meta.dirname; if (import.meta.main) run(); function F() { return new.target; }",
  "control flow":
    "outer: for (let i = 0, n = list.length; i < n; i++) { if (i) continue outer; else break; } for (const k in o) use(k); for await (const x of y()) use(x); while (a) a--; do { b(); } while (c); switch (a) { case 'x': case 'y': use(a); break; default: throw new Error('z'); } try { a(); } catch { b(); } finally { c(); } try { d(); } catch ({ message }) { e(message); }",
  guards:
    "if (!['a', 'b'].includes(x)) return1(); if (typeof x === 'number' && allowed.has(y)) use(x, y); if (!/^[a-z]+$/.test(z)) throw 1; use(z); if (a === 'b' || a === 'c') use(a); isOk(a) ? use(a) : 0; assert(ok(b)); use(b);",
  "early exits": "function f(x) { if (!isColumn(x)) return; use(x); } function g(x) { if (x in table) { use(x); } else { process.exit(1); } use(x); }",
  hoisting:
    "use(later); var later = 1; function inner() { if (a) { var b = 1; } return b; } for (var i of x) { var j = i; } switch (q) { case 1: var k = 1; let l; }",
  functions:
    "const f = async function named(a, { b }, [c], ...d) { return await a; }; const g = async a => a; const h = () => { return; }; function* gen() { const x = yield* other(); }",
  calls:
    "new Foo; new Foo(); new (get())(a); new a.b.C(...args); a(b)(c); (await x)(); super_(); f`x`(y); a.b`x`; new Promise((resolve) => setTimeout(resolve, 1));",
  "numbers and others":
    "const a = 1n; const b = 0xff; const c = /a\\/b/giu; const d = -1; const e = +x; const f = !x; const g = void 0; const h = typeof x; const i = undefined; const j = null; const k = NaN; const l = 1_000; const m = /[[a]--b]/v;",
  arithmetic: "const a = b + c * d; const e = f - 1 + 'x'; const g = h > 1 && i; const j = k ?? l; const m = n || o; const p = (q, r);",
  jsx: "const Page = () => <div title={a} {...b}>{c(`x${d}`)}<Item.Part key='1' on={() => e()}/><>{f}</>{/* eslint-disable */}</div>;",
  unicode: "const größe = 'é'; db.query('ä' + größe + '\u{1F4DA}' + id); const \\u0061b = 1;",
  empty: "",
  "only a comment": "// nothing here\n",
  "statements without braces": "if (a) b(); else if (c) d(); for (;;) e(); while (f) g(); label: h();",
  "empty statements": ";;; debugger; if (a); else;",
  "sparse arrays": "const a = [, 1, , ...b, ,]; use(...a);",
  "nested functions": "function a() { return function b() { return () => { return this.x + arguments.length; }; }; }",
  "sequence and conditional": "const x = (a(), b()) ? c : d ? e : f;",
  "logical assignment to members": "cache.a ??= load(); this.b ||= 1;",
  "getters by key": "const o = { get ['x' + 1]() { return 1; }, async ['y']() {} };",
};

/** Small pieces of TypeScript. */
export const typescript: Readonly<Record<string, string>> = {
  "parameter properties":
    "class A { constructor(private readonly books: BookRepository, public name = 'x', @Inject(TOKEN) protected other?: Other, readonly last: string[] = []) {} }",
  decorators:
    "@Controller('books') class B { @Inject() private repo!: Repo; @Get(':id') @Use(guard) one(@Param('id') id: string, @Body() { title }: Dto, @Query() ...rest: string[]) { return this.repo.find(id); } @Field static s = 1; @Dec() accessor z = 1; @G() get y() { return 1; } }",
  "exported decorated class": "@Injectable()\nexport class A {}\n\n@Injectable() export default class B extends A<Book> implements C, D.E {}",
  "decorators after export": "export @Injectable() class A {}",
  "abstract classes":
    "abstract class A { abstract find(id: string): Promise<Book>; abstract name: string; protected abstract get x(): number; abstract accessor q: number; run(): void { this.find('1'); } }",
  overloads:
    "function f(a: string): void;\nfunction f(a: number): void;\nfunction f(a: unknown): void { use(a); }\nclass A { m(a: string): void; m(a: number): void; m(a: any) { use(a); } constructor(a: string); constructor(a: any) {} }\nexport function g(a: 1): void;\nexport function g(a: any) {}\nexport default function h(a: 1): void;\nexport default function h(a: any) {}",
  declare:
    "declare const a: string; declare function f(): void; declare class C { x: string; m(): void; } declare module 'x' { export const y: number; } declare global { interface Window { a: 1 } } declare namespace N { const z: 1; } declare enum E { A } export declare const b: 1; declare let c: string, d: number;",
  casts:
    "const a = x as string; const b = <string>x; const c = x!; const d = x satisfies Y; const e = (x as any).y; (x as any).y = 1; x!.z = 2; f<string>(a); const g = f<string>; new Map<string, number>(); tag<string>`a${b}`; (<any>x).w += 1;",
  "casts in chains": "a?.b!.c; (a?.b)!.c; a!?.b; (a as B)?.c(); a?.b!(); a?.[0]!.x;",
  types:
    "type A = 'x' | 'y' | 1 | -1 | true | null | `t${string}`; type B = keyof typeof table; type C = A[]; type D = readonly string[]; type E = { a: string; b?: number; m(x: string): void; readonly [k: string]: unknown }; type F = (a: string, ...rest: number[]) => Promise<Book>; type G = A & B; type H = T['x']; type I = import('m').J; type K = [a: string, b?: number]; type L = A extends B ? C : D; type M = { [P in A]: B }; type N = new () => X; type O = typeof import('m'); type P = (A | B)[]; type Q = unique symbol; type R = asserts; type S = typeof a.b<string>;",
  "type predicates":
    "function isBook(x: unknown): x is Book { return true; } function check(x: unknown): asserts x is Book {} function ok(this: Foo, a?: string, b: number = 1): void {}",
  interfaces:
    "interface A extends B, C.D<string> { x: string; y(): void; readonly z?: number; 'q': 1; [k: string]: any; new (): A; (): void; get w(): string; set w(v: string) } export interface E { a: 1 } export default interface F { b: 2 }",
  enums: "enum A { X, Y = 2, 'quoted' = 'z', W = 1 << 2 } export const enum B { P = 'p', Q = 'q' } declare enum C { D } use(A.X, B.P); enum F { 'a', b = 1 }",
  namespaces:
    "namespace N { export const a = 1; export function f() { return a; } namespace Inner { export const c = 1; } } export namespace M.O { export const b = 2; } module Old { export const c = 1; } use(N.a);",
  "type-only imports":
    "import type { A } from 'a'; import { type B, C } from 'b'; import type D from 'd'; import E from 'e'; import * as F from 'f'; import { G } from 'g'; const x: A | B | E = C as F.Y; export type { A } from 'a'; export { type B } from 'b'; export type * from 'h'; export type * as I from 'i'; let g: typeof G;",
  "import equals": "import fs = require('fs'); import A = N.B; import type C = require('c'); export import D = N.E; import F = G; export = fs;",
  "export of namespaces": "export as namespace Lib; export {};",
  "decorator metadata":
    "import { Repo } from './repo'; import { Dto } from './dto'; @Injectable() class A { constructor(private repo: Repo) {} @Post() create(@Body() dto: Dto) {} @Prop() other: Dto; }",
  generics:
    "class A<T extends B = C> extends D<T, string> { m<U>(this: A<T>, x: U): U { return x; } } const f = <T,>(x: T) => x; const g = async <T>(x: T): Promise<T> => x; function h<const T>(x: T) {} type I<in out T> = T;",
  "class fields":
    "class A { x: string; y? = 1; readonly z!: number; declare w: string; static readonly s = 'a' as const; private async *g() {} override run(): void {} [key: string]: unknown; static [k: string]: 1; 'quoted': 1; #p?: string; }",
  "this types": "class A { run(this: void) { return this; } get self(): this { return this; } }",
  "satisfies and const": "const routes = { get: '/x' } as const satisfies Record<string, string>; export default { fetch } satisfies Handler;",
  using: "async function f() { using a = open(); await using b = openLater(); for (using c of d) c.x(); }",
  "optional calls with type arguments": "a?.<string>(b); a?.b<string>(c); new A<B>();",
  "arrow with types": "const f = async ({ a, b }: { a: string; b: number }, [c]: string[] = [], ...d: number[]): Promise<void> => { use(a, b, c, d); };",
  "definite and optional": "let a!: string; function f(a?: string, b?: number) {} const { x, y }: { x?: string; y: Book } = z; const [p]: [string] = q;",
  "object methods with types": "const o = { m<T>(a: T): T { return a; }, get x(): string { return ''; }, async n(this: Foo) {} };",
  "catch types": "try { a(); } catch (error: unknown) { use(error); }",
  "class implementing": "class A implements B.C<D>, E {} class F extends (G as H) {} class I extends J.K<L> {}",
  "destructured parameters with decorators": "class A { m(@Body() { a }: B = {}, @Query('x') x = 'y') {} }",
  "import attributes":
    "import data from './x.json' with { type: 'json' }; export { y } from './y.json' with { type: 'json' }; const z = await import('./z.json', { with: { type: 'json' } });",
  "optional parameters with decorators":
    "class A { m(@Param() c: string, @Query('a') a?: string, @Body() /* the book */\n  b?: Dto) {} constructor(@Opt() @Inject(X) readonly e: E | undefined = undefined) {} }",
  assertions: "assertIsBook(x); use(x); ensureColumn(req.query.sort); validate(y!); assert(z as any);",
  "guards with casts": "if ((allowed as readonly string[]).includes(x!)) use(x); if (isOk(y as string)) use(y); if ((<any>z) === 'a') use(z);",
  "parameters typed by unions": "function sort(direction: 'asc' | 'desc', column: keyof Book, by: Order = Order.Asc) { return `${direction} ${column}`; }",
  "line separators": "const a = 'x';\rconst b = 'y';\r\nconst c = `z\u2028w`;\u2029const d = 1;\nuse(a);",
  "abstract constructor types":
    "type A = abstract new (...args: any[]) => object; function mix<T extends A>(Base: T) { abstract class B extends Base { x = 1; } return B; }",
  "nested decorators": "class A { @OneToMany(() => B, (b) => b.a, { eager: true }) bs: B[]; @Column({ type: 'text', default: () => `now()` }) c: string; }",
  "tsx generics": "const f = <T extends unknown>(x: T): T => x;",
};
