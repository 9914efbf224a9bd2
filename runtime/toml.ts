// TOML by `@iarna/toml`, for texts that a stranger may have written.
//
// In:  the text. Out: its values, or what is wrong and where. A number that is not exact is a bigint.
// Surprising: the parser is changed at three places. It looks names up in plain objects, so `[constructor]` is for it the
// `Object` of JavaScript, and `keys = 1` below that breaks the process. Here every name gets a mark in front while it is
// parsed, which no object has, and loses it afterwards.

import TomlParser from "@iarna/toml/lib/toml-parser.js";

export type ParsedToml =
  | { readonly kind: "toml"; readonly values: Readonly<Record<string, unknown>> }
  /** `at` is an offset in the text. */
  | { readonly kind: "wrong"; readonly why: string; readonly at: number };

const MARK = "=";

class MarkingParser extends TomlParser {
  override recordAssignKeyword(name: string): unknown {
    return super.recordAssignKeyword(MARK + name);
  }
  override parseTableMore(name: string): unknown {
    return super.parseTableMore(MARK + name);
  }
  override parseListMore(name: string): unknown {
    return super.parseListMore(MARK + name);
  }
}

export function parseToml(text: string): ParsedToml {
  const parser = new MarkingParser();
  try {
    // The parser takes a mark at the start for a name, and the end of a comment's line, where it is of two, for a part of it.
    parser.parse(text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n"));
    return { kind: "toml", values: withoutMarks(parser.finish()) as Readonly<Record<string, unknown>> };
  } catch (error) {
    // Whatever the parser stumbles over is the text's fault, for whoever wrote it. Its positions count from 1.
    const { message, pos } = error as { readonly message: string; readonly pos?: number };
    return { kind: "wrong", why: asClause(message), at: offsetOf(text, (pos ?? 1) - 1) };
  }
}

function withoutMarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMarks);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inside]) => [name.slice(MARK.length), withoutMarks(inside)]),
  );
}

/** The offset in the text as it is, of one in the text that the parser was given. */
function offsetOf(text: string, given: number): number {
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  for (let left = given; left > 0 && at < text.length; left--) at += text.startsWith("\r\n", at) ? 2 : 1;
  return at;
}

/** The parser's words, as the end of a sentence. */
function asClause(message: string): string {
  const [said = ""] = message.split("\n");
  const named = said.replace(/^Unknown character "(\d+)"$/, (_, code: string) => {
    return `nothing begins with ${JSON.stringify(String.fromCodePoint(Number(code)))}`;
  });
  return named.charAt(0).toLowerCase() + named.slice(1);
}
