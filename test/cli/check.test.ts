// `setpoint check` through the real binary: all environments, all formats, and what --fix writes.

import { chmodSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, setpoint } from "./binary.ts";

const SITE = `import std.file { Directory, File }

system Site {
  param motd: String
  file: File { path = "/etc/motd", content = motd }
}
`;
const ENVIRONMENTS = `import "../site.sp" { Site }

overlay hello on Site { motd = "Hello" }

environment dev = Site with hello
environment prod = Site
`;
const PACKAGE = { "site.sp": SITE, "env/all.sp": ENVIRONMENTS };

test("every environment is checked, and what they share is said once", async () => {
  const { code, stdout, stderr } = await setpoint(["check"], { folder: folder(PACKAGE) });
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  expect(stdout).toContain("error[SP4004]: `Site` needs `motd`, and `prod` does not give it");
  expect(stdout.match(/warning\[SP2005\]/g)).toHaveLength(1);
  expect(stdout).toMatch(/\n\n1 error, 1 warning\n$/);
});

test("one environment, or files alone", async () => {
  const root = folder(PACKAGE);
  const dev = await setpoint(["check", "dev"], { folder: root });
  expect(dev.code).toBe(0);
  expect(dev.stdout).toMatch(/\n1 warning\n$/);
  const alone = await setpoint(["check", "site.sp"], { folder: root });
  expect(alone.code).toBe(0);
  expect(alone.stdout).not.toContain("SP4001");
  const unknown = await setpoint(["check", "prdo"], { folder: root });
  expect(unknown.stdout).toContain("did you mean `prod`?");
});

test("--fix applies what is sure, says so, and changes nothing else", async () => {
  const root = folder(PACKAGE);
  chmodSync(join(root, "site.sp"), 0o600);
  const { code, stdout, stderr } = await setpoint(["check", "--fix"], { folder: root });
  expect(code).toBe(1);
  expect(stderr).toBe("fixed SP2005 at site.sp:1:19: remove the import of `Directory`\n\n");
  expect(stdout).not.toContain("SP2005");
  expect(readFileSync(join(root, "site.sp"), "utf8")).toBe(SITE.replace("Directory, ", ""));
  expect(statSync(join(root, "site.sp")).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(root, "env/all.sp"), "utf8")).toBe(ENVIRONMENTS);
});

test("--fix brings in what is missing, and guesses at nothing", async () => {
  const root = folder({
    "a.sp": 'system Site { a: File { path = "/a", contnet = "x" } }\n',
  });
  const { stdout } = await setpoint(["check", "--fix"], { folder: root });
  expect(readFileSync(join(root, "a.sp"), "utf8")).toBe(
    'import std.file { File }\n\nsystem Site { a: File { path = "/a", contnet = "x" } }\n',
  );
  expect(stdout).toContain("SP2102");
});

test("for machines: json, sarif and github", async () => {
  const root = folder(PACKAGE);
  const json = await setpoint(["check", "--json"], { folder: root });
  expect(JSON.parse(json.stdout)).toMatchObject({ counts: { error: 1, warning: 1, info: 0 } });
  const sarif = await setpoint(["check", "--format", "sarif"], { folder: root });
  expect(JSON.parse(sarif.stdout)).toMatchObject({ version: "2.1.0", runs: [{ results: [{}, {}] }] });
  const github = await setpoint(["check", "--format", "github"], { folder: root });
  expect(github.stdout).toContain(
    "::error file=env/all.sp,line=6,col=13,endLine=6,endColumn=17,title=SP4004::",
  );
  const wrong = await setpoint(["check", "--format", "xml"], { folder: root });
  expect(wrong.code).toBe(2);
});

test("compile prints its findings in the same formats", async () => {
  const { code, stdout, stderr } = await setpoint(["compile", "prod", "--format", "github"], {
    folder: folder(PACKAGE),
  });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^::error file=/);
});

/** One mistake that a generator made so many times, and another one behind it. */
function flood(count: number): string {
  const files = Array.from({ length: count }, (_, index) => `  f${index}: File { path = "etc/${index}" }`);
  return `import std.file { File }\n\nsystem Site {\n${files.join("\n")}\n  output o = mising\n}\n\nenvironment dev = Site\n`;
}

test("a mistake that is there many times hides no other, and what is left out is counted", async () => {
  const root = folder({ "site.sp": flood(200) });
  const { code, stdout } = await setpoint(["check"], { folder: root });
  expect(code).toBe(1);
  const codes = Map.groupBy(stdout.match(/^error\[SP\d+\]/gm) ?? [], (head) => head);
  expect([...codes].map(([head, all]) => `${head} ${all.length}`)).toEqual([
    "error[SP2110] 20",
    "error[SP2001] 1",
  ]);
  expect(stdout).toMatch(/\n\n180 more with SP2110 are not shown; `--limit all` shows them\n\n201 errors\n$/);
  const few = await setpoint(["check", "--limit", "3"], { folder: root });
  expect(few.stdout.match(/^error\[SP2110\]/gm)).toHaveLength(3);
  expect(few.stdout).toContain("\n197 more with SP2110 are not shown;");
  const all = await setpoint(["check", "--limit", "all"], { folder: root });
  expect(all.stdout.match(/^error\[SP2110\]/gm)).toHaveLength(200);
  expect(all.stdout).not.toContain("not shown");
  expect((await setpoint(["check", "--limit", "0"], { folder: root })).code).toBe(2);
});

test("what machines read is whole, and a command about something else says how to see all", async () => {
  const root = folder({ "site.sp": flood(30) });
  const json = await setpoint(["check", "--json"], { folder: root });
  expect(JSON.parse(json.stdout)).toMatchObject({ counts: { error: 31 } });
  const github = await setpoint(["check", "--format", "github"], { folder: root });
  expect(github.stdout.match(/^::error /gm)).toHaveLength(31);
  const compiled = await setpoint(["compile"], { folder: root });
  expect(compiled.stderr).toContain("\n10 more with SP2110 are not shown; `--limit all` shows them\n");
  const graph = await setpoint(["graph", "dev"], { folder: root });
  expect(graph.stderr).toContain(
    "\n10 more with SP2110 are not shown; `setpoint check --limit all` shows them\n",
  );
});
