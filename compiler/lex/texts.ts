// Strings and patterns: from the opening quote to the end, or to the next `${`.

import type { IToken } from "chevrotain";
import { diagnose, fixAt, primary } from "../diagnostics.ts";
import {
  closeAt,
  closeBefore,
  enter,
  leave,
  lineEnd,
  push,
  span,
  type OpenString,
  type Scanner,
} from "./scanner.ts";
import { cookEscape, dedent, ESCAPED_NEWLINE, SIMPLE_ESCAPES } from "./strings.ts";
import * as t from "./tokens.ts";

/** In the place of the text of what is not closed. Nobody knows where it was meant to end, so nothing is asked of it. */
const CUT_OFF = null;

export function openString(s: Scanner, raw: boolean): void {
  if (s.repairs !== null) closeBefore(s, raw ? s.at - 1 : s.at);
  const start = raw ? s.at - 1 : s.at;
  const multiline = s.text.startsWith('"""', s.at);
  s.at += multiline ? 3 : 1;
  const string: OpenString = { start, multiline, pieces: [], swallowed: false };
  if (raw) scanRawString(s, string);
  else scanStringText(s, string, start, true);
}

function scanRawString(s: Scanner, string: OpenString): void {
  const from = s.at;
  const quotes = string.multiline ? '"""' : '"';
  const close = s.text.indexOf(quotes, from);
  const limit = string.multiline ? s.text.length : lineEnd(s, from);
  if (close === -1 || close > limit) {
    reportOpenString(s, string);
    s.at = limit;
    push(s, t.StringLiteral, string.start, s.at, CUT_OFF);
    return;
  }
  s.at = close + quotes.length;
  const text = s.text.slice(from, close).replaceAll("\r\n", "\n");
  const token = push(s, t.StringLiteral, string.start, s.at, text);
  if (string.multiline) dedentPieces(s, [token], close);
}

