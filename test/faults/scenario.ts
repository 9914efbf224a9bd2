// A scenario: everything that a simulated run does not leave to the engine. Plain data, so that it can be made smaller.
//
// In:  a seed. Out: what is there at first, the versions with the moments at which they arrive, and the faults with what
// sets each of them off. The seed also decides every latency and every tie, so that one scenario has one run.

import type { Action } from "../../runtime/item.ts";
import { Random } from "./random.ts";

export const KINDS = ["Thing", "Fixed", "Vault", "Slow"] as const;
export type SimKind = (typeof KINDS)[number];
export const TARGETS = ["east", "west"] as const;
export type SimTarget = (typeof TARGETS)[number];

/** How long a `Slow` target may go on showing the past. */
export const SETTLES = 8_000;

export interface SimResource {
  readonly kind: SimKind;
  readonly target: SimTarget;
  readonly name: string;
  readonly value: number;
  /** Of a `Fixed`, it cannot be changed in place. */
  readonly size: number;
  /** Reads the id of the resource at this address. */
  readonly from: string | null;
  readonly needs: readonly string[];
  readonly protect: boolean;
  readonly keep: boolean;
  readonly adopt: "must-match" | "if-unowned" | "always";
  readonly mode: "manage" | "read";
  readonly wave: number;
  /** One of those that change one at a time. */
  readonly batch: boolean;
}

export interface SimVersion {
  /** Milliseconds after the start. */
  readonly at: number;
  readonly resources: Readonly<Record<string, SimResource>>;
  readonly moved: Readonly<Record<string, string>>;
  /** Address → destroy. */
  readonly removed: Readonly<Record<string, boolean>>;
}

/**
 * The name of the object on its target. Objects of different kinds are different objects, in places of their own, but for those
 * whose names are shared (`inSharedPlaces`): there stands one of a name, of whatever kind.
 */
export function objectName({ kind, name }: Pick<SimResource, "kind" | "name">): string {
  return isShared(name) ? name : `${kind}-${name}`;
}

export function isShared(name: string): boolean {
  return name.startsWith(SHARED);
}

const SHARED = "shared-";

export interface Foreign {
  readonly target: SimTarget;
  readonly kind: SimKind;
  readonly name: string;
  readonly value: number;
  readonly size: number;
}

export const POINTS = [
  "before-intent",
  "after-intent",
  "mid-effect",
  "after-effect",
  "after-result",
] as const;
export type Point = (typeof POINTS)[number];

/** What happens to an effect itself. */
export const EFFECT_FAULTS = [
  "retryable",
  "throttled",
  "conflict",
  "denied",
  "invalid",
  "undecided",
  "throws",
  "done-unsaid",
  "said-undone",
  "half-undecided",
  "half-done",
  "hang",
  "hang-done",
  "deaf",
  "deaf-done",
  "lag",
] as const;
export type EffectFault = (typeof EFFECT_FAULTS)[number];

/** What happens to the agent, its targets and its clock, at any moment. */
export const WORLD_FAULTS = [
  "crash",
  "restart",
  "version",
  "edit",
  "delete",
  "unreachable",
  "stranger",
  "blind",
  "jump",
] as const;
export type WorldFault = (typeof WORLD_FAULTS)[number];

export interface SimFault {
  readonly what: EffectFault | WorldFault;
  /** What sets it off: the nth time that an action passes a point. Null action: any. */
  readonly point: Point;
  readonly action: Action | null;
  readonly nth: number;
}

export interface Scenario {
  readonly seed: number;
  readonly ledger: "memory" | "file";
  /** Changes may begin only now and then, and the wall clock jumps meanwhile; null: whenever there are any. */
  readonly window: { readonly jumps: readonly { readonly at: number; readonly by: number }[] } | null;
  /** What another environment of the same ledger has. */
  readonly claimed: readonly Foreign[];
  readonly foreign: readonly Foreign[];
  readonly versions: readonly SimVersion[];
  readonly faults: readonly SimFault[];
}

/** Every fault at every point of every action, in a fixed order; the seed walks through them. */
export const CELLS: readonly SimFault[] = (
  ["create", "update", "replace", "delete", "adopt", "release"] as const
)
  .flatMap((action) =>
    POINTS.flatMap((point) => {
      const faults: readonly SimFault["what"][] =
        point === "mid-effect" ? [...WORLD_FAULTS, ...EFFECT_FAULTS] : WORLD_FAULTS;
      return faults.map((what) => ({ what, point, action, nth: 0 }));
    }),
  )
  .filter((cell) => whyNot(cell) === null);

