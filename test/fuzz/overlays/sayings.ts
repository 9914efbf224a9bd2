// One thing that is said of a slot, by chance: it mostly hits something, and is as strong as it must be.

import { pick, type Dice } from "./dice.ts";
import { boolOf, intOf, joined, NO_NAMES, stringOf, type Names } from "./expressions.ts";
import { KEYS, LIMITS, PORT, type Field } from "./schema.ts";
import type { State } from "./state.ts";
import { namesBelow, type Layer, type Target } from "./targets.ts";

/** One thing that is said, and what is then known. */
export interface Saying {
  /** Behind the target's path. */
  readonly inner: readonly string[];
  readonly text: string;
  readonly leaf: boolean;
  readonly known: (path: string) => void;
}

export function say(
  layer: Layer,
  target: Target,
  strength: string,
  dice: Dice,
  state: State,
  careless: boolean,
): Saying | null {
  const { field, absolute } = target;
  const all = (holds: (path: string) => boolean) => careless || absolute.every(holds);
  // An `each` may hit what nobody knows, and reads what is lower than all that it hits.
  const seen = target.each ? namesBelow(layer.system, [2, 0]) : namesBelow(layer.system, target.rank);
  const given: Names = {
    ...NO_NAMES,
    ints: layer.overlay?.ints ?? [],
    strings: layer.overlay?.strings ?? [],
  };
  const outside = joined(layer.overlay?.loose === true ? NO_NAMES : seen, given);
  // Inside of an entry that is a record, `it` is the entry.
  const names = field.kind === "keyed" || field.kind === "table" ? outside : joined(outside, target.it);
  if (target.entries && (strength === "final " || !all((path) => !state.hasFinal(path)))) return null;
  const canSet = (inner = "") => strength !== "" || all((path) => !state.isFinal(path + inner));
  const isFinal = strength === "final ";
  // What is final where a condition holds may be changed where it does not.
  const decides = target.path.some((part) => part.includes(" where "));
  const set = (value: string): Saying => ({
    inner: [],
    text: `${strength}${field.name} = ${value}`,
    leaf: true,
    known: (path) => {
      if (target.entries) return;
      state.define(path, isFinal && !decides);
      if (isFinal && decides) state.mayBeFinal(path);
    },
  });
  const body = layer.overlay === null && target.path.length <= 2;
  const below = (sort: "ints" | "strings" | "bools" | "optionals"): Names =>
    body ? names : joined(names, { ...NO_NAMES, [sort]: ["super"] });
  switch (field.kind) {
    case "int":
      if (!canSet()) return null;
      return set(intOf(dice, below("ints")));
    case "string":
      if (!canSet()) return null;
      if (KEYS.has(field.name)) return body ? null : set('"${super}x"');
      return set(stringOf(dice, below("strings")));
    case "bool":
      return canSet() ? set(boolOf(dice, below("bools"))) : null;
    case "level":
      return canSet() ? set(`if ${boolOf(dice, names)} then "low" else "high"`) : null;
    case "optional": {
      if (dice(4) === 1 && all((path) => state.isDefined(path) && !state.isFinal(path)))
        return removal(field, state);
      if (!canSet()) return null;
      return set(stringOf(dice, below("optionals")));
    }
    case "record":
    case "optional record":
      return sayRecord(target, strength, dice, state, names, all, body);
    case "strings":
    case "ints":
    case "table":
    case "keyed":
      return sayEntries(target, strength, dice, state, names, all, body);
    case "list":
      return sayList(field, strength, dice, state, all, canSet(), body);
  }
}

function removal(field: Field, state: State): Saying {
  return { inner: [], text: `remove ${field.name}`, leaf: true, known: (path) => state.drop(path) };
}

type All = (holds: (path: string) => boolean) => boolean;

function sayRecord(
  { field, absolute, each }: Target,
  strength: string,
  dice: Dice,
  state: State,
  names: Names,
  all: All,
  body: boolean,
): Saying | null {
  const isFinal = strength === "final ";
  const inner = pick(dice, LIMITS);
  const other =
    strength === "" && names.records.length > 0 && dice(3) === 1 ? pick(dice, names.records) : null;
  const literal = other ?? `{ ${inner.name} = ${intOf(dice, names)} }`;
  const there = (path: string) => field.kind === "record" || state.isDefined(path);
  const whole = (verb: string): Saying => ({
    inner: [],
    text: `${verb}${field.name} = ${literal}`,
    leaf: false,
    known(path) {
      state.drop(path);
      state.define(path, false);
      state.define(`${path}.${inner.name}`, isFinal);
    },
  });
  switch (each ? 0 : dice(5)) {
    case 1:
      return all((path) => !state.isTouched(path)) && field.name !== "shared" ? whole(strength) : null;
    case 2:
      return all((path) => there(path) && state.isTouched(path) && !state.hasFinal(path))
        ? whole("replace ")
        : null;
    case 3:
      return all((path) => there(path) && state.isTouched(path) && !state.hasFinal(path))
        ? removal(field, state)
        : null;
    default: {
      if (!all(there)) return null;
      if (strength === "" && !all((path) => !state.isFinal(`${path}.${inner.name}`))) return null;
      const known = absolute.every((path) => state.isDefined(`${path}.${inner.name}`) || there(path));
      const lower = known && !body ? joined(names, { ...NO_NAMES, ints: ["super"] }) : names;
      return {
        inner: [inner.name],
        text: `${strength}${inner.name} = ${intOf(dice, lower)}`,
        leaf: true,
        known(path) {
          state.define(`${path}.${inner.name}`, isFinal);
        },
      };
    }
  }
}

const ENTRY_KEYS = ["A", "B", "Cc"];

