// The terminal UI on a real terminal: tmux is one that can be asked what it shows.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const PLAY = join(import.meta.dirname, "play.ts");
const HAS_TMUX = spawnSync("tmux", ["-V"]).status === 0;
const LIMIT = 20_000;

let folder = "";
let sessions = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tui-"));
});

afterAll(() => {
  if (HAS_TMUX) spawnSync("tmux", ["-S", join(folder, "s"), "kill-server"]);
  rmSync(folder, { recursive: true, force: true });
});

function tmux(...words: string[]): string {
  return execFileSync("tmux", ["-S", join(folder, "s"), "-f", "/dev/null", ...words], { encoding: "utf8" });
}

interface Terminal {
  screen(): string;
  press(...keys: string[]): void;
  /** Resolves with the screen once it holds the text. */
  shows(text: string): Promise<string>;
  resize(columns: number, rows: number): void;
  /** Whether the alternate screen is on, and whether the cursor is seen. */
  modes(): string;
}

async function open(mode: string, columns = 80, rows = 24): Promise<Terminal> {
  const name = `t${++sessions}`;
  const run = `echo before; '${process.execPath}' '${PLAY}' ${mode}; echo "code $?"; cat`;
  tmux("new-session", "-d", "-s", name, "-x", String(columns), "-y", String(rows), "sh", "-c", run);
  const screen = (): string => tmux("capture-pane", "-p", "-t", name);
  return {
    screen,
    press: (...keys) => void tmux("send-keys", "-t", name, ...keys),
    shows: async (text) => {
      const end = performance.now() + LIMIT - 2000;
      for (;;) {
        const shown = screen();
        if (shown.includes(text)) return shown;
        if (performance.now() > end) throw new Error(`no "${text}" on the screen:\n${shown}`);
        await new Promise((resolve) => {
          setTimeout(resolve, 50);
        });
      }
    },
    resize: (wide, high) => void tmux("resize-window", "-t", name, "-x", String(wide), "-y", String(high)),
    modes: () =>
      tmux("display-message", "-p", "-t", name, "alternate #{alternate_on}, cursor #{cursor_flag}").trim(),
  };
}

describe.skipIf(!HAS_TMUX && process.env["CI"] === undefined)(
  "on a real terminal",
  { timeout: LIMIT },
  () => {
    test("q restores the screen and the cursor", async () => {
      const terminal = await open("story");
      const shown = await terminal.shows("4242");
      expect(shown.split("\n")[0]).toMatch(/^ setpoint {3}prod +agent shop-agent · pid 4242$/);
      expect(shown).not.toContain("before");
      expect(terminal.modes()).toBe("alternate 1, cursor 0");
      terminal.press("q");
      const after = await terminal.shows("code 0");
      expect(after.trimEnd().split("\n")).toEqual(["before", "left", "code 0"]); // prettier-ignore
      expect(terminal.modes()).toBe("alternate 0, cursor 1");
    });

    test("keys and windows of other sizes are followed", async () => {
      const terminal = await open("story");
      await terminal.shows("q quit");
      terminal.press("Down", "Enter");
      await terminal.shows("prod/checkout.unit");
      terminal.press("Escape");
      await terminal.shows("RESOURCE");
      terminal.press("/", "w", "e", "b");
      await terminal.shows("/web");
      terminal.press("Enter");
      await terminal.shows("esc clear filter");
      terminal.resize(60, 15);
      const small = await terminal.shows("esc clear filter  enter open");
      expect(small.trimEnd().split("\n")).toHaveLength(15);
      terminal.resize(120, 30);
      const large = await terminal.shows("TARGET");
      expect(large.trimEnd().split("\n")).toHaveLength(30);
      terminal.press("C-c");
      expect(await terminal.shows("code 0")).toContain("left");
    });

    test("a terminal with 50,000 resources answers keys", async () => {
      const terminal = await open("flood");
      await terminal.shows("50009");
      terminal.press("x");
      await terminal.shows("of 54");
      terminal.press("End");
      await terminal.shows("umbrellas");
      terminal.press("q");
      expect(await terminal.shows("code 0")).toContain("left");
    });

    test("the screen is restored when drawing fails", async () => {
      const terminal = await open("break");
      expect(await terminal.shows("code 0")).toContain("failed: TypeError");
      expect(terminal.modes()).toBe("alternate 0, cursor 1");
    });

    test("the screen is restored when the process is told to end", async () => {
      const terminal = await open("signal");
      // In this mode the agent's number is the program's own.
      const shown = await terminal.shows("agent me");
      process.kill(Number(/pid (\d+)/.exec(shown)?.[1]), "SIGTERM");
      await terminal.shows("code 143");
      expect(terminal.modes()).toBe("alternate 0, cursor 1");
    });
  },
);
