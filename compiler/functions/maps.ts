// The functions of maps and keyed lists. A function that is handed over gets the value first and the key second.

import { containerOf } from "../evaluate/entries.ts";
import type { Natives } from "../functions.ts";
import { ABSENT, knownCell, POISONED, type Cell } from "../values.ts";
import { ask, entries, force, listOf, listOfValues, mapOf, text } from "./arguments.ts";

export const MAP_FUNCTIONS: Natives = {
  length: (call, self) => entries(call, self).size,
  isEmpty: (call, self) => entries(call, self).size === 0,
  keys: (call, self) => listOfValues(call, [...entries(call, self).keys()]),
  values: (call, self) => listOf([...entries(call, self).values()]),
  has: (call, self, key) => entries(call, self).has(text(key)),
  get: (call, self, key) => {
    const cell = entries(call, self).get(text(key));
    return cell === undefined ? ABSENT : force(call, cell);
  },
  map: (call, self, fn) => {
    const made = new Map<string, Cell>();
    for (const [key, cell] of entries(call, self))
      made.set(key, call.apply(fn ?? POISONED, [force(call, cell), key]));
    return mapOf(call, made);
  },
  filter: (call, self, fn) => {
    const kept = new Map<string, Cell>();
    for (const [key, cell] of entries(call, self)) {
      const keep = ask(call, fn, [force(call, cell), key]);
      if (keep === null) return POISONED;
      if (keep) kept.set(key, cell);
    }
    return mapOf(call, kept);
  },
  toList: (call, self, fn) =>
    listOf(
      [...entries(call, self)].map(([key, cell]) => call.apply(fn ?? POISONED, [force(call, cell), key])),
    ),
  entries: (call, self) =>
    listOf(
      [...entries(call, self)].map(([key, value]) =>
        knownCell(
          call.up,
          call.label,
          value.span,
          containerOf(
            new Map([
              ["key", knownCell(call.up, `${call.label}.key`, value.span, key)],
              ["value", value],
            ]),
            call.up,
            call.label,
            value.span,
          ),
        ),
      ),
    ),
  merge: (call, self, other) => mapOf(call, new Map([...entries(call, self), ...entries(call, other)])),
  without: (call, self, key) => {
    const kept = new Map(entries(call, self));
    kept.delete(text(key));
    return mapOf(call, kept);
  },
};
