// The functions of maps and keyed lists. A function that is handed over gets the value first and the key second.

import type { Natives } from "../functions.ts";
import { ABSENT, knownCell, POISONED, type Cell } from "../values.ts";
import { ask, entries, force, listOf, listOfValues, mapOf, text } from "./arguments.ts";

export const MAP_FUNCTIONS: Natives = {
  length: (_, [self]) => entries(self).size,
  isEmpty: (_, [self]) => entries(self).size === 0,
  keys: (call, [self]) => listOfValues(call, [...entries(self).keys()]),
  values: (_, [self]) => listOf([...entries(self).values()]),
  has: (_, [self, key]) => entries(self).has(text(key)),
  get: (call, [self, key]) => {
    const cell = entries(self).get(text(key));
    return cell === undefined ? ABSENT : force(call, cell);
  },
  map: (call, [self, fn]) => {
    const made = new Map<string, Cell>();
    for (const [key, cell] of entries(self))
      made.set(key, call.apply(fn ?? POISONED, [force(call, cell), key]));
    return mapOf(call, made);
  },
  filter: (call, [self, fn]) => {
    const kept = new Map<string, Cell>();
    for (const [key, cell] of entries(self)) {
      const keep = ask(call, fn, [force(call, cell), key]);
      if (keep === null) return POISONED;
      if (keep) kept.set(key, cell);
    }
    return mapOf(call, kept);
  },
  toList: (call, [self, fn]) =>
    listOf([...entries(self)].map(([key, cell]) => call.apply(fn ?? POISONED, [force(call, cell), key]))),
  entries: (call, [self]) =>
    listOf(
      [...entries(self)].map(([key, value]) =>
        knownCell(call.name, value.span, {
          kind: "container",
          type: null,
          entries: new Map([
            ["key", knownCell(`${call.name}.key`, value.span, key)],
            ["value", value],
          ]),
        }),
      ),
    ),
  merge: (call, [self, other]) => mapOf(call, new Map([...entries(self), ...entries(other)])),
  without: (call, [self, key]) => {
    const kept = new Map(entries(self));
    kept.delete(text(key));
    return mapOf(call, kept);
  },
};
