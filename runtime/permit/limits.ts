// Limits: what is too much at once, and waits together until a person has approved it.
//
// In:  all items of an environment that would start, how many resources there are, and what was deleted and replaced in the
// last hour. Out: for each item that is held, the rule that holds it, in words.
// A limit is about a group, so it holds the group: half of a mistake is no better than all of it. What is already held stays
// held when the group becomes smaller (runtime/engine/gate.ts remembers it by digest): it is approval that ends it, not
// patience.

import type { Address } from "../../compiler/address.ts";
import type { Identity } from "../../compiler/identity.ts";
import { isJsonObject, type JsonObject } from "../../compiler/json.ts";
import type { Item } from "../item.ts";

export interface LimitSettings {
  /** Deletes and replaces of more than this part of the resources in an hour, */
  readonly share: number;
  /** where there are at least so many resources. */
  readonly from: number;
  /** More than this part of a target's resources gone or drifted at once, */
  readonly surprise: number;
  /** and at least so many of them. */
  readonly surpriseFrom: number;
  /** Whether the last resource of a target or of the environment waits. */
  readonly last: boolean;
}

export const DEFAULT_LIMITS: LimitSettings = {
  share: 0.1,
  from: 10,
  surprise: 0.3,
  surpriseFrom: 10,
  last: true,
};

/** The rolling hour. */
export const LIMIT_HOUR = 60 * 60_000;

export interface Weighed {
  readonly key: string;
  readonly item: Item;
  /** The kind of what goes, where that holds data: of a replace by another kind the old one. */
  readonly dataOf: string | null;
}

/** A delete or a replace that was begun in the last hour. */
export interface Disruption {
  readonly environment: string;
  readonly target: string;
  readonly identity: Identity;
  /** It is gone, and so no longer among the resources that are counted. */
  readonly deleted: boolean;
}

export interface LimitInput {
  readonly environment: string;
  readonly settings: LimitSettings;
  /** What is neither blocked nor already under way. */
  readonly items: readonly Weighed[];
  /** Of what is ours: in this environment, and on each target whatever the environment. */
  readonly population: { readonly environment: number; readonly targets: ReadonlyMap<string, number> };
  readonly recent: readonly Disruption[];
  /** What stays or comes: resources that are wanted, and those that are ours and not to be deleted. */
  readonly staying: { readonly environment: number; readonly targets: ReadonlyMap<string, number> };
  /** The commit is unchanged and the graph is not. */
  readonly sameCommit: boolean;
}

export type Rule = "share" | "last" | "data" | "same-commit" | "purge" | "surprise";

export interface LimitHold {
  readonly rule: Rule;
  readonly why: string;
}

/**
 * Whether any limit can apply at all. The few resources that drift on any day meet none, and to count everything for each
 * of them would cost the size of the environment and not the change.
 */
export function canHold(settings: LimitSettings, items: readonly Weighed[]): boolean {
  let surprises = 0;
  for (const { item } of items) {
    if (isDisruptive(item)) return true;
    if (isSurprise(item)) surprises++;
  }
  return surprises >= settings.surpriseFrom;
}

export function limit(input: LimitInput): ReadonlyMap<string, LimitHold> {
  const held = new Map<string, LimitHold>();
  const hold = (items: readonly Weighed[], rule: Rule, why: string): void => {
    for (const { key } of items) if (!held.has(key)) held.set(key, { rule, why });
  };
  const disruptive = input.items.filter(({ item }) => isDisruptive(item));
  for (const each of disruptive)
    if (each.dataOf !== null) hold([each], "data", `its kind ${each.dataOf} holds data`);
  if (input.sameCommit)
    hold(
      disruptive,
      "same-commit",
      "the commit is the same as before, and its graph is not: nobody asked for this",
    );
  holdPurges(input, disruptive, hold);
  holdLast(input, disruptive, hold);
  holdShare(input, disruptive, hold);
  holdSurprise(input, hold);
  return held;
}

type Hold = (items: readonly Weighed[], rule: Rule, why: string) => void;

/** Something goes: the resource itself, or with a purge what nobody declared. */
export function isDisruptive(item: Pick<Item, "action" | "removes">): boolean {
  return item.action === "delete" || item.action === "replace" || item.removes !== undefined;
}

/** What a purge removes is no resource and has no share of them: so many things at once wait for a person. */
function holdPurges(input: LimitInput, disruptive: readonly Weighed[], hold: Hold): void {
  for (const each of disruptive) {
    const count = each.item.removes?.length ?? 0;
    if (count < input.settings.from) continue;
    hold([each], "purge", `${count} things in it that nobody has declared would be deleted`);
  }
}

