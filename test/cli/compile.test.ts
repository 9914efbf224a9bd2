// `setpoint compile` through the real binary: what it writes, and what it says of files that are not as they should be.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, setpoint } from "./binary.ts";
import { HELLO } from "./hello.ts";

describe("what it writes", () => {
  test("the graph on one line of standard output, nothing else", async () => {
    const { code, stdout, stderr } = await setpoint(["compile"], { folder: folder({ "hello.sp": HELLO }) });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(stdout)).toMatchObject({ environment: "prod", resources: { hello: {} } });
  });

  test("the same bytes into a file", async () => {
    const root = folder({ "hello.sp": HELLO });
    const { stdout } = await setpoint(["compile", "prod"], { folder: root });
    expect(await setpoint(["compile", "prod", "-o", "out.json"], { folder: root })).toMatchObject({
      code: 0,
      stdout: "",
    });
    expect(readFileSync(join(root, "out.json"), "utf8")).toBe(stdout);
    expect(readdirSync(root).toSorted()).toEqual(["hello.sp", "out.json"]);
  });

  test("where every value comes from", async () => {
    const root = folder({ "hello.sp": HELLO });
    expect((await setpoint(["compile", "--map", "map.json"], { folder: root })).code).toBe(0);
    const map = JSON.parse(readFileSync(join(root, "map.json"), "utf8")) as Record<
      string,
      Record<string, unknown>
    >;
    expect(map["hello"]?.["/path"]).toMatchObject([{ file: "hello.sp", line: 5 }]);
  });

  test("with --json diagnostics and graph in one object", async () => {
    const good = await setpoint(["compile", "--json"], { folder: folder({ "hello.sp": HELLO }) });
    expect(JSON.parse(good.stdout)).toMatchObject({ diagnostics: [], graph: { environment: "prod" } });
    const bad = await setpoint(["compile", "--json"], { folder: folder({ "hello.sp": "system Hello {\n" }) });
    expect({ code: bad.code, stderr: bad.stderr }).toEqual({ code: 1, stderr: "" });
    expect(JSON.parse(bad.stdout)).toMatchObject({ diagnostics: [{ severity: "error" }], graph: null });
  });

  test("from the nearest package upward, and from env/", async () => {
    const root = folder({
      "setpoint.toml": "[package]\n",
      "hello.sp": HELLO.replace(/^environment.*$/m, ""),
      "env/prod.sp": 'import "../hello.sp" { Hello }\nenvironment prod = Hello\n',
      "deep/down/note.txt": "",
    });
    const { code, stdout, stderr } = await setpoint(["compile"], { folder: join(root, "deep", "down") });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(Object.keys((JSON.parse(stdout) as { sources: object }).sources)).toContain("env/prod.sp");
  });
});

/** One error, exit code 1, no stack trace, nothing on standard output. */
async function refused(words: readonly string[], root: string): Promise<string> {
  const { code, stdout, stderr } = await setpoint(["compile", ...words], { folder: root });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr.match(/^error/gm)).toHaveLength(1);
  expect(stderr).not.toMatch(/^\s+at |mistake in setpoint/m);
  return stderr;
}

describe("bad input is one clear error", () => {
  test("a file that is missing", async () => {
    expect(await refused(["-f", "nowhere.sp"], folder())).toContain("nowhere.sp");
  });

  test("a folder instead of a file", async () => {
    expect(await refused(["-f", "things.sp"], folder({ "things.sp/inside": "" }))).toContain("things.sp");
  });

  test("a file that is not text", async () => {
    expect(await refused([], folder({ "a.sp": new Uint8Array([0x73, 0xff, 0xfe, 0x00]) }))).toContain("a.sp");
  });

  test("a file outside the package", async () => {
    expect(await refused(["-f", "../x.sp"], folder())).toContain("`../x.sp` is outside the package");
  });

  test("text that is not Setpoint", async () => {
    expect(await refused([], folder({ "a.sp": "environment prod = \n" }))).toContain("a.sp:1");
  });

  test("a package file with a mistake in it", async () => {
    const stderr = await refused(
      [],
      folder({ "setpoint.toml": '[package]\nentri = ["a.sp"]\n', "a.sp": HELLO }),
    );
    expect(stderr).toContain("setpoint.toml:2:");
  });

  test("an environment that does not exist", async () => {
    expect(await refused(["prd"], folder({ "a.sp": HELLO }))).toContain("prod");
  });

  test("a target that cannot be written keeps what it has", async () => {
    const root = folder({ "a.sp": HELLO, "out/inside": "kept" });
    expect(await refused(["-o", "out"], root)).toContain("cannot write `out`: it is a folder");
    expect(await refused(["-o", "nowhere/out.json"], root)).toContain("it does not exist");
    expect(readdirSync(root).toSorted()).toEqual(["a.sp", "out"]);
    expect(readFileSync(join(root, "out", "inside"), "utf8")).toBe("kept");
  });

  test("a failed compile keeps the former graph", async () => {
    const root = folder({ "a.sp": "system Hello {\n", "out.json": "former" });
    await refused(["-o", "out.json"], root);
    expect(readFileSync(join(root, "out.json"), "utf8")).toBe("former");
    expect(existsSync(join(root, "map.json"))).toBe(false);
  });
});
