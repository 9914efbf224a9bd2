// The values that are being computed, each needed by the one before it: where a loop is found, and how long a chain may become.
//
// Surprising: the places are kept and written over. An array that grows and shrinks by two is made anew by the machine again and
// again, and every value of every resource is computed on this one.

import type { Cell, Container, Definition } from "../values.ts";

/** A container and the key in it, or a cell and null. */
export type RunningKey = Definition | number | null;

export class Running {
  readonly #at: (Container | Cell)[] = [];
  readonly #keys: RunningKey[] = [];
  length = 0;

  push(at: Container | Cell, key: RunningKey): void {
    this.#at[this.length] = at;
    this.#keys[this.length] = key;
    this.length++;
  }

  pop(): void {
    this.length--;
  }

  at(index: number): Container | Cell {
    return this.#at[index] as Container | Cell;
  }

  key(index: number): RunningKey {
    return this.#keys[index] ?? null;
  }

  /** Where the newest loop begins that comes back to this. */
  indexOf(at: Container | Cell, key: RunningKey): number {
    let from = this.length - 1;
    while (from > 0 && !(this.#at[from] === at && this.#keys[from] === key)) from--;
    return from;
  }
}
