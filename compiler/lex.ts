// The scanner: text in, tokens out, with the doc comments and diagnostics on the side.
//
// Written by hand, because most of this language's lexical rules look at their neighbours: a new line counts only inside
// `{ }` and `[ ]` and only between entries, an interpolated string holds tokens, a `/` opens a pattern only after certain
// tokens, and `remove` is a verb only when no `=` follows. It makes Chevrotain's tokens, so the grammar sees nothing of it.
// Surprising: it never fails. Text that is no token is reported and skipped, a string that is not closed ends with its line.

import type { IToken, TokenType } from "chevrotain";
import { diagnose, primary, type Diagnostic } from "./diagnostics.ts";
import { scanNumber } from "./lex/numbers.ts";
import { continuesAfter, continuesBefore, isPatternPosition } from "./lex/newlines.ts";
import { cookEscape, dedent, ESCAPED_NEWLINE } from "./lex/strings.ts";
import * as t from "./lex/tokens.ts";
import type { SourceFile, Span } from "./source.ts";

export interface Scan {
  readonly tokens: IToken[];
  /** The doc comment before a token, by the token's offset. */
  readonly docs: ReadonlyMap<number, string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Brackets inside brackets. The passes after this one recurse over the tree, and the stack has an end. */
export const MAX_NESTING = 200;

type Context =
  | { readonly kind: "{" | "[" | "("; readonly start: number }
  | { readonly kind: "string"; readonly string: OpenString };

interface OpenString {
  readonly start: number;
  readonly multiline: boolean;
  /** The tokens that the string has given so far; their texts lose the indentation once the end is seen. */
  readonly pieces: IToken[];
}

interface Scanner {
  readonly file: SourceFile;
  readonly text: string;
  at: number;
  readonly tokens: IToken[];
  readonly docs: Map<number, string>;
  doc: string[];
  readonly contexts: Context[];
  newline: number;
  readonly diagnostics: Diagnostic[];
  tooDeep: boolean;
}

const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const HEAD_IS_NAME = /[ \t]*(?:=(?!=)|:|\{|\.|\+=|-=|[,)\]}\n\r]|\/\/|$)/y;

export function lex(file: SourceFile): Scan {
  const s: Scanner = {
    file,
    text: file.text,
    at: file.text.startsWith("\ufeff") ? 1 : 0,
    tokens: [],
    docs: new Map(),
    doc: [],
    contexts: [],
    newline: -1,
    diagnostics: [],
    tooDeep: false,
  };
  while (s.at < s.text.length && !s.tooDeep) scanToken(s);
  if (s.tooDeep) return { tokens: [], docs: s.docs, diagnostics: s.diagnostics };
  for (const context of s.contexts) if (context.kind === "string") reportOpenString(s, context.string);
  return { tokens: s.tokens, docs: s.docs, diagnostics: s.diagnostics };
}

function span(s: Scanner, start: number, end: number): Span {
  return { file: s.file, start, end };
}

