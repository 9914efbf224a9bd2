// The stacks of a shape while a block is put on it.
//
// In:  a shape. Out: the shape that has become of it.
// Surprising: nearly every block speaks of keys that are there, so the keys are those of the shape below, the very same, until
// one comes or goes. What follows from keys alone is then known of both shapes.

import type { MemberInfo } from "../types.ts";
import { keysOf, Shape, type Definition } from "../values.ts";

export class Draft {
  readonly members: Map<string, MemberInfo> | null;
  private readonly below: Shape;
  private keys: ReadonlyMap<string, number>;
  /** The keys, once they are not those of the shape below. */
  private own: Map<string, number> | null = null;
  /** By the indexes of their keys; null where one was taken out. */
  private readonly slots: (Definition | null)[];
  private gone: ReadonlyMap<string, Definition>;
  private ownGone: Map<string, Definition> | null = null;

  constructor(below: Shape) {
    this.members = below.members === null ? null : new Map(below.members);
    this.below = below;
    // What a slot with `for` holds is no stack.
    this.keys = below.elements === null ? below.keys : keysOf(below.tops);
    this.slots = below.tops.slice();
    this.gone = below.gone;
  }

  topOf(key: string): Definition | null {
    const index = this.keys.get(key);
    return index === undefined ? null : (this.slots[index] ?? null);
  }

  goneOf(key: string): Definition | null {
    return this.gone.get(key) ?? null;
  }

  /** All that stands, in the order in which it was declared. */
  tops(): Definition[] {
    return this.slots.filter((top) => top !== null);
  }

  put(key: string, top: Definition): void {
    const index = this.keys.get(key);
    if (index !== undefined) {
      this.slots[index] = top;
      return;
    }
    this.ownKeys().set(key, this.slots.length);
    this.slots.push(top);
  }

  /** `removed`: what tells of it from now on. */
  takeOut(key: string, removed: Definition): void {
    const index = this.keys.get(key);
    if (index !== undefined) {
      this.ownKeys().delete(key);
      this.slots[index] = null;
    }
    if (this.ownGone === null) this.gone = this.ownGone = new Map(this.gone);
    this.ownGone.set(key, removed);
  }

  shape(): Shape {
    const { below, members, gone } = this;
    const isWhole = !this.slots.includes(null);
    const tops = isWhole ? (this.slots as Definition[]) : this.tops();
    return new Shape(below.type, members, tops, below.rows + 1, gone, isWhole ? this.keys : keysOf(tops));
  }

  private ownKeys(): Map<string, number> {
    if (this.own === null) this.keys = this.own = new Map(this.keys);
    return this.own;
  }
}