function holdLast(input: LimitInput, disruptive: readonly Weighed[], hold: Hold): void {
  const deletes = disruptive.filter(({ item }) => item.action === "delete");
  if (deletes.length === 0 || !input.settings.last) return;
  if (input.staying.environment === 0)
    hold(deletes, "last", `nothing would be left of the environment ${input.environment}`);
  for (const [target, own] of byTarget(deletes))
    if ((input.staying.targets.get(target) ?? 0) === 0)
      hold(own, "last", `nothing would be left on the target \`${target}\``);
}

function holdShare(input: LimitInput, disruptive: readonly Weighed[], hold: Hold): void {
  if (disruptive.length === 0) return;
  const { environment, population, recent } = input;
  const own = recent.filter((each) => each.environment === environment);
  const check = (
    items: readonly Weighed[],
    done: readonly Disruption[],
    there: number,
    where: string,
  ): void => {
    const identities = new Set<Identity>(items.map(({ item }) => item.identity));
    const pending = identities.size;
    for (const { identity } of done) identities.add(identity);
    const base = there + done.filter((each) => each.deleted).length;
    if (base < input.settings.from || identities.size <= input.settings.share * base) return;
    const before = identities.size - pending;
    const also = before === 0 ? "" : `, with the ${before} of the last hour`;
    hold(
      items,
      "share",
      `${identities.size} of ${base} resources ${where} would be deleted or replaced${also}: more than ${percent(input.settings.share)} in an hour`,
    );
  };
  check(disruptive, own, population.environment, `of ${environment}`);
  for (const [target, items] of byTarget(disruptive)) {
    const done = recent.filter((each) => each.target === target);
    check(items, done, population.targets.get(target) ?? 0, `on the target \`${target}\``);
  }
}

function holdSurprise(input: LimitInput, hold: Hold): void {
  const { surprise, surpriseFrom } = input.settings;
  for (const [target, items] of byTarget(input.items.filter(({ item }) => isSurprise(item)))) {
    const there = input.population.targets.get(target) ?? 0;
    if (items.length < surpriseFrom || items.length <= surprise * there) continue;
    hold(
      items,
      "surprise",
      `${items.length} of ${there} resources on the target \`${target}\` are gone or changed at once: more than ${percent(surprise)}`,
    );
  }
}

/** The world is otherwise than we left it. */
export function isSurprise(item: Pick<Item, "cause" | "reason" | "changes">): boolean {
  if (item.cause === "corrective" || item.reason === "gone") return true;
  return item.reason !== "found" && item.changes.some((change) => change.class === "both");
}

function byTarget(items: readonly Weighed[]): ReadonlyMap<string, readonly Weighed[]> {
  const groups = new Map<string, Weighed[]>();
  for (const each of items) {
    const group = groups.get(each.item.target);
    if (group === undefined) groups.set(each.item.target, [each]);
    else group.push(each);
  }
  return groups;
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

/** The `limits` of a graph's delivery settings: parts of one, and counts. What cannot be read is the strictest there is. */
export function limitsOfDelivery(delivery: JsonObject): Partial<LimitSettings> {
  const limits = delivery["limits"];
  if (limits === undefined || limits === null) return {};
  if (!isJsonObject(limits)) return { share: 0, from: 1, surprise: 0, surpriseFrom: 1, last: true };
  const settings: { -readonly [Name in keyof LimitSettings]?: LimitSettings[Name] } = {};
  if (limits["last"] !== undefined && limits["last"] !== false) settings.last = true;
  for (const name of ["share", "from", "surprise", "surpriseFrom"] as const) {
    const value = limits[name];
    if (value === undefined || value === null) continue;
    settings[name] = typeof value === "number" && value >= 0 ? value : 0;
  }
  return settings;
}

/** The stricter of each. */
export function stricterLimits(grant: LimitSettings, asked: Partial<LimitSettings>): LimitSettings {
  const least = (name: Exclude<keyof LimitSettings, "last">): number =>
    Math.min(grant[name], asked[name] ?? grant[name]);
  return {
    share: least("share"),
    from: least("from"),
    surprise: least("surprise"),
    surpriseFrom: least("surpriseFrom"),
    last: grant.last || asked.last === true,
  };
}

/** What is held by a limit and was not approved: by the digest of the item, so that another item is another matter. */
export interface HeldItem extends LimitHold {
  readonly address: Address;
  readonly digest: Item["digest"];
}
