// The items of a slot: a resource, an instance of a system, or one of either for each element of a loop.
//
// Rule 7: "Loops are one definition at the body's level, expanded over the *final* collection; amendments per key apply above
// it."

import type { EachEntry, System } from "../../compiler/ast.ts";
import { kindType } from "./program.ts";
import { ABSENT, type Value } from "./values.ts";
import { Unknown, Wrong } from "./wrong.ts";
import {
  PLAIN,
  isBelow,
  keyedIn,
  eachesIn,
  fromEach,
  onlyEach,
  isKeyedEntry,
  fromEntry,
  blockScope,
} from "./definitions.ts";
import { evaluate } from "./expressions.ts";
import { turnsOf, belowInstance, instanceValue } from "./instances.ts";
import { overlayDefinitions } from "./overlays.ts";
import { below, valueAt, isThere } from "./places.ts";
import {
  NOWHERE,
  type Place,
  type Layer,
  type Scope,
  type Definition,
  type Instance,
  type Declared,
} from "./world.ts";

export function itemValue(instance: Instance, declared: Declared, key: string | null): Value {
  if (isRemoved(instance, declared, key)) throw new Wrong("needs what was removed", declared.slot.name.text);
  const item = itemOf(instance, declared, key);
  if (item.kind === "resource") return valueAt(item.place);
  if (!isItemThere(instance, declared, key)) return ABSENT;
  return instanceValue(item.instance);
}

export type Item =
  | { readonly kind: "resource"; readonly place: Place }
  | { readonly kind: "instance"; readonly instance: Instance };

/** A resource or an instance: the slot's own, or the one of a loop that has this key. */
export function itemOf(instance: Instance, declared: Declared, key: string | null): Item {
  const { world } = instance;
  const { slot } = declared;
  if (slot.existing) throw new Unknown("existing");
  const path = `${instance.path}.${slot.name.text}${key === null ? "" : `.${key}`}`;
  const again = () => itemOf(instance.whole(), declared, key);
  const system = world.program.systems.get(slot.of.text);
  if (system === undefined) {
    const place: Place = {
      world,
      path,
      type: kindType(world.program, slot.of.text),
      // In its block `it` is the resource, however the block came there.
      stack: itemStack(instance, declared, key).map((definition) => ({ ...definition, it: null })),
      whole: () => {
        const whole = instance.cut === "" ? null : again();
        return whole?.kind === "resource" ? whole.place : place;
      },
      cut: instance.cut,
      it: () => valueAt(place.whole()),
      entry: null,
      isEntry: false,
    };
    return { kind: "resource", place };
  }
  const around: Scope = { world, lookup: (name) => turnScope(declared, key).lookup(name) };
  const inner: Instance = {
    world,
    path,
    system,
    depth: instance.depth + 1,
    stack: matchingItself(
      [
        ...overlayDefinitions(slot.with, () => inner.whole(), instance.depth + 1, around, world),
        ...itemStack(instance, declared, key),
      ],
      system,
      () => inner.whole(),
    ),
    whole: () => {
      const whole = instance.cut === "" ? null : again();
      return whole?.kind === "instance" ? whole.instance : inner;
    },
    cut: instance.cut,
  };
  return { kind: "instance", instance: inner };
}

function turnScope(declared: Declared, key: string | null): Scope {
  if (key === null) return declared.scope;
  const turn = turnsOf(declared).find((other) => other.key === key);
  if (turn === undefined) throw new Wrong("nothing there", key);
  return turn.scope;
}

/** The definitions of one item: the body's declaration and block, and what the overlays say of it. */
function itemStack(instance: Instance, declared: Declared, key: string | null): readonly Definition[] {
  const { slot, layer } = declared;
  const base = { ...PLAIN, layer };
  // What was said of a slot that is replaced is dropped with it, and an `each` is about what is declared at or below it.
  const above = instance.stack.filter((definition) => !isBelow(definition.layer, layer));
  const isIn = () => turnsOf(declared).some((turn) => turn.key === key && turn.condition);
  const late: Scope = {
    world: instance.world,
    lookup: (name) => turnScope(declared, key).lookup(name),
  };
  return [
    { ...base, applies: isIn, does: { kind: "declare" } },
    { ...base, does: { kind: "amend", block: slot.block, scope: late } },
    ...above.flatMap((definition) => itemDefinitions(instance, declared, key, definition)),
  ];
}

