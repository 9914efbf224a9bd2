// A program by chance: the systems of schema.ts, amended by their bodies, by overlays and by overlays on overlays.
//
// In:  a draw (dice.ts), the features that the compiler has. Out: the text. Nearly all programs are right; one edit in
// some of them ignores what is known, and then something is wrong with the program.

import { diceOf, pick, type Dice, type Draw } from "./dice.ts";
import { boolOf, intOf, joined, NO_NAMES, stringOf, type Names } from "./expressions.ts";
import { planOf, type Feature, type Group, type OverlayPlan, type Plan } from "./plan.ts";
import { DECLARATIONS, KEYS, KINDS, LIMITS, PORT, SYSTEMS, type Field, type Item } from "./schema.ts";
import { entriesOf, insert, newState, type State, type Tree } from "./state.ts";

interface Layer {
  readonly index: number;
  readonly group: number;
  readonly system: string;
  /** null: the system's body. */
  readonly overlay: OverlayPlan | null;
  readonly tree: Tree;
  /** The instances that have it: paths. */
  readonly instances: readonly string[];
}

/** Something that can be said something of. */
interface Target {
  readonly field: Field;
  /** As it is written in the layer. */
  readonly path: readonly string[];
  readonly absolute: readonly string[];
  readonly rank: Rank;
  /** What `it` gives. */
  readonly it: Names;
  readonly each: boolean;
}

type Rank = readonly number[];

function isLower(one: Rank, other: Rank): boolean {
  for (const [index, number] of one.entries()) {
    const against = other[index];
    if (against === undefined) return false;
    if (number !== against) return number < against;
  }
  return one.length < other.length;
}

export function programOf(draw: Draw, features: ReadonlySet<Feature>): string {
  const plan = planOf(draw.shape, features);
  const layers = layersOf(plan);
  const state = startState(layers);
  const edits = draw.edits.map((numbers) => {
    const dice = diceOf(numbers);
    return { layer: pick(dice, layers), dice };
  });
  for (const { layer, dice } of edits.toSorted((a, b) => a.layer.index - b.layer.index))
    for (let tries = 0; tries < TRIES && !edit(layer, dice, plan, state, features); tries++);
  return print(plan, layers);
}

// --- Layers ----------------------------------------------------------------------------------------------------------

function layersOf(plan: Plan): readonly Layer[] {
  const layers: Layer[] = [];
  let group = 0;
  const add = (system: string, overlay: OverlayPlan | null, instances: readonly string[]) => {
    layers.push({ index: layers.length, group, system, overlay, tree: new Map(), instances });
  };
  const addAll = (
    system: string,
    groups: readonly Group[],
    instances: (index: number) => readonly string[],
  ) => {
    group++;
    add(system, null, instances(-1));
    for (const [index, overlays] of groups.entries()) {
      group++;
      for (const overlay of overlays) add(system, overlay, instances(index));
    }
  };
  const { one, many, nested, mid } = plan.uses;
  addAll("Inner", plan.inner, (index) => [
    ...(index < one ? ["one"] : []),
    ...(index < nested ? ["mid.inner"] : []),
    ...(index < many ? ["many.a", "many.b", "many.c"] : []),
  ]);
  addAll("Mid", plan.mid, (index) => (index < mid ? ["mid"] : []));
  addAll("Shop", plan.shop, () => [""]);
  for (const { overlay, tree } of layers)
    for (const [path, text] of overlay?.collections ?? []) insert(tree, path, text);
  return layers;
}

