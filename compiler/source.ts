// Source files, spans in them, places for people, and the port by which a shell hands the compiler its files.
//
// A span holds offsets only; lines and columns are worked out when somebody looks (most spans are never shown, and eager
// line tables were two thirds of another compiler's time). Offsets count UTF-16 units, places count characters from 1.

import type { DataParsers } from "./data/parsers.ts";

/** One text that the compiler has read. `path` is relative to the package root, with `/`. `id` is its Git blob id. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly id: string;
}

export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** Where something stands, for people and for the graph's side file: line and column count from 1, in characters. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * What the shell answers when the compiler asks for a file. Every way in which a path can fail to be a text has its own
 * case, because each deserves its own message. A reader never throws.
 */
export type ReadResult =
  | { readonly kind: "text"; readonly text: string; readonly id: string }
  | { readonly kind: "missing" }
  | { readonly kind: "folder" }
  /** Not UTF-8; `offset` is the first byte that is not. */
  | { readonly kind: "binary"; readonly offset: number }
  | { readonly kind: "too-large"; readonly bytes: number }
  | { readonly kind: "unreadable"; readonly why: string };

/** Larger files are refused unread: the repository is hostile input. */
export const MAX_SOURCE_BYTES = 8 * 1024 * 1024;

/**
 * The compiler's only view of the outside. Paths are relative to the package root, normalized, with `/`; the reader never
 * follows one out of it. `sha256` is here because the compiler is pure and the machine's own is twenty times faster than
 * one written in the language.
 */
export interface CompilerHost {
  read(path: string): ReadResult;
  /** The files (not folders) directly in `folder` (`""` is the root), sorted; empty when there is no such folder. */
  list(folder: string): readonly string[];
  /** Lower-case hex of the SHA-256 of the bytes, or of the text's in UTF-8. */
  sha256(of: string | Uint8Array): string;
  readonly parsers: DataParsers;
}

const lineTables = new WeakMap<SourceFile, Int32Array>();

/** The offset at which each line starts. Computed once for each file, and only when a place in it is asked for. */
export function lineStarts(file: SourceFile): Int32Array {
  const known = lineTables.get(file);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = file.text.indexOf("\n"); at !== -1; at = file.text.indexOf("\n", at + 1)) starts.push(at + 1);
  const table = Int32Array.from(starts);
  lineTables.set(file, table);
  return table;
}

/** The index from 0 of the line that holds the offset. */
export function lineIndex(file: SourceFile, offset: number): number {
  const starts = lineStarts(file);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function placeOf(span: Span): Place {
  const line = lineIndex(span.file, span.start);
  const start = lineStarts(span.file)[line] as number;
  return {
    file: span.file.path,
    line: line + 1,
    column: countCharacters(span.file.text, start, span.start) + 1,
  };
}

export function showPlace(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`;
}

function countCharacters(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    // The second half of a surrogate pair is not a character of its own.
    if (unit < 0xdc00 || unit > 0xdfff) count++;
  }
  return count;
}
