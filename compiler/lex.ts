// The scanner: text in, tokens out, with the doc comments and diagnostics on the side.
//
// Written by hand, because most of this language's lexical rules look at their neighbours: a new line counts only inside
// `{ }` and `[ ]` and only between entries, an interpolated string holds tokens, a `/` opens a pattern only after certain
// tokens, and `remove` is a verb only when no `=` follows. It makes Chevrotain's tokens, so the grammar sees nothing of it.
// Surprising: it never fails, and what it hands over has balanced brackets. Text that is no token is reported and skipped, a
// string that is not closed ends with its line, and where brackets do not match a second scan repairs them (lex/brackets.ts).

import type { IToken, TokenType } from "chevrotain";
import { diagnose, fixAt, primary, type Diagnostic } from "./diagnostics.ts";
import { findRepairs, type Repairs } from "./lex/brackets.ts";
import { closesParams, foreignWord, skipForeign, TURNS } from "./lex/foreign.ts";
import { scanNumber } from "./lex/numbers.ts";
import { continuesAfter, isPatternPosition } from "./lex/newlines.ts";
import {
  closeAt,
  closeBefore,
  enter,
  leave,
  lineEnd,
  newScanner,
  push,
  retype,
  span,
  type Scanner,
} from "./lex/scanner.ts";
import {
  closeInterpolation,
  endLineStrings,
  openString,
  reportOpenBracket,
  reportOpenString,
  scanPattern,
} from "./lex/texts.ts";
import * as t from "./lex/tokens.ts";
import type { SourceFile } from "./source.ts";

export { MAX_NESTING } from "./lex/scanner.ts";

export interface Scan {
  readonly tokens: IToken[];
  /** The doc comment before a token, by the token's offset. */
  readonly docs: ReadonlyMap<number, string>;
  readonly diagnostics: readonly Diagnostic[];
  /** What stands in what is a guess: a text block is not closed, or the indentation says nothing about brackets. */
  readonly unsure: boolean;
  /** Where brackets do not match. What is around them may have lost something to its neighbours. */
  readonly guessed: readonly number[];
}

