// A pattern's tree as a program for the matcher: one instruction for each character that is waited for.
//
// Code points that no set of the pattern tells apart are one symbol, so the matcher's tables are as wide as the pattern
// needs and not as Unicode is.

import { LAST_POINT, type PatternNode, type Ranges } from "./parse.ts";

export const ANY = 0;
export const SPLIT = 1;
export const START = 2;
export const END = 3;
export const MATCH = 4;

export type Instruction =
  | { readonly kind: typeof ANY; readonly set: number }
  | { readonly kind: typeof SPLIT; readonly targets: readonly number[] }
  | { readonly kind: typeof START }
  | { readonly kind: typeof END }
  | { readonly kind: typeof MATCH };

export interface PatternProgram {
  readonly code: readonly Instruction[];
  /** The symbols of each set. */
  readonly sets: readonly ReadonlySet<number>[];
  readonly symbolOf: (point: number) => number;
  /** A match can begin at the start of the text only. */
  readonly anchored: boolean;
}

const MAX_INSTRUCTIONS = 5000;

export function assemblePattern(node: PatternNode): PatternProgram | string {
  if (sizeOf(node) > MAX_INSTRUCTIONS)
    return "its repetitions make it too large; count less, or repeat without end";
  const code: Instruction[] = [];
  const ranges: Ranges[] = [];
  emit(node, code, ranges);
  code.push({ kind: MATCH });
  const bounds = boundsOf(ranges);
  const sets = ranges.map((set) => new Set(symbolsIn(bounds, set)));
  const ascii = Uint16Array.from({ length: 128 }, (_, point) => search(bounds, point));
  const symbolOf = (point: number) => (point < 128 ? (ascii[point] as number) : search(bounds, point));
  return { code, sets, symbolOf, anchored: isAnchored(node) };
}

/** How many instructions a node makes; nothing is built before this is known to be bounded. */
function sizeOf(node: PatternNode): number {
  switch (node.kind) {
    case "set":
    case "start":
    case "end":
      return 1;
    case "sequence":
      return node.items.reduce((sum, item) => sum + sizeOf(item), 0);
    case "choice":
      return node.options.reduce((sum, item) => sum + 2 + sizeOf(item), 0);
    case "repeat":
      return 2 + (sizeOf(node.inner) + 1) * Math.max(1, node.max ?? node.min + 1);
  }
}

function emit(node: PatternNode, code: Instruction[], ranges: Ranges[]): void {
  switch (node.kind) {
    case "set":
      code.push({ kind: ANY, set: ranges.length });
      ranges.push(node.ranges);
      return;
    case "start":
      code.push({ kind: START });
      return;
    case "end":
      code.push({ kind: END });
      return;
    case "sequence":
      for (const item of node.items) emit(item, code, ranges);
      return;
    case "choice":
      emitChoice(node.options, code, ranges);
      return;
    case "repeat":
      emitRepeat(node, code, ranges);
      return;
  }
}

function emitChoice(options: readonly PatternNode[], code: Instruction[], ranges: Ranges[]): void {
  const split = reserve(code);
  const starts: number[] = [];
  const jumps: number[] = [];
  for (const option of options) {
    starts.push(code.length);
    emit(option, code, ranges);
    jumps.push(reserve(code));
  }
  code[split] = { kind: SPLIT, targets: starts };
  for (const jump of jumps) code[jump] = { kind: SPLIT, targets: [code.length] };
}

function emitRepeat(node: PatternNode & { kind: "repeat" }, code: Instruction[], ranges: Ranges[]): void {
  for (let count = 0; count < node.min; count++) emit(node.inner, code, ranges);
  if (node.max === null) {
    const split = reserve(code);
    emit(node.inner, code, ranges);
    code.push({ kind: SPLIT, targets: [split] });
    code[split] = { kind: SPLIT, targets: [split + 1, code.length] };
    return;
  }
  const splits: number[] = [];
  for (let count = node.min; count < node.max; count++) {
    splits.push(reserve(code));
    emit(node.inner, code, ranges);
  }
  for (const split of splits) code[split] = { kind: SPLIT, targets: [split + 1, code.length] };
}

function reserve(code: Instruction[]): number {
  code.push({ kind: SPLIT, targets: [] });
  return code.length - 1;
}

function isAnchored(node: PatternNode): boolean {
  switch (node.kind) {
    case "start":
      return true;
    case "sequence": {
      const [first] = node.items;
      return first !== undefined && isAnchored(first);
    }
    case "choice":
      return node.options.every(isAnchored);
    case "set":
    case "end":
    case "repeat":
      return false;
  }
}

// --- Symbols ---------------------------------------------------------------------------------------------------------

/** The first code points of the symbols, sorted. */
function boundsOf(sets: readonly Ranges[]): readonly number[] {
  const bounds = new Set([0]);
  for (const [first, last] of sets.flat()) {
    bounds.add(first);
    if (last < LAST_POINT) bounds.add(last + 1);
  }
  return [...bounds].toSorted((a, b) => a - b);
}

function search(bounds: readonly number[], point: number): number {
  let low = 0;
  let high = bounds.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((bounds[middle] as number) <= point) low = middle;
    else high = middle - 1;
  }
  return low;
}

function symbolsIn(bounds: readonly number[], set: Ranges): number[] {
  const symbols: number[] = [];
  for (const [first, last] of set) {
    const end = search(bounds, last);
    for (let symbol = search(bounds, first); symbol <= end; symbol++) symbols.push(symbol);
  }
  return symbols;
}