/** Why a cell of the table cannot exist, or null. */
export function whyNot({ what, point, action }: Omit<SimFault, "nth">): string | null {
  if (action === "adopt" || action === "release") {
    if (point === "after-intent" || point === "mid-effect" || point === "after-effect")
      return "it is noted in the ledger and has no intent and no effect";
  }
  if ((what === "version" || what === "restart") && point === "before-intent")
    return "an action is chosen and its intent written in one turn: nothing that is asynchronous comes between";
  return null;
}

export function makeScenario(seed: number): Scenario {
  const random = new Random(seed);
  const cell = CELLS[seed % CELLS.length] as SimFault;
  const faults: SimFault[] = [{ ...cell, nth: random.chance(0.8) ? 0 : random.int(3) }];
  const more = random.int(5);
  for (let count = 0; count < more; count++) {
    const other = random.pick(CELLS);
    faults.push({ ...other, action: random.chance(0.5) ? other.action : null, nth: random.int(6) });
  }
  const plain = makeVersions(random, cell.action);
  const versions = seed % 5 === 2 ? inWaves(new Random(seed + 0x3a7e), plain) : plain;
  const scenario: Scenario = {
    seed,
    ledger: random.chance(0.06) ? "file" : "memory",
    window: seed % 11 === 9 ? makeWindow(new Random(seed + 0x1a9b)) : null,
    claimed: seed % 13 === 3 || seed % 13 === 8 ? makeClaimed(new Random(seed + 0xc1a1), versions) : [],
    foreign: makeForeign(random, versions, cell.action),
    versions,
    faults,
  };
  if (!SHARING.has(seed % 9)) return scenario;
  const given =
    seed % 9 === 7 ? { ...scenario, versions: changingKinds(new Random(seed + 0x7a4e), versions) } : scenario;
  return inSharedPlaces(given);
}

/** Of nine seeds, those in which the kinds share their places. */
const SHARING: ReadonlySet<number> = new Set([1, 2, 7]);

/** Most names are shared by all kinds. What a stranger has is then now and then of another kind than what is wanted there. */
function inSharedPlaces(scenario: Scenario): Scenario {
  const random = new Random(scenario.seed + 0x91ace);
  const own = new Set(NAMES.filter(() => random.chance(0.2)));
  const share = <T extends { readonly name: string }>(one: T): T =>
    own.has(one.name) ? one : { ...one, name: `${SHARED}${one.name}` };
  const foreign = scenario.foreign.map((one) =>
    share(random.chance(0.2) ? { ...one, kind: random.pick(KINDS) } : one),
  );
  return {
    ...scenario,
    claimed: onePerPlace(scenario.claimed.map(share)),
    foreign: onePerPlace(foreign),
    versions: scenario.versions.map((version) => ({
      ...version,
      resources: Object.fromEntries(
        Object.entries(version.resources).map(([address, resource]) => [address, share(resource)]),
      ),
    })),
  };
}

/** In later versions another kind comes into the place of something, at its address or at another. */
function changingKinds(random: Random, versions: readonly SimVersion[]): readonly SimVersion[] {
  let changed = versions;
  for (let from = 1; from < versions.length; from++) {
    const addresses = Object.keys(changed[from - 1]?.resources ?? {});
    if (addresses.length === 0) continue;
    const address = random.pick(addresses);
    const kind = random.pick(KINDS);
    const to = random.chance(0.5) ? random.pick(ADDRESSES) : address;
    changed = changed.map((version, index) => {
      const resource = version.resources[address];
      if (index < from || resource === undefined) return version;
      const resources = { ...version.resources, [address]: { ...resource, kind } };
      const isFree =
        to !== address && resources[to] === undefined && !touches(version, to) && !touches(version, address);
      return { ...version, resources: isFree ? renamed(resources, address, to) : resources };
    });
  }
  return changed;
}

/** The version says something of the address besides what it declares. */
function touches({ moved, removed }: SimVersion, address: string): boolean {
  return removed[address] !== undefined || Object.entries(moved).flat().includes(address);
}

function onePerPlace(all: readonly Foreign[]): readonly Foreign[] {
  const key = (one: Foreign): string => `${one.target}/${objectName(one)}`;
  return all.filter((one, at) => all.findIndex((other) => key(other) === key(one)) === at);
}

