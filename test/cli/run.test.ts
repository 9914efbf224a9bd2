// The agent through the real binary: a commit, a drift, signals, a second agent, a watcher.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, pretend, type Running, setpoint, start } from "./binary.ts";
import { AGENT, HELLO } from "./hello.ts";

function repository(): string {
  const root = folder({
    ".gitignore": "world\n.setpoint\n",
    "setpoint.toml": AGENT,
    "hello.sp": HELLO,
    "world/srv/other.txt": "",
  });
  git(root, "init", "-q", "-b", "main");
  commit(root, "First");
  return root;
}

function commit(root: string, message: string): void {
  git(root, "add", ".");
  git(root, "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-q", "-m", message);
}

function git(root: string, ...words: readonly string[]): void {
  execFileSync("git", words, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
}

async function agent(root: string, node: readonly string[] = []): Promise<Running> {
  const running = start(["run"], { folder: root, node });
  await running.says("converged: 1 resource");
  return running;
}

test("it takes up commits, mends drift, and stops cleanly", async () => {
  const root = repository();
  const hello = join(root, "world", "srv", "hello.txt");
  const running = await agent(root);
  expect(readFileSync(hello, "utf8")).toBe("Hello\n");

  writeFileSync(hello, "Bye\n");
  await running.says("~ updated");
  expect(readFileSync(hello, "utf8")).toBe("Hello\n");

  writeFileSync(join(root, "hello.sp"), HELLO.replace("Hello\\n", "Good day\\n"));
  commit(root, "Be polite");
  await running.says("accepted: Be polite (Ada), 1 resource");
  await running.says("update started: intended, changed (hello.sp:4:3)");

  running.child.kill("SIGTERM");
  const { code, stdout, stderr } = await running.ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/agent +stopped: /);
});

test("Ctrl-C is 130", async () => {
  const running = await agent(repository());
  running.child.kill("SIGINT");
  expect(await running.ended).toMatchObject({ code: 130, signal: null, stderr: "" });
});

test("carried over from an old Node it still stops cleanly", async () => {
  const running = await agent(repository(), ["-r", pretend("18.19.0")]);
  running.child.kill("SIGTERM");
  expect(await running.ended).toMatchObject({ code: 0, signal: null, stderr: "" });
});

test("carried over from an old Node it does not outlive its launcher", async () => {
  const root = repository();
  const running = await agent(root, ["-r", pretend("18.19.0")]);
  running.child.kill("SIGKILL");
  expect(await running.ended).toMatchObject({ signal: "SIGKILL" });
  // Its streams are closed, so it is gone, and with it the ledger's lock.
  const next = await agent(root);
  expect(next.child.exitCode).toBe(null);
});

test("a second agent, and an apply, are told who holds the ledger", async () => {
  const root = repository();
  const running = await agent(root);
  for (const words of [["run"], ["apply", "-y"]]) {
    const { code, stderr } = await setpoint(words, { folder: root });
    expect(code).toBe(1);
    expect(stderr.match(/^error/gm)).toHaveLength(1);
    expect(stderr).toContain(`process ${running.child.pid ?? 0} `);
  }
  expect((await setpoint(["plan"], { folder: root })).code).toBe(0);
  expect(running.child.exitCode).toBe(null);
});

test("a commit that does not compile is refused, and the accepted version stays", async () => {
  const root = repository();
  const running = await agent(root);
  writeFileSync(join(root, "hello.sp"), "system Hello {\n");
  commit(root, "Break it");
  await running.says("refused: ");
  await running.says("hello.sp:1");
  expect(readFileSync(join(root, "world", "srv", "hello.txt"), "utf8")).toBe("Hello\n");
});

test("watch follows it and leaves it alone", async () => {
  const root = repository();
  const running = await agent(root);
  const watching = start(["watch"], { folder: root });
  await watching.says("converged: 1 resource");
  watching.child.kill("SIGINT");
  expect(await watching.ended).toMatchObject({ code: 130, stderr: "" });
  expect(running.child.exitCode).toBe(null);
});

test("watch says which environments there are when it is asked for another", async () => {
  const root = repository();
  await agent(root);
  expect(await setpoint(["watch", "nosuch"], { folder: root })).toMatchObject({
    code: 1,
    stdout: "",
    stderr: "error: the agent does not hold the environment `nosuch`\nhelp: it holds: prod\n",
  });
});

test("watch without an agent says how to start one", async () => {
  const { code, stderr } = await setpoint(["watch"], { folder: repository() });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: no agent is running here: .*\nhelp: `setpoint run` starts an agent/);
});

test("an agent with nothing to do says what is missing", async () => {
  const bare = await setpoint(["run", "prod"], { folder: folder({ "setpoint.toml": "" }) });
  expect(bare).toMatchObject({ code: 1, stdout: "" });
  expect(bare.stderr).toContain("the configuration names no store");
  const nameless = await setpoint(["run"], { folder: folder({ "setpoint.toml": "[package]\n" }) });
  expect(nameless.stderr).toContain("no environment is named");
});
