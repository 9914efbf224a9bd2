// `setpoint fmt` through the real binary: what it changes, what it names, and how it ends.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, LAUNCHER, setpoint } from "./binary.ts";

const CROOKED = "let  a=1\n";
const STRAIGHT = "let a = 1\n";

describe("files", () => {
  test("are formatted in place, below a folder too, and named", async () => {
    const root = folder({
      "a.sp": CROOKED,
      "deep/b.sp": CROOKED,
      "c.sp": STRAIGHT,
      "node_modules/d.sp": CROOKED,
    });
    const { code, stdout, stderr } = await setpoint(["fmt"], { folder: root });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "a.sp\ndeep/b.sp\n", stderr: "" });
    expect(readFileSync(join(root, "a.sp"), "utf8")).toBe(STRAIGHT);
    expect(readFileSync(join(root, "deep/b.sp"), "utf8")).toBe(STRAIGHT);
    expect(readFileSync(join(root, "node_modules/d.sp"), "utf8")).toBe(CROOKED);
    expect(await setpoint(["fmt"], { folder: root })).toMatchObject({ code: 0, stdout: "" });
  });

  test("--check changes nothing and ends with 1", async () => {
    const root = folder({ "a.sp": CROOKED, "b.sp": STRAIGHT });
    expect(await setpoint(["fmt", "--check"], { folder: root })).toMatchObject({ code: 1, stdout: "a.sp\n" });
    expect(readFileSync(join(root, "a.sp"), "utf8")).toBe(CROOKED);
    expect(await setpoint(["fmt", "--check", "b.sp"], { folder: root })).toMatchObject({
      code: 0,
      stdout: "",
    });
  });

  test("with mistakes are left alone, and the others are formatted", async () => {
    const root = folder({ "a.sp": CROOKED, "b.sp": "let  a =\n" });
    const { code, stdout, stderr } = await setpoint(["fmt"], { folder: root });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "a.sp\n" });
    expect(stderr).toContain("error[SP1201]");
    expect(readFileSync(join(root, "b.sp"), "utf8")).toBe("let  a =\n");
  });

  test("as JSON", async () => {
    const root = folder({ "a.sp": CROOKED, "b.sp": "let =" });
    const { code, stdout } = await setpoint(["fmt", "--json"], { folder: root });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ changed: ["a.sp"], diagnostics: [{ code: "SP1201" }] });
  });

  test("above 8 MiB are refused in one line", async () => {
    const root = folder({ "a.sp": " ".repeat(8 * 1024 * 1024 + 1) });
    const { code, stderr } = await setpoint(["fmt"], { folder: root });
    expect(code).toBe(1);
    expect(stderr).toContain("error[SP1004]: `a.sp` has 8388609 bytes");
  });

  test("that are not there are no success", async () => {
    const { code, stderr } = await setpoint(["fmt", "nowhere.sp"], { folder: folder({}) });
    expect(code).toBe(1);
    expect(stderr).toContain("there is no `nowhere.sp`");
  });
});

describe("standard input", () => {
  const run = (text: string, ...words: readonly string[]) =>
    spawnSync(process.execPath, [LAUNCHER, "fmt", ...words], { input: text, encoding: "utf8" });

  test("comes out formatted", () => {
    expect(run(CROOKED, "-")).toMatchObject({ status: 0, stdout: STRAIGHT, stderr: "" });
  });

  test("is only judged with --check", () => {
    expect(run(CROOKED, "--check", "-")).toMatchObject({ status: 1, stdout: "" });
    expect(run(STRAIGHT, "--check", "-")).toMatchObject({ status: 0, stdout: "" });
  });

  test("stands alone", () => {
    expect(run("", "-", "a.sp").status).toBe(2);
  });
});