function makeForeign(
  random: Random,
  versions: readonly SimVersion[],
  wanted: Action | null,
): readonly Foreign[] {
  const foreign: Foreign[] = [];
  for (const resource of Object.values(versions[0]?.resources ?? {})) {
    if (!random.chance(wanted === "adopt" ? 0.6 : 0.12)) continue;
    const same = random.chance(0.7);
    foreign.push({
      target: resource.target,
      kind: resource.kind,
      name: resource.name,
      value: same ? resource.value : 1_000 + random.int(9),
      size: resource.size,
    });
  }
  if (random.chance(0.3)) {
    const kind = random.pick(KINDS);
    foreign.push({ target: random.pick(TARGETS), kind, name: random.pick(NAMES), value: 77, size: 1 });
  }
  return onePerPlace(foreign);
}

function makeWindow(random: Random): NonNullable<Scenario["window"]> {
  const by = [-86_400_000, -3_600_000, 3_600_000, 3_600_000, 86_400_000];
  return {
    jumps: Array.from({ length: random.between(1, 3) }, () => ({
      at: random.int(240_000),
      by: random.pick(by),
    })),
  };
}

/** Some of what this environment is to have. By chance of its own, so that all else stays as it is. */
function makeClaimed(random: Random, versions: readonly SimVersion[]): readonly Foreign[] {
  const wanted = versions.flatMap(({ resources }) => Object.values(resources));
  const claimed = new Map<string, Foreign>();
  for (const { target, kind, name, value, size } of wanted)
    if (random.chance(0.25))
      claimed.set(`${target}/${kind}-${name}`, { target, kind, name, value: value + random.int(2), size });
  return [...claimed.values()];
}

function makeVersions(random: Random, wanted: Action | null): readonly SimVersion[] {
  let resources: Record<string, SimResource> = {};
  const first = random.between(1, 5);
  for (let index = 0; index < first; index++) resources = add(random, resources, wanted);
  const versions: SimVersion[] = [{ at: 0, resources, moved: {}, removed: {} }];
  const later = random.chance(0.15) && wanted === "create" ? 0 : random.between(1, 3);
  let at = 0;
  for (let count = 0; count < later; count++) {
    at += random.between(1, 40_000);
    const next = change(random, versions.at(-1) as SimVersion, at, count === 0 ? wanted : null);
    versions.push(next);
  }
  return versions;
}

/** Some of a version wait for others, and some change one at a time. By chance of its own, so that all else stays as it is. */
function inWaves(random: Random, versions: readonly SimVersion[]): readonly SimVersion[] {
  const hasBatch = random.chance(0.4);
  return versions.map((version) => ({
    ...version,
    resources: Object.fromEntries(
      Object.entries(version.resources).map(([address, resource]) => {
        const batch = hasBatch && random.chance(0.6);
        return [address, { ...resource, wave: random.int(3), batch }];
      }),
    ),
  }));
}

function fresh(random: Random, resources: Readonly<Record<string, SimResource>>): string | null {
  const free = ADDRESSES.filter((address) => resources[address] === undefined);
  return free.length === 0 ? null : random.pick(free);
}

const ADDRESSES = ["a", "b", "c", "d", "e", "f", "g", "h"];

function add(
  random: Random,
  resources: Readonly<Record<string, SimResource>>,
  wanted: Action | null,
): Record<string, SimResource> {
  const address = fresh(random, resources);
  if (address === null) return { ...resources };
  const target = random.pick(TARGETS);
  const taken = new Set(Object.values(resources).map((other) => `${other.target}/${other.name}`));
  const name = random.pick(NAMES.filter((name) => !taken.has(`${target}/${name}`)));
  const others = Object.keys(resources);
  const needs = others.filter(() => random.chance(0.35));
  const from = others.length > 0 && random.chance(0.3) ? random.pick(others) : null;
  const resource: SimResource = {
    kind: wanted === "replace" && random.chance(0.7) ? "Fixed" : random.pick(KINDS),
    target,
    name,
    value: random.int(100),
    size: random.int(10),
    from,
    needs: [...new Set(from === null ? needs : [...needs, from])].toSorted(),
    protect: random.chance(0.08),
    keep: random.chance(wanted === "release" ? 0.6 : 0.08),
    adopt: random.chance(0.75) ? "must-match" : random.pick(["if-unowned", "always"] as const),
    mode: "manage",
    wave: 0,
    batch: false,
  };
  return { ...resources, [address]: resource };
}

const NAMES = ["n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7"];

