// `setpoint plan` and `setpoint apply` through the real binary, against files in a folder of their own.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, setpoint } from "./binary.ts";
import { CONFIG, HELLO } from "./hello.ts";

function shop(files: Readonly<Record<string, string>> = {}): string {
  return folder({ "setpoint.toml": CONFIG, "hello.sp": HELLO, "world/srv/other.txt": "", ...files });
}

test("a plan changes nothing, an apply does what it says, and then there is nothing to do", async () => {
  const root = shop();
  const hello = join(root, "world", "srv", "hello.txt");

  const plan = await setpoint(["plan"], { folder: root });
  expect(plan).toMatchObject({ code: 0, stderr: "" });
  expect(plan.stdout).toContain("# hello will be created: hello.sp:4:3 declares it and it is not there\n");
  expect(plan.stdout).toMatch(/^Plan: 1 to create, 0 to update, 0 to delete\.$/m);
  expect(existsSync(hello)).toBe(false);
  expect(existsSync(join(root, ".setpoint"))).toBe(false);

  const apply = await setpoint(["apply", "-y"], { folder: root });
  expect(apply).toMatchObject({ code: 0, stderr: "" });
  expect(apply.stdout).toMatch(/^Converged: 1 resource as wanted, 1 action in /m);
  expect(readFileSync(hello, "utf8")).toBe("Hello\n");

  expect(await setpoint(["plan", "--exit-code"], { folder: root })).toMatchObject({
    code: 0,
    stdout: "Nothing to change: 1 resource in step.\n",
  });

  writeFileSync(hello, "Bye\n");
  const drift = await setpoint(["plan", "prod", "--exit-code"], { folder: root });
  expect(drift.code).toBe(1);
  expect(drift.stdout).toContain("# hello will be put right: it was changed on the target\n");
  expect(drift.stdout).toContain('content: "Bye\\n" → "Hello\\n"  hello.sp:6:');
});

test("a plan is JSON for machines", async () => {
  const { code, stdout } = await setpoint(["plan", "--json"], { folder: shop() });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    environment: "prod",
    items: [{ address: "hello", action: "create", place: { file: "hello.sp", line: 4 } }],
  });
});

test("apply prints events as JSON lines", async () => {
  const { code, stdout } = await setpoint(["apply", "-y", "--json"], { folder: shop() });
  expect(code).toBe(0);
  const events = stdout
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as { kind: string }).kind);
  expect(events).toEqual(expect.arrayContaining(["action-started", "action-finished", "converged"]));
});

test("without a terminal apply acts only when it is told to", async () => {
  const root = shop();
  const { code, stderr } = await setpoint(["apply"], { folder: root });
  expect(code).toBe(2);
  expect(stderr).toContain("help: say -y to apply without asking\n");
  expect(existsSync(join(root, "world", "srv", "hello.txt"))).toBe(false);
});

test("what is not granted is not done, and says so", async () => {
  const root = shop({ "setpoint.toml": CONFIG.replace('roots = ["/srv"]', "roots = []") });
  const { code, stdout, stderr } = await setpoint(["apply", "-y"], { folder: root });
  expect(code).toBe(1);
  expect(`${stdout}${stderr}`).toContain("hello");
  expect(existsSync(join(root, "world", "srv", "hello.txt"))).toBe(false);
});

test("a compiled graph is applied as well, without the source", async () => {
  const source = shop();
  expect((await setpoint(["compile", "-o", "hello.json"], { folder: source })).code).toBe(0);
  const root = shop({ "hello.sp": "", "hello.json": readFileSync(join(source, "hello.json"), "utf8") });
  expect((await setpoint(["apply", "--graph", "hello.json", "-y"], { folder: root })).code).toBe(0);
  expect(readFileSync(join(root, "world", "srv", "hello.txt"), "utf8")).toBe("Hello\n");
});

describe("bad input is one clear error", () => {
  async function refused(words: readonly string[], root: string): Promise<string> {
    const { code, stderr } = await setpoint(words, { folder: root });
    expect(code).toBe(1);
    expect(stderr.match(/^error/gm)).toHaveLength(1);
    expect(stderr).not.toMatch(/^\s+at |mistake in setpoint/m);
    return stderr;
  }

  test.each(["plan", "apply"])("%s of a source with an error", async (command) => {
    const words = command === "apply" ? [command, "-y"] : [command];
    expect(await refused(words, shop({ "hello.sp": "system Hello {\n" }))).toContain("hello.sp:1");
  });

  test.each(["plan", "apply"])("%s with a corrupt ledger, which is left as it was", async (command) => {
    const rubbish = "this is no database. ".repeat(400);
    const root = shop({ ".setpoint/ledger.db": rubbish });
    expect(await refused(command === "apply" ? [command, "-y"] : [command], root)).toContain("ledger.db");
    expect(readFileSync(join(root, ".setpoint", "ledger.db"), "utf8")).toBe(rubbish);
  });

  test("a graph of an unknown format, of another environment, or cut off", async () => {
    const source = shop();
    const { stdout } = await setpoint(["compile"], { folder: source });
    const root = shop({
      "future.json": stdout.replace('"setpoint":1', '"setpoint":99'),
      "cut.json": stdout.slice(0, 200),
      "good.json": stdout,
      "changed.json": stdout.replace("Hello", "Hallo"),
    });
    expect(await refused(["plan", "--graph", "future.json"], root)).toContain("format 99");
    expect(await refused(["plan", "--graph", "cut.json"], root)).toContain("not JSON");
    expect(await refused(["plan", "--graph", "changed.json"], root)).toContain("hash");
    expect(await refused(["apply", "dev", "-y", "--graph", "good.json"], root)).toContain("not of dev");
    expect(existsSync(join(root, "world", "srv", "hello.txt"))).toBe(false);
  });

  test("a folder where the ledger should be", async () => {
    const root = shop();
    mkdirSync(join(root, ".setpoint", "ledger.db"), { recursive: true });
    expect(await refused(["apply", "-y"], root)).toContain("ledger.db");
  });

  test("a configuration that is missing, or wrong", async () => {
    expect(await refused(["plan", "--config", "nowhere.toml"], shop())).toContain(
      "cannot read `nowhere.toml`",
    );
    const root = shop({ "other.toml": '[targets.local]\ndriver = "loca"\n' });
    expect(await refused(["plan", "--config", "other.toml"], root)).toContain("other.toml:2:");
  });
});
