// Rules 2 to 4 where nobody reads: what every definition does to what is below it, also of definitions that lose.
//
// Rule 4: "What amends, removes or replaces must hit something: otherwise an error with the nearest name."

import type { KeyedEntry } from "../../compiler/ast.ts";
import { isMerged } from "./program.ts";
import { ABSENT } from "./values.ts";
import { Unknown, Wrong, type Rule } from "./wrong.ts";
import { isOfType, isBelow, isKeyedEntry } from "./definitions.ts";
import { slotsOf, paramPlace, turnsOf } from "./instances.ts";
import { itemOf, isItemThere } from "./items.ts";
import { below, holdsFinal, valueAt, isThere, keysOf, standing, childOf } from "./places.ts";
import type { Place, Definition, Instance } from "./world.ts";

/** Notes what is wrong, and goes on with the rest. */
export type Note = (look: () => void) => void;

export function noteIn(rules: Set<Rule>): Note {
  return (look) => {
    try {
      look();
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      rules.add(error.rule);
    }
  };
}

/** A slot, everything in it, and everything that is said of it. */
export function checkPlace(place: Place, note: Note): void {
  if (!isMerged(place.type)) {
    note(() => valueAt(place));
    return;
  }
  for (const definition of place.stack)
    if (definition.applies())
      for (const entry of entriesOf(definition))
        note(() => checkEntry(childOf(below(place, definition.layer), entry.key.text), entry));
  note(() => {
    if (!isThere(place)) return;
    for (const key of keysOf(place)) note(() => checkField(childOf(place, key), note));
  });
}

function checkField(child: Place, note: Note): void {
  checkPlace(child, note);
  if (child.type.kind !== "optional" && valueAt(child) === ABSENT)
    throw new Wrong("a field is missing", child.path);
}

function entriesOf({ does }: Definition): readonly KeyedEntry[] {
  return does.kind === "amend" ? does.block.entries.filter(isKeyedEntry) : [];
}

/** `lower`: what stands below the entry. */
function checkEntry(lower: Place, entry: KeyedEntry): void {
  if (entry.kind === "amend") {
    if (!isThere(lower)) throw new Wrong("amends nothing", lower.path);
    return;
  }
  if (entry.kind === "remove") {
    if (!isThere(lower)) throw new Wrong("removes nothing", lower.path);
    checkNoFinal(lower);
    return;
  }
  if (entry.replace) {
    if (!isThere(lower)) throw new Wrong("replaces nothing", lower.path);
    checkNoFinal(lower);
    return;
  }
  // Rule 3: "a bare `=` there is an error that offers both".
  if (entry.operator !== "=" || !isMerged(lower.type)) return;
  if (standing(lower).some(({ layer }) => !isOfType(layer)) && isThere(lower))
    throw new Wrong("a bare =", lower.path);
}

/** Rule 2: "A final leaf also stops `remove` and `replace` of its ancestors." */
function checkNoFinal(lower: Place): void {
  if (holdsFinal(lower)) throw new Wrong("over a final", lower.path);
}

/** The slots of an instance, with all that is inside them. */
export function checkInstance(instance: Instance, note: Note): void {
  for (const member of instance.system.members) {
    if (member.kind !== "param") continue;
    const place = paramPlace(instance, member.name.text);
    checkPlace(place, note);
    note(() => {
      if (place.type.kind !== "optional" && valueAt(place) === ABSENT)
        throw new Wrong("a param is missing", place.path);
    });
  }
  for (const declared of slotsOf(instance))
    note(() => {
      for (const { key } of turnsOf(declared)) {
        if (!isItemThere(instance, declared, key)) continue;
        const item = itemOf(instance, declared, key);
        if (item.kind === "resource") checkPlace(item.place, note);
        else checkInstance(item.instance, note);
      }
    });
  for (const definition of instance.stack)
    if (definition.applies())
      for (const entry of entriesOf(definition)) note(() => checkMember(instance, definition, entry));
}

function checkMember(instance: Instance, definition: Definition, entry: KeyedEntry): void {
  const name = entry.key.text;
  if (instance.system.members.some((member) => member.kind === "param" && member.name.text === name)) {
    checkEntry(below(paramPlace(instance, name), definition.layer), entry);
    return;
  }
  const declared = slotsOf(instance).find(({ slot }) => slot.name.text === name);
  if (declared === undefined) throw new Unknown(`the slot ${name}`);
  if (entry.kind === "set") throw new Unknown("a resource that is assigned");
  const stackOf = (key: string | null) => {
    const item = itemOf(instance, declared, key);
    const stack = item.kind === "resource" ? item.place.stack : item.instance.stack;
    return stack.filter(({ layer }) => isBelow(layer, definition.layer));
  };
  const isGone = (key: string | null) => stackOf(key).some(({ does }) => does.kind === "remove");
  const rule = entry.kind === "amend" ? "amends nothing" : "removes nothing";
  if (declared.slot.loop === null) {
    if (isGone(null)) throw new Wrong(rule, name);
    return;
  }
  if (entry.kind === "remove") return;
  // Rule 7: "amending a key that is not in it names who dropped it".
  const keys = turnsOf(declared).flatMap(({ key, condition }) => (condition && key !== null ? [key] : []));
  for (const inner of entry.block.entries.filter(isKeyedEntry)) {
    const key = inner.key.text;
    const what = inner.kind === "remove" ? "removes nothing" : "amends nothing";
    if (!keys.includes(key) || isGone(key)) throw new Wrong(what, `${name}.${key}`);
  }
}
