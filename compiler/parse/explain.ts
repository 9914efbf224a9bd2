// A syntax error for people: from what the grammar tripped over to what was expected there.

import type { IRecognitionException, IToken } from "chevrotain";
import { diagnose, primary, secondary, type Diagnostic, type Label } from "../diagnostics.ts";
import * as t from "../lex/tokens.ts";
import type { SourceFile, Span } from "../source.ts";
import { endOf } from "./base.ts";

const EXPECTED: Readonly<Record<string, string>> = {
  file: "a declaration (`import`, `system`, `type`, `kind`, `overlay`, `environment`, `let`)",
  member: "`param`, `let`, `output` or a slot (`name: Kind { }`)",
  slot: "a slot (`name: Kind { }`)",
  primary: "a value",
  access: "a value",
  expression: "a value",
  construct: "a value",
  simpleType: "a type",
  type: "a type",
  entry: "an entry (`name = value`)",
  keyed: "an entry (`name = value`)",
  key: "a name",
  separator: "a new line, `,` or the closing bracket",
  block: "an entry, `,` or `}`",
  list: "`,` or `]`",
  args: "`,` or `)`",
  import: "the names to import, `{ A, B }`",
  importName: "a name",
  memberName: "a name",
  use: "an overlay",
  typeDeclaration: "`{` or `=`",
};

const OPENERS: Readonly<Record<string, string>> = { "}": "{", "]": "[", ")": "(" };

export function explainSyntax(
  error: IRecognitionException,
  file: SourceFile,
  tokens: readonly IToken[],
): Diagnostic {
  const token = error.token;
  const atEnd = Number.isNaN(token.startOffset) || token.tokenType.name === "EOF";
  const start = atEnd ? file.text.trimEnd().length : token.startOffset;
  const span: Span = { file, start, end: atEnd ? start + 1 : Math.max(endOf(token), start + 1) };
  const found = atEnd
    ? "the end of the file"
    : token.tokenType === t.Newline
      ? "the end of the line"
      : `\`${token.image.length > 30 ? token.image.slice(0, 30) + "…" : token.image}\``;
  const expected = expectation(error);
  const labels: Label[] = [primary(span, `expected ${expected}`)];
  const opener = openBracket(tokens, atEnd ? Number.POSITIVE_INFINITY : token.startOffset, expected);
  if (opener !== null) labels.push(secondary({ file, start: opener, end: opener + 1 }, "opened here"));
  return diagnose("SP1201", { expected, found }, { labels });
}

/** Chevrotain's own sentence names the token type; the label of that type is the friendly half of it. */
function expectation(error: IRecognitionException): string {
  const token = /--> (.*?) <--/.exec(error.message)?.[1];
  if (error.name === "MismatchedTokenException" && token !== undefined)
    return token === "EOF" ? (EXPECTED["file"] as string) : token;
  if (error.name === "NotAllInputParsedException") return EXPECTED["file"] as string;
  const rule = error.context.ruleStack.at(-1) ?? "";
  return EXPECTED[rule] ?? "something else";
}

/** The bracket that is still open at an offset, where a closing one was expected. */
function openBracket(tokens: readonly IToken[], until: number, expected: string): number | null {
  const closer = /`([}\])])`/.exec(expected)?.[1];
  if (closer === undefined) return null;
  const open: IToken[] = [];
  for (const token of tokens) {
    if (token.startOffset >= until) break;
    if (token.tokenType === t.LCurly || token.tokenType === t.LSquare || token.tokenType === t.LParen)
      open.push(token);
    const opener = OPENERS[token.image];
    if (opener !== undefined && open.at(-1)?.image === opener) open.pop();
  }
  return open.findLast((token) => token.image === OPENERS[closer])?.startOffset ?? null;
}
