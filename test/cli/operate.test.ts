// Deciding about a running system, by the real binary: through an agent, and on the ledger itself.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { realClock } from "../../cli/host.ts";
import { openLedger } from "../../runtime/ledger/open.ts";
import { folder, type Running, setpoint, start } from "./binary.ts";
import { AGENT, CONFIG, HELLO } from "./hello.ts";

const hello = (root: string): string => join(root, "world", "srv", "hello.txt");
const said = (text: string): string => HELLO.replace("Hello\\n", text);

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

function commit(root: string, message: string): string {
  git(root, "add", ".");
  git(root, "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-q", "-m", message);
  return git(root, "rev-parse", "HEAD").trim();
}

function git(root: string, ...words: readonly string[]): string {
  return execFileSync("git", words, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

async function agent(root: string): Promise<Running> {
  const running = start(["run"], { folder: root });
  await running.says("converged: 1 resource");
  return running;
}

function ask(root: string, ...words: readonly string[]) {
  return setpoint(words, { folder: root });
}

describe("through a running agent", () => {
  test("suspend holds a commit and status says so; resume lets it go on; all of it is in the history", async () => {
    const root = repository();
    const running = await agent(root);
    expect(await ask(root, "suspend", "prod", "--for", "2h", "--reason", "load test")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^✓ prod is suspended until /),
      stderr: "",
    });
    writeFileSync(join(root, "hello.sp"), said("Good day\\n"));
    commit(root, "Be polite");
    await running.says("suspended: prod is suspended");
    expect(readFileSync(hello(root), "utf8")).toBe("Hello\n");

    const status = await ask(root, "status", "prod");
    expect(status.code).toBe(1);
    expect(status.stdout).toMatch(/prod {2}[0-9a-f]{10} Be polite/);
    expect(status.stdout).toMatch(
      /! hello: suspended: prod is suspended by .*: load test; it would be updated {2}hello\.sp:4:3/,
    );
    expect(status.stdout).toContain("→ setpoint resume prod");
    const why = await ask(root, "why", "prod/hello");
    expect(why).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("prod/hello is suspended  hello.sp:4:3"),
    });

    expect(await ask(root, "resume", "prod")).toMatchObject({ code: 0 });
    await running.says("~ updated");
    expect(readFileSync(hello(root), "utf8")).toBe("Good day\n");
    await running.says("~ updated");
    const green = await ask(root, "status", "--json");
    const { agent: facts, environments } = JSON.parse(green.stdout) as {
      agent: { pid: number };
      environments: { name: string; status: string; open: unknown[] }[];
    };
    expect(facts.pid).toBe(running.child.pid);
    expect(environments).toMatchObject([{ name: "prod", open: expect.any(Array) }]);
    const history = await ask(root, "history", "prod/hello");
    expect(history.stdout).toMatch(
      /\+ create, intended: done in .*\n.*\* suspend of prod for 2 h 0 min by .*: load test\n.*\* resume of prod by .*\n.*~ update, intended: done in /,
    );
    expect(running.child.exitCode).toBe(null);
  });

  test("what was refused before anything was accepted is on the status, and why names it", async () => {
    const root = repository();
    writeFileSync(join(root, "hello.sp"), HELLO.replace("path ", "pth "));
    commit(root, "Mistake");
    const running = start(["run"], { folder: root });
    await running.says("refused");
    const status = await ask(root, "status");
    expect(status.code).toBe(1);
    expect(status.stdout).toContain("→ Mend it with a new commit. The same words: setpoint compile prod\n");
    expect(status.stdout).toMatch(/^prod {2}no version was accepted yet\n {2}! Commit \w+ does not compile/m);
    const why = await ask(root, "why", "prod/hello");
    expect(why).toMatchObject({ code: 1, stderr: expect.stringContaining("does not compile for prod") });
    expect(why.stderr).not.toContain("no agent is running");
  });

  test("what is suspended by its address says how that ends, and the history has who suspended it", async () => {
    const root = repository();
    const running = await agent(root);
    await ask(root, "suspend", "prod/hello", "--reason", "load test");
    writeFileSync(hello(root), "Bye\n");
    await running.says("suspended: prod/hello is suspended");
    expect((await ask(root, "status")).stdout).toContain("→ setpoint resume prod/hello\n");
    expect(await ask(root, "resume", "prod/hello", "--reason", "done")).toMatchObject({ code: 0 });
    await ask(root, "suspend", "--target", "local", "--reason", "disk");
    const history = (await ask(root, "history", "prod/hello")).stdout;
    expect(history).toMatch(/\* suspend of .*: load test\n.*\* resume of .*: done\n/);
    expect(history).toMatch(/\* suspend of target local by .*: disk\n/);
  });

  test("a rename without `moved` is a move: it is said, and the history goes on under the new address", async () => {
    const root = repository();
    const running = await agent(root);
    writeFileSync(join(root, "hello.sp"), HELLO.replace("hello: File", "greeting: File"));
    commit(root, "Rename it");
    await running.says("moved here from hello: it is the same object");
    await running.says("converged: 1 resource");
    expect((await ask(root, "history", "prod/greeting")).stdout).toMatch(
      /\+ create as prod\/hello, intended: done/,
    );
    expect(readFileSync(hello(root), "utf8")).toBe("Hello\n");
  });

  test("environment vanished: what the source no longer names is blocked, and nothing of it is deleted", async () => {
    const root = repository();
    const running = await agent(root);
    writeFileSync(join(root, "hello.sp"), HELLO.replace("environment prod", "environment other"));
    commit(root, "Rename");
    await running.says("no longer names the environment prod");
    const why = await ask(root, "why", "prod/hello");
    expect(why.stdout).toContain("prod/hello is blocked");
    expect(readFileSync(hello(root), "utf8")).toBe("Hello\n");
    writeFileSync(join(root, "hello.sp"), HELLO);
    commit(root, "Name it again");
    await running.says("accepted: Name it again");
    expect(await ask(root, "destroy", "prod", "--reason", "x", "--yes-destroy", "other")).toMatchObject({
      code: 2,
    });
    expect(existsSync(hello(root))).toBe(true);
    expect(
      await ask(root, "destroy", "prod", "--reason", "no longer needed", "--yes-destroy", "prod"),
    ).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("prod is to be destroyed: 1 resource goes"),
    });
    await running.says("- deleted");
    expect(existsSync(hello(root))).toBe(false);
  });

  test("a commit of another history is taken where a person accepts it", async () => {
    const root = repository();
    const running = await agent(root);
    git(root, "checkout", "-q", "--orphan", "rewritten");
    writeFileSync(join(root, "hello.sp"), said("Rewritten\\n"));
    const rewritten = commit(root, "Rewrite");
    git(root, "branch", "-f", "main", rewritten);
    await running.says("does not descend from the accepted version");
    expect(
      await ask(root, "accept", "prod", rewritten.slice(0, 8), "--reason", "history was cleaned"),
    ).toMatchObject({
      code: 0,
    });
    await running.says("accepted: Rewrite");
    await running.says("~ updated");
    expect(readFileSync(hello(root), "utf8")).toBe("Rewritten\n");
  });
});

