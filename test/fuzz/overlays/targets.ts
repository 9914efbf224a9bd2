// What can be said something of in a body or an overlay, and what may be read there.

import { pick, type Dice } from "./dice.ts";
import { joined, NO_NAMES, type Names } from "./expressions.ts";
import type { Group, OverlayPlan, Plan } from "./plan.ts";
import { KEYS, KINDS, LIMITS, PORT, SYSTEMS, type Field, type Item } from "./schema.ts";
import { insert, newState, type State, type Tree } from "./state.ts";

export interface Layer {
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
export interface Target {
  readonly field: Field;
  /** As it is written in the layer. */
  readonly path: readonly string[];
  readonly absolute: readonly string[];
  readonly rank: Rank;
  /** What `it` gives. */
  readonly it: Names;
  readonly each: boolean;
  /** Every entry of what is at the paths, and not what is there itself. */
  readonly entries: boolean;
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

// --- Layers ----------------------------------------------------------------------------------------------------------

export function layersOf(plan: Plan): readonly Layer[] {
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

export function startState(layers: readonly Layer[]): State {
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
export function targetsOf(layer: Layer, plan: Plan): readonly Target[] {
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
      {
        field,
        path: [...path, field.name],
        absolute,
        rank: [...rank, 0, index],
        it: NO_NAMES,
        each: false,
        entries: false,
      },
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
    entries: false,
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
    maps: of("strings"),
    records: of("record"),
  };
}

/** The names that an expression of the system sees, up to a rank. */
export function namesBelow(system: string, rank: Rank): Names {
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
      maps: [],
      records: field.kind === "record" ? list : [],
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

/** `each Service where … { }` somewhere in the layer: what it may set. */
export function eachTargets(layer: Layer, dice: Dice): readonly Target[] {
  const kind = pick(dice, ["Service", "Service", "Job", "Inner"]);
  const instances = kind === "Inner" && layer.system === "Inner" ? [] : layer.instances;
  const hit = instances.flatMap((instance) => itemsUnder(layer.system, instance, kind));
  if (hit.length === 0) return [];
  if (kind === "Inner") {
    const head = `each Inner${pick(dice, ["", " where it.size > 1", " where it.size < 4"])}`;
    const web = inKind(
      KINDS["Service"] ?? [],
      [head, "web"],
      hit.map((path) => `${path}.web`),
      [2, 0],
      true,
    );
    return web.filter(({ field }) => SIMPLE.has(field.kind) && !KEYS.has(field.name));
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
  const head = `each ${kind}${where}`;
  const own = inKind(fields, [head], hit, [2, 0], true).filter(
    ({ field }) => SIMPLE.has(field.kind) && !KEYS.has(field.name) && fields.indexOf(field) >= from,
  );
  return kind === "Service" ? [...own, ...portTargets([head], hit)] : own;
}

/** `ports { each Port { } }`. */
function portTargets(path: readonly string[], services: readonly string[]): readonly Target[] {
  const absolute = services.map((service) => `${service}.ports`);
  return PORT.map((field, index) => ({
    field,
    path: [...path, "ports", `each Port${index === 0 ? "" : " where it.port > 2"}`, field.name],
    absolute,
    rank: [2, 0],
    it: index === 0 ? NO_NAMES : { ...NO_NAMES, ints: ["it.port"] },
    each: true,
    entries: true,
  }));
}

const SIMPLE: ReadonlySet<string> = new Set(["int", "string", "level", "record", "strings"]);

function itemsUnder(system: string, instance: string, of: string): readonly string[] {
  const schema = SYSTEMS.find(({ name }) => name === system);
  return (schema?.items ?? []).flatMap((item) =>
    itemPaths(instance, item, null).flatMap((path) =>
      item.of === of ? [path] : itemsUnder(item.of, path, of),
    ),
  );
}
