// How the terminal UI is left, through the real binary on a real terminal: by its keys, by a signal from outside, and by a
// window that is closed. The exit code says which, and the demo's folder is gone whatever it was.

import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeRepository } from "../support/repository.ts";
import { LIMIT, NO_TERMINAL, openTerminals, type Terminal, type Terminals } from "../tui/tmux.ts";
import { folder, LAUNCHER, pretend, start } from "./binary.ts";
import { AGENT, HELLO } from "./hello.ts";

interface Opened {
  readonly terminal: Terminal;
  readonly pid: () => number;
  /** Where the program puts what is temporary. */
  readonly scratch: string;
}

function open(terminals: Terminals, words: string, node = ""): Opened {
  expect(inject("buildFailure")).toBe("");
  const root = folder();
  const scratch = join(root, "scratch");
  mkdirSync(scratch);
  const run = `echo $$ > '${root}/pid'; TMPDIR='${scratch}' exec '${process.execPath}' ${node} '${LAUNCHER}' ${words}`;
  const terminal = terminals.open(`sh -c "${run.replaceAll("$", "\\$")}"`);
  return { terminal, scratch, pid: () => Number(readFileSync(join(root, "pid"), "utf8")) };
}

/** Node keeps its compiled code there as well. */
function demos(scratch: string): readonly string[] {
  return readdirSync(scratch).filter((name) => name.startsWith("setpoint-demo-"));
}

async function gone(pid: number): Promise<void> {
  const end = performance.now() + LIMIT - 2000;
  while (isAlive(pid)) {
    if (performance.now() > end) throw new Error(`process ${pid} is still there`);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(NO_TERMINAL)("the terminal UI", { timeout: 2 * LIMIT }, () => {
  let terminals: Terminals;

  beforeAll(() => {
    terminals = openTerminals();
  });

  afterAll(() => terminals.close());

  test.each([
    ["q", "code 0"],
    ["C-c", "code 130"],
  ])("of the demo is left by %s with %s", async (key, code) => {
    const { terminal, scratch } = open(terminals, "demo");
    await terminal.shows("q quit");
    expect(demos(scratch)).toHaveLength(1);
    terminal.press(key);
    await terminal.shows(code);
    expect(terminal.modes()).toBe("alternate 0, cursor 1");
    expect(demos(scratch)).toEqual([]);
  });

  test.each([
    ["q", "code 0"],
    ["C-c", "code 130"],
  ])("of a running agent is left by %s with %s", async (key, code) => {
    const root = folder({
      "setpoint.toml": AGENT,
      "hello.sp": HELLO,
      "world/srv/other.txt": "",
      ".gitignore": "world\n.setpoint\n",
    });
    makeRepository(root).commit("First");
    await start(["run"], { folder: root }).says("converged");
    const { terminal } = open(terminals, `-C '${root}' watch`);
    await terminal.shows("q quit");
    terminal.press(key);
    expect(await terminal.shows(code)).toContain("before");
  });

  test("of a running agent is not opened for an environment that it does not hold", async () => {
    const root = folder({
      "setpoint.toml": AGENT.replace("[environments.prod]\n", ""),
      "hello.sp": HELLO,
      "world/srv/other.txt": "",
      ".gitignore": "world\n.setpoint\n",
    });
    makeRepository(root).commit("First");
    await start(["run", "prod"], { folder: root }).says("converged");
    const { terminal } = open(terminals, `-C '${root}' watch nosuch`);
    expect(await terminal.shows("code 1")).toContain("it holds: prod");
  });

  test.each([
    ["SIGINT", "code 130"],
    ["SIGHUP", "code 129"],
    ["SIGTERM", "code 143"],
  ] as const)("of the demo cleans up at a %s from outside: %s", async (signal, code) => {
    const { terminal, scratch, pid } = open(terminals, "demo");
    await terminal.shows("q quit");
    process.kill(pid(), signal);
    await terminal.shows(code);
    expect(terminal.modes()).toBe("alternate 0, cursor 1");
    expect(demos(scratch)).toEqual([]);
  });

  test("of the demo cleans up when one signal comes twice at once, as from npm and from the terminal", async () => {
    const { terminal, scratch, pid } = open(terminals, "demo");
    await terminal.shows("q quit");
    process.kill(pid(), "SIGINT");
    process.kill(pid(), "SIGINT");
    await terminal.shows("code 130");
    expect(demos(scratch)).toEqual([]);
  });

  test.each(["SIGINT", "SIGHUP", "SIGTERM"] as const)(
    "of the demo cleans up when the launcher on an old Node gets a %s from outside",
    async (signal) => {
      const { terminal, scratch, pid } = open(terminals, "demo", `-r '${pretend("18.19.0")}'`);
      await terminal.shows("q quit");
      process.kill(pid(), signal);
      await terminal.shows("code 1");
      expect(demos(scratch)).toEqual([]);
    },
  );

  test("of the demo cleans up when its window is closed", async () => {
    const own = openTerminals();
    try {
      const { terminal, scratch, pid } = open(own, "demo");
      await terminal.shows("q quit");
      const number = pid();
      own.close();
      await gone(number);
      expect(demos(scratch)).toEqual([]);
    } finally {
      own.close();
    }
  });
});