const PLAIN = /[^"\\$\r\n]+/y;

/** From inside a string to the next `${` or to its end. `start` is where the token that this makes begins. */
export function scanStringText(s: Scanner, string: OpenString, start: number, first: boolean): void {
  const { text } = s;
  let cooked = "";
  for (;;) {
    PLAIN.lastIndex = s.at;
    if (PLAIN.test(text)) {
      cooked += text.slice(s.at, PLAIN.lastIndex);
      s.at = PLAIN.lastIndex;
    }
    const code = text.charCodeAt(s.at);
    if (Number.isNaN(code) || (code === 10 && !string.multiline)) {
      // `"${a"`: the quote that was to end the string around begins another one, because a `}` is missing.
      const around = first && !string.multiline ? innermost(s) : null;
      if (around !== null && !around.multiline) {
        around.swallowed = true;
        return;
      }
      reportOpenString(s, string);
      push(s, first ? t.StringLiteral : t.StringClose, start, s.at, CUT_OFF);
      return;
    }
    if (code === 34 && (!string.multiline || text.startsWith('"""', s.at))) {
      const close = s.at;
      s.at += string.multiline ? 3 : 1;
      const token = push(s, first ? t.StringLiteral : t.StringClose, start, s.at, cooked);
      if (string.multiline) dedentPieces(s, [...string.pieces, token], close);
      return;
    }
    if (code === 36 && text.charCodeAt(s.at + 1) === 123) {
      s.at += 2;
      const token = push(s, first ? t.StringOpen : t.StringMiddle, start, s.at, cooked);
      if (string.multiline) string.pieces.push(token);
      enter(s, "string", s.at - 2, string);
      return;
    }
    if (code === 92) {
      // Nearly every escape is of one character, and in a string of one line there is no more to it.
      const simple = string.multiline ? undefined : SIMPLE_ESCAPES[text[s.at + 1] ?? ""];
      if (simple !== undefined) {
        cooked += simple;
        s.at += 2;
        continue;
      }
      const escape = cookEscape(text, s.at);
      if (escape.wrong !== null) {
        const labels = [primary(span(s, s.at, escape.end), "no such escape")];
        s.diagnostics.push(diagnose("SP1103", { text: escape.wrong }, { labels }));
      }
      // A line break that was written as an escape is not one of the lines that lose their indentation.
      cooked += string.multiline && escape.value === "\n" ? ESCAPED_NEWLINE : escape.value;
      s.at = escape.end;
      continue;
    }
    if (code !== 13 || text.charCodeAt(s.at + 1) !== 10) cooked += text[s.at];
    s.at++;
  }
}

/** The `}` of an interpolation. Brackets that are still open in it are closed, and blamed. */
export function closeInterpolation(s: Scanner): void {
  const start = s.at;
  closeToString(s, start);
  const { string } = s.context;
  leave(s);
  s.at++;
  if (string !== null) scanStringText(s, string, start, false);
}

/** A string of one line ends with it, whatever its interpolations have opened. */
export function endLineStrings(s: Scanner): void {
  for (;;) {
    const open = innermost(s);
    if (open === null || open.multiline) return;
    closeToString(s, s.at);
    if (open.swallowed) reportOpenHole(s);
    else reportOpenString(s, open);
    leave(s);
    push(s, t.StringClose, s.at, s.at, "");
  }
}

function innermost(s: Scanner): OpenString | null {
  if (s.context.string !== null) return s.context.string;
  return s.contexts.findLast((context) => context.string !== null)?.string ?? null;
}

/** To the string around: brackets that are open inside it end before `at`. The first scan only notes that there are any. */
function closeToString(s: Scanner, at: number): void {
  if (s.repairs !== null) closeBefore(s, at);
  while (s.context.kind !== "string") {
    s.unbalanced = true;
    if (s.repairs === null) leave(s);
    else closeAt(s, at);
  }
}

export function reportOpenBracket(s: Scanner, opener: IToken, before: number): void {
  const start = opener.startOffset;
  const labels = [primary(span(s, start, start + 1), "opened here")];
  let ends = before;
  while (ends > 0 && s.text.charCodeAt(ends - 1) <= 32) ends--;
  if (ends > start + 1 && before < s.text.length)
    labels.push({ span: span(s, ends - 1, ends), text: "it seems to end here", primary: false });
  s.diagnostics.push(diagnose("SP1102", { quotes: opener.image }, { labels }));
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

/** The `${` whose `}` is missing, in which the scanner stands. */
function reportOpenHole(s: Scanner): void {
  const { image, endOffset = 0 } = s.tokens[s.context.token] ?? { image: "" };
  const labels = [primary(span(s, endOffset + 1 - Math.min(2, image.length), endOffset + 1), "opened here")];
  s.diagnostics.push(diagnose("SP1102", { quotes: "${" }, { labels }));
  s.taken.push({ start: endOffset + 1, end: lineEnd(s, endOffset) });
}

export function reportOpenString(s: Scanner, string: OpenString): void {
  s.unsure ||= string.multiline;
  const end = string.start + (string.multiline ? 3 : 1);
  const labels = [primary(span(s, string.start, end), "opened here")];
  s.diagnostics.push(diagnose("SP1102", { quotes: string.multiline ? '"""' : '"' }, { labels }));
  if (!string.multiline) s.taken.push({ start: end, end: lineEnd(s, end) });
}

const FLAGS = /[gimsuy]{1,3}(?![\w/.-])/y;
const PATH = /\/[\w/.~-]+/y;

/** `/etc/hosts` without its quotes, `/^a/i` with flags. True: it was reported, and the path is taken for a text. */
function refusePath(s: Scanner, start: number, end: number): boolean {
  FLAGS.lastIndex = end;
  if (FLAGS.test(s.text)) {
    const flags = span(s, end, FLAGS.lastIndex);
    const text = s.text.slice(flags.start, flags.end);
    const labels = [primary(flags, "a pattern has no flags")];
    const help = "leave it out; both cases of a letter are written `[aA]`";
    s.diagnostics.push(diagnose("SP1101", { text }, { labels, help }));
    push(s, t.RegexLiteral, start, end, s.text.slice(start + 1, end - 1));
    s.at = flags.end;
    return true;
  }
  PATH.lastIndex = start;
  if (s.last?.tokenType === t.Matching || !PATH.test(s.text) || PATH.lastIndex <= end) return false;
  s.at = PATH.lastIndex;
  const text = s.text.slice(start, s.at);
  const where = span(s, start, s.at);
  const write = `"${text}"`;
  const labels = [primary(where, "a text without quotes")];
  const fixes = [fixAt(where, write, `write \`${write}\``, "safe")];
  const help = `a text stands in quotes: \`${write}\``;
  s.diagnostics.push(diagnose("SP1101", { text }, { labels, help, fixes }));
  push(s, t.StringLiteral, start, s.at, text);
  return true;
}

export function scanPattern(s: Scanner): void {
  const start = s.at;
  const end = lineEnd(s, start);
  let inClass = false;
  for (let at = start + 1; at < end; at++) {
    const char = s.text[at];
    if (char === "\\") at++;
    else if (char === "[") inClass = true;
    else if (char === "]") inClass = false;
    else if (char === "/" && !inClass) {
      if (refusePath(s, start, at + 1)) return;
      s.at = at + 1;
      push(s, t.RegexLiteral, start, s.at, s.text.slice(start + 1, at));
      return;
    }
  }
  s.at = end;
  const labels = [primary(span(s, start, start + 1), "opened here")];
  s.taken.push({ start: start + 1, end });
  const help = s.last?.tokenType === t.Matching ? undefined : "close it with `/`; a text stands in quotes";
  s.diagnostics.push(diagnose("SP1102", { quotes: "/" }, help === undefined ? { labels } : { labels, help }));
  push(s, t.RegexLiteral, start, end, CUT_OFF);
}