function sayEntries(
  { field, absolute, each }: Target,
  strength: string,
  dice: Dice,
  state: State,
  names: Names,
  all: All,
  body: boolean,
): Saying | null {
  const isFinal = strength === "final ";
  const spreads = field.kind === "strings" && names.maps.length > 0 ? names.maps : [];
  const key =
    field.name === "labels" && dice(2) === 0
      ? "app"
      : field.name === "conf" && dice(2) === 0
        ? "a"
        : pick(dice, ENTRY_KEYS);
  const isThere = (path: string) =>
    state.isDefined(`${path}.${key}`) ||
    (((field.name === "labels" && key === "app") || (field.name === "conf" && key === "a")) &&
      !state.isTouched(path));
  const records = field.kind === "table" ? LIMITS : field.kind === "keyed" ? PORT : null;
  const first = records?.[0];
  const value = (own: Names) => {
    if (first !== undefined) return `{ ${first.name} = ${intOf(dice, own)} }`;
    return field.kind === "ints" ? intOf(dice, own) : stringOf(dice, own);
  };
  const fill = (path: string) => {
    state.define(`${path}.${key}`, isFinal && first === undefined);
    if (first !== undefined) state.define(`${path}.${key}.${first.name}`, isFinal);
  };
  switch (each ? 0 : dice(8)) {
    case 1:
      // A whole container where only the type's default is below.
      if (field.name === "conf" || !all((path) => !state.isTouched(path))) return null;
      return {
        inner: [],
        text: `${strength}${field.name} = { ${spreads.length > 0 && dice(3) === 1 ? `...${pick(dice, spreads)}, ` : ""}${key} = ${value(names)} }`,
        leaf: false,
        known: fill,
      };
    case 2: {
      if (!all((path) => state.isTouched(path) && !state.hasFinal(path))) return null;
      const spread = !body && dice(2) === 1;
      if (strength === "" && spreads.length > 0 && dice(4) === 1)
        return {
          inner: [],
          text: `replace ${field.name} = ${pick(dice, spreads)}`,
          leaf: false,
          known(path) {
            state.drop(path);
            state.define(path, false);
          },
        };
      return {
        inner: [],
        text: `replace ${field.name} = { ${spread ? "...super, " : ""}${key} = ${value(names)} }`,
        leaf: false,
        known(path) {
          if (!spread) state.drop(path);
          fill(path);
        },
      };
    }
    case 3:
      if (!all((path) => isThere(path) && !state.hasFinal(`${path}.${key}`))) return null;
      return {
        inner: [key],
        text: `remove ${key}`,
        leaf: false,
        known(path) {
          state.drop(`${path}.${key}`);
          state.define(`${path}.~`, false);
        },
      };
    case 4:
      if (!all((path) => state.isTouched(path) && !state.hasFinal(path))) return null;
      return removal(field, state);
    case 5:
    case 6: {
      if (records === null) break;
      if (!all(isThere)) return null;
      const inner = pick(dice, records);
      if (strength === "" && !all((path) => !state.isFinal(`${path}.${key}.${inner.name}`))) return null;
      const own =
        field.kind === "keyed" && inner.name === "probe"
          ? joined(names, { ...NO_NAMES, ints: ["it.port"] })
          : names;
      const lower = body
        ? own
        : joined(
            own,
            inner.kind === "int" ? { ...NO_NAMES, ints: ["super"] } : { ...NO_NAMES, bools: ["super"] },
          );
      const text = inner.kind === "int" ? intOf(dice, lower) : boolOf(dice, lower);
      return {
        inner: [key, inner.name],
        text: `${strength}${inner.name} = ${text}`,
        leaf: true,
        known: (path) => state.define(`${path}.${key}.${inner.name}`, isFinal),
      };
    }
    default:
      break;
  }
  // An entry: a new one, or another value for a scalar.
  if (strength === "" && !all((path) => !state.hasFinal(`${path}.${key}`))) return null;
  if (records !== null && !all((path) => !state.isDefined(`${path}.${key}`))) return null;
  const known = !each && records === null && !body && absolute.every(isThere);
  const sort = field.kind === "ints" ? "ints" : "strings";
  const own = known ? joined(names, { ...NO_NAMES, [sort]: ["super"] }) : names;
  return {
    inner: [key],
    text: `${strength}${key} = ${value(own)}`,
    leaf: records === null,
    known: fill,
  };
}

function sayList(
  field: Field,
  strength: string,
  dice: Dice,
  state: State,
  all: All,
  canSet: boolean,
  body: boolean,
): Saying | null {
  if (!canSet) return null;
  const element = `"e${dice(3)}"`;
  const isFinal = strength === "final ";
  const op = body ? 0 : dice(4);
  // Only what is certain is known: a `default` may lose.
  const known = (path: string) => state.lists.get(path) ?? null;
  const note = (path: string, list: readonly string[] | null) => {
    state.define(path, isFinal);
    if (list === null || strength === "default ") state.lists.delete(path);
    else state.lists.set(path, list);
  };
  const saying = (text: string, known: (path: string) => void): Saying => ({
    inner: [],
    text,
    leaf: true,
    known,
  });
  if (op === 1)
    return saying(`${strength}${field.name} += [${element}]`, (path) => {
      const list = known(path);
      note(path, list === null ? null : [...list, element]);
    });
  if (op === 2 && all((path) => known(path)?.includes(element) === true))
    return saying(`${strength}${field.name} -= [${element}]`, (path) =>
      note(
        path,
        (known(path) ?? []).filter((item) => item !== element),
      ),
    );
  if (op === 3)
    return saying(`${strength}${field.name} = [...super, ${element}, ...super]`, (path) => {
      note(path, null);
    });
  return saying(`${strength}${field.name} = [${element}, "x"]`, (path) => note(path, [element, '"x"']));
}
