// The example of docs/drivers.md in a project of its own: a driver from outside, held to the suite of the built package by
// another runner than ours.

import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ROOT } from "../support/compiler-package.ts";

let project: string;
beforeEach(() => {
  project = fs.mkdtempSync(join(tmpdir(), "setpoint-outside-"));
  fs.mkdirSync(join(project, "node_modules"));
  fs.symlinkSync(ROOT, join(project, "node_modules/setpoint"));
  fs.writeFileSync(join(project, "package.json"), '{ "name": "outside", "type": "module" }');
});
afterEach(() => fs.rmSync(project, { recursive: true }));

function example(): string {
  const page = fs.readFileSync(join(ROOT, "docs/drivers.md"), "utf8");
  return /```js\n([^]*?)```/.exec(page)?.[1] ?? "";
}

function run(text: string) {
  fs.writeFileSync(join(project, "note-driver.test.js"), text);
  return spawnSync(process.execPath, ["--test", "--test-reporter=tap"], { cwd: project, encoding: "utf8" });
}

test("the documented driver passes, and says what it was not asked", () => {
  const { status, stdout } = run(example());
  expect([status, stdout]).toEqual([
    0,
    expect.stringMatching(/^# pass 15\n# fail 0\n# cancelled 0\n# skipped 8$/m),
  ]);
  expect(stdout).toMatch(/# SKIP the driver does not watch/);
});

test("one that overwrites what it did not make fails, by the name of what it broke", () => {
  const broken = example().replace(
    'if (there !== null) return { kind: "conflict"',
    'if (false) return { kind: "conflict"',
  );
  expect(broken).not.toBe(example());
  const { status, stdout } = run(broken.replace("spec.text, link)", "spec.text, rename)"));
  expect(status).not.toBe(0);
  expect(stdout).toMatch(/^not ok \d+ - create takes hold of nothing that is there and is another$/m);
});

test("the suite needs nothing but Node", () => {
  fs.rmSync(join(project, "node_modules/setpoint"));
  fs.mkdirSync(join(project, "node_modules/setpoint"));
  fs.cpSync(join(ROOT, "dist"), join(project, "node_modules/setpoint/dist"), { recursive: true });
  fs.copyFileSync(join(ROOT, "package.json"), join(project, "node_modules/setpoint/package.json"));
  const script = 'import("setpoint/conformance").then((m) => console.log(typeof m.conformance))';
  expect(execFileSync(process.execPath, ["-e", script], { cwd: project, encoding: "utf8" })).toBe(
    "function\n",
  );
});
