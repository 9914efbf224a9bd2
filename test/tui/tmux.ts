// A terminal for tests: tmux is one that can be asked what it shows. Each test file has a server of its own.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** In CI there must be one. */
export const NO_TERMINAL = spawnSync("tmux", ["-V"]).status !== 0 && process.env["CI"] === undefined;
/** Milliseconds that a test at a terminal may take. */
export const LIMIT = 20_000;

export interface Terminal {
  screen(): string;
  press(...keys: string[]): void;
  /** Resolves with the screen once it holds the text. */
  shows(text: string): Promise<string>;
  resize(columns: number, rows: number): void;
  /** Whether the alternate screen is on, and whether the cursor is seen. */
  modes(): string;
}

export interface Terminals {
  /** Runs a shell line, and then shows its exit code as `code 0`. */
  open(line: string, columns?: number, rows?: number): Terminal;
  close(): void;
}

export function openTerminals(): Terminals {
  const folder = mkdtempSync(join(tmpdir(), "tmux-"));
  const tmux = (...words: string[]): string =>
    execFileSync("tmux", ["-S", join(folder, "s"), "-f", "/dev/null", ...words], { encoding: "utf8" });
  let sessions = 0;
  return {
    open: (line, columns = 80, rows = 24) => {
      const name = `t${++sessions}`;
      const run = `echo before; ${line}; echo "code $?"; cat`;
      tmux("new-session", "-d", "-s", name, "-x", String(columns), "-y", String(rows), "sh", "-c", run);
      const screen = (): string => tmux("capture-pane", "-p", "-t", name);
      return {
        screen,
        press: (...keys) => void tmux("send-keys", "-t", name, ...keys),
        shows: (text) => waitFor(screen, text),
        resize: (wide, high) =>
          void tmux("resize-window", "-t", name, "-x", String(wide), "-y", String(high)),
        modes: () =>
          tmux(
            "display-message",
            "-p",
            "-t",
            name,
            "alternate #{alternate_on}, cursor #{cursor_flag}",
          ).trim(),
      };
    },
    close: () => {
      spawnSync("tmux", ["-S", join(folder, "s"), "kill-server"]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function waitFor(screen: () => string, text: string): Promise<string> {
  const end = performance.now() + LIMIT - 2000;
  for (;;) {
    const shown = screen();
    if (shown.includes(text)) return shown;
    if (performance.now() > end) throw new Error(`no "${text}" on the screen:\n${shown}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}