function startState(layers: readonly Layer[]): State {
  const state = newState();
  for (const { system, instances, overlay, group, index } of layers) {
    if (overlay !== null) continue;
    const schema = SYSTEMS.find(({ name }) => name === system);
    for (const instance of instances)
      for (const item of schema?.items ?? [])
        for (const path of itemPaths(instance, item, null)) {
          state.define(path, false);
          for (const text of item.block) {
            const said = `${path}.${text.split(" ")[0]}`;
            state.define(said, false);
            state.claim({ group, layer: index, paths: [said], each: false, strength: "", leaf: true });
          }
        }
  }
  return state;
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

const ALL_KEYS = { people: ["ada", "bob", "eve"], names: ["a", "b", "c"], sizes: ["s", "m", "l"] };

function itemPaths(instance: string, item: Item, key: string | null): readonly string[] {
  const path = join(instance, item.name);
  if (item.loop === null) return [path];
  return (key === null ? ALL_KEYS[item.loop] : [key]).map((name) => `${path}.${name}`);
}

// --- Targets ---------------------------------------------------------------------------------------------------------

/** Everything that the layer may say something of. */
function targetsOf(layer: Layer, plan: Plan): readonly Target[] {
  return inSystem(layer.system, [], layer.instances, [], layer, plan);
}

function inSystem(
  system: string,
  path: readonly string[],
  instances: readonly string[],
  rank: Rank,
  layer: Layer,
  plan: Plan,
): readonly Target[] {
  const schema = SYSTEMS.find(({ name }) => name === system);
  if (schema === undefined) return [];
  const own = path.length === 0 && layer.overlay === null;
  const params = schema.params.flatMap((field, index): readonly Target[] => {
    // What a system's body says of its params stands in their declarations; what the loops go over, in the plan.
    if (own || (system === "Shop" && index < 3)) return [];
    const absolute = instances.map((instance) => join(instance, field.name));
    return [
      { field, path: [...path, field.name], absolute, rank: [...rank, 0, index], it: NO_NAMES, each: false },
    ];
  });
  const items = schema.items.flatMap((item, index): readonly Target[] => {
    const keys = item.loop === null || own ? [null] : plan.keys[item.loop];
    return keys.flatMap((key) => {
      const inner = [...path, item.name, ...(key === null ? [] : [key])];
      const absolute = instances.flatMap((instance) => itemPaths(instance, item, key));
      const at = [...rank, 2, index];
      const fields = KINDS[item.of];
      if (fields === undefined) return inSystem(item.of, inner, absolute, at, layer, plan);
      return inKind(fields, inner, absolute, at, false);
    });
  });
  return [...params, ...items];
}

function inKind(
  fields: readonly Field[],
  path: readonly string[],
  absolute: readonly string[],
  rank: Rank,
  each: boolean,
): readonly Target[] {
  return fields.map((field, index) => ({
    field,
    path: [...path, field.name],
    absolute: absolute.map((item) => `${item}.${field.name}`),
    rank: [...rank, index],
    it: fieldNames("it", fields.slice(0, index)),
    each,
  }));
}

/** What may be read of a resource. */
function fieldNames(base: string, fields: readonly Field[]): Names {
  const of = (...kinds: readonly Field["kind"][]) =>
    fields.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => `${base}.${name}`);
  const records = of("record").flatMap((name) => LIMITS.map((field) => `${name}.${field.name}`));
  return {
    ints: [...of("int"), ...records, ...of("strings", "keyed", "list").map((name) => `${name}.length()`)],
    strings: of("string"),
    bools: of("bool"),
    optionals: of("optional"),
  };
}

/** The names that an expression of the system sees, up to a rank. */
function namesBelow(system: string, rank: Rank): Names {
  const schema = SYSTEMS.find(({ name }) => name === system);
  if (schema === undefined) return NO_NAMES;
  const scalar = (field: Field, at: Rank, path: string): Names => {
    if (!isLower(at, rank)) return NO_NAMES;
    const list = [path];
    return {
      ints: field.kind === "int" ? list : [],
      strings: field.kind === "string" ? list : [],
      bools: field.kind === "bool" ? list : [],
      optionals: [],
    };
  };
  const visit = (name: string, path: string, at: Rank, outside: boolean): Names => {
    const inner = SYSTEMS.find((other) => other.name === name);
    if (inner === undefined) return NO_NAMES;
    const of = (fields: readonly Field[], part: number) =>
      fields.map((field, index) => scalar(field, [...at, part, index], join(path, field.name)));
    const items = inner.items.flatMap((item, index) => {
      if (item.unread || item.loop !== null) return [];
      const place = [...at, 2, index];
      const fields = KINDS[item.of];
      if (fields === undefined) return [visit(item.of, join(path, item.name), place, true)];
      return fields.map((field, position) =>
        isLower([...place, position], rank) ? fieldNames(join(path, item.name), [field]) : NO_NAMES,
      );
    });
    return joined(...of(inner.params, 0), ...(outside ? of(inner.outputs, 3) : of(inner.lets, 1)), ...items);
  };
  return visit(system, "", [], false);
}

