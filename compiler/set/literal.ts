// A literal in the place of another, written as the other is.
//
// In:  the literal that stands there, with its text, and what was given on a command line. Out: the text of the new one and
// its tree. A text takes everything as it is; what else there is takes what the language writes for the same type.

import type { Expression, LiteralType } from "../ast.ts";
import { TURNS } from "../lex/foreign.ts";
import { parse } from "../parse.ts";

export interface Constant {
  readonly type: LiteralType;
  readonly value: string | number | boolean | null;
}

export interface NewLiteral {
  readonly text: string;
  readonly tree: Expression;
}

/** The value of a literal; null for what is none. `-5` is one, `-(5)` is not. */
export function constantOf(expression: Expression, text: string): Constant | null {
  if (expression.kind === "literal") return { type: expression.type, value: expression.value };
  if (expression.kind !== "unary" || expression.operator !== "-") return null;
  const { operand, start, end } = expression;
  if (operand.kind !== "literal" || typeof operand.value !== "number" || text.slice(start, end).includes("("))
    return null;
  return { type: operand.type, value: -operand.value };
}

export function sameConstant(a: Constant, b: Constant): boolean {
  return a.value === b.value && (a.type === b.type || (isNumber(a) && isNumber(b)));
}

function isNumber({ type }: Constant): boolean {
  return type === "Int" || type === "Number";
}

/** null: what was given is no literal of the type. */
export function literalLike(old: Constant, written: string, given: string): NewLiteral | null {
  if (old.type === "String") return quotedLike(written, given);
  const made = readLiteral(given.trim());
  if (made === null || old.type === "Null") return made;
  const found = constantOf(made.tree, made.text);
  const fits = found !== null && (found.type === old.type || (isNumber(found) && isNumber(old)));
  return fits ? made : null;
}

const BEFORE = "let x = ";

function readLiteral(text: string): NewLiteral | null {
  const whole = `${BEFORE}${text}`;
  const { node, diagnostics } = parse({ path: "", text: whole, id: "" });
  const [declaration, ...more] = node.declarations;
  if (diagnostics.length > 0 || declaration?.kind !== "let" || more.length > 0) return null;
  const { value } = declaration;
  // To the end, or something stands behind it: a comment, another declaration.
  const isAll = value.start === BEFORE.length && value.end === whole.length;
  return isAll && constantOf(value, whole) !== null ? { text, tree: value } : null;
}

// --- Texts ---------------------------------------------------------------------------------------------------------------

/** In the quotes that are there, where they can hold it; a plain string holds everything. */
function quotedLike(written: string, value: string): NewLiteral | null {
  for (const text of [...likeBlock(written, value), ...likeRaw(written, value), `"${escape(value)}"`]) {
    const made = readLiteral(text);
    if (made?.tree.kind === "literal" && made.tree.value === value) return made;
  }
  return null;
}

/** `"""` keeps its lines and their indentation. */
function likeBlock(written: string, value: string): readonly string[] {
  const match = /^(r?""")[^]*\n([ \t]*)"""$/.exec(written);
  if (match === null) return [];
  const [, open = "", indent = ""] = match;
  const end = written.includes("\r\n") ? "\r\n" : "\n";
  const lines = value.split("\n").map((line) => {
    const inside = open.startsWith("r") ? line : escapeInBlock(line);
    return inside === "" ? "" : `${indent}${inside}`;
  });
  return [[open, ...lines, `${indent}"""`].join(end)];
}

function likeRaw(written: string, value: string): readonly string[] {
  return written.startsWith('r"') && !/["\r\n]/.test(value) ? [`r"${value}"`] : [];
}

function escape(text: string): string {
  return escapeSigns(text).replaceAll('"', '\\"').replaceAll("\n", "\\n").replaceAll("\t", "\\t");
}

function escapeInBlock(text: string): string {
  return escapeSigns(text).replaceAll('"""', '\\"\\"\\"');
}

/** What no string takes as it is. */
function escapeSigns(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll("${", "\\${")
    .replaceAll("\r", "\\r")
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, escaped)
    .replace(TURNS, escaped);
}

function escaped(char: string): string {
  return `\\u{${char.charCodeAt(0).toString(16)}}`;
}
