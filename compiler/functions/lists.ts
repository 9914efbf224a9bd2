// The functions of lists. What `map` makes is computed when somebody reads it; what decides which elements there are
// (`filter`, `sort`) is computed at once.

import { spend } from "../evaluate/context.ts";
import { containerOf } from "../evaluate/entries.ts";
import { equal } from "../evaluate/operators.ts";
import { reportDeferred } from "../evaluate/deferred.ts";
import type { NativeCall, Natives } from "../functions.ts";
import { ABSENT, knownCell, POISONED, type Cell, type Value } from "../values.ts";
import {
  ask,
  compare,
  force,
  items,
  listOf,
  listOfValues,
  mapOf,
  number,
  numberOr,
  text,
} from "./arguments.ts";

export const LIST_FUNCTIONS: Natives = {
  length: (call, self) => items(call, self).length,
  isEmpty: (call, self) => items(call, self).length === 0,
  first: (call, self) => at(call, items(call, self)[0]),
  last: (call, self) => at(call, items(call, self).at(-1)),
  at: (call, self, index) => (number(index) < 0 ? ABSENT : at(call, items(call, self)[number(index)])),
  map: (call, self, fn) =>
    listOf(items(call, self).map((item) => call.apply(fn ?? POISONED, [force(call, item)]))),
  flatMap: (call, self, fn) => {
    const cells = items(call, self).flatMap((item) =>
      items(call, force(call, call.apply(fn ?? POISONED, [force(call, item)]))),
    );
    return spend(call.evaluator, "elements", cells.length, call.span) ? listOf(cells) : POISONED;
  },
  flatten: (call, self) => {
    const cells = items(call, self).flatMap((item) => items(call, force(call, item)));
    return spend(call.evaluator, "elements", cells.length, call.span) ? listOf(cells) : POISONED;
  },
  filter: (call, self, fn) => {
    const kept: Cell[] = [];
    for (const item of items(call, self)) {
      const keep = ask(call, fn, [force(call, item)]);
      if (keep === null) return POISONED;
      if (keep) kept.push(item);
    }
    return listOf(kept);
  },
  find: (call, self, fn) => {
    for (const item of items(call, self)) {
      const found = ask(call, fn, [force(call, item)]);
      if (found === null) return POISONED;
      if (found) return force(call, item);
    }
    return ABSENT;
  },
  all: (call, self, fn) => decideBy(call, self, fn, false),
  any: (call, self, fn) => decideBy(call, self, fn, true),
  count: (call, self, fn) => {
    let count = 0;
    for (const item of items(call, self)) {
      const counts = ask(call, fn, [force(call, item)]);
      if (counts === null) return POISONED;
      if (counts) count++;
    }
    return count;
  },
  fold: (call, self, first, fn) => {
    let value: Value = first ?? POISONED;
    for (const item of items(call, self))
      value = force(call, call.apply(fn ?? POISONED, [value, force(call, item)]));
    return value;
  },
  contains: (call, self, wanted) => {
    for (const item of items(call, self)) {
      const same = equal(
        call.evaluator,
        force(call, item),
        wanted ?? POISONED,
        call.span,
        "an element of this list",
      );
      if (same === null) return POISONED;
      if (same) return true;
    }
    return false;
  },
  join: (call, self, separator) => {
    const parts: string[] = [];
    for (const item of items(call, self)) {
      const value = known(call, item);
      if (value === null) return POISONED;
      parts.push(typeof value.value === "string" ? value.value : JSON.stringify(value.value));
    }
    const length = parts.reduce((sum, part) => sum + part.length + text(separator).length, 0);
    return spend(call.evaluator, "characters", length, call.span) ? parts.join(text(separator)) : POISONED;
  },
  reverse: (call, self) => listOf(items(call, self).toReversed()),
  slice: (call, self, from, to) =>
    listOf(items(call, self).slice(Math.max(0, number(from)), Math.max(0, numberOr(to, Infinity)))),
  unique: (call, self) => {
    const seen = new Set<Value>();
    const kept: Cell[] = [];
    for (const item of items(call, self)) {
      const value = known(call, item);
      if (value === null) return POISONED;
      if (seen.has(value.value)) continue;
      seen.add(value.value);
      kept.push(item);
    }
    return listOf(kept);
  },
  sort: (call, self) => sorted(call, items(call, self), items(call, self)),
  sortBy: (call, self, fn) => {
    const cells = items(call, self);
    return sorted(
      call,
      cells,
      cells.map((item) => call.apply(fn ?? POISONED, [force(call, item)])),
    );
  },
  sum: (call, self) => {
    let sum = 0;
    for (const item of items(call, self)) {
      const value = known(call, item);
      if (value === null) return POISONED;
      sum += typeof value.value === "number" ? value.value : 0;
    }
    return Number.isInteger(sum) && !Number.isSafeInteger(sum)
      ? call.refuse("integers are exact up to 9007199254740991")
      : sum;
  },
  min: (call, self) => extreme(call, self, -1),
  max: (call, self) => extreme(call, self, 1),
  zip: (call, self, other) => {
    const others = items(call, other);
    const pairs = items(call, self).slice(0, others.length);
    return listOf(
      pairs.map((first, index) => {
        const second = others[index] ?? first;
        const pair = new Map([
          ["first", first],
          ["second", second],
        ]);
        const value = containerOf(pair, call.up, call.label, first.span);
        return knownCell(call.up, call.label, first.span, value);
      }),
    );
  },
  indexes: (call, self) => listOfValues(call, [...items(call, self).keys()]),
  keyBy: (call, self, fn) => {
    const found = new Map<string, Cell>();
    for (const item of items(call, self)) {
      const key = force(call, call.apply(fn ?? POISONED, [force(call, item)]));
      if (typeof key !== "string") return POISONED;
      if (found.has(key)) return call.refuse(`two elements have the key ${JSON.stringify(key)}`);
      found.set(key, item);
    }
    return mapOf(call, found);
  },
  groupBy: (call, self, fn) => {
    const groups = new Map<string, Cell[]>();
    for (const item of items(call, self)) {
      const key = force(call, call.apply(fn ?? POISONED, [force(call, item)]));
      if (typeof key !== "string") return POISONED;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
    const found = new Map<string, Cell>();
    for (const [key, group] of groups)
      found.set(key, knownCell(call.up, `${call.label}.${key}`, call.span, listOf(group)));
    return mapOf(call, found);
  },
};

function at(call: NativeCall, cell: Cell | undefined): Value {
  return cell === undefined ? ABSENT : force(call, cell);
}

/** A value that can be compared, or null where it cannot be known (which is said). */
function known(call: NativeCall, cell: Cell): { readonly value: Value } | null {
  const value = force(call, cell);
  if (typeof value !== "object" || value === null) return { value };
  if (value.kind === "deferred") reportDeferred(call.evaluator, value, "an element of this list", call.span);
  return value.kind === "absent" ? { value } : null;
}

function decideBy(call: NativeCall, self: Value | undefined, fn: Value | undefined, wanted: boolean): Value {
  for (const item of items(call, self)) {
    const value = ask(call, fn, [force(call, item)]);
    if (value === null) return POISONED;
    if (value === wanted) return wanted;
  }
  return !wanted;
}

function sorted(call: NativeCall, cells: readonly Cell[], by: readonly Cell[]): Value {
  const keyed: { readonly cell: Cell; readonly key: Value }[] = [];
  for (const [index, cell] of cells.entries()) {
    const key = known(call, by[index] ?? cell);
    if (key === null) return POISONED;
    keyed.push({ cell, key: key.value });
  }
  return listOf(keyed.toSorted((a, b) => compare(a.key, b.key)).map((item) => item.cell));
}

function extreme(call: NativeCall, self: Value | undefined, sign: 1 | -1): Value {
  let best: Value = ABSENT;
  for (const item of items(call, self)) {
    const value = known(call, item);
    if (value === null) return POISONED;
    if (best === ABSENT || compare(value.value, best) * sign > 0) best = value.value;
  }
  return best;
}
