// `setpoint set` through the real binary: what it says, what it writes, and how it ends.

import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, setpoint } from "./binary.ts";

const PROD = 'overlay production on Shop {\n  release = "1.4.2" // by a bot\n  web { replicas = 2 }\n}\n';

describe("a value", () => {
  test("is set in its place, and said with old and new", async () => {
    const root = folder({ "env/prod.sp": PROD });
    const ended = await setpoint(["set", "env/prod.sp", "release=1.4.3", "web.replicas=3"], { folder: root });
    expect(ended).toMatchObject({
      code: 0,
      stderr: "",
      stdout:
        'env/prod.sp:2:13: production.release "1.4.2" → "1.4.3"\nenv/prod.sp:3:20: production.web.replicas 2 → 3\n',
    });
    const text = PROD.replace("1.4.2", "1.4.3").replace("= 2", "= 3");
    expect(readFileSync(join(root, "env/prod.sp"), "utf8")).toBe(text);
  });

  test("that is there already is nothing to do", async () => {
    const root = folder({ "prod.sp": PROD });
    const before = statSync(join(root, "prod.sp")).mtimeMs;
    const { code, stdout } = await setpoint(["set", "prod.sp", "release", "1.4.2", "--check"], {
      folder: root,
    });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'prod.sp:2:13: production.release is "1.4.2" already\n',
    });
    expect(statSync(join(root, "prod.sp")).mtimeMs).toBe(before);
  });

  test("keeps the file's mode and the link to it", async () => {
    const root = folder({ "real.sp": PROD });
    chmodSync(join(root, "real.sp"), 0o640);
    symlinkSync("real.sp", join(root, "prod.sp"));
    expect(await setpoint(["set", "prod.sp", "release", "2.0.0"], { folder: root })).toMatchObject({
      code: 0,
    });
    expect(statSync(join(root, "real.sp")).mode & 0o777).toBe(0o640);
    expect(lstatSync(join(root, "prod.sp")).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(root, "real.sp"), "utf8")).toContain('"2.0.0"');
    expect(readdirSync(root).toSorted()).toEqual(["prod.sp", "real.sp"]);
  });

  test("--check changes nothing and ends with 1", async () => {
    const root = folder({ "prod.sp": PROD });
    const { code, stdout } = await setpoint(["set", "prod.sp", "web.replicas=9", "--check"], {
      folder: root,
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "prod.sp:3:20: production.web.replicas 2 → 9\n" });
    expect(readFileSync(join(root, "prod.sp"), "utf8")).toBe(PROD);
  });

  test("below zero stands behind `=` or `--`", async () => {
    const root = folder({ "a.sp": "let x = 1\n" });
    expect(await setpoint(["set", "a.sp", "x=-1"], { folder: root })).toMatchObject({ code: 0 });
    expect(await setpoint(["set", "a.sp", "--", "x", "-2"], { folder: root })).toMatchObject({ code: 0 });
    expect(readFileSync(join(root, "a.sp"), "utf8")).toBe("let x = -2\n");
  });
});

describe("for programs", () => {
  test("what was set", async () => {
    const root = folder({ "prod.sp": PROD });
    const { code, stdout } = await setpoint(["set", "prod.sp", "release=2.0.0", "web.replicas=2", "--json"], {
      folder: root,
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      diagnostics: [],
      file: "prod.sp",
      settings: [
        {
          path: "production.release",
          place: { file: "prod.sp", line: 2, column: 13 },
          old: '"1.4.2"',
          new: '"2.0.0"',
          changed: true,
        },
        {
          path: "production.web.replicas",
          place: { file: "prod.sp", line: 3, column: 20 },
          old: "2",
          new: "2",
          changed: false,
        },
      ],
    });
  });

  test("what is wrong with the file", async () => {
    const root = folder({ "prod.sp": "let a =\n" });
    const { code, stdout } = await setpoint(["set", "prod.sp", "a=1", "--json"], { folder: root });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ settings: [], diagnostics: [{ code: "SP1201" }] });
  });
});

describe("what is not done", () => {
  test("is said with its place and what to do, and the file stays", async () => {
    const root = folder({ "prod.sp": PROD });
    const ended = await setpoint(["set", "prod.sp", "release=2.0.0", "web.replicsa=3"], { folder: root });
    expect(ended).toMatchObject({
      code: 1,
      stdout: "",
      stderr:
        "error: prod.sp:3:3: nothing named `replicsa` is written in `web`\nhelp: did you mean `web.replicas`?\n",
    });
    expect(readFileSync(join(root, "prod.sp"), "utf8")).toBe(PROD);
  });

  test.each([
    [[], "which file, and what to what?"],
    [["prod.sp"], "which file, and what to what?"],
    [["prod.sp", "release"], "`release` is given no value"],
    [["prod.sp", "release", "1", "2"], "`2` is too much"],
    [["prod.sp", "release=1", "web"], "`web` is given no value"],
    [["prod.sp", "a..b=1"], "`a..b=1` is no path: a name is missing after `a.`"],
    [["people.yaml", "a=1"], "`people.yaml` is no source file"],
  ])("wrong usage: %j", async (words, message) => {
    const root = folder({ "prod.sp": PROD });
    const { code, stderr } = await setpoint(["set", ...words], { folder: root });
    expect({ code, first: stderr.split("\n")[0] }).toEqual({ code: 2, first: `error: ${message}` });
  });

  test("to a file that is not there", async () => {
    const { code, stderr } = await setpoint(["set", "gone.sp", "a=1"], { folder: folder() });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "error: cannot read `gone.sp`: it does not exist\n",
    });
  });
});
