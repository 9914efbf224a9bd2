// One theme: what each status looks like, and which colour stands for which meaning.
//
// Roles are meanings, never colours, and colours are the terminal's own sixteen, so that a frame looks at home on any
// background. Every status has a glyph and a word as well: without colours (NO_COLOR) a frame says the same. Only in-sync
// is green.

import type { Standing } from "../status.ts";

/** What a piece of text means. `chosen` is the row under the cursor. */
export type Role =
  "plain" | "strong" | "quiet" | "accent" | "good" | "work" | "warn" | "bad" | "held" | "chosen" | "alarm";

export interface Theme {
  paint(role: Role, text: string): string;
}

export interface StatusLook {
  readonly glyph: string;
  readonly word: string;
  readonly role: Role;
}

export const STATUS_LOOKS: Readonly<Record<Standing, StatusLook>> = {
  undecided: { glyph: "!", word: "undecided", role: "bad" },
  failing: { glyph: "✗", word: "failing", role: "bad" },
  contested: { glyph: "⇄", word: "contested", role: "bad" },
  blocked: { glyph: "■", word: "blocked", role: "bad" },
  unreachable: { glyph: "⊘", word: "unreachable", role: "bad" },
  unknown: { glyph: "?", word: "unknown", role: "warn" },
  drifted: { glyph: "≠", word: "drifted", role: "warn" },
  flapping: { glyph: "≈", word: "flapping", role: "warn" },
  waiting: { glyph: "◷", word: "waiting", role: "held" },
  suspended: { glyph: "‖", word: "suspended", role: "held" },
  unhealthy: { glyph: "✚", word: "not well", role: "warn" },
  progressing: { glyph: "↻", word: "progressing", role: "work" },
  "in-sync": { glyph: "✓", word: "in sync", role: "good" },
};

/** Eighths of a cell, for the sparkline. */
export const LEVELS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

// The second number takes back exactly what the first one set, so that roles can stand side by side in one line.
const COLOURS: Readonly<Record<Role, readonly (readonly [number, number])[]>> = {
  plain: [],
  strong: [[1, 22]],
  quiet: [[2, 22]],
  accent: [[1, 22], [34, 39]], // prettier-ignore
  good: [[32, 39]],
  work: [[36, 39]],
  warn: [[33, 39]],
  bad: [[31, 39]],
  held: [[35, 39]],
  chosen: [[7, 27]],
  alarm: [[1, 22], [31, 39]], // prettier-ignore
};

/** Without colours, weight and reverse video stay: they are no colours. */
export function createTheme(options: { readonly colour: boolean }): Theme {
  return {
    paint(role, text) {
      const codes = COLOURS[role].filter(([on]) => options.colour || on < 30);
      const before = codes.map(([on]) => `\u001b[${on}m`).join("");
      const after = codes.map(([, off]) => `\u001b[${off}m`).join("");
      return before + text + after;
    },
  };
}

/** No escape sequence at all: frames as text. */
export const PLAIN_THEME: Theme = { paint: (_role, text) => text };
