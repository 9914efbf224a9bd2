// `setpoint compile` through the real binary: what it writes, and what it says of files that are not as they should be.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { soundText } from "../support/sound.ts";
import { folder, setpoint } from "./binary.ts";
import { HELLO } from "./hello.ts";

describe("what it writes", () => {
  test("the graph on one line of standard output, nothing else", async () => {
    const { code, stdout, stderr } = await setpoint(["compile"], { folder: folder({ "hello.sp": HELLO }) });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^\{.*\}\n$/);
    expect(soundText(stdout.trimEnd())).not.toBe("");
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

  test("values out of data, and the files that they came from", async () => {
    const main = `import std.file { File }
import "./people.yaml" as people: [Person by login]
import "./site.toml" as site: {String: String}
import "./ports.csv" as entries: [Entry]
type Person { login: String, name: String }
type Entry { name: String, port: Port }
system Site {
  motd: File for p in people { path = "\${site.root}/\${p.login}", content = p.name }
  output ports = [e.port for e in entries]
}
environment dev = Site`;
    const root = folder({
      "main.sp": main,
      "people.yaml": "# people\n- login: ada\n  name: Ada\n",
      "site.toml": 'root = "/srv"\n',
      "ports.csv": "name,port\nweb,80\n",
    });
    const { code, stdout, stderr } = await setpoint(["compile"], { folder: root });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({
      resources: { "motd.ada": { spec: { path: "/srv/ada", content: "Ada" } } },
      outputs: { ports: [80] },
    });
    expect(Object.keys((JSON.parse(stdout) as { sources: object }).sources)).toEqual(
      expect.arrayContaining(["main.sp", "people.yaml", "ports.csv", "site.toml"]),
    );
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

const TWO = {
  "hello.sp": HELLO,
  "env/dev.sp": 'import "../hello.sp" { Hello }\nenvironment dev = Hello\n',
};

/** Enough for two threads. */
const PAGES = `import std.file { File }
system Pages {
  page: File for i in 1..2000 by "\${i}" { path = "/srv/\${i}", content = "page \${i}" }
}
`;
const RS = '"a", "b", "c", "d", "e", "f", "g", "h"';

describe("every environment", () => {
  test("a line each, by name", async () => {
    const root = folder(TWO);
    const { code, stdout, stderr } = await setpoint(["compile", "--all"], { folder: root });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const single = await Promise.all(
      ["dev", "prod"].map((name) => setpoint(["compile", name], { folder: root })),
    );
    expect(stdout).toBe(single.map((each) => each.stdout).join(""));
  });

  test("a file each, with its map, in folders that are made", async () => {
    const root = folder(TWO);
    const words = ["compile", "--all", "-o", "out/graphs", "--map", "out/graphs"];
    expect(await setpoint(words, { folder: root })).toMatchObject({ code: 0, stdout: "", stderr: "" });
    expect(readdirSync(join(root, "out", "graphs")).toSorted()).toEqual([
      "dev.json",
      "dev.map.json",
      "prod.json",
      "prod.map.json",
    ]);
    const { stdout } = await setpoint(["compile", "dev", "--map", "dev.map.json"], { folder: root });
    expect(readFileSync(join(root, "out/graphs/dev.json"), "utf8")).toBe(stdout);
    expect(readFileSync(join(root, "out/graphs/dev.map.json"), "utf8")).toBe(
      readFileSync(join(root, "dev.map.json"), "utf8"),
    );
  });

  test("each of a loop, in a file that its key cannot lead elsewhere", async () => {
    const overlay = 'overlay at(r: String) on Hello { hello { path = "/srv/${r.length()}" } }';
    const loop = 'environment live for r in ["eu", "../x"] = Hello with at(r)';
    const root = folder({ "hello.sp": `${HELLO}${overlay}\n${loop}\n` });
    const { code } = await setpoint(["compile", "--all", "-o", "out"], { folder: root });
    expect(code).toBe(0);
    expect(readdirSync(join(root, "out")).toSorted()).toEqual([
      "live.%22..%2Fx%22.json",
      "live.eu.json",
      "prod.json",
    ]);
  });

  test("the same graphs, whichever thread compiled them", async () => {
    const root = folder({ "pages.sp": `${PAGES}environment at for r in [${RS}] = Pages\n` });
    const names = ["a", "b", "c", "d", "e", "f", "g", "h"].map((r) => `at.${r}`);
    const { code, stdout } = await setpoint(["compile", "--all"], { folder: root });
    expect(code).toBe(0);
    const single = await Promise.all(names.map((name) => setpoint(["compile", name], { folder: root })));
    expect(stdout).toBe(single.map((each) => each.stdout).join(""));
  });

  test("two that manage one object, whichever thread compiled them", async () => {
    const target = '{ target = { name = "east", driver = "local" } }';
    const root = folder({ "pages.sp": `${PAGES}environment at for r in ["a", "b"] = Pages ${target}\n` });
    const { code, stdout, stderr } = await setpoint(["compile", "--all"], { folder: root });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.match(/^error\[SP4007\]/gm)).toHaveLength(1);
  });

  test("with --json one object", async () => {
    const { stdout } = await setpoint(["compile", "--all", "--json"], { folder: folder(TWO) });
    const { diagnostics, graphs } = JSON.parse(stdout) as { diagnostics: unknown[]; graphs: object };
    expect(diagnostics).toEqual([]);
    expect(Object.keys(graphs)).toEqual(["dev", "prod"]);
  });

  test("one that fails holds back all, and its mistake is said once", async () => {
    const bad = 'assert false else "never"';
    const root = folder({
      ...TWO,
      "env/dev.sp": `import std.file { File }\nsystem Bad { ${bad} }\nenvironment dev = Bad\n`,
      "out/prod.json": "former",
    });
    const { code, stdout, stderr } = await setpoint(["compile", "--all", "-o", "out"], { folder: root });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.match(/^error/gm)).toHaveLength(1);
    expect(readdirSync(join(root, "out"))).toEqual(["prod.json"]);
    expect(readFileSync(join(root, "out", "prod.json"), "utf8")).toBe("former");
    expect((await setpoint(["compile", "--all"], { folder: root })).stdout).toBe("");
  });

  test("and one by name is a contradiction", async () => {
    const { code, stderr } = await setpoint(["compile", "prod", "--all"], { folder: folder(TWO) });
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("either `prod` or --all"),
    });
  });

  test("a file where the folder should be is left alone", async () => {
    const root = folder({ ...TWO, out: "mine" });
    const { code, stderr } = await setpoint(["compile", "--all", "-o", "out"], { folder: root });
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("cannot make the folder `out`"),
    });
    expect(readFileSync(join(root, "out"), "utf8")).toBe("mine");
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
    expect(await refused(["-o", "nowhere/out.json"], root)).toContain("its folder does not exist");
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