test("a source that cannot be read is not green, and what to do is said", async () => {
  const root = repository();
  const running = await agent(root);
  expect((await ask(root, "status")).code).toBe(0);
  git(root, "branch", "-m", "main", "trunk");
  await running.says("source unavailable: ");
  const status = await ask(root, "status");
  expect(status).toMatchObject({ code: 1, stdout: expect.stringContaining("✓ in sync: 1 resource") });
  expect(status.stdout).toMatch(
    /! the source is unavailable: .* has no branch `main`\.\n +→ Push a commit to it, or correct `branch` under \[store\] in setpoint\.toml\./,
  );
  expect(JSON.parse((await ask(root, "status", "--json")).stdout)).toMatchObject({
    environments: [{ sourceHelp: expect.stringContaining("correct `branch`") }],
  });
});

describe("on the ledger itself", () => {
  const FILES = (names: readonly string[]): string => {
    const files = names.map(
      (name) => `  ${name}: File {\n    path = "/srv/${name}"\n    content = "x"\n  }\n`,
    );
    return `import std.file { File }\n\nsystem S {\n${files.join("")}}\n\nenvironment prod = S\n`;
  };

  test("a delete that waits is approved by its address, and the next apply carries it out", async () => {
    const root = folder({ "setpoint.toml": CONFIG, "s.sp": FILES(["a"]), "world/srv/other.txt": "" });
    expect(await ask(root, "apply", "-y")).toMatchObject({ code: 0 });
    writeFileSync(join(root, "s.sp"), FILES([]));
    const held = await ask(root, "apply", "-y");
    expect(held).toMatchObject({ code: 1, stdout: expect.stringContaining("nothing would be left") });
    expect(held.stdout).toContain("→ setpoint approve prod/a, or setpoint approve prod --all\n");
    expect(existsSync(join(root, "world/srv/a"))).toBe(true);
    const status = async (): Promise<string> => (await ask(root, "status")).stdout;
    expect(await status()).toMatch(
      /! a: waiting: .*nothing would be left.*\n +→ setpoint approve prod\/a, or/,
    );
    expect(await ask(root, "approve", "prod/b", "--reason", "x")).toMatchObject({ code: 1 });
    expect(await ask(root, "approve", "prod")).toMatchObject({ code: 2 });
    expect(await ask(root, "approve", "prod/a", "--reason", "meant")).toMatchObject({
      code: 0,
      stdout: "✓ approved: delete a\n",
    });
    expect(await status()).toMatch(/! a: waiting: it is no longer declared\n +→ setpoint why prod\/a/);
    expect(await ask(root, "apply", "-y")).toMatchObject({ code: 0 });
    expect(existsSync(join(root, "world/srv/a"))).toBe(false);
    expect((await ask(root, "history", "prod/a")).stdout).toMatch(
      /- delete, intended: done in .* {2}approved by .*: meant/,
    );
  });

  test("status without an agent names what is not carried out, what holds it, and what can be done", async () => {
    const root = folder({
      "setpoint.toml": CONFIG,
      "s.sp": FILES(["a", "b"]).replace('path = "/srv/b"', '@protect\n path = "/srv/b"'),
      "world/srv/c": "somebody else's",
    });
    expect(await ask(root, "apply", "-y")).toMatchObject({ code: 0 });
    const open = async () => (await ask(root, "status")).stdout.split("\n").slice(4).join("\n");
    expect(await open()).toBe("");
    writeFileSync(join(root, "s.sp"), FILES(["c"]));
    expect(await ask(root, "apply", "-y")).toMatchObject({ code: 1 });
    expect(await open()).toBe(
      [
        "  ! b: blocked: it is no longer declared, and it is protected",
        '      → setpoint unprotect prod/b --reason "…"',
        "  ! c: waiting: it was not carried out yet",
        "      → setpoint why prod/c looks what is in its way",
        "",
      ].join("\n"),
    );
    expect(await ask(root, "unprotect", "prod/b", "--reason", "x")).toMatchObject({ code: 0 });
    const { stdout } = await ask(root, "status", "--json");
    const lookInto = (address: string) => `setpoint why prod/${address} looks what is in its way`;
    expect(JSON.parse(stdout)).toMatchObject({
      environments: [
        {
          open: ["b", "c"].map((address) => ({
            address,
            status: "waiting",
            detail: { for: "turn" },
            remedy: lookInto(address),
          })),
        },
      ],
    });
  });

  test("status and why without an agent say that there is none, and what is known", async () => {
    const root = folder({ "setpoint.toml": CONFIG, "hello.sp": HELLO, "world/srv/other.txt": "" });
    expect(await ask(root, "status")).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("Nothing was accepted yet"),
    });
    await ask(root, "apply", "-y");
    const status = await ask(root, "status");
    expect(status).toMatchObject({ code: 1, stdout: expect.stringContaining("No agent is running here") });
    expect(status.stdout).toContain("1 resource ours; carried out");
    writeFileSync(hello(root), "Bye\n");
    expect(await ask(root, "why", "prod/hello")).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("it was changed on the target"),
    });
  });

  test("target swapped: nothing is done there until a person accepts it, and how is said", async () => {
    const root = folder({ "setpoint.toml": CONFIG, "hello.sp": HELLO, "world/srv/other.txt": "" });
    await ask(root, "apply", "-y");
    mkdirSync(join(root, "another/srv"), { recursive: true });
    writeFileSync(join(root, "setpoint.toml"), CONFIG.replace('"world"', '"another"'));
    const held = await ask(root, "apply", "-y");
    expect(held).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("hello: blocked: target `local` is"),
    });
    expect(held.stdout).toContain('→ setpoint accept --target local --reason "…"\n');
    expect(existsSync(join(root, "another/srv/hello.txt"))).toBe(false);
    expect(await ask(root, "accept", "--target", "local", "--reason", "new disk")).toMatchObject({ code: 0 });
    expect(await ask(root, "apply", "-y")).toMatchObject({ code: 0 });
    expect(existsSync(join(root, "another/srv/hello.txt"))).toBe(true);
    expect((await ask(root, "history", "prod/hello")).stdout).toMatch(/\* accept target by .*: new disk/);
  });

  test("a suspend whose time is up is not said to go on", async () => {
    const root = folder({ "setpoint.toml": CONFIG, "hello.sp": HELLO, "world/srv/other.txt": "" });
    await ask(root, "apply", "-y");
    const ledger = openLedger({ path: join(root, ".setpoint/ledger.db"), clock: realClock, holder: "test" });
    const at = Date.now() - 3_600_000;
    const decided = { at, who: "ada", what: "suspend", detail: {} };
    for (const [target, lasts] of [
      ["local", 1_000],
      ["other", 7_200_000],
    ] as const) {
      const scope = { kind: "target", target } as const;
      const suspend = { scope, reason: `of ${target}`, who: "ada", at, lasts, elapsed: 0, seen: at };
      ledger.decide([{ kind: "suspended", suspend }], { ...decided, why: suspend.reason });
    }
    ledger.close();
    const { stdout } = await ask(root, "status");
    expect(stdout).toContain("target other is suspended by ada for another");
    expect(stdout).not.toContain("target local is suspended");
  });

  test("the history has an adoption, which nothing was done for", async () => {
    const root = folder({ "setpoint.toml": CONFIG, "s.sp": FILES(["a"]), "world/srv/a": "x" });
    await ask(root, "apply", "-y");
    await ask(root, "forget", "prod/a", "--reason", "handed over");
    const given = (await ask(root, "history", "prod/a")).stdout;
    expect(given).toMatch(/forget by .*: handed over\n/);
    expect(given).not.toContain("adopt: it was found");
    expect(await ask(root, "apply", "-y")).toMatchObject({ code: 0 });
    expect((await ask(root, "history", "prod/a")).stdout).toMatch(
      /\* forget by .*: handed over\n.* = adopt: it was found as it is wanted\n/,
    );
  });

  test("of what an environment does not have there is no history, whatever was decided about the environment", async () => {
    const root = folder({ "setpoint.toml": CONFIG, "s.sp": FILES(["alpha"]), "world/srv/other.txt": "" });
    await ask(root, "apply", "-y");
    await ask(root, "suspend", "prod", "--reason", "night");
    expect(await ask(root, "history", "prod/alpho")).toMatchObject({
      code: 1,
      stdout: "",
      stderr:
        "error: nothing was ever done to prod/alpho, and prod has no such resource\nhelp: did you mean `prod/alpha`?\n",
    });
    expect((await ask(root, "history", "prod/alpha")).stdout).toMatch(
      /\* suspend of prod by .*: night\n1 action/,
    );
  });

  test("a ledger that is gone is said to be gone, and not that nothing was accepted", async () => {
    const root = folder({ "setpoint.toml": CONFIG, "hello.sp": HELLO, "world/srv/other.txt": "" });
    await ask(root, "apply", "-y");
    rmSync(join(root, ".setpoint/ledger.db"));
    const status = await ask(root, "status");
    expect(status).toMatchObject({ code: 1, stdout: expect.stringContaining("The ledger is gone") });
    expect(status.stdout).toContain("setpoint ledger restore BACKUP");
    expect(status.stdout).not.toContain("Nothing was accepted");
  });

  test.each([
    ["made right by hand", "x"],
    ["made right by the next apply", "other"],
  ])("what failed and was %s is failing no more", async (_, found) => {
    const source = FILES(["a", "b"]).replace("/srv/b", "/srv/sub/b");
    const root = folder({ "setpoint.toml": CONFIG, "s.sp": source, "world/srv/sub/other.txt": "" });
    expect(await ask(root, "apply", "-y")).toMatchObject({ code: 0 });
    rmSync(join(root, "world/srv/sub"), { recursive: true });
    expect(await ask(root, "apply", "-y")).toMatchObject({ code: 1 });
    expect((await ask(root, "status")).stdout).toContain("! b: failing: the last create did not end well");
    mkdirSync(join(root, "world/srv/sub"));
    writeFileSync(join(root, "world/srv/sub/b"), found);
    expect(await ask(root, "apply", "-y")).toMatchObject({ code: 0 });
    expect((await ask(root, "status")).stdout).not.toContain("failing");
    const { stdout } = await ask(root, "status", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ environments: [{ open: [] }] });
  });

  test("after an apply that failed, status and why say what failed, and how far it came", async () => {
    const root = folder({ "setpoint.toml": CONFIG, "s.sp": FILES(["a", "b"]), "world/srv/other.txt": "" });
    mkdirSync(join(root, "world/srv/b"));
    await ask(root, "apply", "-y");
    rmdirSync(join(root, "world/srv/b"));
    writeFileSync(join(root, "s.sp"), FILES(["a", "b"]).replace("/srv/b", "/srv/missing/b"));
    await ask(root, "apply", "-y");
    const status = await ask(root, "status");
    expect(status.stdout).toContain("1 resource ours; 1 of 2 carried out");
    expect(status.stdout).toMatch(/! b: failing: the last create did not end well: .*missing does not exist/);
    const why = await ask(root, "why", "prod/b");
    expect(why.code).toBe(1);
    expect(why.stdout).toMatch(
      /prod\/b is failing {2}s\.sp:\d+:\d+\n.*; the last attempt: .* does not exist/,
    );
    writeFileSync(join(root, "world/srv/a"), "other");
    expect((await ask(root, "why", "prod/a")).stdout).toContain("prod/a is drifted");
    await ask(root, "suspend", "prod", "--reason", "night");
    const held = (await ask(root, "why", "prod/a")).stdout;
    expect(held).toContain("prod/a is suspended");
    expect(held).toContain("it was changed on the target; prod is suspended by");
    expect(held).toContain("→ setpoint resume prod\n");
    expect(await ask(root, "why", "prod/c")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("prod has no resource c"),
    });
  });

  test("without an agent, why leads from what waits to what may not go", async () => {
    const tree = (at: string): string => `import std.file { Directory, File }
      system S {
        d: Directory { path = "/srv/${at}" }
        guarded: File { path = "\${d.path}/guarded", content = "g", @protect }
        beside: File { path = "\${d.path}/beside", content = "b" }
      }
      environment prod = S\n`;
    const root = folder({ "setpoint.toml": CONFIG, "s.sp": tree("old"), "world/srv/other.txt": "" });
    await ask(root, "apply", "-y");
    writeFileSync(join(root, "s.sp"), tree("new"));
    await ask(root, "apply", "-y");
    const { stdout } = await ask(root, "why", "prod/beside", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      steps: [
        { address: "beside", status: "waiting", reason: expect.stringMatching(/; it waits for d$/) },
        { address: "d", status: "waiting", reason: expect.stringMatching(/; it waits for guarded$/) },
        { address: "guarded", status: "blocked", remedy: expect.stringContaining("unprotect") },
      ],
    });
  });

  test("forget gives up, destroy deletes the rest, each with its reason", async () => {
    const root = folder({ "setpoint.toml": CONFIG, "s.sp": FILES(["a", "b"]), "world/srv/other.txt": "" });
    await ask(root, "apply", "-y");
    expect(await ask(root, "forget", "prod/a")).toMatchObject({ code: 2 });
    expect(await ask(root, "forget", "prod/a", "--reason", "handed over")).toMatchObject({ code: 0 });
    const destroyed = await ask(root, "destroy", "prod", "--yes-destroy", "prod", "--reason", "over");
    expect(destroyed).toMatchObject({ code: 0, stderr: "" });
    expect([existsSync(join(root, "world/srv/a")), existsSync(join(root, "world/srv/b"))]).toEqual([
      true,
      false,
    ]);
  });

  test.each([
    [["approve", "prod", "--plan", "abc"], 2, "is not the digest of a plan"],
    [["suspend", "prod"], 2, "say why"],
    [["suspend", "prod", "--for", "soon", "--reason", "x"], 2, "is not a duration"],
    [["suspend", "prod", "--until", "yesterday", "--reason", "x"], 2, "is not a moment"],
    [["suspend", "prod", "--until", "2001-01-01", "--reason", "x"], 2, "is past"],
    [["resume", "prod"], 1, "prod is not suspended"],
    [["unprotect", "prod", "--reason", "x"], 2, "say which resource of prod"],
    [["accept", "prod", "HEAD", "--reason", "x"], 2, "is not a commit"],
    [["resolve", "prod/a", "perhaps", "--reason", "x"], 2, "say whether it took place"],
    [["destroy", "prod", "--reason", "x"], 2, "there is no terminal to ask on"],
    [["forget", "prod/a", "--reason", "x"], 1, "is nothing that the ledger has"],
    [["history", "prod/a"], 1, "there is no ledger"],
    [["why", "prod/a"], 1, "nothing is known of prod"],
    [["status", "prod"], 1, "nothing is known of the environment"],
  ])("%j is one clear error", async (words, code, message) => {
    const end = await ask(folder({ "setpoint.toml": CONFIG }), ...words);
    expect(end.code).toBe(code);
    expect(end.stderr).toContain(message);
    expect(end.stderr.match(/^error/gm)).toHaveLength(1);
  });
});
