// The launcher on Nodes that are too old, and the code that is kept from run to run. A preloaded script makes the running Node say that it is one.

import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, LAUNCHER, pretend, setpoint } from "./binary.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/** A copy of the launcher in a place of its own. */
function elsewhere(parts: readonly string[]): string {
  const root = folder();
  cpSync(join(ROOT, "bin"), join(root, "bin"), { recursive: true });
  for (const part of parts) symlinkSync(join(ROOT, part), join(root, part));
  return join(root, "bin", "setpoint");
}

test("on an old Node it carries over to the installed one", async () => {
  const node = ["-r", pretend("18.19.0")];
  expect(await setpoint(["--version"], { node })).toMatchObject({ code: 0, stderr: "" });
  expect(await setpoint(["plna"], { node })).toMatchObject({ code: 2, signal: null });
});

test("without one it says what it needs", async () => {
  const ended = await setpoint(["--version"], {
    node: ["-r", pretend("18.19.0")],
    launcher: elsewhere(["dist"]),
  });
  expect(ended).toEqual({
    code: 1,
    signal: null,
    stdout: "",
    stderr: expect.stringMatching(
      /^setpoint: it needs Node 22\.18 or newer, and this is Node 18\.19\.0; run `npm ci` in \/.*\/setpoint-cli-\w+, which brings one\n$/,
    ) as string,
  });
});

test("it knows which versions are new enough", async () => {
  const launcher = elsewhere(["dist", "package.json"]);
  const codes = await Promise.all(
    ["22.17.9", "22.18.0", "23.0.0", "100.0.0"].map(
      async (version) => (await setpoint(["--version"], { node: ["-r", pretend(version)], launcher })).code,
    ),
  );
  expect(codes).toEqual([1, 0, 0, 0]);
});

test("before it is built it says how to build it", async () => {
  const { code, stderr } = await setpoint(["--version"], { launcher: elsewhere([]) });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^setpoint: it is not built yet; run `npm run build` in .*\n$/);
});

test("it finds its own folder through a link", async () => {
  const bin = join(folder(), "setpoint");
  symlinkSync(LAUNCHER, bin);
  expect((await setpoint(["--version"], { launcher: bin })).code).toBe(0);
});

describe("the code of a run", () => {
  const help = async (scratch: string, more: Readonly<Record<string, string>> = {}): Promise<void> => {
    const { code, stdout, stderr } = await setpoint(["--help"], { env: { TMPDIR: scratch, ...more } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("setpoint");
  };
  const place = (scratch: string): string => join(scratch, `setpoint-code-${process.geteuid?.()}`);
  const keptIn = (scratch: string): string => {
    const [name = "", ...others] = readdirSync(place(scratch));
    expect(others).toEqual([]);
    return join(place(scratch), name);
  };
  /** What is noted of the code: the last 256 bytes of a file that is seldom as long as the one before. */
  const noteIn = (kept: Buffer): { readonly endings?: readonly number[] } =>
    JSON.parse(kept.toString("latin1", kept.length - 256)) as { readonly endings?: readonly number[] };

  test("is kept for its user alone, and used as it is", async () => {
    const scratch = folder();
    await help(scratch);
    const kept = keptIn(scratch);
    expect(statSync(place(scratch)).mode & 0o777).toBe(0o700);
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    const { ino } = statSync(kept);
    await help(scratch);
    expect(statSync(kept).ino).toBe(ino);
  });

  test("is kept for each command, and added to by a run that had to compile more than a little", async () => {
    const scratch = folder();
    const check = async (package_: string): Promise<void> => {
      const words = ["-C", package_, "check"];
      expect(await setpoint(words, { env: { TMPDIR: scratch } })).toMatchObject({ code: 0 });
    };
    const small = folder();
    writeFileSync(join(small, "main.sp"), "system Empty {}\n\nenvironment dev = Empty\n");
    await check(small);
    const kept = keptIn(scratch);
    /** Whether a run has kept anything. `later`: more than a minute after somebody has looked. */
    const keeps = async (package_: string, later: boolean): Promise<boolean> => {
      if (later) utimesSync(kept, 1, 1);
      const before = statSync(kept);
      await check(package_);
      const { ino, mtimeMs } = statSync(kept);
      // Who has looked says so, and the next one need not.
      expect(mtimeMs > before.mtimeMs).toBe(later || ino !== before.ino);
      return ino !== before.ino;
    };
    const large = join(ROOT, "examples", "02-shop");
    expect(await keeps(small, true)).toBe(false);
    expect(await keeps(large, false)).toBe(false);
    expect(await keeps(large, true)).toBe(true);
    expect(await keeps(large, true)).toBe(false);
    await help(scratch);
    expect(readdirSync(place(scratch))).toHaveLength(2);
    await setpoint(["nonsense"], { env: { TMPDIR: scratch } });
    expect(readdirSync(place(scratch))).toHaveLength(2);
  });

  test("is not used where it is not whole, and made anew", async () => {
    const scratch = folder();
    await help(scratch);
    const kept = keptIn(scratch);
    const whole = readFileSync(kept);
    const harmed = Buffer.from(whole).fill(0, 4096, 8192);
    for (const bytes of [harmed, whole.subarray(0, 5000), whole.subarray(5000), Buffer.alloc(0)]) {
      writeFileSync(kept, bytes);
      await help(scratch);
      expect(readFileSync(kept).length).toBeGreaterThan(100_000);
      expect(readFileSync(kept).subarray(4096, 8192)).not.toEqual(harmed.subarray(4096, 8192));
    }
  });

  test("is not used where another build has noted something else of it", async () => {
    const scratch = folder();
    await help(scratch);
    const kept = keptIn(scratch);
    const whole = readFileSync(kept);
    const { endings: _, ...note } = noteIn(whole);
    const other = Buffer.concat([whole.subarray(0, -256), Buffer.from(JSON.stringify(note).padEnd(256))]);
    writeFileSync(kept, other);
    await help(scratch);
    expect(noteIn(readFileSync(kept)).endings).toEqual([0]);
  });

  test("is not read from what is no file", async () => {
    const scratch = folder();
    await help(scratch);
    const kept = keptIn(scratch);
    rmSync(kept);
    execFileSync("mkfifo", [kept]);
    await help(scratch);
    expect(statSync(kept).isFile()).toBe(true);
  });

  test("is not taken from where others may write", async () => {
    const scratch = folder();
    mkdirSync(place(scratch));
    chmodSync(place(scratch), 0o777);
    await help(scratch);
    expect(readdirSync(place(scratch))).toEqual([]);
  });

  test("is not kept where it is not to be", async () => {
    const scratch = folder();
    await help(scratch, { NODE_DISABLE_COMPILE_CACHE: "1" });
    expect(readdirSync(scratch)).toEqual([]);
  });
});