// --- Edits -----------------------------------------------------------------------------------------------------------

/** One thing that is said, and what is then known. */
interface Saying {
  /** Behind the target's path. */
  readonly inner: readonly string[];
  readonly text: string;
  readonly leaf: boolean;
  readonly known: (path: string) => void;
}

/** What cannot be said is tried with other numbers. */
const TRIES = 4;

function edit(layer: Layer, dice: Dice, plan: Plan, state: State, features: ReadonlySet<Feature>): boolean {
  if (layer.instances.length === 0) return true;
  const careless = dice(48) === 47;
  const loose = layer.overlay?.loose === true;
  const eaches = features.has("each") && layer.overlay !== null ? eachTargets(layer, plan, dice) : [];
  const targets = loose || (eaches.length > 0 && dice(4) === 1) ? eaches : targetsOf(layer, plan);
  if (targets.length === 0) return false;
  const target = pick(dice, targets);
  const strength = features.has("strengths") ? pick(dice, ["", "", "", "", "default ", "final "]) : "";
  const saying = say(layer, target, strength, dice, state, careless);
  if (saying === null) return false;
  const paths = target.absolute.map((path) => [path, ...saying.inner].join("."));
  const claim = {
    group: layer.group,
    layer: layer.index,
    paths,
    each: target.each,
    strength,
    leaf: saying.leaf,
  };
  if (!state.claim(claim)) return false;
  insert(layer.tree, [...target.path, ...saying.inner], saying.text);
  for (const path of target.absolute) saying.known(path);
  return true;
}

/** `each Service where … { }` somewhere in the layer: what it may set. */
function eachTargets(layer: Layer, plan: Plan, dice: Dice): readonly Target[] {
  const kind = pick(dice, ["Service", "Service", "Job", "Inner"]);
  const loose = layer.overlay?.loose === true;
  const instances = kind === "Inner" && layer.system === "Inner" ? [] : layer.instances;
  const hit = instances.flatMap((instance) => itemsUnder(layer.system, instance, kind));
  if (hit.length === 0) return [];
  void plan;
  void loose;
  if (kind === "Inner") {
    const head = `each Inner${pick(dice, ["", " where it.size > 1", " where it.size < 4"])}`;
    const web = inKind(
      KINDS["Service"] ?? [],
      [head, "web"],
      hit.map((path) => `${path}.web`),
      [2, 0],
      true,
    );
    return web.filter(({ field }) => SIMPLE.has(field.kind) && !KEYS.has(field.name)).map(withoutNames);
  }
  const fields = KINDS[kind] ?? [];
  const conditions: readonly (readonly [string, number])[] =
    kind === "Service"
      ? [
          ["", 0],
          [" where it.replicas > 1", 2],
          [' where it.level == "low"', 3],
        ]
      : [
          ["", 0],
          [" where it.size > 1", 2],
        ];
  const [where, from] = pick(dice, conditions);
  return inKind(fields, [`each ${kind}${where}`], hit, [2, 0], true).filter(
    ({ field }) => SIMPLE.has(field.kind) && !KEYS.has(field.name) && fields.indexOf(field) >= from,
  );
}

const SIMPLE: ReadonlySet<string> = new Set(["int", "string", "level", "record"]);

function withoutNames(target: Target): Target {
  return target;
}

function itemsUnder(system: string, instance: string, of: string): readonly string[] {
  const schema = SYSTEMS.find(({ name }) => name === system);
  return (schema?.items ?? []).flatMap((item) =>
    itemPaths(instance, item, null).flatMap((path) =>
      item.of === of ? [path] : itemsUnder(item.of, path, of),
    ),
  );
}

