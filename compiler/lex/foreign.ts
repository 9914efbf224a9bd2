// What people write who think of another language, or whose editor has changed a character for them: `&&`, `'text'`, `/* */`,
// typographic quotes, letters outside ASCII.
//
// In:  a scanner that stands at something which is no token. Out: one diagnostic that says what to write instead, and the
// token that was meant, so that nothing after it is reported because of it.

import type { TokenType } from "chevrotain";
import { diagnose, fixAt, primary, type Fix } from "../diagnostics.ts";
import { lineEnd, push, span, type Scanner } from "./scanner.ts";
import * as t from "./tokens.ts";

interface Operator {
  readonly text: string;
  readonly means: TokenType;
  readonly operator?: string;
  readonly help: string;
  /** What to write in its place, where that is beyond doubt. */
  readonly write?: string;
}

/** The longest first. */
const OPERATORS: readonly Operator[] = [
  { text: "===", means: t.EqualEqual, operator: "==", help: "write `==`", write: "==" },
  { text: "!==", means: t.NotEqual, operator: "!=", help: "write `!=`", write: "!=" },
  { text: "&&", means: t.And, operator: "and", help: "write `and`", write: "and" },
  { text: "||", means: t.Or, operator: "or", help: "write `or`", write: "or" },
  { text: "**", means: t.Star, operator: "*", help: "a power is written `a.pow(b)`" },
  { text: "<>", means: t.NotEqual, operator: "!=", help: "write `!=`", write: "!=" },
  { text: "->", means: t.Arrow, help: "a function in place is written `x => x + 1`", write: "=>" },
  { text: ":=", means: t.Equal, help: "a value is given with `=`", write: "=" },
  { text: "!", means: t.Not, help: "write `not`", write: "not " },
  {
    text: "%",
    means: t.Star,
    operator: "*",
    help: "the remainder is `a.mod(b)`; a percentage is written without a blank, `25%`",
  },
];

/** The operator of another language at the scanner's place. */
export function foreignOperator(s: Scanner): Operator | null {
  return OPERATORS.find(({ text }) => s.text.startsWith(text, s.at)) ?? null;
}

export function takeForeignOperator(s: Scanner, found: Operator): void {
  const { text, means, operator, help, write } = found.text === "->" ? arrowOf(s, found) : found;
  const start = s.at;
  s.at += text.length;
  refuse(s, start, s.at, help, write ?? null);
  // `25 %`: nothing follows that it could be an operator for.
  if (text === "%" && matches(s, ENTRY_ENDS)) return;
  push(s, means, start, s.at, operator);
}

/** `->` stands for `:` behind the parameters of a function, and for `=>` in an arm. */
function arrowOf(s: Scanner, arrow: Operator): Operator {
  if (closesParams(s))
    return { text: "->", means: t.Colon, help: "what a function gives stands after `:`", write: ": " };
  return s.context.arms ? { ...arrow, help: "an arm is written `pattern => value`" } : arrow;
}

/** The parentheses that end here are those of `fn name(...)`. */
export function closesParams(s: Scanner): boolean {
  if (s.last?.tokenType !== t.RParen) return false;
  let at = s.closed - 1;
  if (s.tokens[at]?.tokenType === t.RAngle) while (at > 0 && s.tokens[at]?.tokenType !== t.LAngle) at--;
  if (s.tokens[at]?.tokenType === t.LAngle) at--;
  return s.tokens[at - 1]?.tokenType === t.Fn;
}

