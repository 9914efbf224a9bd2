// The shell around the commands: help, wrong words, exit codes, streams.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../cli/commands.ts";
import { folder, setpoint, start } from "./binary.ts";

const { version } = JSON.parse(
  readFileSync(join(import.meta.dirname, "..", "..", "package.json"), "utf8"),
) as { version: string };

test.each(["--version", "-V"])("%s is the version and nothing else", async (word) => {
  expect(await setpoint([word])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test("--help lists every command with its summary", async () => {
  const { code, stdout } = await setpoint(["--help"]);
  expect(code).toBe(0);
  for (const { name, summary } of COMMANDS)
    expect(stdout).toMatch(new RegExp(`^  ${name} +${summary}$`, "m"));
});

test("no command at all is a question for help", async () => {
  const help = await setpoint(["--help"]);
  expect(await setpoint([])).toMatchObject({ code: 0, stdout: help.stdout });
});

test("help is another word for --help", async () => {
  for (const words of [[], ["plan"]])
    expect(await setpoint(["help", ...words])).toEqual(await setpoint([...words, "--help"]));
  const wrong = await setpoint(["help", "plna"]);
  expect(wrong).toMatchObject({ code: 2, stdout: "" });
  expect(wrong.stderr).toContain("error: unknown command `plna`; did you mean plan?");
});

test.each(["plan", "apply"])("%s takes a graph or files to compile, not both", async (command) => {
  const { code, stderr } = await setpoint([command, "--graph", "g.json", "-f", "x.sp"]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "error: either --graph or --file\nhelp: a graph is compiled already\n",
  });
});

test.each(COMMANDS)("$name --help shows an example", async ({ name, examples }) => {
  const { code, stdout } = await setpoint([name, "--help"]);
  expect(code).toBe(0);
  expect(stdout).toContain(`setpoint ${name}`);
  for (const { command } of examples) expect(stdout).toContain(command);
});

describe("wrong usage is one line, a pointer to the help, and exit code 2", () => {
  test.each([
    [["plna"], "error: unknown command `plna`; did you mean plan?", "setpoint --help"],
    [["plan", "compile", "--foo"], "error: unknown option `--foo`", "setpoint plan --help"],
    [["-C", "compile", "plan", "--foo"], "error: unknown option `--foo`", "setpoint plan --help"],
    [["--foo", "plan"], "error: unknown option `--foo`", "setpoint --help"],
    [
      ["compile", "--ouptut", "x"],
      "error: unknown option `--ouptut`; did you mean --output?",
      "setpoint compile --help",
    ],
    [["compile", "--file"], "error: option `-f, --file <FILE>` argument missing", "setpoint compile --help"],
    [
      ["compile", "a", "b"],
      "error: too many arguments for `compile`. Expected 1 argument but got 2: a, b.",
      "setpoint compile --help",
    ],
  ])("%j", async (words, message, help) => {
    const { code, stdout, stderr } = await setpoint(words);
    expect(stderr).toBe(`${message}\nhelp: \`${help}\` shows what there is\n`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  test("-C to nowhere", async () => {
    const { code, stderr } = await setpoint(["-C", "/nowhere/at/all", "plan"]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: "error: -C /nowhere/at/all: it does not exist\n" });
  });
});

test("with --json a failure is JSON as well", async () => {
  const { code, stderr } = await setpoint(["--json", "plna"]);
  expect(code).toBe(2);
  expect(JSON.parse(stderr)).toMatchObject({ error: "unknown command `plna`; did you mean plan?" });
});

test("colour: the environment decides where there is no terminal", async () => {
  expect((await setpoint(["plna"])).stderr).not.toContain("\u001b");
  expect((await setpoint(["plna"], { env: { FORCE_COLOR: "1" } })).stderr).toContain("\u001b[31merror");
  expect((await setpoint(["plna"], { env: { FORCE_COLOR: "1", NO_COLOR: "1" } })).stderr).toContain(
    "\u001b[31merror",
  );
  expect((await setpoint(["plna"], { env: { NO_COLOR: "1" } })).stderr).not.toContain("\u001b");
});

test("colour: the option beats the environment, for what goes wrong too", async () => {
  const red = "\u001b[31merror";
  const broken = folder({ "a.sp": "environment prod = \n" });
  for (const words of [
    ["plna"],
    ["compile", "--nope"],
    ["-C", "/nowhere/at/all", "plan"],
    ["-C", broken, "run"],
  ]) {
    expect((await setpoint(["--color", "always", ...words])).stderr).toContain(red);
    expect((await setpoint([...words, "--color=always"])).stderr).toContain(red);
    const env = { FORCE_COLOR: "1" };
    expect((await setpoint(["--color", "never", ...words], { env })).stderr).not.toContain("\u001b");
  }
  // Not a choice: as if nothing was said.
  expect((await setpoint(["--color", "red", "plan"])).stderr).toMatch(/^error: option `--color <when>`/);
});

test("a reader that goes away is no mistake", async () => {
  const running = start(["--help"]);
  running.child.stdout?.destroy();
  expect(await running.ended).toMatchObject({ code: 0, signal: null, stderr: "" });
});

test("-C works in another folder", async () => {
  const empty = folder();
  const { code, stderr } = await setpoint(["-C", empty, "compile"]);
  expect(code).toBe(1);
  expect(stderr).toBe(
    `error: there is no Setpoint file in ${empty}\nhelp: name one with -f, or work in another folder with -C\n`,
  );
});