const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const HEAD_IS_NAME = /[ \t]*(?:=(?!=)|:|\{|\.|\+=|-=|[,)\]}\r\n]|\/\/|$)/y;
const SIGN_FOLLOWS = /[ \t]*(?:=(?!=)|:|\+=|-=|\.)/y;
const KIND_FOLLOWS = /[ \t]+kind\b(?![ \t]*[:=.{])/y;
/** At the very beginning of a line, and never part of an expression: what is before it was broken off. */
const DECLARATION_FOLLOWS =
  /(?:import|let|fn|system|type|kind|overlay|environment|policy|test|exempt|target[ \t]+kind)[ \t]+(?!(?:for|if|in|then|else|and|or|with|by|as|on|where|matching|of|to|because|until)\b)["\w]/y;
/** The same in a block: an expression has no name behind one of these. */
const MEMBER_FOLLOWS =
  /[ \t]*(?:param|let|output|existing|each|remove|replace|default|final)[ \t]+(?!(?:for|if|in|then|else|and|or|with|by|as|on|where|matching|of|to|because|until)\b)[A-Za-z_]/y;
const ERROR_FOLLOWS = /[ \t]+matching\b|[ \t]*\{/y;

export function lex(file: SourceFile): Scan {
  const first = scan(file, null);
  if (!first.unbalanced || first.tooDeep) {
    refuseTurns(first);
    return first;
  }
  const repairs = findRepairs(first.tokens, file.text);
  const second = scan(file, repairs);
  const taken = second.taken.map((part) => ({ ...part, brackets: file.text.slice(part.start, part.end) }));
  for (const { opener, before } of repairs.unclosed) {
    if (!closedInside(taken, opener, file.text, before)) reportOpenBracket(second, opener, before);
  }
  for (const { startOffset, image } of repairs.extra) {
    const labels = [primary(span(second, startOffset, startOffset + 1), "closes nothing")];
    second.diagnostics.push(diagnose("SP1107", { bracket: image }, { labels }));
  }
  refuseTurns(second);
  second.unsure ||= !repairs.indented;
  for (const { opener } of repairs.unclosed) second.guessed.push(opener.startOffset);
  for (const { startOffset } of repairs.extra) second.guessed.push(startOffset);
  return second;
}

interface Taken {
  readonly start: number;
  readonly end: number;
  brackets: string;
}

/** `{ path = "/srv }`: the bracket is closed, in the string that is not. That was said, and is one mistake. */
function closedInside(taken: readonly Taken[], opener: IToken, text: string, before: number): boolean {
  const closer = CLOSERS[opener.image];
  const part = taken.find(
    ({ start, end, brackets }) =>
      opener.startOffset < start &&
      end <= before &&
      closer !== undefined &&
      brackets.includes(closer) &&
      text.slice(end, before).replaceAll(COMMENT, "").trim() === "",
  );
  if (part === undefined || closer === undefined) return false;
  part.brackets = part.brackets.replace(closer, "");
  return true;
}

const COMMENT = /\/\/[^\n]*/g;
const CLOSERS: Readonly<Record<string, string>> = { "{": "}", "[": "]", "(": ")" };

/** In strings and comments too: what a reviewer sees must be what is compiled. */
function refuseTurns(s: Scanner): void {
  for (const { index, 0: char } of s.text.matchAll(TURNS)) {
    const point = (char.codePointAt(0) ?? 0).toString(16).toUpperCase();
    const labels = [primary(span(s, index, index + 1), "here the direction changes")];
    s.diagnostics.push(diagnose("SP1108", { point }, { labels }));
  }
}

function scan(file: SourceFile, repairs: Repairs | null): Scanner {
  const s = newScanner(file, repairs);
  const { length } = s.text;
  while (s.at < length && !s.tooDeep) scanToken(s);
  if (s.tooDeep) {
    s.tokens.length = 0;
    return s;
  }
  s.at = length;
  closeAll(s);
  return s;
}

function closeAll(s: Scanner): void {
  const end = s.last === null ? 0 : (s.last.endOffset ?? 0) + 1;
  while (s.contexts.length > 0) {
    if (s.context.string !== null) {
      // A text block that ran to the end of the file: all that it swallowed is part of it.
      reportOpenString(s, s.context.string);
      leave(s);
      push(s, t.StringClose, s.text.length, s.text.length, "");
      continue;
    }
    s.unbalanced = true;
    // The second scan closes it.
    if (s.repairs === null) leave(s);
    else closeAt(s, end);
  }
}

function scanToken(s: Scanner): void {
  const code = s.text.charCodeAt(s.at);
  // Blanks and tabs.
  if (code === 32 || code === 9 || code === 13) {
    s.at++;
  } else if (code === 10) {
    scanNewline(s);
  } else if (isLetter(code)) {
    scanWord(s);
  } else if (code >= 48 && code <= 57) {
    pushNumber(s);
  } else if (code === 34) {
    openString(s, false);
  } else if (code === 47 && s.text.charCodeAt(s.at + 1) === 47) {
    scanComment(s);
  } else if (code === 47 && s.text.charCodeAt(s.at + 1) === 42) {
    skipForeign(s);
  } else if (code === 47 && (isPatternPosition(s.last) || beginsElement(s))) {
    scanPattern(s);
  } else {
    scanPunctuation(s, code);
  }
}

/** In a list a new line separates as a comma does. */
function beginsElement(s: Scanner): boolean {
  return s.newline >= 0 && s.context.kind === "[" && !continuesAfter(s.last);
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

// --- New lines and comments ------------------------------------------------------------------------------------------

function scanNewline(s: Scanner): void {
  // `"${` without its `}` would eat the rest of the file.
  if (s.strings > 0) endLineStrings(s);
  const { kind } = s.context;
  if (s.newline < 0 && (kind === "{" || kind === "[")) s.newline = s.at;
  s.at++;
  if (kind !== "{" || !continuesAfter(s.last)) return;
  s.brokenOff ||= follows(s, s.contexts.length === 0 ? DECLARATION_FOLLOWS : MEMBER_FOLLOWS);
}

function scanComment(s: Scanner): void {
  const end = lineEnd(s, s.at);
  if (s.text.charCodeAt(s.at + 2) === 47 && s.text.charCodeAt(s.at + 3) !== 47) {
    const line = s.text
      .slice(s.at + 3, end)
      .replace(/^ /, "")
      .trimEnd();
    if (s.doc === null) s.doc = [line];
    else s.doc.push(line);
  }
  s.at = end;
}

// --- Words and numbers -----------------------------------------------------------------------------------------------

function scanWord(s: Scanner): void {
  const start = s.at;
  const { text } = s;
  // What a word means depends on the bracket in which it stands.
  if (s.repairs !== null) closeBefore(s, start);
  if (text.charCodeAt(start) === 114 && text.charCodeAt(start + 1) === 34) {
    s.at++;
    openString(s, true);
    return;
  }
  WORD.lastIndex = start;
  WORD.test(text);
  s.at = WORD.lastIndex;
  if (text.charCodeAt(s.at) > 127 && /[\p{L}\p{M}]/u.test(text[s.at] ?? "")) {
    foreignWord(s, start);
    return;
  }
  const first = text.charCodeAt(text.charCodeAt(start) === 95 ? start + 1 : start);
  if (first >= 65 && first <= 90) {
    push(s, t.TypeName, start, s.at);
    return;
  }
  push(s, wordType(s, text.slice(start, s.at)), start, s.at);
}

function wordType(s: Scanner, word: string): TokenType {
  const before = s.last?.tokenType;
  if (before === t.Dot || before === t.QuestionDot || before === t.At) return t.Identifier;
  const fixed = t.FIXED.get(word);
  if (fixed === t.Match) s.context.matches++;
  // At the beginning of a line `with` goes on with the one before, unless it is the name of a field.
  if (fixed === t.With && follows(s, SIGN_FOLLOWS)) return t.Identifier;
  if (fixed !== undefined) return fixed;
  if (word === "error" && before === t.Expect && follows(s, ERROR_FOLLOWS)) return t.ErrorWord;
  const head = t.HEADS.get(word);
  if (head === undefined || !beginsEntry(s)) return t.Identifier;
  // At the top of a file no entry begins with a name.
  if (s.contexts.length > 0 && follows(s, HEAD_IS_NAME)) return t.Identifier;
  return head === t.Target && !follows(s, KIND_FOLLOWS) ? t.Identifier : head;
}

function follows(s: Scanner, pattern: RegExp): boolean {
  pattern.lastIndex = s.at;
  return pattern.test(s.text);
}

/** Where a head word can stand: at the top or in `{ }`, first, or after an annotation or another head word. */
function beginsEntry(s: Scanner): boolean {
  if (s.context.kind !== "{") return false;
  if (s.last === null) return true;
  if (s.newline >= 0 && (s.brokenOff || !continuesAfter(s.last))) return true;
  switch (s.last.tokenType) {
    case t.LCurly:
    case t.RCurly:
    case t.RParen:
    case t.Comma:
    case t.Final:
    case t.Default:
    case t.Replace:
    case t.Target:
      return true;
    default:
      return s.tokens.at(-2)?.tokenType === t.At;
  }
}

function pushNumber(s: Scanner): void {
  const start = s.at;
  const number = scanNumber(s.text, start);
  s.at = number.end;
  const type =
    number.kind === "number" ? t.NumberLiteral : number.kind === "date" ? t.DateLiteral : t.QuantityLiteral;
  if (number.wrong !== null) {
    const labels = [primary(span(s, start, s.at), number.wrong)];
    const text = s.text.slice(start, s.at);
    const is = number.kind === "date" ? "date" : number.kind === "Duration" ? "duration" : "number";
    s.diagnostics.push(diagnose("SP1104", { text, is, why: number.wrong }, { labels }));
  }
  push(s, type, start, s.at, number);
}

// --- Punctuation -----------------------------------------------------------------------------------------------------

function scanPunctuation(s: Scanner, code: number): void {
  const next = s.text.charCodeAt(s.at + 1);
  switch (code) {
    case 0x7b:
      open(s, t.LCurly, "{");
      return;
    case 0x5b:
      open(s, t.LSquare, "[");
      return;
    case 0x28:
      open(s, t.LParen, "(");
      return;
    case 0x7d:
      close(s, t.RCurly, "{");
      return;
    case 0x5d:
      close(s, t.RSquare, "[");
      return;
    case 0x29:
      close(s, t.RParen, "(");
      return;
    case 0x2c:
      take(s, t.Comma, 1);
      return;
    case 0x3a:
      if (next === 0x3d) foreign(s);
      else take(s, t.Colon, 1);
      return;
    case 0x40:
      take(s, t.At, 1);
      return;
    case 0x7c:
      if (next === 0x7c) foreign(s);
      else take(s, t.Pipe, 1);
      return;
    case 0x2a:
      if (next === 0x2a) foreign(s);
      else take(s, t.Star, 1);
      return;
    case 0x2f:
      take(s, t.Slash, 1);
      return;
    case 0x3d:
      if (next === 0x3d) equality(s, t.EqualEqual);
      else if (next === 0x3e) arrow(s);
      else take(s, t.Equal, 1);
      return;
    case 0x2e:
      if (next !== 0x2e) take(s, t.Dot, 1);
      else if (s.text.charCodeAt(s.at + 2) === 0x2e) take(s, t.Ellipsis, 3);
      else take(s, t.DotDot, 2);
      return;
    case 0x3f:
      if (next === 0x3f) take(s, t.QuestionQuestion, 2);
      else if (next === 0x2e && s.text.charCodeAt(s.at + 2) !== 0x2e) take(s, t.QuestionDot, 2);
      else take(s, t.Question, 1);
      return;
    case 0x2b:
      if (next === 0x3d) take(s, t.PlusEqual, 2);
      else take(s, t.Plus, 1);
      return;
    case 0x2d:
      if (next === 0x3d) take(s, t.MinusEqual, 2);
      else if (next === 0x3e) foreign(s);
      else take(s, t.Minus, 1);
      return;
    case 0x3c:
      if (opensAngle(s)) angle(s);
      else if (next === 0x3d) take(s, t.LessEqual, 2);
      else if (next === 0x3e) foreign(s);
      else take(s, t.Less, 1);
      return;
    case 0x3e:
      if (s.context.angles > 0) {
        s.context.angles--;
        take(s, t.RAngle, 1);
      } else if (next === 0x3d) take(s, t.GreaterEqual, 2);
      else take(s, t.Greater, 1);
      return;
    case 0x21:
      if (next === 0x3d) equality(s, t.NotEqual);
      else foreign(s);
      return;
    default:
      skipForeign(s);
  }
}

function take(s: Scanner, type: TokenType, length: number): void {
  const start = s.at;
  s.at = start + length;
  push(s, type, start, s.at);
}

/** `==` and `!=`, which other languages write with one `=` more. */
function equality(s: Scanner, type: TokenType): void {
  if (s.text.charCodeAt(s.at + 2) === 0x3d) foreign(s);
  else take(s, type, 2);
}

function foreign(s: Scanner): void {
  if (s.text.startsWith("->", s.at)) markLambda(s);
  skipForeign(s);
}

/** `=>` says what stood before it: the name or the parentheses of a function written in place. */
function arrow(s: Scanner): void {
  markLambda(s);
  take(s, t.Arrow, 2);
}

function markLambda(s: Scanner): void {
  const before = s.newline < 0 ? s.last : null;
  if (before?.tokenType === t.RParen) {
    if (closesParams(s)) return;
    const opener = s.tokens[s.closed];
    if (opener?.tokenType === t.LParen) retype(opener, t.LambdaParen);
  } else if (before !== null && (before.tokenType === t.Identifier || t.LINKS.has(before.image))) {
    retype(before, t.LambdaName);
  }
}

/** `Secret<` and `fn f<`: types have no order, so this compares nothing. */
function opensAngle(s: Scanner): boolean {
  if (s.last?.tokenType === t.TypeName) return s.newline < 0;
  return s.tokens.at(-2)?.tokenType === t.Fn;
}

function angle(s: Scanner): void {
  take(s, t.LAngle, 1);
  s.context.angles++;
}

function open(s: Scanner, type: TokenType, kind: "{" | "[" | "("): void {
  const start = s.at;
  if (kind === "{" && s.newline >= 0 && beginsNothing(s)) joinToHead(s);
  take(s, type, 1);
  const { context } = s;
  enter(s, kind, start, null);
  if (kind !== "{" || context.matches === 0) return;
  context.matches--;
  s.context.arms = true;
}

/** No entry begins with a `{`; an arm of `match` may, and an element of a list. */
function beginsNothing(s: Scanner): boolean {
  return s.context.kind === "{" && !s.context.arms && !continuesAfter(s.last);
}

/** The `{` belongs to the head in the line above. */
function joinToHead(s: Scanner): void {
  const end = (s.last?.endOffset ?? -1) + 1;
  const labels = [primary(span(s, s.at, s.at + 1), "opens a body that has no head on its line")];
  const blank = s.text.slice(end, s.at).trim() === "";
  const fixes = blank ? [fixAt(span(s, end, s.at), " ", "move it to the end of its head", "safe")] : [];
  s.diagnostics.push(diagnose("SP1109", {}, { labels, fixes }));
  s.newline = -1;
}

function close(s: Scanner, type: TokenType, kind: "{" | "[" | "("): void {
  if (s.repairs?.drop.has(s.at) === true) {
    s.at++;
    return;
  }
  const count = s.repaired === s.at ? 0 : (s.repairs?.closeBefore.get(s.at) ?? 0);
  const context = count === 0 ? s.context : s.contexts.at(-count);
  if (kind === "{" && inInterpolation(s)) {
    closeInterpolation(s);
    return;
  }
  if (context?.kind !== kind || (count === 0 && s.contexts.length === 0)) {
    s.unbalanced = true;
    take(s, type, 1);
    return;
  }
  take(s, type, 1);
  leave(s);
}

/** Is a `}` here the end of an interpolation: is no `{` open in it? */
function inInterpolation(s: Scanner): boolean {
  if (s.context.kind === "string") return true;
  if (s.context.kind === "{") return false;
  const around = s.contexts.findLast(({ kind }) => kind === "{" || kind === "string");
  return around?.kind === "string";
}
