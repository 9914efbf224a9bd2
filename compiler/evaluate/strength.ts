// How strong a definition is, and what is final in it: overlay rule 2.

import type { Block, Strength } from "../ast.ts";
import { DEFAULTS, type Definition } from "../values.ts";

/** What beats what: the type's word, a `default`, what is normal, what is final. */
export function rank(definition: Definition): number {
  // What was removed is over: what comes after it need not be as strong as what was there before.
  const isOver = isDefault(definition) || definition.operation === "remove";
  if (isOver && definition.strength !== "final") return -1;
  if (isPushedDown(definition)) return 1;
  return definition.strength === "final" ? 2 : definition.strength === "normal" ? 1 : 0;
}

/** What a type says, or the declaration of a parameter: the lowest of all. */
export function isDefault({ operation, layer }: Definition): boolean {
  return operation === "default" || layer === DEFAULTS;
}

/** Its strength belongs to the leaves of the container that it writes. */
export function isPushedDown(definition: Pick<Definition, "source">): boolean {
  const { source } = definition;
  if (source.kind === "amend") return true;
  return (
    source.kind === "expression" &&
    (source.expression.kind === "block" || source.expression.kind === "construct")
  );
}

/** What is final where the condition of an `each` holds: that is known when a value is. */
export function locksOn(below: Definition): readonly Definition[] {
  const isLock = below.guard !== null && below.strength === "final" && !isPushedDown(below);
  return isLock ? [...below.locks, below] : below.locks;
}

export interface Finals {
  /** Stops `remove` and `replace` of what it is in. */
  readonly sure: Definition | null;
  /** Those for which the condition of an `each` decides. */
  readonly maybe: readonly Definition[];
}

/** The final leaves in what the definitions of a slot write and amend. */
export function finalsIn(top: Definition): Finals {
  const maybe: Definition[] = [];
  for (let item: Definition | null = top; item !== null; item = item.below) {
    const { operation, source, guard } = item;
    if (operation === "default" && source.kind !== "slot") break;
    if (writesFinal(item)) {
      if (guard === null) return { sure: item, maybe };
      maybe.push(item);
    }
    // What it stands on is gone already.
    if (guard === null && source.kind !== "amend" && source.kind !== "change") break;
  }
  return { sure: null, maybe };
}

function writesFinal({ source, strength }: Definition): boolean {
  switch (source.kind) {
    case "amend":
      // The condition is asked of something further inside: it stops nothing here.
      return source.inner === null && hasFinal(source.block, strength);
    case "slot":
      return hasFinal(source.member.slot.block, "normal");
    case "expression":
      if (source.expression.kind === "block") return hasFinal(source.expression, strength);
      if (source.expression.kind === "construct") return hasFinal(source.expression.block, strength);
      return strength === "final";
    case "change":
    case "value":
    case "view":
    case "cell":
    case "absent":
    case "key":
    case "removed":
    case "agree":
    case "missing-field":
    case "missing-param":
    case "element":
      return strength === "final";
  }
}

function hasFinal(block: Block, strength: Strength): boolean {
  return block.entries.some((entry) => {
    if (entry.kind === "each") return entry.where === null && hasFinal(entry.block, strength);
    if (entry.kind !== "set" && entry.kind !== "amend") return false;
    const own = entry.strength === "normal" ? strength : entry.strength;
    if (entry.kind === "amend") return hasFinal(entry.block, own);
    if (entry.value.kind === "block") return hasFinal(entry.value, own);
    return own === "final";
  });
}