/** The next version: some of what a person does to a declaration. */
function change(random: Random, before: SimVersion, at: number, wanted: Action | null): SimVersion {
  let resources: Record<string, SimResource> = { ...before.resources };
  const moved: Record<string, string> = {};
  const removed: Record<string, boolean> = {};
  const times = random.between(1, 3);
  for (let count = 0; count < times; count++) {
    const edit = (count === 0 ? EDIT_FOR[wanted ?? "none"] : undefined) ?? random.pick(EDITS);
    const addresses = Object.keys(resources);
    if (edit === "add" || addresses.length === 0) {
      resources = add(random, resources, wanted);
      continue;
    }
    const address = random.pick(addresses);
    const resource = resources[address] as SimResource;
    const put = (changes: Partial<SimResource>): void => {
      resources[address] = { ...resource, ...changes };
    };
    switch (edit) {
      case "value":
        put({ value: random.int(100) });
        break;
      case "size":
        put({ size: resource.size + 1 });
        break;
      case "key":
        put({ name: random.pick(NAMES) });
        break;
      case "target":
        put({ target: random.pick(TARGETS) });
        break;
      case "kind":
        put({ kind: random.pick(KINDS) });
        break;
      case "protect":
        put({ protect: !resource.protect });
        break;
      case "keep":
        put({ keep: !resource.keep });
        break;
      case "adopt":
        put({ adopt: random.pick(["must-match", "if-unowned", "always"] as const) });
        break;
      case "mode":
        put({ mode: resource.mode === "manage" ? "read" : "manage" });
        break;
      case "edges": {
        const others = addresses.filter((other) => other !== address && !reaches(resources, other, address));
        const needs = others.filter(() => random.chance(0.4));
        const from = resource.from !== null && needs.includes(resource.from) ? resource.from : null;
        put({ needs: needs.toSorted(), from });
        break;
      }
      case "remove":
      case "destroy":
      case "give-up":
        resources = without(resources, address);
        if (edit !== "remove") removed[address] = edit === "destroy";
        break;
      case "rename":
      case "move": {
        const to = fresh(random, resources);
        if (to === null) break;
        resources = renamed(resources, address, to);
        if (edit === "move") moved[address] = to;
        break;
      }
      case "swap": {
        const other = random.pick(addresses);
        const one = resources[address] as SimResource;
        const two = resources[other] as SimResource;
        resources[address] = { ...one, name: two.name, target: two.target, kind: two.kind };
        resources[other] = { ...two, name: one.name, target: one.target, kind: one.kind };
        break;
      }
    }
  }
  return { at, resources: unique(resources), moved, removed };
}

const EDITS = [
  "add",
  "value",
  "value",
  "size",
  "key",
  "target",
  "kind",
  "protect",
  "keep",
  "adopt",
  "mode",
  "edges",
  "edges",
  "remove",
  "remove",
  "destroy",
  "give-up",
  "rename",
  "rename",
  "move",
  "swap",
] as const;

const EDIT_FOR: Readonly<Record<Action, (typeof EDITS)[number] | undefined>> = {
  create: "add",
  update: "value",
  replace: "size",
  delete: "remove",
  adopt: undefined,
  release: "remove",
  none: undefined,
};

function without(
  resources: Readonly<Record<string, SimResource>>,
  gone: string,
): Record<string, SimResource> {
  const rest: Record<string, SimResource> = {};
  for (const [address, resource] of Object.entries(resources)) {
    if (address === gone) continue;
    rest[address] = {
      ...resource,
      needs: resource.needs.filter((need) => need !== gone),
      from: resource.from === gone ? null : resource.from,
    };
  }
  return rest;
}

function renamed(
  resources: Readonly<Record<string, SimResource>>,
  from: string,
  to: string,
): Record<string, SimResource> {
  const name = (address: string): string => (address === from ? to : address);
  return Object.fromEntries(
    Object.entries(resources).map(([address, resource]) => [
      name(address),
      {
        ...resource,
        needs: resource.needs.map(name).toSorted(),
        from: resource.from === null ? null : name(resource.from),
      },
    ]),
  );
}

export function reaches(resources: Readonly<Record<string, SimResource>>, from: string, to: string): boolean {
  return from === to || (resources[from]?.needs ?? []).some((need) => reaches(resources, need, to));
}

/** Two resources with one identity do not compile: the later one goes. */
function unique(resources: Readonly<Record<string, SimResource>>): Record<string, SimResource> {
  let kept: Record<string, SimResource> = { ...resources };
  const seen = new Set<string>();
  for (const [address, { target, name }] of Object.entries(resources)) {
    const identity = `${target}/${name}`;
    if (seen.has(identity)) kept = without(kept, address);
    seen.add(identity);
  }
  return kept;
}
