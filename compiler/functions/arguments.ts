// Arguments of native functions as plain values, and results as values of the language.
//
// The checker has seen the types; what does not fit here is a value that was reported, and reads as the empty one.

import type { NativeCall } from "../functions.ts";
import { spend } from "../evaluate/context.ts";
import { reportDeferred } from "../evaluate/deferred.ts";
import { containerOf, entryCells } from "../evaluate/entries.ts";
import { isDeferred, knownCell, POISONED, type Cell, type ListValue, type Value } from "../values.ts";

export function text(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

export function number(value: Value | undefined): number {
  return typeof value === "number" ? value : 0;
}

/** The number, or the other one where the argument was not given. */
export function numberOr(value: Value | undefined, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

/** The elements of a list, or the values of a map. */
export function items(call: NativeCall, value: Value | undefined): readonly Cell[] {
  if (typeof value !== "object" || value === null) return [];
  if (value.kind === "list") return value.items;
  return [...entries(call, value).values()];
}

export function entries(call: NativeCall, value: Value | undefined): ReadonlyMap<string, Cell> {
  return typeof value === "object" && value !== null && value.kind === "container"
    ? entryCells(call.evaluator, value)
    : new Map();
}

export function listOf(cells: readonly Cell[]): ListValue {
  return { kind: "list", type: null, items: cells };
}

export function listOfValues(call: NativeCall, values: readonly Value[]): Value {
  if (!spend(call.evaluator, "elements", values.length, call.span)) return POISONED;
  return listOf(
    values.map((value, index) => knownCell(call.up, `${call.label}[${index}]`, call.span, value)),
  );
}

export function mapOf(call: NativeCall, found: ReadonlyMap<string, Cell>): Value {
  if (!spend(call.evaluator, "elements", found.size, call.span)) return POISONED;
  return containerOf(found, call.up, call.label, call.span);
}

/** A text that is as long as this says before it is made. */
export function madeText(call: NativeCall, length: number, make: () => string): Value {
  return spend(call.evaluator, "characters", length, call.span) ? make() : POISONED;
}

export function force(call: NativeCall, cell: Cell): Value {
  return call.evaluator.force(call.evaluator, cell);
}

/** The answer of a function that gives true or false; null where that was reported. */
export function ask(call: NativeCall, fn: Value | undefined, args: readonly Value[]): boolean | null {
  const value = force(call, call.apply(fn ?? POISONED, args));
  if (typeof value === "boolean") return value;
  if (isDeferred(value)) reportDeferred(call.evaluator, value, "the answer of a function", call.span);
  return null;
}

/** Numbers before texts, each in their order; texts by their code points. */
export function compare(a: Value, b: Value): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return comparePoints(a, b);
  return typeof a === "number" ? -1 : typeof b === "number" ? 1 : 0;
}

function comparePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (x === y) continue;
    // Halves of a pair stand for points above all others.
    const [high, low] = [x >= 0xd800 && x <= 0xdfff, y >= 0xd800 && y <= 0xdfff];
    return high === low ? x - y : high ? 1 : -1;
  }
  return a.length - b.length;
}