function itemDefinitions(
  instance: Instance,
  declared: Declared,
  key: string | null,
  definition: Definition,
): readonly Definition[] {
  const eaches = (holder: Definition) =>
    eachesIn(holder).flatMap((entry) => eachOf(instance, declared, key, holder, entry));
  const named = keyedIn(definition, declared.slot.name.text);
  // Rule 7: "amendments per key apply above it".
  const byKey = key === null ? named : named.flatMap((outer) => [...eaches(outer), ...ofKey(outer, key)]);
  return [...eaches(definition), ...byKey];
}

function ofKey(outer: Definition, key: string): readonly Definition[] {
  if (outer.does.kind === "remove") return [outer];
  if (outer.does.kind !== "amend") throw new Unknown("a resource that is assigned");
  const scope = blockScope(outer.does.block, outer.does.scope);
  return outer.does.block.entries
    .filter(isKeyedEntry)
    .filter((entry) => entry.key.text === key)
    .map((entry) => fromEntry(outer, entry, scope));
}

/** Rule 6: "`each Kind where cond { … }` amends every resource of the kind declared at or below the overlay, at all depths." */
function eachOf(
  instance: Instance,
  declared: Declared,
  key: string | null,
  definition: Definition,
  entry: EachEntry,
): readonly Definition[] {
  const { world } = instance;
  const { slot } = declared;
  if (entry.of.text !== slot.of.text) {
    const goesOn = world.program.systems.has(slot.of.text);
    return goesOn ? [onlyEach(definition, entry)] : [];
  }
  const applies = () => {
    const { does } = definition;
    if (entry.where === null || does.kind !== "amend") return true;
    // Rule 5: "`it` in `each … where` for the resource" is the resource below this overlay.
    // What this overlay itself declares is matched, and there is nothing below to ask a condition of.
    if (!isBelow(declared.layer, definition.layer)) return false;
    const it = () => belowItem(itemOf(instance.whole(), declared, key), definition.layer);
    return evaluate(entry.where, does.scope, { ...NOWHERE, it }) === true;
  };
  const matched = () => itemValue(instance.whole(), declared, key);
  return [fromEach(definition, entry, matched, applies)];
}

/** Rule 6: the system that a block is on counts as a match of `each System`. */
export function matchingItself(
  stack: readonly Definition[],
  system: System,
  instance: () => Instance,
): readonly Definition[] {
  return stack.flatMap((definition) => {
    const { does, layer } = definition;
    if (does.kind !== "amend") return [definition];
    const eaches = does.block.entries.filter((entry) => entry.kind === "each");
    const own = eaches.filter((entry) => entry.of.text === system.name.text);
    return [
      definition,
      ...own.map((entry) => {
        const applies = () => {
          const it = () => belowInstance(instance(), layer);
          return entry.where === null || evaluate(entry.where, does.scope, { ...NOWHERE, it }) === true;
        };
        return fromEach(definition, entry, () => instanceValue(instance()), applies);
      }),
    ];
  });
}

function belowItem(item: Item, layer: Layer): Value {
  return item.kind === "resource" ? valueAt(below(item.place, layer)) : belowInstance(item.instance, layer);
}

export function isItemThere(instance: Instance, declared: Declared, key: string | null): boolean {
  if (isRemoved(instance, declared, key)) return false;
  return turnsOf(declared).some((turn) => turn.key === key && turn.condition);
}

export function isRemoved(instance: Instance, declared: Declared, key: string | null): boolean {
  const item = itemOf(instance, declared, key);
  if (item.kind === "resource") {
    const { stack } = item.place;
    return stack.some(({ does }) => does.kind === "remove") && !isThere(item.place);
  }
  return item.instance.stack.some(({ does }) => does.kind === "remove");
}
