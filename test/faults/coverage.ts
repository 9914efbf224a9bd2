// The coverage table: which fault struck which action at which point of its way through the journal, and how often.
//
// In:  what struck, run by run. Out: the table as text, and the cells that nothing ever reached. A cell that cannot exist is
// shown as a dot and listed with its reason.

import type { Action } from "../../runtime/item.ts";
import { CELLS, EFFECT_FAULTS, POINTS, whyNot, WORLD_FAULTS, type SimFault } from "./scenario.ts";

const ACTIONS = [
  "create",
  "update",
  "replace",
  "delete",
  "adopt",
  "release",
] as const satisfies readonly Action[];

export class Coverage {
  readonly #counts = new Map<string, number>();

  add(struck: readonly string[]): void {
    for (const cell of struck) this.#counts.set(cell, (this.#counts.get(cell) ?? 0) + 1);
  }

  merge(counts: Readonly<Record<string, number>>): void {
    for (const [cell, count] of Object.entries(counts))
      this.#counts.set(cell, (this.#counts.get(cell) ?? 0) + count);
  }

  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  /** Cells that can exist and that nothing has reached. */
  empty(): readonly string[] {
    return CELLS.map(nameOf).filter((name) => (this.#counts.get(name) ?? 0) === 0);
  }

  table(): string {
    const lines = [
      "What happens to the agent, its targets and its clocks, by action and point of the journal:",
      "",
    ];
    lines.push(row("", WORLD_FAULTS));
    for (const action of ACTIONS) {
      for (const point of POINTS) {
        const cells = WORLD_FAULTS.map((what) => this.#cell({ what, point, action, nth: 0 }));
        if (cells.every((cell) => cell === ".")) continue;
        lines.push(row(`${action} ${point}`, cells));
      }
    }
    lines.push("", "What happens to an effect itself (at mid-effect), by action:", "");
    const actions = ACTIONS.filter((action) => action !== "adopt" && action !== "release");
    lines.push(row("", actions));
    for (const what of EFFECT_FAULTS)
      lines.push(
        row(
          what,
          actions.map((action) => this.#cell({ what, point: "mid-effect", action, nth: 0 })),
        ),
      );
    lines.push("", "Cells that cannot exist (.):");
    for (const [why, cells] of impossible()) lines.push(`  ${cells.join(", ")}: ${why}`);
    return lines.join("\n");
  }

  #cell(fault: SimFault): string {
    return whyNot(fault) === null ? String(this.#counts.get(nameOf(fault)) ?? 0) : ".";
  }
}

function nameOf({ what, point, action }: SimFault): string {
  return `${action ?? "any"} ${point} ${what}`;
}

function impossible(): ReadonlyMap<string, readonly string[]> {
  const reasons = new Map<string, string[]>();
  for (const action of ACTIONS) {
    for (const point of POINTS) {
      for (const what of WORLD_FAULTS) {
        const why = whyNot({ what, point, action });
        if (why === null) continue;
        const cell = action === "adopt" || action === "release" ? `${action} ${point}` : `${point} ${what}`;
        const cells = reasons.get(why) ?? [];
        if (!cells.includes(cell)) cells.push(cell);
        reasons.set(why, cells);
      }
    }
  }
  return reasons;
}

function row(head: string, cells: readonly string[]): string {
  return `${head.padEnd(24)}${cells.map((cell) => cell.padStart(12)).join("")}`;
}
