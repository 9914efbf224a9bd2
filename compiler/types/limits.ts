// Refinements: judged on a value, and compared with one another where that can be decided without one.

import type { Range } from "../ast.ts";
import { numberOfDate } from "../quantities.ts";
import { showRange, type Limit, type ScalarType, type Type } from "../types.ts";

export function isIn(range: Range, value: number): boolean {
  return (range.min === null || value >= range.min) && (range.max === null || value <= range.max);
}

/** What is wrong with a value by one limit, or null. A `where` needs an evaluator and is not judged here. */
export function judgeLimit(limit: Limit, value: string | number): string | null {
  switch (limit.kind) {
    case "range": {
      const number = typeof value === "number" ? value : numberOfDate(value);
      return isIn(limit.range, number) ? null : `must be ${rangeText(limit)}`;
    }
    case "size":
      return typeof value === "string" && !isIn(limit.range, Array.from(value).length)
        ? `must have ${showRange(limit.range)} characters`
        : null;
    case "pattern":
      return typeof value === "string" && !limit.pattern.test(value) ? patternText(limit) : null;
    case "where":
      return null;
  }
}

/** As it is written: `in 0..0o7777`, `in 1s..10m`. */
function rangeText({ span, range }: Limit & { readonly kind: "range" }): string {
  const written = span.file.text.slice(span.start, span.end).replaceAll(/\s+/g, " ");
  return written.startsWith("in ") ? written : `in ${showRange(range)}`;
}

function patternText({ like, pattern }: Limit & { readonly kind: "pattern" }): string {
  if (like.length === 0) return `must match /${shortened(pattern.source)}/`;
  return `must look like ${like.map((example) => JSON.stringify(example)).join(" or ")}`;
}

/** The place that declares it is shown as well, and has all of it. */
function shortened(source: string): string {
  return source.length <= 60 ? source : `${source.slice(0, 57)}...`;
}

type Condition = Limit & { readonly kind: "where" };

/** The conditions that are run as soon as there is a value: not those of what a record holds, or of all of a record. */
export function conditionsOf(type: Type): readonly Condition[] {
  switch (type.kind) {
    case "optional":
    case "secret":
    case "deferred":
      return conditionsOf(type.inner);
    case "scalar":
      return type.limits.filter((limit) => limit.kind === "where");
    case "list":
      return [
        ...(type.limits ?? []).filter((limit) => limit.kind === "where"),
        ...conditionsOf(type.element),
      ];
    case "union":
      return type.members.flatMap(conditionsOf);
    case "poison":
    case "data":
    case "null":
    case "literal":
    case "record":
    case "map":
    case "keyed":
    case "resource":
    case "instance":
    case "pattern":
    case "function":
    case "parameter":
      return [];
  }
}

/** No value can hold to both: the two limits that exclude each other, or null where that is not known. */
export function conflict(a: ScalarType, b: ScalarType): readonly [Limit, Limit] | null {
  for (const x of a.limits) {
    for (const y of b.limits) {
      if (x.kind === "range" && y.kind === "range" && apart(x.range, y.range)) return [x, y];
      if (x.kind === "size" && y.kind === "size" && apart(x.range, y.range)) return [x, y];
    }
  }
  return null;
}

export function apart(a: Range, b: Range): boolean {
  return (
    (a.max !== null && b.min !== null && a.max < b.min) || (b.max !== null && a.min !== null && b.max < a.min)
  );
}

/** What is in both; null: nothing. */
export function both(a: Range, b: Range): Range | null {
  if (apart(a, b)) return null;
  const [low, high] = [
    a.min !== null && (b.min === null || a.min > b.min) ? a : b,
    a.max !== null && (b.max === null || a.max < b.max) ? a : b,
  ];
  return { ...low, max: high.max, maxType: high.maxType };
}

/** Whatever holds to `from` holds to `limit`: nothing is left to look at. */
export function implied(from: ScalarType, limit: Limit): boolean {
  return from.limits.some((known) => {
    if (known === limit) return true;
    if (known.kind === "pattern")
      return limit.kind === "pattern" && known.pattern.source === limit.pattern.source;
    if (known.kind === "where") return limit.kind === "where" && known.condition === limit.condition;
    return (
      (limit.kind === "range" || limit.kind === "size") &&
      known.kind === limit.kind &&
      within(known.range, limit.range)
    );
  });
}

function within(inner: Range, outer: Range): boolean {
  const low = outer.min === null || (inner.min !== null && inner.min >= outer.min);
  const high = outer.max === null || (inner.max !== null && inner.max <= outer.max);
  return low && high;
}
