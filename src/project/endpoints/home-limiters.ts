import type { FnId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import { callsIn } from "./calls-within.ts";

/** Words of limiting in names: they only open the question. */
const speaks =
  /rate.?limit|throttl|limiter|brute|lock.?out|(?:is|account|user|temporarily).?locked|attempts|max.?(?:login|sign.?in)?.?(?:retr(?:y|ies)|tries)|(?:login|sign.?in|retry|tries).?(?:count|times)|too.?many|slow.?down|\b429\b|\.(?:h?incr(?:by)?|zadd|zcard)\(/i;

/** Whether people are told from machines is answered elsewhere: that keeps programs from trying. */
const asksForPeople = /captcha|turnstile/i;

/** How many there were: something is counted up, asked for its number, or compared with what is allowed. */
const counts =
  /\+\+|\+= ?1\b|\b(?:h?incr(?:by|ement)?|zadd|zcard|decr(?:ement)?|count(?:documents)?|consume|hit|tap|remaining)\b|\.limit\(\s*(?:\{|[\w.]*(?:ip|key|address|id)\b)|attempts?\w*["'\]) ]*\s*(?:[<>]|\+ ?1)|\.length\s*[<>]|[<>]=?\s*[\w.]*(?:max|limit|attempt|threshold|allowed|quota|points|burst)/i;

/** Something is kept from one request to the next. */
const keeps = /\.(?:get|set|find\w*|query|update\w*|upsert|save|insert\w*|add|push)\(/;

/** Nobody gets on: an answer of the 4xx or 503, an error, a promise turned down. */
const refuses = /\bthrow\b|\b(?:4(?:0[0139]|2[239])|503)\b|\breject|too.?many|forbidden|unauthori[sz]ed|next\(\s*(?:new\b|\w*err)|bad.?request|locked\b/i;

/** Calls within which what is counted and what refuses belongs to a word. */
const nearby = 2;

/**
 * Whether a function may be a home-made limiter, or ask one: its own text has a word of limiting, and within two calls there is both something
 * that counts and something that refuses. A column `login_attempts` that is reset, a client that waits before it asks again, a comment
 * that promises a limiter are none.
 */
export function mayLimit(names: Names, code: Code, f: FnId): boolean {
  const fn = code.summary.functions[f];
  if (!fn) return false;
  const text = textOf(code, f);
  if (asksForPeople.test(text)) return true;
  if (!speaks.test(text)) return false;
  return reaches(names, code, f, refuses) && (asksSomebodyElse(names, code, f) || reaches(names, code, f, counts));
}

/** A call that speaks of limits and leads where nobody can look, or to something that remembers: `await attemptsOf(member).check(address)`. */
function asksSomebodyElse(names: Names, code: Code, f: FnId): boolean {
  return callsIn(code, f).some((call) => {
    const expr = code.expr(call);
    if (expr.k !== "call" && expr.k !== "new") return false;
    const { s, e } = code.expr(expr.c);
    if (!speaks.test(code.text.slice(s, e))) return false;
    const denoted = names.denote(code, expr.c);
    return denoted.every((item) => item.k === "api") || denoted.some((item) => item.k === "function" && reaches(names, item.code, item.f, keeps));
  });
}

/** Whether a function, or one within two calls, has words like these. */
function reaches(names: Names, code: Code, f: FnId, wanted: RegExp, depth = 0): boolean {
  if (wanted.test(textOf(code, f))) return true;
  if (depth >= nearby) return false;
  return callsIn(code, f).some((call) => {
    const expr = code.expr(call);
    if (expr.k !== "call") return false;
    return names.denote(code, expr.c).some((item) => item.k === "function" && reaches(names, item.code, item.f, wanted, depth + 1));
  });
}

/** What a function is called, its class, and what is written in it; comments count for nothing. */
function textOf(code: Code, f: FnId): string {
  const fn = code.summary.functions[f];
  if (!fn) return "";
  const owner = fn.owner === undefined ? "" : (code.summary.classes[fn.owner]?.n ?? "");
  return `${owner} ${fn.n} ${withoutComments(code.text.slice(fn.s, fn.e))}`;
}

/** Strings stay: an address has two slashes as well. */
function withoutComments(text: string): string {
  if (!text.includes("//") && !text.includes("/*")) return text;
  return text.replace(/("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, string?: string) => string ?? " ");
}