function say(
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
  const canSet = (inner = "") => strength !== "" || all((path) => !state.isFinal(path + inner));
  const isFinal = strength === "final ";
  const set = (value: string): Saying => ({
    inner: [],
    text: `${strength}${field.name} = ${value}`,
    leaf: true,
    known: (path) => state.define(path, isFinal),
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
      if (dice(4) === 1 && all((path) => state.isDefined(path) && !state.hasFinal(path)))
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
  { field, absolute }: Target,
  strength: string,
  dice: Dice,
  state: State,
  names: Names,
  all: All,
  body: boolean,
): Saying | null {
  const isFinal = strength === "final ";
  const inner = pick(dice, LIMITS);
  const literal = `{ ${inner.name} = ${intOf(dice, names)} }`;
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
  switch (dice(5)) {
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
  { field, absolute }: Target,
  strength: string,
  dice: Dice,
  state: State,
  names: Names,
  all: All,
  body: boolean,
): Saying | null {
  const isFinal = strength === "final ";
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
  switch (dice(8)) {
    case 1:
      // A whole container where only the type's default is below.
      if (field.name === "conf" || !all((path) => !state.isTouched(path))) return null;
      return {
        inner: [],
        text: `${strength}${field.name} = { ${key} = ${value(names)} }`,
        leaf: false,
        known: fill,
      };
    case 2: {
      if (!all((path) => state.isTouched(path) && !state.hasFinal(path))) return null;
      const spread = !body && dice(2) === 1;
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
  const known = records === null && !body && absolute.every(isThere);
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

// --- Text ------------------------------------------------------------------------------------------------------------

function print(plan: Plan, layers: readonly Layer[]): string {
  const lines: string[] = [DECLARATIONS.trim()];
  for (const schema of SYSTEMS) {
    const layer = layers.find(({ system, overlay }) => system === schema.name && overlay === null);
    if (layer === undefined) continue;
    const { people, names, sizes } = plan.collections;
    lines.push(`system ${schema.name} {`);
    for (const { text } of schema.params)
      lines.push(`  param ${text.replace("PEOPLE", people).replace("NAMES", names).replace("SIZES", sizes)}`);
    for (const { text } of schema.lets) lines.push(`  let ${text}`);
    for (const item of schema.items) {
      const said = layer.tree.get(item.name);
      const block = [...item.block, ...(said instanceof Map ? entriesOf(said) : [])].join(", ");
      lines.push(
        `  ${item.name}: ${item.of} ${usesOf(plan, item)}${item.head} { ${block} }`.replaceAll("  {", " {"),
      );
    }
    for (const { text } of schema.outputs) lines.push(`  output ${text}`);
    lines.push("}");
  }
  for (const { overlay, tree, system } of layers) {
    if (overlay === null || overlay.inline) continue;
    const on = overlay.loose ? "" : ` on ${system}`;
    lines.push(`overlay ${overlay.name}${overlay.params}${on} { ${entriesOf(tree).join(", ")} }`);
  }
  const inline = new Map(
    layers.flatMap(({ overlay, tree }) => (overlay === null ? [] : [[overlay, tree] as const])),
  );
  const listed = (groups: readonly Group[]) => withText(groups, inline);
  lines.push(`environment base = Shop${listed(plan.shop.slice(0, plan.base))}`);
  lines.push(`environment prod = base${listed(plan.shop.slice(plan.base))}`);
  return `${lines.join("\n")}\n`;
}

function usesOf(plan: Plan, item: Item): string {
  const count =
    item.name === "one"
      ? plan.uses.one
      : item.name === "many"
        ? plan.uses.many
        : item.name === "inner"
          ? plan.uses.nested
          : plan.uses.mid;
  if (item.of === "Inner") return `${withText(plan.inner.slice(0, count), new Map()).trim()} `;
  if (item.of === "Mid") return `${withText(plan.mid.slice(0, count), new Map()).trim()} `;
  return "";
}

function withText(groups: readonly Group[], inline: ReadonlyMap<OverlayPlan, Tree>): string {
  if (groups.length === 0) return "";
  const one = (overlay: OverlayPlan) => {
    const tree = inline.get(overlay);
    if (overlay.inline && tree !== undefined) return `{ ${entriesOf(tree).join(", ")} }`;
    return `${overlay.name}${overlay.args}`;
  };
  const text = groups.map((group) =>
    group.length === 1 ? group.map(one).join("") : `(${group.map(one).join(", ")})`,
  );
  return ` with ${text.join(", ")}`;
}
