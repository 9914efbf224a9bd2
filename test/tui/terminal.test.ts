// The terminal UI on a real terminal.

import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LIMIT, NO_TERMINAL, openTerminals, type Terminal, type Terminals } from "./tmux.ts";

const PLAY = join(import.meta.dirname, "play.ts");

describe.skipIf(NO_TERMINAL)("on a real terminal", { timeout: LIMIT }, () => {
  let terminals: Terminals;
  const open = (mode: string): Terminal => terminals.open(`'${process.execPath}' '${PLAY}' ${mode}`);

  beforeAll(() => {
    terminals = openTerminals();
  });

  afterAll(() => terminals.close());

  test("q restores the screen and the cursor", async () => {
    const terminal = open("story");
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
    const terminal = open("story");
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
    expect(await terminal.shows("code 0")).toContain("left: interrupt");
  });

  test("a terminal with 50,000 resources answers keys", async () => {
    const terminal = open("flood");
    await terminal.shows("50009");
    terminal.press("x");
    await terminal.shows("of 54");
    terminal.press("End");
    await terminal.shows("umbrellas");
    terminal.press("q");
    expect(await terminal.shows("code 0")).toContain("left");
  });

  test("the screen is restored when drawing fails", async () => {
    const terminal = open("break");
    expect(await terminal.shows("code 0")).toContain("failed: TypeError");
    expect(terminal.modes()).toBe("alternate 0, cursor 1");
  });

  test("the screen is restored when the process is told to end", async () => {
    const terminal = open("signal");
    // In this mode the agent's number is the program's own.
    const shown = await terminal.shows("agent me");
    process.kill(Number(/pid (\d+)/.exec(shown)?.[1]), "SIGTERM");
    await terminal.shows("code 143");
    expect(terminal.modes()).toBe("alternate 0, cursor 1");
  });
});