function scanToken(s: Scanner): void {
  const code = s.text.charCodeAt(s.at);
  // Blanks and tabs.
  if (code === 32 || code === 9 || code === 13) {
    s.at++;
    return;
  }
  if (code === 10) {
    scanNewline(s);
    return;
  }
  if (code === 47 && s.text.charCodeAt(s.at + 1) === 47) {
    scanComment(s);
    return;
  }
  if (isLetter(code)) {
    scanWord(s);
    return;
  }
  if (code >= 48 && code <= 57) {
    pushNumber(s);
    return;
  }
  if (code === 34) {
    openString(s, false);
    return;
  }
  if (code === 47 && isPatternPosition(s.tokens.at(-1))) {
    scanPattern(s);
    return;
  }
  scanPunctuation(s);
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

// --- Tokens and new lines --------------------------------------------------------------------------------------------

function push(s: Scanner, tokenType: TokenType, start: number, end: number, payload?: unknown): IToken {
  if (s.newline >= 0) {
    if (!continuesAfter(s.tokens.at(-1)) && !continuesBefore(tokenType)) {
      s.tokens.push(make(s, t.Newline, s.newline, s.newline + 1, undefined));
    }
    s.newline = -1;
  }
  if (s.doc.length > 0) {
    s.docs.set(start, s.doc.join("\n"));
    s.doc = [];
  }
  const token = make(s, tokenType, start, end, payload);
  s.tokens.push(token);
  return token;
}

function make(s: Scanner, tokenType: TokenType, start: number, end: number, payload: unknown): IToken {
  return {
    image: s.text.slice(start, end),
    startOffset: start,
    endOffset: end - 1,
    tokenTypeIdx: tokenType.tokenTypeIdx as number,
    tokenType,
    payload,
  };
}

function scanNewline(s: Scanner): void {
  const context = s.contexts.at(-1);
  if (context?.kind === "string" && !context.string.multiline) {
    // `"${` without its `}` would eat the rest of the file.
    reportOpenString(s, context.string);
    s.contexts.pop();
    push(s, t.StringClose, s.at, s.at, "");
  } else if (context === undefined || context.kind === "{" || context.kind === "[") {
    if (s.newline < 0) s.newline = s.at;
  }
  s.at++;
}

function scanComment(s: Scanner): void {
  const end = lineEnd(s, s.at);
  const text = s.text.slice(s.at, end);
  if (text.startsWith("///") && !text.startsWith("////"))
    s.doc.push(text.slice(3).replace(/^ /, "").trimEnd());
  s.at = end;
}

function lineEnd(s: Scanner, from: number): number {
  const end = s.text.indexOf("\n", from);
  return end === -1 ? s.text.length : end;
}

// --- Words and numbers -----------------------------------------------------------------------------------------------

function scanWord(s: Scanner): void {
  const start = s.at;
  if (s.text[start] === "r" && s.text[start + 1] === '"') {
    s.at++;
    openString(s, true);
    return;
  }
  WORD.lastIndex = start;
  const word = WORD.exec(s.text)?.[0] ?? "";
  s.at = start + word.length;
  const first = word.charCodeAt(word.startsWith("_") ? 1 : 0);
  if (first >= 65 && first <= 90) {
    push(s, t.TypeName, start, s.at);
    return;
  }
  const fixed = t.RESERVED.get(word) ?? t.RESERVED_VALUES.get(word) ?? t.LINKS.get(word);
  const afterDot = s.tokens.at(-1)?.tokenType === t.Dot;
  if (fixed !== undefined && !afterDot) {
    push(s, fixed, start, s.at, word === "true" ? true : word === "false" ? false : null);
    return;
  }
  const head = beginsEntry(s) ? t.HEADS.get(word) : undefined;
  HEAD_IS_NAME.lastIndex = s.at;
  push(s, head === undefined || HEAD_IS_NAME.test(s.text) ? t.Identifier : head, start, s.at);
}

/** Where a head word can stand: at the top or in `{ }`, first, or after an annotation or another head word. */
function beginsEntry(s: Scanner): boolean {
  const context = s.contexts.at(-1)?.kind;
  if (context !== undefined && context !== "{") return false;
  const before = s.tokens.at(-1)?.tokenType;
  if (s.newline >= 0 || before === undefined) return true;
  if (before === t.LCurly || before === t.RCurly || before === t.RParen || before === t.Comma) return true;
  if (before === t.Final || before === t.Default || before === t.Replace) return true;
  return s.tokens.at(-2)?.tokenType === t.At;
}

function pushNumber(s: Scanner): void {
  const start = s.at;
  const number = scanNumber(s.text, start);
  s.at = number.end;
  const type =
    number.kind === "number" ? t.NumberLiteral : number.kind === "date" ? t.DateLiteral : t.QuantityLiteral;
  if (number.wrong !== null) {
    const where = primary(span(s, start, s.at), number.wrong);
    s.diagnostics.push(
      diagnose("SP1104", { text: s.text.slice(start, s.at), why: number.wrong }, { labels: [where] }),
    );
  }
  push(s, type, start, s.at, number);
}

// --- Strings and patterns --------------------------------------------------------------------------------------------

function openString(s: Scanner, raw: boolean): void {
  const start = raw ? s.at - 1 : s.at;
  const multiline = s.text.startsWith('"""', s.at);
  s.at += multiline ? 3 : 1;
  const string: OpenString = { start, multiline, pieces: [] };
  if (raw) scanRawString(s, string);
  else scanStringText(s, string, start);
}

function scanRawString(s: Scanner, string: OpenString): void {
  const from = s.at;
  const quotes = string.multiline ? '"""' : '"';
  const close = s.text.indexOf(quotes, from);
  const limit = string.multiline ? s.text.length : lineEnd(s, from);
  if (close === -1 || close > limit) {
    reportOpenString(s, string);
    s.at = limit;
    push(s, t.StringLiteral, string.start, s.at, s.text.slice(from, limit));
    return;
  }
  s.at = close + quotes.length;
  const token = push(s, t.StringLiteral, string.start, s.at, s.text.slice(from, close));
  if (string.multiline) dedentPieces(s, [token], close);
}

/** From inside a string to the next `${` or to its end. `start` is where the token that this makes begins. */
function scanStringText(s: Scanner, string: OpenString, start: number): void {
  let cooked = "";
  const first = string.pieces.length === 0;
  for (;;) {
    const char = s.text[s.at];
    if (char === undefined || (char === "\n" && !string.multiline)) {
      reportOpenString(s, string);
      push(s, first ? t.StringLiteral : t.StringClose, start, s.at, cooked);
      return;
    }
    if (char === '"' && (!string.multiline || s.text.startsWith('"""', s.at))) {
      const close = s.at;
      s.at += string.multiline ? 3 : 1;
      string.pieces.push(push(s, first ? t.StringLiteral : t.StringClose, start, s.at, cooked));
      if (string.multiline) dedentPieces(s, string.pieces, close);
      return;
    }
    if (char === "$" && s.text[s.at + 1] === "{") {
      s.at += 2;
      string.pieces.push(push(s, first ? t.StringOpen : t.StringMiddle, start, s.at, cooked));
      enter(s, { kind: "string", string }, s.at - 2);
      return;
    }
    if (char === "\\") {
      const escape = cookEscape(s.text, s.at);
      if (escape.wrong !== null) {
        const where = span(s, s.at, escape.end);
        s.diagnostics.push(
          diagnose("SP1103", { text: escape.wrong }, { labels: [primary(where, "no such escape")] }),
        );
      }
      // A line break that was written as an escape is not one of the lines that lose their indentation.
      cooked += string.multiline && escape.value === "\n" ? ESCAPED_NEWLINE : escape.value;
      s.at = escape.end;
      continue;
    }
    if (char !== "\r" || s.text[s.at + 1] !== "\n") cooked += char;
    s.at++;
  }
}

function dedentPieces(s: Scanner, pieces: readonly IToken[], close: number): void {
  const texts = pieces.map((piece) => piece.payload as string);
  const result = dedent(texts, s.text, close);
  pieces.forEach((piece, index) => {
    piece.payload = result.texts[index];
  });
  if (result.wrong !== null) {
    const where = span(s, close, close + 3);
    const labels = [primary(where, "its indentation is what every line loses")];
    s.diagnostics.push(diagnose("SP1106", { why: result.wrong }, { labels }));
  }
}

function reportOpenString(s: Scanner, string: OpenString): void {
  const end = string.start + (string.multiline ? 3 : 1);
  const labels = [primary(span(s, string.start, end), "opened here")];
  s.diagnostics.push(diagnose("SP1102", { quotes: string.multiline ? '"""' : '"' }, { labels }));
}

function scanPattern(s: Scanner): void {
  const start = s.at;
  const end = lineEnd(s, start);
  let inClass = false;
  for (let at = start + 1; at < end; at++) {
    const char = s.text[at];
    if (char === "\\") at++;
    else if (char === "[") inClass = true;
    else if (char === "]") inClass = false;
    else if (char === "/" && !inClass) {
      s.at = at + 1;
      push(s, t.RegexLiteral, start, s.at, s.text.slice(start + 1, at));
      return;
    }
  }
  s.at = end;
  s.diagnostics.push(
    diagnose("SP1102", { quotes: "/" }, { labels: [primary(span(s, start, start + 1), "opened here")] }),
  );
  push(s, t.RegexLiteral, start, end, s.text.slice(start + 1, end));
}

// --- Punctuation -----------------------------------------------------------------------------------------------------

const PUNCTUATION: readonly (readonly [string, TokenType])[] = [
  ["...", t.Ellipsis],
  ["..", t.DotDot],
  [".", t.Dot],
  ["??", t.QuestionQuestion],
  ["?.", t.QuestionDot],
  ["?", t.Question],
  ["=>", t.Arrow],
  ["==", t.EqualEqual],
  ["=", t.Equal],
  ["!=", t.NotEqual],
  ["<=", t.LessEqual],
  ["<", t.Less],
  [">=", t.GreaterEqual],
  [">", t.Greater],
  ["+=", t.PlusEqual],
  ["+", t.Plus],
  ["-=", t.MinusEqual],
  ["-", t.Minus],
  ["*", t.Star],
  ["/", t.Slash],
  ["|", t.Pipe],
  [",", t.Comma],
  [":", t.Colon],
  ["@", t.At],
];

const OPENERS = { "{": t.LCurly, "[": t.LSquare, "(": t.LParen } as const;
const CLOSERS = { "}": t.RCurly, "]": t.RSquare, ")": t.RParen } as const;
const PAIRS = { "}": "{", "]": "[", ")": "(" } as const;

function scanPunctuation(s: Scanner): void {
  const start = s.at;
  const char = s.text[start];
  if (char === "{" || char === "[" || char === "(") {
    s.at++;
    push(s, OPENERS[char], start, s.at);
    enter(s, { kind: char, start }, start);
    return;
  }
  if (char === "}" || char === "]" || char === ")") {
    close(s, char);
    return;
  }
  for (const [text, type] of PUNCTUATION) {
    if (!s.text.startsWith(text, start)) continue;
    s.at = start + text.length;
    push(s, type, start, s.at);
    return;
  }
  skipUnknown(s);
}

function enter(s: Scanner, context: Context, start: number): void {
  s.contexts.push(context);
  if (s.contexts.length <= MAX_NESTING) return;
  s.tooDeep = true;
  const labels = [primary(span(s, start, start + 1), `bracket number ${MAX_NESTING + 1} inside another`)];
  s.diagnostics.push(diagnose("SP1105", { limit: MAX_NESTING }, { labels }));
}

function close(s: Scanner, char: "}" | "]" | ")"): void {
  const start = s.at;
  const context = s.contexts.at(-1);
  if (char === "}" && context?.kind === "string") {
    s.contexts.pop();
    s.at++;
    scanStringText(s, context.string, start);
    return;
  }
  // A closer without its opener is the grammar's to report; here it only must not upset the lines after it.
  if (context?.kind === PAIRS[char]) s.contexts.pop();
  s.at++;
  push(s, CLOSERS[char], start, s.at);
}

const UNKNOWN = /[^\s\w"'{}()[\],.;:=+\-*/|@<>?!`]+|./suy;

function skipUnknown(s: Scanner): void {
  UNKNOWN.lastIndex = s.at;
  const text = UNKNOWN.exec(s.text)?.[0] ?? s.text[s.at] ?? "";
  const where = span(s, s.at, s.at + text.length);
  // A comment or a string of another language: its words would only be reported again.
  const quoted = text === "'" ? s.text.indexOf("'", s.at + 1) : -1;
  if (text.startsWith("#")) s.at = lineEnd(s, s.at);
  else if (quoted !== -1 && quoted < lineEnd(s, s.at)) {
    s.at = quoted + 1;
    push(s, t.StringLiteral, where.start, s.at, s.text.slice(where.start + 1, quoted));
  } else s.at += text.length;
  const labels = [primary(where, "not part of the language")];
  s.diagnostics.push(diagnose("SP1101", { text: text.slice(0, 20) }, { labels }));
}
