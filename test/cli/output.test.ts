// What becomes of output, through the real binary: a reader who is slow gets all of it, and who cannot take it is told of as that.

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { COMMANDS } from "../../cli/commands.ts";
import { makeRepository } from "../support/repository.ts";
import { folder, LAUNCHER } from "./binary.ts";
import { AGENT, HELLO } from "./hello.ts";

/** A graph of some megabytes: far more than a pipe holds. */
const SOURCE = `import std.file { File }
system Many {
  page: File for i in 1..6000 by "p\${i}" { path = "/srv/\${i}", content = "a line of page \${i} that says what it is\\n" }
}
environment dev = Many
`;

function sh(script: string, root: string) {
  const command = `'${process.execPath}' '${LAUNCHER}'`;
  const { stdout, stderr, status } = spawnSync("sh", ["-c", script.replaceAll("SETPOINT", command)], {
    cwd: root,
    encoding: "utf8",
  });
  return { stdout: stdout.trim(), stderr, status };
}

test("a reader who begins late gets every byte, although the command leaves at once", () => {
  expect(inject("buildFailure")).toBe("");
  const root = folder({ "setpoint.toml": "", "many.sp": SOURCE });
  expect(sh("SETPOINT compile -o graph.json", root)).toMatchObject({ stderr: "", status: 0 });
  const size = readFileSync(join(root, "graph.json")).length;
  expect(size).toBeGreaterThan(2_000_000);
  expect(sh("SETPOINT compile | (sleep 1; wc -c)", root)).toMatchObject({ stdout: String(size), status: 0 });
});

test.runIf(existsSync("/dev/full"))("a disk that is full is no mistake of ours", () => {
  const root = folder({ "setpoint.toml": "", "many.sp": SOURCE });
  const { stderr, status } = sh("SETPOINT compile > /dev/full", root);
  expect({ stderr, status }).toEqual({
    stderr: "error: cannot write the output: the disk is full\n",
    status: 1,
  });
});

/**
 * Words by which each command says something on standard output. What needs another process, or something held,
 * says its help.
 */
const SAYS: Readonly<Record<string, readonly string[]>> = {
  demo: ["demo"],
  compile: ["compile"],
  check: ["check --json"],
  test: ["test"],
  lint: ["lint --json"],
  fmt: ["fmt --json"],
  set: ["set hello.sp Hello.hello.content=Servus"],
  explain: ["explain prod", "explain prod --json"],
  schema: ["schema"],
  plan: ["plan prod", "plan prod --json", "plan prod --markdown"],
  apply: ["apply prod --yes"],
  run: ["run"],
  ledger: ["ledger check", "ledger export", "ledger backup"],
  watch: ["watch --help"],
  status: ["status", "status --json"],
  why: ["why prod/hello"],
  history: ["history prod/hello", "history prod/hello --json"],
  approve: ["approve --help"],
  suspend: ["suspend prod --for 1h --reason x"],
  resume: ["resume prod --reason x"],
  unprotect: ["unprotect prod/hello --reason x"],
  accept: ["accept prod $(git rev-parse HEAD) --reason x"],
  resolve: ["resolve --help"],
  destroy: ["destroy prod --yes-destroy prod --reason x"],
  forget: ["forget prod/hello --reason x"],
  environments: ["environments"],
  diff: ["diff prod --json"],
  graph: ["graph prod"],
  seal: ["seal --keygen -o agent.key"],
};

test.runIf(existsSync("/dev/full"))(
  "whatever was to be said, a disk that takes none of it is told of",
  () => {
    expect(Object.keys(SAYS).toSorted()).toEqual(COMMANDS.map(({ name }) => name).toSorted());
    const root = folder({
      "setpoint.toml": AGENT,
      "hello.sp": HELLO.replace("path ", "@protect\n    path "),
      "world/srv/other.txt": "",
    });
    makeRepository(root).commit("First");
    expect(sh("SETPOINT apply prod --yes", root)).toMatchObject({ status: 0 });
    const wrong = Object.values(SAYS)
      .flat()
      .concat("--help", "--version")
      .map((words) => ({ words, ...sh(`SETPOINT ${words} > /dev/full`, root) }))
      .filter(
        ({ stderr, status }) => status !== 1 || !stderr.includes("cannot write the output: the disk is full"),
      );
    expect(wrong).toEqual([]);
  },
  60_000,
);

test("a reader who has gone is not told of", () => {
  const root = folder({ "setpoint.toml": AGENT, "hello.sp": HELLO, "world/srv/a": "" });
  const { stderr, stdout } = sh("(SETPOINT plan prod; echo $? >&2) | true", root);
  expect({ stderr, stdout }).toEqual({ stderr: "0\n", stdout: "" });
});

/** In a view of its own the file system has a disk that is as small as is wanted. */
const canMount = spawnSync("unshare", ["--mount", "true"]).status === 0;

test.runIf(canMount)("a disk that takes a part of it is told of as well", () => {
  const root = folder({ "setpoint.toml": "", "many.sp": SOURCE });
  const disk = mkdtempSync(join(tmpdir(), "setpoint-disk-"));
  const script = `mount -t tmpfs -o size=64k none ${disk}; "$0" "$1" graph dev > ${disk}/graph`;
  const words = ["--mount", "sh", "-ec", script, process.execPath, LAUNCHER];
  const { stderr, status } = spawnSync("unshare", words, { cwd: root, encoding: "utf8" });
  expect({ stderr, status }).toEqual({
    stderr: "error: cannot write the output: the disk is full\n",
    status: 1,
  });
  rmSync(disk, { recursive: true });
});

test("neither is a folder that is gone", () => {
  const root = folder({ "here/setpoint.toml": "" });
  const { stderr, status } = sh(`cd here && rm -r ../here && SETPOINT compile`, root);
  expect(stderr).toBe(
    "error: the folder in which this was started is gone\nhelp: go to another, or name one with -C\n",
  );
  expect(status).toBe(1);
  rmSync(root, { recursive: true });
});