const ENTRY_ENDS = /[ \t]*(?:[,)\]}\r\n]|\/\/|$)/y;
/** A word that goes on with letters which no name has: it stands for the name that was meant. */
const WORD = /[\p{L}\p{M}\p{N}_]+/uy;
const DASHES = /[\u2010-\u2015\u2212]/y;
/** Blanks, and characters that take no room. */
const BLANKS = /[^\S\r\n\t ]+|[\u200b-\u200f\u2060\ufeff]+/y;
const QUOTES: Readonly<Record<string, string>> = {
  "'": "'",
  "`": "`",
  "\u201c": "\u201d",
  "\u201d": "\u201d",
  "\u201e": "\u201c",
  "\u2018": "\u2019",
  "\u2019": "\u2019",
  "\u00ab": "\u00bb",
};
const UNKNOWN = /[^\s\w"'`{}()[\],.;:=+\-*/|@<>?!\p{L}\p{M}\p{N}]+|./suy;
/** They turn the direction in which a line is shown; lex.ts reports them wherever they stand. */
export const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

/** At something that begins no token. */
export function skipForeign(s: Scanner): void {
  const start = s.at;
  const char = s.text[start] ?? "";
  if (char === "#") {
    s.at = lineEnd(s, start);
    refuse(s, start, start + 1, "a comment begins with `//`", null);
    return;
  }
  if (char === "/") {
    skipBlockComment(s);
    return;
  }
  if (char === ";") {
    s.at++;
    refuse(s, start, s.at, "an entry ends with its line: leave it out", "");
    return;
  }
  const closer = QUOTES[char];
  if (closer !== undefined) {
    takeQuoted(s, closer);
    return;
  }
  const operator = foreignOperator(s);
  if (operator !== null) {
    takeForeignOperator(s, operator);
    return;
  }
  if (matches(s, WORD)) {
    foreignWord(s, start);
    return;
  }
  if (matches(s, DASHES)) {
    s.at++;
    refuse(s, start, s.at, "write `-`", "-");
    push(s, t.Minus, start, s.at);
    return;
  }
  if (matches(s, BLANKS)) {
    s.at = BLANKS.lastIndex;
    if (!isTurn(s.text.slice(start, s.at))) refuse(s, start, s.at, "write a blank, or nothing", " ");
    return;
  }
  UNKNOWN.lastIndex = start;
  const text = UNKNOWN.exec(s.text)?.[0] ?? char;
  s.at = start + text.length;
  if (!isTurn(text)) refuse(s, start, s.at, helpFor(text), null);
}

function matches(s: Scanner, pattern: RegExp): boolean {
  pattern.lastIndex = s.at;
  return pattern.test(s.text);
}

function isTurn(text: string): boolean {
  return text.replace(TURNS, "") === "";
}

function helpFor(text: string): string | null {
  if (text.startsWith("$"))
    return "a name is written without `$`; in a string, `${name}` stands for its value";
  if (text.startsWith("\\"))
    return "an entry goes on in the next line when this one ends in an operator or a comma";
  return null;
}

/** The rest of a word from its first letter outside ASCII on, or all of it. */
export function foreignWord(s: Scanner, start: number): void {
  WORD.lastIndex = s.at;
  WORD.test(s.text);
  s.at = Math.max(WORD.lastIndex, s.at + 1);
  refuse(s, start, s.at, "names are written with the letters a to z, digits and `_`", null);
  push(s, /^_?\p{Lu}/u.test(s.text.slice(start, s.at)) ? t.TypeName : t.Identifier, start, s.at);
}

/** A string in other quotes. Where they are not closed on their line, the mark alone is skipped. */
function takeQuoted(s: Scanner, closer: string): void {
  const start = s.at;
  const end = s.text.indexOf(closer, start + 1);
  const closed = end !== -1 && end < lineEnd(s, start);
  if (!closed) {
    s.at++;
    refuse(s, start, s.at, 'a string stands in `"`', null);
    return;
  }
  const inner = s.text.slice(start + 1, end);
  s.at = end + 1;
  const write = /["\\$]/.test(inner) ? null : `"${inner}"`;
  const labels = [primary(span(s, start, start + 1), "not part of the language")];
  const fixes = write === null ? [] : [fixAt(span(s, start, s.at), write, `write \`${write}\``, "safe")];
  const parameters = { text: shown(s.text.slice(start, start + 1)) };
  s.diagnostics.push(diagnose("SP1101", parameters, { labels, help: 'a string stands in `"`', fixes }));
  push(s, t.StringLiteral, start, s.at, inner);
}

function skipBlockComment(s: Scanner): void {
  const start = s.at;
  const end = s.text.indexOf("*/", start + 2);
  s.at = end === -1 ? lineEnd(s, start) : end + 2;
  refuse(s, start, start + 2, "a comment begins with `//` and ends with its line", null);
}

function refuse(s: Scanner, start: number, end: number, help: string | null, write: string | null): void {
  const where = span(s, start, end);
  const text = s.text.slice(start, end);
  const labels = [primary(where, "not part of the language")];
  const fixes: readonly Fix[] = write === null ? [] : [fixAt(where, write, titleOf(write), "safe")];
  s.diagnostics.push(diagnose("SP1101", { text: shown(text) }, { labels, help, fixes }));
}

function titleOf(write: string): string {
  if (write === "") return "leave it out";
  return write === " " ? "write a blank" : `write \`${write.trim()}\``;
}

/** What cannot be seen is called by its number. */
function shown(text: string): string {
  if (/[\p{L}\p{N}\p{P}\p{S}]/u.test(text)) return text.slice(0, 20);
  const points = Array.from(
    text,
    (char) => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
  );
  return points.slice(0, 4).join(" ");
}
