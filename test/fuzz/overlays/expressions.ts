// Expressions by chance, of a type, out of the names that may be read where they stand.

import { pick, type Dice } from "./dice.ts";

/** What may be read, by its type. */
export interface Names {
  readonly ints: readonly string[];
  readonly strings: readonly string[];
  readonly bools: readonly string[];
  /** May be absent. */
  readonly optionals: readonly string[];
  /** Maps of texts. */
  readonly maps: readonly string[];
  /** Of the type `Limits`. */
  readonly records: readonly string[];
}

export const NO_NAMES: Names = { ints: [], strings: [], bools: [], optionals: [], maps: [], records: [] };

export function joined(...all: readonly Names[]): Names {
  return {
    ints: all.flatMap(({ ints }) => ints),
    strings: all.flatMap(({ strings }) => strings),
    bools: all.flatMap(({ bools }) => bools),
    optionals: all.flatMap(({ optionals }) => optionals),
    maps: all.flatMap(({ maps }) => maps),
    records: all.flatMap(({ records }) => records),
  };
}

export function intOf(dice: Dice, names: Names, depth = 2): string {
  const sort = depth === 0 ? dice(2) : dice(6);
  if (sort === 1 && names.ints.length > 0) return pick(dice, names.ints);
  if (sort === 2) return `${intOf(dice, names, depth - 1)} + ${intOf(dice, names, depth - 1)}`;
  if (sort === 3 && names.ints.length > 0) return `${pick(dice, names.ints)} * ${2 + dice(2)}`;
  if (sort === 4) return `(${intOf(dice, names, depth - 1)} + 1) * 2`;
  if (sort === 5)
    return `(if ${boolOf(dice, names, 0)} then ${intOf(dice, names, depth - 1)} else ${intOf(dice, names, depth - 1)})`;
  return `${dice(7)}`;
}

export function stringOf(dice: Dice, names: Names, depth = 2): string {
  const sort = depth === 0 ? dice(2) : dice(6);
  if (sort === 1 && names.strings.length > 0) return pick(dice, names.strings);
  if (sort === 2) return `"\${${intOf(dice, names, depth - 1)}}"`;
  if (sort === 3 && names.strings.length > 0) return `"\${${pick(dice, names.strings)}}-${dice(5)}"`;
  if (sort === 4 && names.optionals.length > 0) return `${pick(dice, names.optionals)} ?? "none"`;
  if (sort === 5)
    return `(if ${boolOf(dice, names, 0)} then ${stringOf(dice, names, depth - 1)} else ${stringOf(dice, names, depth - 1)})`;
  return `"v${dice(7)}"`;
}

export function boolOf(dice: Dice, names: Names, depth = 1): string {
  const sort = depth === 0 ? dice(3) : dice(5);
  if (sort === 1 && names.bools.length > 0) return pick(dice, names.bools);
  if (sort === 2 && names.ints.length > 0) return `${pick(dice, names.ints)} > ${dice(6)}`;
  if (sort === 3) return `not (${boolOf(dice, names, depth - 1)})`;
  if (sort === 4 && names.strings.length > 0) return `${pick(dice, names.strings)} == "v${dice(7)}"`;
  return dice(2) === 0 ? "true" : "false";
}
