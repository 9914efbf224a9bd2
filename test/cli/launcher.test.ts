// The launcher on Nodes that are too old. A preloaded script makes the running Node say that it is one.

import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
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
