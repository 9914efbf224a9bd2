// What becomes of output, through the real binary: a reader who is slow gets all of it, and who cannot take it is told of as that.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { folder, LAUNCHER } from "./binary.ts";

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

test("neither is a folder that is gone", () => {
  const root = folder({ "here/setpoint.toml": "" });
  const { stderr, status } = sh(`cd here && rm -r ../here && SETPOINT compile`, root);
  expect(stderr).toBe(
    "error: the folder in which this was started is gone\nhelp: go to another, or name one with -C\n",
  );
  expect(status).toBe(1);
  rmSync(root, { recursive: true });
});
