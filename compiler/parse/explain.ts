// A syntax error for people: from what the grammar tripped over to what was expected there, and what to write instead.

import type { IRecognitionException, IToken } from "chevrotain";
import { diagnose, primary, type Diagnostic } from "../diagnostics.ts";
import * as t from "../lex/tokens.ts";
import type { SourceFile } from "../source.ts";
import { endOf, type Unexpected } from "./base.ts";

const A_VALUE = "a value";
const A_TYPE = "a type";
const A_NAME = "a name";
const AN_ENTRY = "an entry (`name = value`)";
const A_SLOT = "a slot (`name: Kind { }`)";

/** By the rule that found no alternative. */
const EXPECTED: Readonly<Record<string, string>> = {
  primary: A_VALUE,
  simpleType: A_TYPE,
  typeName: "the name of a type",
  constant: A_VALUE,
  range: "a range, `1..100`",
  bound: "a number",
  entry: AN_ENTRY,
  keyed: AN_ENTRY,
  verbed: AN_ENTRY,
  key: A_NAME,
  memberName: A_NAME,
  import: "the names to import, `{ A, B }`, or `as name`",
  use: "an overlay: its name, or a block",
  environmentBase: "a system or an environment",
  typeDeclaration: "`{` or `=`",
  member: "`param`, `let`, `output` or " + A_SLOT,
  declaration: "a declaration",
  pattern: "a literal, a type or `_`",
  expect: "a condition, or `error`",
};

export function explainError(
  error: IRecognitionException,
  file: SourceFile,
  tokens: readonly IToken[],
): Diagnostic {
  return explainUnexpected({ token: error.token, expected: expectation(error) }, file, tokens);
}

export function explainUnexpected(
  { token, expected }: Unexpected,
  file: SourceFile,
  tokens: readonly IToken[],
): Diagnostic {
  const atEnd = Number.isNaN(token.startOffset) || token.tokenType.name === "EOF";
  const start = atEnd ? file.text.trimEnd().length : token.startOffset;
  const end = atEnd || isTextAgain(token) ? start + 1 : Math.max(endOf(token), start + 1);
  const found = atEnd ? "the end of the file" : shownToken(token);
  const help = helpFor(token, tokens, expected);
  const labels = [primary({ file, start, end }, `expected ${expected}`)];
  return diagnose("SP1201", { expected, found }, { labels, ...(help === null ? {} : { help }) });
}

function shownToken(token: IToken): string {
  if (token.tokenType === t.Newline) return "the end of the line";
  if (isTextAgain(token)) return "`}`";
  if (token.tokenType === t.StringOpen || token.tokenType === t.StringLiteral) {
    const line = token.image.split("\n")[0] ?? "";
    return line.length > 30 || line !== token.image ? "a string" : `\`${line}\``;
  }
  return `\`${token.image.length > 30 ? `${token.image.slice(0, 30)}…` : token.image}\``;
}

/** Where an interpolation ends: the token is all the text after it. */
function isTextAgain(token: IToken): boolean {
  return token.tokenType === t.StringMiddle || token.tokenType === t.StringClose;
}

/** Chevrotain's own sentence names the token type; the label of that type is the friendly half of it. */
function expectation(error: IRecognitionException): string {
  const token = /--> (.*?) <--/.exec(error.message)?.[1];
  if (error.name === "MismatchedTokenException" && token !== undefined) return token;
  const rule = error.context.ruleStack.at(-1) ?? "";
  return EXPECTED[rule] ?? "something else";
}

/** What people write who know another language. */
function helpFor(token: IToken, tokens: readonly IToken[], expected: string): string | null {
  const at = tokens.indexOf(token);
  const before = tokens[at - 1];
  const name = tokens[at - 2]?.image ?? "name";
  if (token.tokenType === t.LCurly && before?.tokenType === t.Newline)
    return "an opening bracket stands on the line of its head";
  if (token.tokenType === t.LCurly && expected === A_VALUE)
    return "in a head the first `{` opens the body: put the value in parentheses";
  if (before?.tokenType === t.Colon && (expected === A_TYPE || expected === EXPECTED["typeName"]))
    return `\`:\` gives a type; a value is given with \`=\`: \`${name} = ${shownValue(token)}\``;
  if (token.tokenType === t.Equal && expected === "`:`" && before !== undefined) {
    const param = tokens[at - 2]?.tokenType === t.Param;
    return param
      ? `a parameter has a type: \`param ${before.image}: Type = ...\``
      : `\`=\` declares no name; a slot is declared with its kind: \`${before.image}: Kind { }\``;
  }
  if (before?.tokenType === t.Matching && token.tokenType !== t.RegexLiteral)
    return "a pattern stands between slashes: `matching /^[a-z]+$/`";
  if (token.tokenType === t.Comma && expected === "a new line")
    return "declarations are separated by new lines";
  return null;
}

function shownValue(token: IToken): string {
  return token.image.length > 20 || token.image.includes("\n") ? "..." : token.image;
}
