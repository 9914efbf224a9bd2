// `setpoint lint` through the real binary: levels, suppressions, --fix.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, setpoint } from "./binary.ts";

const SITE = `import std.file { File }

system Site {
  param who: String = "world"
  let spare = 1
  motd: File { path = "/etc/motd", content = "Hello " + who, mode = 0o666 }
}

environment dev = Site
`;

test("findings with their levels; warnings fail, remarks do not", async () => {
  const root = folder({ "site.sp": SITE });
  const { code, stdout, stderr } = await setpoint(["lint"], { folder: root });
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  expect(stdout.match(/\[SP\d+\]/g)).toEqual(["[SP7001]", "[SP7019]", "[SP7014]"]);
  expect(stdout).toMatch(/\n3 warnings\n$/);
  const named = folder({ "site.sp": "system Site { output a_b = 1 }\nenvironment dev = Site\n" });
  expect((await setpoint(["lint"], { folder: named })).code).toBe(0);
});

test("the package's own levels, and the lowest that is shown", async () => {
  const root = folder({
    "site.sp": SITE,
    "setpoint.toml": '[lint]\nSP7001 = "off"\nSP7019 = "info"\nSP7014 = "error"\n',
  });
  const { stdout } = await setpoint(["lint"], { folder: root });
  expect(stdout).toMatch(/\n1 error, 1 remark\n$/);
  const { stdout: errors } = await setpoint(["lint", "--level", "error"], { folder: root });
  expect(errors).toMatch(/\n1 error\n$/);
  expect((await setpoint(["lint", "--level", "loud"], { folder: root })).code).toBe(2);
  const wrong = folder({ "site.sp": SITE, "setpoint.toml": '[lint]\nSP7000 = "off"\n' });
  const { code, stderr } = await setpoint(["lint"], { folder: wrong });
  expect(code).toBe(1);
  expect(stderr).toContain("there is no lint rule `SP7000`");
});

test("--fix keeps the graph as it is", async () => {
  const root = folder({ "site.sp": SITE });
  const before = await setpoint(["compile"], { folder: root });
  const { code, stderr } = await setpoint(["lint", "--fix"], { folder: root });
  expect(code).toBe(1);
  expect(stderr).toContain("fixed SP7001 at site.sp:5:7: remove `spare`");
  expect(readFileSync(join(root, "site.sp"), "utf8")).toBe(
    SITE.replace("  let spare = 1\n", "").replace('"Hello " + who', '"Hello ${who}"'),
  );
  const after = await setpoint(["compile"], { folder: root });
  const resources = (text: string) => (JSON.parse(text) as { readonly resources: unknown }).resources;
  expect(resources(after.stdout)).toEqual(resources(before.stdout));
});

test("errors come first: what does not compile is not linted", async () => {
  const root = folder({ "site.sp": SITE.replace("who,", "woh,") });
  const { code, stdout } = await setpoint(["lint"], { folder: root });
  expect(code).toBe(1);
  expect(stdout.match(/\[SP\d+\]/g)).toEqual(["[SP2001]"]);
});
