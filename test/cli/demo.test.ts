import { hash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { run } from "../../cli/commands/demo.ts";
import { openScratch } from "../../cli/demo/scratch.ts";
import { invitation, playStory, type Chapter, type Stage } from "../../cli/demo/story.ts";
import { realClock, type Host, type Output } from "../../cli/host.ts";
import type { Event } from "../../runtime/events.ts";
import { LIMIT, NO_TERMINAL, openTerminals, type Terminals } from "../tui/tmux.ts";

const OUTER = tmpdir();
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(OUTER, "demo-test-"));
  process.env["TMPDIR"] = folder;
});

afterEach(() => {
  process.env["TMPDIR"] = OUTER;
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly code: Promise<number>;
  readonly text: () => string;
}

/** Without a terminal. Stops as by Ctrl-C once the output holds `until`. */
function runDemo(options: { json?: boolean; until?: string } = {}): Run {
  let text = "";
  const stop = new AbortController();
  const out: Output = {
    write: (more) => {
      text += more;
      if (options.until !== undefined && text.includes(options.until)) stop.abort();
    },
    color: false,
    width: 100,
    terminal: false,
  };
  const host: Host = {
    folder,
    json: options.json ?? false,
    out,
    err: out,
    clock: realClock,
    sha256: (words) => hash("sha256", words, "hex"),
    terminal: () => null,
    terminalUi: () => import("../../runtime/tui/app.ts"),
    thread: null,
    ask: () => Promise.resolve(null),
    askHidden: () => Promise.resolve(null),
    interruption: () => ({ signal: stop.signal, cause: () => (stop.signal.aborted ? "SIGINT" : null) }),
  };
  return { code: run({ arguments: [], options: {} }, host), text: () => text };
}

test(
  "without a terminal it tells the story in lines, and leaves nothing behind",
  { timeout: LIMIT },
  async () => {
    const demo = runDemo();
    expect(await demo.code).toBe(0);
    const told = demo.text().split("\n").filter((line) => /^[▸✓✗·]/.test(line)); // prettier-ignore
    expect(told.map((line) => line.replace(/[0-9a-f]{7} /, ""))).toEqual([
      "▸ An agent is given a repository and an empty world …",
      "✓ An agent has built what its repository asks for.",
      "▸ A commit changes who is greeted …",
      "✓ Commit changed who is greeted, and the files followed.",
      "▸ Somebody edits srv/hello/public/index.html by hand …",
      "✓ Somebody edited srv/hello/public/index.html, and the drift was mended.",
    ]);
    // The commit and the hand each made the page change once.
    expect(demo.text().match(/prod\/index +~ updated/g)).toHaveLength(2);
    expect(readdirSync(folder)).toEqual([]);
  },
);

test("as JSON it is nothing but the agent's events", { timeout: LIMIT }, async () => {
  const demo = runDemo({ json: true });
  expect(await demo.code).toBe(0);
  const events = demo.text().trim().split("\n").map((line) => JSON.parse(line) as Event); // prettier-ignore
  expect(events[0]?.kind).toBe("agent-started");
  expect(events.filter((event) => event.kind === "version-accepted")).toHaveLength(2);
  expect(events.some((event) => event.kind === "drift-seen")).toBe(true);
});

test("Ctrl-C in the middle cleans up as well", { timeout: LIMIT }, async () => {
  expect(await runDemo({ until: "A commit changes" }).code).toBe(130);
  expect(await runDemo({ until: "started" }).code).toBe(130);
  expect(readdirSync(folder)).toEqual([]);
});

test("what does not converge in time is said, and the story ends there", async () => {
  const said: (readonly Chapter[])[] = [];
  let answers = [true, false];
  const stage: Stage = {
    world: "/w",
    commit: () => Promise.resolve("0123456789"),
    tamper: () => expect.unreachable("the story goes on"),
    say: (chapters) => said.push(chapters),
    breathe: () => Promise.resolve(true),
    until: () => Promise.resolve(answers.shift() ?? false),
  };
  expect(await playStory(stage)).toBe(false);
  expect(said.at(-1)?.map(({ state }) => state)).toEqual(["told", "failed", "next"]);
  answers = [true, true, true];
  expect(await playStory({ ...stage, breathe: () => Promise.resolve(false) })).toBe(false);
  expect(invitation(stage).join(" ")).toContain("/w/srv/hello");
});

test("the folder is taken away even when the story never began", async () => {
  const scratch = await openScratch();
  const first = await scratch.commit();
  expect(first).toMatch(/^[0-9a-f]{40}$/);
  expect(readFileSync(join(scratch.folder, "repository", "env", "prod.sp"), "utf8")).toContain(
    'audience = "everybody"',
  );
  scratch.remove();
  expect(existsSync(scratch.folder)).toBe(false);
});

describe.skipIf(NO_TERMINAL)("on a real terminal", { timeout: 2 * LIMIT }, () => {
  let terminals: Terminals;

  beforeAll(() => {
    terminals = openTerminals();
  });

  afterAll(() => terminals.close());

  test("it shows the story, stays until q, and cleans up", async () => {
    const play = join(import.meta.dirname, "demo-play.ts");
    const terminal = terminals.open(`TMPDIR='${folder}' '${process.execPath}' '${play}'`);
    await terminal.shows("· Somebody edits");
    await terminal.shows("▸ A commit changes");
    await terminal.shows("✓ Commit");
    const end = await terminal.shows("Now it is your turn");
    expect(end).toContain("≠ index drifted: /content");
    expect(end).toContain("✓ 6 in sync");
    expect(readdirSync(folder)).toHaveLength(1);
    terminal.press("q");
    await terminal.shows("code 0");
    expect(terminal.modes()).toBe("alternate 0, cursor 1");
    expect(readdirSync(folder)).toEqual([]);
  });
});
