// Files that commands write: whole or not at all, through the real binary.
//
// Surprising: no test names a device of this machine. Run by root, a mistake here would replace it.

import { execFile, execFileSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { folder, LAUNCHER, setpoint } from "./binary.ts";
import { HELLO } from "./hello.ts";

const CONTENT = "x".repeat(40_000);
const LARGE = HELLO.replace("Hello\\n", CONTENT);

/** A line for a shell, in which `setpoint` is ours. */
async function shell(line: string, root: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const script = `setpoint() { '${process.execPath}' '${LAUNCHER}' "$@"; }; ${line}`;
  const env = { PATH: process.env["PATH"], HOME: process.env["HOME"], NODE_DISABLE_COMPILE_CACHE: "1" };
  try {
    return { code: 0, ...(await promisify(execFile)("bash", ["-c", script], { cwd: root, env })) };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

test.each(["-o", "--map"])("%s: where there is no room for all of it, the old file stays", async (option) => {
  const root = folder({ "a.sp": LARGE, "out.json": "former" });
  // A file of at most 8 KiB: the first write takes that much and says so, the second one fails.
  const { code, stderr } = await shell(`ulimit -f 8; setpoint compile ${option} out.json`, root);
  expect(stderr).toMatch(/^error: cannot write `out.json`: .*\nhelp: what was there is unchanged\n$/);
  expect(code).toBe(1);
  expect(readFileSync(join(root, "out.json"), "utf8")).toBe("former");
  expect(readdirSync(root).toSorted()).toEqual(["a.sp", "out.json"]);
});

test("what is no regular file is written to, and stays what it is", async () => {
  const root = folder({ "a.sp": LARGE });
  execFileSync("mkfifo", [join(root, "pipe")]);
  const { stdout } = await setpoint(["compile"], { folder: root });
  const piped = await shell("cat pipe & setpoint compile -o pipe && wait", root);
  expect(piped.stdout === stdout).toBe(true);
  expect(lstatSync(join(root, "pipe")).isFIFO()).toBe(true);
  const out = await setpoint(["compile", "-o", "/dev/stdout"], { folder: root });
  expect(out).toMatchObject({ code: 0, stdout, stderr: "" });
  const appended = await shell("echo before > log; setpoint compile -o /dev/fd/3 3>> log; cat log", root);
  expect(appended.stdout === `before\n${stdout}`).toBe(true);
});

test("a link is followed, and stays a link", async () => {
  const root = folder({ "a.sp": HELLO, "far/out.json": "former" });
  const { stdout } = await setpoint(["compile"], { folder: root });
  symlinkSync("far/out.json", join(root, "link.json"));
  mkdirSync(join(root, "near"));
  symlinkSync("near", join(root, "alias"));
  symlinkSync("../far/new.json", join(root, "near", "dangling.json"));
  for (const [link, target] of [
    ["link.json", "far/out.json"],
    ["alias/dangling.json", "far/new.json"],
  ] as const) {
    expect((await setpoint(["compile", "-o", link], { folder: root })).code).toBe(0);
    expect(readFileSync(join(root, target), "utf8")).toBe(stdout);
    expect(readlinkSync(join(root, link))).toContain("far/");
  }
  expect(readdirSync(join(root, "far")).toSorted()).toEqual(["new.json", "out.json"]);
});

test("what is replaced keeps its mode", async () => {
  const root = folder({ "a.sp": HELLO, "out.json": "former" });
  chmodSync(join(root, "out.json"), 0o640);
  expect((await setpoint(["compile", "-o", "out.json"], { folder: root })).code).toBe(0);
  expect(statSync(join(root, "out.json")).mode & 0o7777).toBe(0o640);
});
