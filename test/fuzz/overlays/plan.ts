// What there is before anything is amended: the overlays, in what order they stand where, and what the loops go over.

import { diceOf, pick, type Dice } from "./dice.ts";

export interface OverlayPlan {
  readonly name: string;
  readonly system: string;
  /** `o1(a1: Int, b1: String = "…")`, and what the use gives. */
  readonly params: string;
  readonly args: string;
  /** The names that its parameters give it. */
  readonly ints: readonly string[];
  readonly strings: readonly string[];
  /** Written in the list of overlays as a block. */
  readonly inline: boolean;
  /** It has no `on`, and so only `each`. */
  readonly loose: boolean;
  /** What it says of what the loops go over. */
  readonly collections: readonly (readonly [readonly string[], string])[];
}

/** Overlays that stand side by side. Most groups have one. */
export type Group = readonly OverlayPlan[];

export interface Plan {
  /** Of `Inner`, of `Mid` and of `Shop`, lowest first. */
  readonly inner: readonly Group[];
  readonly mid: readonly Group[];
  readonly shop: readonly Group[];
  /** How many of the groups of `Inner` the slots have that are instances of it. */
  readonly uses: {
    readonly one: number;
    readonly many: number;
    readonly nested: number;
    readonly mid: number;
  };
  /** How many groups of `shop` the environment `base` has; `prod` has all. */
  readonly base: number;
  readonly collections: Collections;
  /** The keys that each loop has in both environments. */
  readonly keys: {
    readonly people: readonly string[];
    readonly names: readonly string[];
    readonly sizes: readonly string[];
  };
}

interface Collections {
  readonly people: string;
  readonly names: string;
  readonly sizes: string;
}

/** What a loop goes over, at some height of the stack. */
interface Contents {
  readonly people: ReadonlyMap<string, boolean>;
  readonly names: readonly string[];
  readonly sizes: readonly string[];
}

const PEOPLE = ["ada", "bob", "eve"];
const NAMES = ["a", "b", "c"];
const SIZES = ["s", "m", "l"];

export function planOf(shape: readonly number[]): Plan {
  const dice = diceOf(shape);
  let contents: Contents = {
    people: new Map(PEOPLE.slice(0, 1 + dice(3)).map((name) => [name, dice(2) === 0])),
    names: NAMES.slice(0, 1 + dice(2)),
    sizes: SIZES.slice(0, 1 + dice(2)),
  };
  const collections: Collections = {
    people: `{ ${[...contents.people].map(([name, admin]) => `${name} = { admin = ${admin} }`).join(", ")} }`,
    names: JSON.stringify(contents.names),
    sizes: `{ ${contents.sizes.map((name, index) => `${name} = ${index + 1}`).join(", ")} }`,
  };
  const heights = [contents];
  let count = 0;
  const overlay = (system: string, alone: boolean): OverlayPlan => {
    const name = `o${count++}`;
    const loose = dice(8) === 1;
    const inline = !loose && system === "Shop" && dice(5) === 1;
    const withParams = !inline && dice(3) === 1;
    const changes = alone && system === "Shop" && !loose && dice(2) === 1;
    const [said, next] = changes ? change(contents, dice) : [[], contents];
    contents = next;
    const given = dice(2) === 1 ? `, b${name} = "g"` : "";
    return {
      name,
      system,
      params: withParams ? `(a${name}: Int, b${name}: String = "\${a${name}}!")` : "",
      args: withParams ? `(a${name} = ${dice(5)}${given})` : "",
      ints: withParams ? [`a${name}`] : [],
      strings: withParams ? [`b${name}`] : [],
      inline,
      loose,
      collections: said,
    };
  };
  const groups = (system: string, most: number): readonly Group[] =>
    Array.from({ length: dice(most + 1) }, () => {
      const two = dice(3) === 1;
      const group = two ? [overlay(system, false), overlay(system, false)] : [overlay(system, true)];
      heights.push(contents);
      return group;
    });
  const inner = groups("Inner", 2);
  const mid = groups("Mid", 1);
  heights.length = 1;
  const shop = groups("Shop", 4);
  const base = dice(shop.length + 1);
  const both = [heights[base] ?? contents, contents];
  const inBoth = (keys: readonly string[], has: (at: Contents, key: string) => boolean) =>
    keys.filter((key) => both.every((at) => has(at, key)));
  return {
    inner,
    mid,
    shop,
    uses: {
      one: dice(inner.length + 1),
      many: dice(inner.length + 1),
      nested: dice(inner.length + 1),
      mid: dice(mid.length + 1),
    },
    base,
    collections,
    keys: {
      people: inBoth(PEOPLE, (at, key) => at.people.get(key) === true),
      names: inBoth(NAMES, (at, key) => at.names.includes(key)),
      sizes: inBoth(SIZES, (at, key) => at.sizes.includes(key)),
    },
  };
}

type Said = readonly (readonly [readonly string[], string])[];

/** One thing that an overlay says of a collection, which it holds to be there. */
function change(contents: Contents, dice: Dice): readonly [Said, Contents] {
  const { people, names, sizes } = contents;
  switch (dice(3)) {
    case 0: {
      const key = pick(dice, PEOPLE);
      const admin = dice(2) === 0;
      if (!people.has(key))
        return [
          [[["people", key], `${key} = { admin = ${admin} }`]],
          { ...contents, people: new Map([...people, [key, admin]]) },
        ];
      if (dice(2) === 0)
        return [
          [[["people", key, "admin"], `admin = ${admin}`]],
          { ...contents, people: new Map([...people, [key, admin]]) },
        ];
      return [
        [[["people", key], `remove ${key}`]],
        { ...contents, people: new Map([...people].filter(([name]) => name !== key)) },
      ];
    }
    case 1: {
      const key = pick(dice, NAMES);
      if (names.includes(key))
        return [
          [[["names"], `names -= ["${key}"]`]],
          { ...contents, names: names.filter((name) => name !== key) },
        ];
      if (dice(2) === 0)
        return [[[["names"], `names += ["${key}"]`]], { ...contents, names: [...names, key] }];
      return [[[["names"], `names = ["${key}"]`]], { ...contents, names: [key] }];
    }
    default: {
      const key = pick(dice, SIZES);
      if (sizes.includes(key) && dice(2) === 0)
        return [
          [[["sizes", key], `remove ${key}`]],
          { ...contents, sizes: sizes.filter((name) => name !== key) },
        ];
      return [
        [[["sizes", key], `${key} = ${4 + dice(4)}`]],
        { ...contents, sizes: [...new Set([...sizes, key])] },
      ];
    }
  }
}
