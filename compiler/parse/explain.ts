// A syntax error for people: from what the grammar tripped over to what was expected there, and what to write instead.

import type { IRecognitionException, IToken } from "chevrotain";
import { diagnose, primary, type Diagnostic } from "../diagnostics.ts";
import * as t from "../lex/tokens.ts";
import type { SourceFile } from "../source.ts";
import { endOf, type Unexpected } from "./base.ts";
import { A_MEMBER, A_PATTERN, A_SLOT, A_TYPE, A_TYPE_NAME, A_VALUE, ALONE, AN_ENTRY } from "./expected.ts";
import { habitOf } from "./habits.ts";

/** By the rule that found no alternative. */
const EXPECTED: Readonly<Record<string, string>> = {
  primary: A_VALUE,
  simpleType: A_TYPE,
  typeName: A_TYPE_NAME,
  constant: A_VALUE,
  range: "a range, `1..100`",
  bound: "a number",
  entry: AN_ENTRY,
  keyed: AN_ENTRY,
  verbed: AN_ENTRY,
  import: "the names to import, `{ A, B }`, or `as name`",
  use: "an overlay: its name, or a block",
  environmentBase: "a system or an environment",
  typeDeclaration: "`{` or `=`",
  member: `${A_MEMBER} or ${A_SLOT}`,
  declaration: "a declaration",
  pattern: A_PATTERN,
  expect: "a condition, or `error`",
};

export function explainError(
  error: IRecognitionException,
  file: SourceFile,
  tokens: readonly IToken[],
): Diagnostic {
  const expected = expectation(error);
  // `name: string`: a name in the place of a type could only be that of a module. It is the name that is not meant so.
  if (expected !== "`.`") return explainUnexpected({ token: error.token, expected }, file, tokens);
  const at = error.token.tokenType.name === "EOF" ? tokens.length : tokens.indexOf(error.token);
  return explainUnexpected({ token: tokens[at - 1] ?? error.token, expected: A_TYPE_NAME }, file, tokens);
}

export function explainUnexpected(
  unexpected: Unexpected,
  file: SourceFile,
  tokens: readonly IToken[],
): Diagnostic {
  const { token, expected } = afterVerb(unexpected, tokens);
  const atEnd = Number.isNaN(token.startOffset) || token.tokenType.name === "EOF";
  const start = atEnd ? file.text.trimEnd().length : token.startOffset;
  const end = atEnd || isTextAgain(token) ? start + 1 : Math.max(endOf(token), start + 1);
  const found = expected === ALONE ? "none" : atEnd ? "the end of the file" : shownToken(token);
  const help = habitOf(token, tokens, expected);
  const labels = [primary({ file, start, end }, `expected ${expected}`)];
  return diagnose("SP1201", { expected, found }, { labels, ...(help === null ? {} : { help }) });
}

/** `{ require }`: a word is a name where nothing follows that it could be about, and that is what is missing. */
function afterVerb(unexpected: Unexpected, tokens: readonly IToken[]): Unexpected {
  const { token, expected } = unexpected;
  const next = tokens[tokens.indexOf(token) + 1];
  if (token.image === "" || next === undefined || !t.HEADS.has(token.image)) return unexpected;
  return expected.includes(`\`${token.image}\``) ? { token: next, expected: A_VALUE } : unexpected;
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
