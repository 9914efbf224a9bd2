// Instances of systems: which slots they have, which definitions stand on those, and what their names mean.
//
// Rule 8: "An instance's block is an anonymous outer overlay, and `with` may follow any instance. Stack: inner body, its
// `with`, the outer block, outer overlays."

import type { Member } from "../../compiler/ast.ts";
import { typeOf } from "./program.ts";
import { ABSENT, container, type Value } from "./values.ts";
import { Unknown, Wrong } from "./wrong.ts";
import { PLAIN, TYPE_DEFAULT, isBelow, within, keyedIn, blockScope } from "./definitions.ts";
import { evaluate, runLoop, type Turn } from "./expressions.ts";
import { valueAt } from "./places.ts";
import {
  NOWHERE,
  guarded,
  type Place,
  type Layer,
  type Scope,
  type Definition,
  type Instance,
  type Declared,
} from "./world.ts";

/** The slots of the body, then those that overlays declare; rule 3: "`replace db: rds.Instance { … }` may change the kind". */
export function slotsOf(instance: Instance): readonly Declared[] {
  const slots = new Map<string, Declared>();
  const body: Layer = { depth: instance.depth, index: 0, sibling: 0 };
  const inside = within(instance.world.files, (name) => membersOf(instance.whole(), name));
  for (const slot of instance.system.members)
    if (slot.kind === "slot") slots.set(slot.name.text, { slot, layer: body, scope: inside });
  for (const { does, layer, applies } of instance.stack) {
    if (does.kind !== "amend") continue;
    for (const entry of does.block.entries)
      if (entry.kind === "declare" && applies()) {
        const { slot } = entry;
        slots.set(slot.name.text, { slot, layer, scope: blockScope(does.block, does.scope) });
      }
  }
  return [...slots.values()];
}

/** The values of the system's names. Always the final ones. */
export function membersOf(instance: Instance, name: string): (() => Value) | null {
  const member = instance.system.members.find((item) => item.name.text === name && item.kind !== "slot");
  if (member !== undefined) return () => memberValue(instance.whole(), member);
  const declared = slotsOf(instance).find(({ slot }) => slot.name.text === name);
  return declared === undefined ? null : () => slotValue(instance.whole(), declared);
}

export function scopeOf(instance: Instance): Scope {
  return within(instance.world.files, (name) => membersOf(instance.whole(), name));
}

export function memberValue(instance: Instance, member: Member): Value {
  switch (member.kind) {
    case "param":
      return valueAt(paramPlace(instance, member.name.text));
    case "let":
    case "output":
      return guarded(instance.world, `${instance.path}.${member.name.text}`, () =>
        evaluate(member.value, scopeOf(instance), NOWHERE),
      );
    case "slot":
      throw new Error("slots are looked up among those that are declared");
  }
}

export function paramPlace(instance: Instance, name: string): Place {
  const param = instance.system.members.find(
    (member) => member.kind === "param" && member.name.text === name,
  );
  if (param?.kind !== "param") throw new Unknown(`the param ${name}`);
  const { world } = instance;
  const scope = within(scopeOf(instance.whole()), (other) =>
    other === name
      ? () => {
          throw new Unknown("an initialiser that reads its own name");
        }
      : null,
  );
  const defaults: readonly Definition[] =
    param.value === null
      ? []
      : [
          {
            ...PLAIN,
            layer: TYPE_DEFAULT,
            does: { kind: "define", source: { kind: "expression", expression: param.value, scope } },
          },
        ];
  const place: Place = {
    world,
    path: `${instance.path}.${name}`,
    type: typeOf(world.program, param.type),
    stack: [...defaults, ...instance.stack.flatMap((definition) => keyedIn(definition, name))],
    whole: () => (instance.cut === "" ? place : paramPlace(instance.whole(), name)),
    cut: instance.cut,
    it: null,
    entry: null,
    isEntry: false,
  };
  return place;
}

/** The elements of a slot with `for`, over the final collection; of another slot the only one there is. */
export function turnsOf({ slot, scope }: Declared): readonly (Turn & { readonly condition: boolean })[] {
  const turns: readonly Turn[] =
    slot.loop === null ? [{ key: null, scope }] : runLoop(slot.loop, scope, NOWHERE);
  const keys = turns.flatMap(({ key }) => (key === null ? [] : [key]));
  if (new Set(keys).size < keys.length) throw new Wrong("two with one key", slot.name.text);
  return turns.map((turn) => ({
    ...turn,
    condition: slot.condition === null || evaluate(slot.condition, turn.scope, NOWHERE) === true,
  }));
}

/** Rule 7: "Loops are one definition at the body's level, expanded over the *final* collection." */
export function slotValue(instance: Instance, declared: Declared): Value {
  if (declared.slot.loop === null) return instance.world.itemValue(instance, declared, null);
  const present = () =>
    turnsOf(declared)
      .filter(({ key, condition }) => condition && instance.world.isItemThere(instance, declared, key))
      .flatMap(({ key }) => (key === null ? [] : [key]));
  return container(present, (key) => instance.world.itemValue(instance, declared, key));
}

/** Rule 5: the instance, cut off below a layer. */
export function belowInstance(instance: Instance, layer: Layer): Value {
  const cut = `${instance.cut}@${layer.depth}.${layer.index}`;
  const stack = instance.stack.filter((definition) => isBelow(definition.layer, layer));
  return instanceValue({ ...instance, stack, cut });
}

export function instanceValue(instance: Instance): Value {
  const members = instance.system.members.filter((member) => member.kind !== "slot");
  return container(
    () => [
      ...members.map((member) => member.name.text),
      ...slotsOf(instance).map(({ slot }) => slot.name.text),
    ],
    (name) => {
      const member = members.find((other) => other.name.text === name);
      if (member !== undefined) return memberValue(instance, member);
      const declared = slotsOf(instance).find(({ slot }) => slot.name.text === name);
      return declared === undefined ? ABSENT : slotValue(instance, declared);
    },
  );
}
