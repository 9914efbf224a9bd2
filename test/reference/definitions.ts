// Definitions: what a slot's stack holds, and the layers that order it.
//
// Rule 1: "A slot holds a stack of definitions, lowest first: the type's default, the system's body, then each overlay in
// the order the environment lists them. Strength belongs to leaves: `default`, normal or `final` (`final x { a = 1 }` is
// `x { final a = 1 }`)."
//
// Rule 8: "Stack: inner body, its `with`, the outer block, outer overlays."

import type { Block, EachEntry, Entry, KeyedEntry } from "../../compiler/ast.ts";
import { isContainer, type Value } from "./values.ts";
import { NOWHERE, type Layer, type Scope, type Source, type Definition } from "./world.ts";

/** The lowest of all: what the record's type says of a field. */
export const FIELD_DEFAULT: Layer = { depth: Number.POSITIVE_INFINITY, index: -1, sibling: 0 };
/** What the type or the parameter says that holds the record. */
export const TYPE_DEFAULT: Layer = { depth: Number.POSITIVE_INFINITY, index: 0, sibling: 0 };

/** A type's default is nothing to what is written above it. */
export function isOfType({ depth }: Layer): boolean {
  return depth === Number.POSITIVE_INFINITY;
}

/** Rule 5: "*Below* means the stack cut off below this overlay"; rule 9: "`super` is below the group". */
export function isBelow(layer: Layer, other: Layer): boolean {
  return layer.depth > other.depth || (layer.depth === other.depth && layer.index < other.index);
}

export function inOneGroup(one: Layer, other: Layer): boolean {
  return one.depth === other.depth && one.index === other.index;
}

export function isSame(one: Layer, other: Layer): boolean {
  return inOneGroup(one, other) && one.sibling === other.sibling;
}

export function within(outer: Scope, lookup: Scope["lookup"]): Scope {
  return { world: outer.world, lookup: (name) => lookup(name) ?? outer.lookup(name) };
}

export const always = (): boolean => true;

/** What most definitions are. */
export const PLAIN = {
  strength: "normal",
  each: false,
  passing: false,
  it: null,
  below: null,
  applies: always,
} as const;

/** What is said of `key` in the block of a definition, without `each`. */
export function keyedIn(definition: Definition, key: string): readonly Definition[] {
  const { does } = definition;
  if (does.kind !== "amend") return [];
  const scope = blockScope(does.block, does.scope);
  return does.block.entries
    .filter((entry): entry is KeyedEntry => isKeyedEntry(entry) && entry.key.text === key)
    .map((entry) => fromEntry(definition, entry, scope));
}

export function eachesIn(definition: Definition): readonly EachEntry[] {
  const { does } = definition;
  return does.kind === "amend" ? does.block.entries.filter((entry) => entry.kind === "each") : [];
}

/** An `each` of the block, as a definition of one thing that it hits. */
export function fromEach(
  definition: Definition,
  entry: EachEntry,
  it: () => Value,
  applies: () => boolean,
): Definition {
  const { does } = definition;
  if (does.kind !== "amend") throw new Error("only a block holds an `each`");
  const scope = blockScope(does.block, does.scope);
  return {
    ...definition,
    each: true,
    passing: false,
    it,
    applies: () => definition.applies() && applies(),
    does: { kind: "amend", block: entry.block, scope },
  };
}

/** A block that holds nothing but this `each`: for an instance inside which it may hit something. */
export function onlyEach(definition: Definition, entry: EachEntry): Definition {
  const { does } = definition;
  if (does.kind !== "amend") throw new Error("only a block holds an `each`");
  const scope = blockScope(does.block, does.scope);
  const block = { ...entry.block, entries: [entry] };
  return { ...definition, passing: true, does: { kind: "amend", block, scope } };
}

export function isKeyedEntry(entry: Entry): entry is KeyedEntry {
  return entry.kind === "set" || entry.kind === "amend" || entry.kind === "remove";
}

export function fromEntry(outer: Definition, entry: KeyedEntry, scope: Scope): Definition {
  if (entry.kind === "remove") return { ...outer, does: { kind: "remove" } };
  // `final x { a = 1 }` is `x { final a = 1 }`.
  const strength = entry.strength === "normal" ? outer.strength : entry.strength;
  if (entry.kind === "amend")
    return { ...outer, strength, does: { kind: "amend", block: entry.block, scope } };
  const source: Source = { kind: "expression", expression: entry.value, scope };
  const kinds = { "=": entry.replace ? "replace" : "define", "+=": "append", "-=": "subtract" } as const;
  return { ...outer, strength, does: { kind: kinds[entry.operator], source } };
}

/** The block of a literal: `{ a = 1 }`, `Name { a = 1 }`. */
export function literalOf(source: Source): { readonly block: Block; readonly scope: Scope } | null {
  if (source.kind === "value") return null;
  const { expression, scope } = source;
  if (expression.kind === "block") return { block: expression, scope };
  if (expression.kind === "construct") return { block: expression.block, scope };
  return null;
}

/** A block may hold `let`s of its own. */
export function blockScope(block: Block, outer: Scope): Scope {
  const lets = block.entries.filter((entry) => entry.kind === "let").map(({ declaration }) => declaration);
  if (lets.length === 0) return outer;
  const scope: Scope = within(outer, (name) => {
    const found = lets.find((item) => item.name.text === name);
    return found === undefined ? null : () => scope.world.evaluate(found.value, scope, NOWHERE);
  });
  return scope;
}

export function has(value: Value, key: string): boolean {
  return isContainer(value) && value.keys().includes(key);
}
