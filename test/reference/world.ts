// What the parts of the reference have in common: definitions and places, the names that are in sight, what is being computed.

import type { Block, Expression, Slot, Strength, System } from "../../compiler/ast.ts";
import type { Program, Type } from "./program.ts";
import type { Value } from "./values.ts";
import { Unknown, Wrong } from "./wrong.ts";

/** What is being computed right now: a value that comes by again needs itself. */
export interface World {
  readonly program: Program;
  readonly active: Set<string>;
  /** The names of the files: what is declared outside of systems. */
  readonly files: Scope;
  steps: number;
  /** The parts call one another; these are the calls that would lead back. */
  readonly evaluate: (expression: Expression, scope: Scope, context: Context) => Value;
  readonly valueAt: (place: Place) => Value;
  readonly itemValue: (instance: Instance, declared: Declared, key: string | null) => Value;
  readonly isItemThere: (instance: Instance, declared: Declared, key: string | null) => boolean;
}

export interface Place {
  readonly world: World;
  readonly path: string;
  readonly type: Type;
  /** Lowest first. */
  readonly stack: readonly Definition[];
  /** The place with the whole stack, where this one is cut off. */
  readonly whole: () => Place;
  /** How this one is cut off. */
  readonly cut: string;
  /** `it`: the resource or entry that is being written, with the whole stack. */
  readonly it: (() => Value) | null;
  /** An entry of a keyed list: the field that holds its key, and the key. */
  readonly entry: { readonly by: string; readonly key: string } | null;
  /** An entry of a map or keyed list, which `remove` takes away, type's default or not. */
  readonly isEntry: boolean;
}

/**
 * Where a definition stands in the order. The slots of an instance at depth 2 get definitions of that system's body and its
 * `with` (depth 2), then of the body and overlays of the instance around it (depth 1), then of the environment (depth 0):
 * deeper is lower. `index` counts the body (0) and its overlays; overlays in parentheses share one and differ in `sibling`.
 */
export interface Layer {
  readonly depth: number;
  readonly index: number;
  readonly sibling: number;
}

/** The names that can be read where something is written. */
export interface Scope {
  readonly world: World;
  lookup(name: string): (() => Value) | null;
}

/** An expression with its names, or what somebody else computes. */
export type Source =
  | { readonly kind: "expression"; readonly expression: Expression; readonly scope: Scope }
  | { readonly kind: "value"; readonly get: () => Value };

export type Deed =
  /** `x = v`, and `replace x = v`, which drops what is below. */
  | { readonly kind: "define" | "replace"; readonly source: Source }
  /** `xs += ys` and `xs -= ys`. */
  | { readonly kind: "append" | "subtract"; readonly source: Source }
  | { readonly kind: "amend"; readonly block: Block; readonly scope: Scope }
  | { readonly kind: "remove" }
  /** A resource or an instance is there because the system's body says so. */
  | { readonly kind: "declare" };

export interface Definition {
  readonly layer: Layer;
  readonly strength: Strength;
  readonly does: Deed;
  /** Made by an `each`. */
  readonly each: boolean;
  /** It says something only of what is further inside: an `each` on its way. */
  readonly passing: boolean;
  /** `it`, where it is what an `each` matched; null: what the place says. */
  readonly it: (() => Value) | null;
  /** The slot below this overlay, where the definition stands in a literal; null: the place itself, cut off. */
  readonly below: (() => Place) | null;
  /** The conditions of the `each`, and of a resource with `if`. */
  readonly applies: () => boolean;
}

export interface Context {
  /** The resource or entry that is being written, whole. */
  readonly it: (() => Value) | null;
  /** Rule 5: `super`, the slot that is being set, with its stack cut off below this overlay. */
  readonly below: () => Value;
}

/** Outside of resources and entries, and of slots. */
export const NOWHERE: Context = {
  it: null,
  below: () => {
    throw new Unknown("`super` where there is none");
  },
};

export interface Instance {
  readonly world: World;
  readonly path: string;
  readonly system: System;
  readonly depth: number;
  /** The blocks that amend it, lowest first; what declares and removes it is among them. */
  readonly stack: readonly Definition[];
  /** With the whole stack, where this one is cut off. */
  readonly whole: () => Instance;
  readonly cut: string;
}

/** A resource or a nested system, declared in the body or in an overlay. */
export interface Declared {
  readonly slot: Slot;
  readonly layer: Layer;
  readonly scope: Scope;
}

const MOST_STEPS = 200_000;

/** Without a memory, what is read twice is computed twice, and a program can ask for more than there is time for. */
export function countStep(world: World): void {
  if (world.steps++ > MOST_STEPS) throw new Unknown("too many steps");
}

/** A place comes by once in a chain of values that need each other. */
export function guarded<T>(world: World, what: string, compute: () => T): T {
  countStep(world);
  if (world.active.has(what)) throw new Wrong("a value needs itself", what);
  world.active.add(what);
  try {
    return compute();
  } finally {
    world.active.delete(what);
  }
}
