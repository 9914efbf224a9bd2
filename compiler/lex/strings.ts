// Escapes and indentation of strings.

export interface Escape {
  readonly value: string;
  readonly end: number;
  /** The escape as written, where there is none such. */
  readonly wrong: string | null;
}

export const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  '"': '"',
  "\\": "\\",
  $: "$",
  "0": "\0",
};
/** Half a surrogate pair: no UTF-8 text holds one. */
export const ESCAPED_NEWLINE = "\ud800";
const UNICODE = /\\u\{([0-9a-fA-F]{1,6})\}/y;

/** The escape at `start`, which holds a backslash. */
export function cookEscape(text: string, start: number): Escape {
  const next = text[start + 1] ?? "";
  const simple = SIMPLE_ESCAPES[next];
  if (simple !== undefined) return { value: simple, end: start + 2, wrong: null };
  UNICODE.lastIndex = start;
  const unicode = UNICODE.exec(text);
  if (unicode !== null) {
    const point = Number.parseInt(unicode[1] as string, 16);
    const end = start + unicode[0].length;
    const valid = point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
    return { value: valid ? String.fromCodePoint(point) : "", end, wrong: valid ? null : unicode[0] };
  }
  // A backslash at the end of a line must not swallow the line's end.
  const length = next === "" || next === "\n" || next === "\r" ? 1 : 2;
  return { value: "", end: start + length, wrong: text.slice(start, start + length) };
}

/**
 * Takes the indentation of the closing quotes from every line of a `"""` string. `texts` are the pieces between the
 * interpolations; `close` is the offset of the closing quotes.
 */
export function dedent(
  texts: readonly string[],
  source: string,
  close: number,
): { readonly texts: readonly string[]; readonly wrong: string | null } {
  const lineStart = source.lastIndexOf("\n", close - 1) + 1;
  const indent = source.slice(lineStart, close);
  const pieces = [...texts];
  const first = pieces[0] ?? "";
  if (!/^[ \t]*\n/.test(first)) return { texts: pieces, wrong: 'the text begins on the line after `"""`' };
  if (/[^ \t]/.test(indent))
    return { texts: pieces, wrong: "the closing quotes stand on a line of their own" };
  pieces[0] = "\n" + first.slice(first.indexOf("\n") + 1);
  const last = pieces.length - 1;
  let wrong: string | null = null;
  const cut = pieces.map((piece) =>
    piece.replace(/\n([ \t]*)(?=([^\n]?))/g, (_, blanks: string, next: string) => {
      if (blanks.startsWith(indent)) return "\n" + blanks.slice(indent.length);
      // A line of blanks only may be shorter than the indentation.
      if (next !== "" || blanks === "") {
        if (next !== "") wrong ??= "a line is indented less than the closing quotes";
      }
      return "\n";
    }),
  );
  cut[0] = (cut[0] as string).slice(1);
  // The line break before the closing quotes is not part of the text.
  const end = cut[last] as string;
  cut[last] = end.endsWith("\n") ? end.slice(0, -1) : end;
  return { texts: cut.map((text) => text.replaceAll(ESCAPED_NEWLINE, "\n")), wrong };
}
