// `setpoint test` and policies through the real binary: what fails, snapshots, exemptions, and the manifest's own policies.

import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, setpoint } from "./binary.ts";

const SITE = `import std.file { File }

system Site {
  param mode: FileMode = 0o600
  motd: File { path = "/etc/motd", mode = mode }
}

overlay open on Site { mode = 0o644 }

environment dev = Site
environment prod = Site with open
`;

const TESTS = `import "../site.sp" { Site, open }

test "closed" { expect Site.motd.mode == 0o600 }
test "open" {
  let g = Site with open
  expect g.motd.mode == 0o600
}
`;

test("tests of the folder `tests/`: what failed, with values and places; the exit code", async () => {
  const root = folder({ "site.sp": SITE, "tests/site.sp": TESTS });
  const { code, stdout, stderr } = await setpoint(["test"], { folder: root });
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  expect(stdout).toContain("passed tests/site.sp:3: closed\nfailed tests/site.sp:4: open\n");
  expect(stdout).toContain("error[SP6001]: expected `g.motd.mode == 0o600`");
  expect(stdout).toContain("----------- is 0o644");
  expect(stdout).toMatch(/\n1 passed, 1 failed\n$/);
  const json = await setpoint(["test", "--json"], { folder: root });
  expect(json.code).toBe(1);
  expect(JSON.parse(json.stdout)).toMatchObject({
    counts: { passed: 1, failed: 1 },
    tests: [
      { file: "tests/site.sp", line: 3, title: "closed", passed: true, diagnostics: [] },
      { title: "open", passed: false, diagnostics: [{ code: "SP6001" }] },
    ],
  });
  const one = await setpoint(["test", "--filter", "closed"], { folder: root });
  expect(one).toMatchObject({ code: 0, stdout: "passed tests/site.sp:3: closed\n1 passed, 0 failed\n" });
  const none = await setpoint(["test", "--filter", "clsoed"], { folder: root });
  expect(none.code).toBe(1);
  expect(none.stderr).toContain("no test has `clsoed` in its title");
});

test("snapshots: written once, missed in CI, shown line by line, updated, stale", async () => {
  const source = `${SITE}test "site" { expect Site matches snapshot }\ntest "gone" { expect 1 matches snapshot }\n`;
  const root = folder({ "site.sp": source });
  const file = join(root, "snapshots/site.json");
  const run = (words: readonly string[], ci = "") =>
    setpoint(["test", ...words], { folder: root, env: { CI: ci } });
  const missing = await run([], "true");
  expect(missing.code).toBe(1);
  expect(missing.stdout).toContain("error[SP6005]");
  expect(existsSync(file)).toBe(false);
  expect(await run([])).toMatchObject({ code: 0 });
  const before = readFileSync(file, "utf8");
  expect(JSON.parse(before)).toMatchObject({
    gone: [1],
    site: [{ resources: { motd: { spec: { mode: 0o600 } } } }],
  });
  expect(await run([], "true")).toMatchObject({ code: 0 });

  writeFileSync(
    join(root, "site.sp"),
    source.replace("FileMode = 0o600", "FileMode = 0o640").replace(/test "gone".*\n/, ""),
  );
  const other = await run([]);
  expect(other.code).toBe(1);
  expect(other.stdout).toContain("error[SP6004]");
  expect(other.stdout).toContain('-         "mode": 384,\n  +         "mode": 416,');
  expect(other.stdout).toContain('stale snapshots/site.json: nothing asks for what it holds of "gone"');
  expect(readFileSync(file, "utf8")).toBe(before);
  expect(await run(["--update"])).toMatchObject({ code: 0 });
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
    site: [{ resources: { motd: { spec: { mode: 0o640 } } } }],
  });
  expect(readFileSync(file, "utf8")).not.toContain("gone");
  writeFileSync(file, "{");
  expect(await run([])).toMatchObject({ code: 1 });
  rmSync(file);
}, 30_000);

test("a policy that denies gives no graph; check lists what is exempt, and the manifest names more policies", async () => {
  const policies = `import std.file { File }
policy "closed" on File as f { require f.mode == 0o600 else "close \${f}" }
policy "few" warn { require resources().length() == 0 else "some in \${environment}" }
`;
  const root = folder({ "site.sp": SITE, "rules/base.sp": policies });
  expect(await setpoint(["compile", "prod"], { folder: root })).toMatchObject({ code: 0 });
  writeFileSync(join(root, "setpoint.toml"), '[policies]\nfiles = ["rules/base.sp"]\n');
  for (const words of [
    ["compile", "prod"],
    ["plan", "prod"],
    ["compile", "-f", "site.sp", "prod"],
  ]) {
    const { code, stdout, stderr } = await setpoint(words, { folder: root });
    expect({ words, code, stdout }).toEqual({ words, code: 1, stdout: "" });
    expect(stderr).toContain('error[SP5002]: prod/motd breaks the policy "closed": close motd');
    expect(stderr).toContain("`motd.mode` is 0o644");
  }
  expect(await setpoint(["compile", "dev"], { folder: root })).toMatchObject({ code: 0 });
  const exempt = (until: string) =>
    writeFileSync(
      join(root, "exempt.sp"),
      `exempt "closed" for "prod/motd" until ${until} because "it is public"\n`,
    );
  exempt("2999-01-31");
  const check = await setpoint(["check", "prod"], { folder: root });
  expect(check.code).toBe(0);
  expect(check.stdout).toContain(
    'info[SP5006]: prod/motd is exempt from "closed" until 2999-01-31: it is public',
  );
  expect(check.stdout).toContain("warning[SP5003]: prod breaks the policy");
  const json = await setpoint(["check", "prod", "--json"], { folder: root });
  expect(JSON.parse(json.stdout)).toMatchObject({ counts: { error: 0, warning: 1, info: 1 } });
  expect((await setpoint(["compile", "prod"], { folder: root })).stderr).not.toContain("SP5006");
  exempt("2020-01-31");
  const ended = await setpoint(["check", "prod"], { folder: root });
  expect(ended.code).toBe(1);
  expect(ended.stdout).toContain('prod/motd was exempt from "closed" until 2020-01-31: it is public');
}, 30_000);
