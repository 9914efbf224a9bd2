// `setpoint explain` through the real binary. What explanations say is in test/explain/.

import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { folder, setpoint } from "./binary.ts";

test("explains a code, with a wrong and a right program", async () => {
  const { code, stdout, stderr } = await setpoint(["explain", "sp2107"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^error\[SP2107\]: nothing to remove\n\n/);
  expect(stdout).toContain("Wrong:\n\n    ");
  expect(stdout).toContain("Right:\n\n    ");
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
});

test("with --json the parts of it", async () => {
  const { stdout } = await setpoint(["explain", "SP2005", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    code: "SP2005",
    severity: "warning",
    wrong: { "main.sp": expect.stringContaining("import") as unknown },
  });
});

test("leads from a code that there is not to the nearest", async () => {
  const { code, stdout, stderr } = await setpoint(["explain", "SP2100"]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^error: there is no code SP2100\nhelp: the nearest is SP2101: /);
});

// --- Values and environments ------------------------------------------------------------------------------------------

const SITE = `import std.file { File }

system Site {
  param domain: String = "localhost"
  param password: Secret<String> = secret.env("TOKEN")
  param headers: {String: String} = { server = "setpoint", debug = "on" }
  page: File { path = "/srv/page", content = "for \${domain}" }
  token: File { path = "/srv/token", content = "token=\${password}" }
  hash: File { path = "/srv/hash", content = page.sha256 }
}
`;

const PROD = `import "../site.sp" { Site }

overlay production on Site {
  domain = "example.com"
  headers { cache = "1h", remove debug }
  page { final mode = 0o600, @protect }
}
overlay idle on Site { headers { server = "setpoint" } }

environment prod = Site with production, idle
`;

const FILES = { "site.sp": SITE, "env/prod.sp": PROD };

test("a value: every definition, winner first, and what follows from it", async () => {
  const { code, stdout, stderr } = await setpoint(["explain", "prod", "domain"], { folder: folder(FILES) });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toBe(`domain = "example.com"  param: String, in prod

▸  "example.com"  set by overlay production  env/prod.sp:4:12  domain = "example.com"
   "localhost"    given by system Site       site.sp:4:26      param domain: String = "localhost"

followed by page.content
`);
});

test("a value that is computed, by the other way to write where it is", async () => {
  const { stdout } = await setpoint(["explain", "prod/page.content"], { folder: folder(FILES) });
  expect(stdout).toContain(
    'from domain = "example.com", which overlay production set (env/prod.sp:4:12); it was "localhost"',
  );
});

test.each([
  [
    "headers.debug",
    'headers.debug is not there: removed by overlay production at env/prod.sp:5:34, it was "on"',
  ],
  ["page.mode", "final: nothing above may change it"],
  ["page.@protect", "said by overlay production"],
  ["token.content", "token.content = (secret)"],
  ["hash.content", "hash.content = (known after page)"],
  ["page", "page: std.file.File on local"],
])("%s", async (path, wanted) => {
  const { code, stdout } = await setpoint(["explain", "prod", path], { folder: folder(FILES) });
  expect(stdout).toContain(wanted);
  expect(code).toBe(0);
});

test("an environment: what each overlay changed, also the one that changed nothing", async () => {
  const { code, stdout } = await setpoint(["explain", "prod"], { folder: folder(FILES) });
  expect(stdout).toBe(`prod = Site with production, idle  env/prod.sp:10:13

1. production  env/prod.sp:3:9
   sets      domain         "localhost" → "example.com"  env/prod.sp:4:12
             followed by page.content
   adds      headers.cache  "1h"                         env/prod.sp:5:21
   removes   headers.debug  was "on"                     env/prod.sp:5:34
   sets      page.mode      0o644 → 0o600                env/prod.sp:6:23
             final
   says      page.@protect                               env/prod.sp:6:30

2. idle  env/prod.sp:8:9
   changes nothing
   sets      headers.server  "setpoint", as before  env/prod.sp:8:43

5 changes by 1 overlay; 1 changes nothing.
`);
  expect(code).toBe(0);
});

test("with --json the stack, without colour or secrets", async () => {
  const { stdout } = await setpoint(["explain", "prod", "domain", "--json"], { folder: folder(FILES) });
  expect(JSON.parse(stdout)).toEqual({
    diagnostics: [],
    explanation: {
      kind: "value",
      environment: "prod",
      path: "domain",
      role: "param",
      type: "String",
      value: "example.com",
      named: null,
      inputs: [],
      follows: ["page.content"],
      parts: [],
      stack: [
        {
          state: "wins",
          operation: "set",
          strength: "normal",
          by: {
            kind: "overlay",
            name: "production",
            listed: { level: 1, sibling: 0, text: "production" },
          },
          value: "example.com",
          each: null,
          file: "env/prod.sp",
          line: 4,
          column: 12,
          source: 'domain = "example.com"',
        },
        {
          state: "loses",
          operation: "default",
          strength: "normal",
          by: { kind: "system", name: "Site", listed: null },
          value: "localhost",
          each: null,
          file: "site.sp",
          line: 4,
          column: 26,
          source: 'param domain: String = "localhost"',
        },
      ],
    },
  });
  const secret = await setpoint(["explain", "prod", "token.content", "--json"], { folder: folder(FILES) });
  expect(JSON.parse(secret.stdout)).toMatchObject({ explanation: { value: { $secret: true } } });
  const all = await setpoint(["explain", "prod", "--json"], { folder: folder(FILES) });
  expect(JSON.parse(all.stdout)).toMatchObject({
    environment: {
      environment: "prod",
      system: "Site",
      overlays: [
        {
          level: 1,
          text: "production",
          changes: [
            { operation: "set", path: "domain", from: "localhost", to: "example.com", outcome: "changes" },
            { operation: "add", path: "headers.cache", to: "1h" },
            { operation: "remove", path: "headers.debug", from: "on" },
            { operation: "set", path: "page.mode", from: 0o644, to: 0o600, strength: "final" },
            { operation: "annotate", path: "page.@protect", to: true },
          ],
        },
        { level: 2, text: "idle", changes: [{ path: "headers.server", outcome: "same" }] },
      ],
    },
  });
});

test("colours where it is asked to, and not where NO_COLOR says so", async () => {
  const words = ["explain", "prod", "domain"];
  const colored = await setpoint([...words, "--color", "always"], { folder: folder(FILES) });
  const plain = await setpoint(words, { folder: folder(FILES), env: { NO_COLOR: "1" } });
  expect(colored.stdout).toContain("\u001b[");
  expect(stripVTControlCharacters(colored.stdout)).toBe(plain.stdout);
});

test.each([
  [["explain", "prod", "page.mod"], "`page` has nothing named `mod`", "did you mean `page.mode`?"],
  [["explain", "prod", "domian"], "`prod` has nothing named `domian`", "did you mean `domain`?"],
  [["explain", "prdo"], "there is no environment `prdo`", "did you mean `prod`?"],
  [
    ["explain", "page.mode"],
    "there is no environment `page.mode`",
    "to explain a value of prod, write `setpoint explain prod page.mode`",
  ],
])("%j leads to what was probably meant", async (words, message, help) => {
  const { code, stdout, stderr } = await setpoint(words, { folder: folder(FILES) });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toBe(`error: ${message}\nhelp: ${help}\n`);
});

test("what does not compile is explained as far as it goes, with its errors beside it", async () => {
  const files = { ...FILES, "site.sp": SITE.replace("param domain: String", "param domain: String of 1..9") };
  const root = folder({
    ...files,
    "env/prod.sp": PROD.replace('domain = "example.com"', 'domain = "a${super}"'),
  });
  const { code, stdout, stderr } = await setpoint(["explain", "prod", "page.mode"], { folder: root });
  expect(stdout).toContain("▸  0o600  set by overlay production (final)");
  expect(stderr).toMatch(/^error\[SP2110\]/);
  expect(code).toBe(1);
});

test("what cannot be checked cannot be explained", async () => {
  const root = folder({ ...FILES, "env/prod.sp": PROD.replace("domain =", "domian =") });
  const { code, stdout, stderr } = await setpoint(["explain", "prod", "domain"], { folder: root });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(
    /^error\[SP2102\][^]*error: prod does not compile, so there is nothing to explain yet\n$/,
  );
});

test("asks what is to be explained", async () => {
  const { code, stderr } = await setpoint(["explain"]);
  expect(code).toBe(2);
  expect(stderr).toContain("setpoint explain prod web.replicas");
  expect(stderr).toContain("SP2107");
});
