// An environment that is to be destroyed: what plan, apply, a saved plan and status make of it, and how it is taken back.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { folder, setpoint } from "./binary.ts";
import { CONFIG } from "./hello.ts";

const SITE = `import std.file { File }

system S {
  a: File { path = "/srv/a", content = "a" }
  b: File { path = "/srv/b", content = "b" }
}

environment prod = S
`;

let root: string;
beforeEach(async () => {
  root = folder({ "setpoint.toml": CONFIG, "s.sp": SITE, "world/srv/other.txt": "" });
  await ask("apply", "-y");
});

const ask = (...words: readonly string[]) => setpoint(words, { folder: root });
const destroy = () => ask("destroy", "prod", "--reason", "merged", "--yes-destroy", "prod");
const there = (): readonly boolean[] => ["a", "b"].map((name) => existsSync(join(root, "world/srv", name)));

/** Nothing is deleted yet: it is only decided. */
async function destroyLater(): Promise<void> {
  await ask("suspend", "prod", "--reason", "audit");
  expect(await destroy()).toMatchObject({ code: 1 });
  await ask("resume", "prod");
  expect(there()).toEqual([true, true]);
}

const WHO = / is to be destroyed, as \S+ \(local user, unverified\) asked on [-\d]+ [:\d]+Z: merged/;
const HOW = 'to take versions again: setpoint accept prod --reason "…"';

test("the plan is what the destroy deletes, says who asked for it and why, and apply carries that out", async () => {
  await destroyLater();
  const plan = await ask("plan", "prod");
  expect(plan.code).toBe(0);
  expect(plan.stdout).toMatch(WHO);
  expect(plan.stdout).toContain(HOW);
  expect(plan.stdout).toContain("Plan: 0 to create, 0 to update, 2 to delete.\n");
  expect(JSON.parse((await ask("plan", "prod", "--json")).stdout)).toMatchObject({
    destroyed: { who: expect.stringContaining("(local user, unverified)"), why: "merged" },
    items: [
      { address: "a", action: "delete" },
      { address: "b", action: "delete" },
    ],
  });
  expect((await ask("plan", "prod", "--markdown")).stdout).toMatch(WHO);
  const applied = await ask("apply", "prod", "-y");
  expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining("Destroyed: 2 actions in ") });
  expect(there()).toEqual([false, false]);
});

test("nothing is made of a version before the destroy is taken back, which needs no commit", async () => {
  expect(await destroy()).toMatchObject({ code: 0 });
  const applied = await ask("apply", "prod", "-y");
  expect(applied).toMatchObject({ code: 0, stdout: expect.stringMatching(WHO) });
  expect(there()).toEqual([false, false]);
  const status = await ask("status");
  expect(status.stdout).toMatch(/^prod {2}to be destroyed\n {2}0 resources ours\n/m);
  expect(status.stdout).toMatch(WHO);
  expect(await ask("accept", "prod", "--reason", "still needed")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("versions of it are taken again"),
  });
  expect((await ask("status")).stdout).toContain("no version was taken since its destroy was taken back");
  expect(await ask("accept", "prod", "--reason", "again")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("prod is not to be destroyed"),
  });
  expect(await ask("apply", "prod", "-y")).toMatchObject({ code: 0 });
  expect(there()).toEqual([true, true]);
  expect((await ask("history", "prod/a")).stdout).toMatch(
    /\* destroy by .*: merged\n[^*]*\* accept by .*: still needed\n/,
  );
});

test("a plan that was saved before the destroy, or of one that was taken back, is stale", async () => {
  await ask("plan", "prod", "-o", "version.json");
  await destroyLater();
  const stale = await ask("apply", "version.json");
  expect(stale).toMatchObject({ code: 1, stderr: expect.stringContaining("asked since this plan was made") });
  expect(stale.stderr).toContain(HOW);
  await ask("plan", "prod", "-o", "destroy.json");
  await ask("accept", "prod", "--reason", "still needed");
  const back = await ask("apply", "destroy.json");
  expect(back).toMatchObject({ code: 1, stderr: expect.stringContaining("that was taken back since") });
  expect(there()).toEqual([true, true]);
});

test("a plan that was saved of the destroy carries it out", async () => {
  await destroyLater();
  await ask("plan", "prod", "-o", "destroy.json");
  expect(await ask("apply", "destroy.json")).toMatchObject({ code: 0 });
  expect(there()).toEqual([false, false]);
});
