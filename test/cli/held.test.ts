// What is held now, and what a person has lifted: how the plan says it, and what can be approved.

import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { folder, setpoint } from "./binary.ts";
import { CONFIG } from "./hello.ts";

type File = "a" | "b" | "guarded";

const site = (...files: readonly File[]): string => {
  const declared = files.map((name) => {
    const protect = name === "guarded" ? "    @protect\n" : "";
    return `  ${name}: File {\n${protect}    path = "/srv/${name}"\n    content = "x"\n  }\n`;
  });
  return `import std.file { File }\n\nsystem S {\n${declared.join("")}}\n\nenvironment prod = S\n`;
};

let root: string;
beforeEach(async () => {
  root = folder({ "setpoint.toml": CONFIG, "s.sp": site("a", "b", "guarded"), "world/srv/other.txt": "" });
  await ask("apply", "-y");
});

const ask = (...words: readonly string[]) => setpoint(words, { folder: root });
const declare = (...files: readonly File[]): void => writeFileSync(join(root, "s.sp"), site(...files));
const json = async (...words: readonly string[]): Promise<unknown> =>
  JSON.parse((await ask(...words, "--json")).stdout);

test("a protection that was lifted is no block in the plan: it says who lifted it, and why", async () => {
  declare("a", "b");
  expect((await ask("apply", "-y")).stdout).toContain("0 to delete, 1 blocked");
  await ask("unprotect", "prod/guarded", "--reason", "moved away");
  const plan = await ask("plan", "-o", "p.json");
  expect(plan.stdout).toMatch(
    /# guarded will be deleted: nothing declares it any more; protection lifted by \S+ \(.*\): moved away\n- guarded/,
  );
  expect(plan.stdout).toContain("Plan: 0 to create, 0 to update, 1 to delete.\n");
  expect(await json("plan")).toMatchObject({
    items: [{ address: "guarded", block: null, lifted: { why: "moved away" } }],
  });
  expect((await ask("why", "prod/guarded")).stdout).toContain("guarded will be deleted");
  expect(await ask("apply", "p.json")).toMatchObject({ code: 0 });
  expect(existsSync(join(root, "world/srv/guarded"))).toBe(false);
});

test("so it is for a replace that is asked for", async () => {
  expect((await ask("plan", "--replace", "guarded")).stdout).toContain("guarded cannot be replaced");
  await ask("unprotect", "prod/guarded", "--reason", "broken");
  expect((await ask("plan", "--replace", "guarded")).stdout).toMatch(
    /guarded will be replaced: `--replace` asks for it; protection lifted by /,
  );
});

test("the plan says what is suspended, by whom and for how long, and stays the plan that it is", async () => {
  declare("guarded");
  const before = (await json("plan")) as { digest: string };
  expect(before).toMatchObject({ held: [] });
  await ask("suspend", "prod", "--for", "2h", "--reason", "audit");
  const plan = await ask("plan");
  expect(plan.stdout).toMatch(
    /Plan: 0 to create, 0 to update, 2 to delete\.\n! Held now: all 2 changes: prod is suspended by \S+ \(.*\) for another 2 hours: audit\n$/,
  );
  expect(await json("plan")).toMatchObject({
    digest: before.digest,
    held: [
      { address: "a", status: { kind: "suspended" }, approval: false },
      { address: "b", status: { kind: "suspended" }, approval: false },
    ],
  });
  expect((await ask("plan", "--markdown")).stdout).toMatch(
    /\n- \*\*Held now:\*\* all 2 changes: prod is suspended/,
  );
  await ask("resume", "prod");
  await ask("suspend", "prod/a", "--reason", "audit");
  expect((await ask("plan")).stdout).toContain("! Held now: a: prod/a is suspended by ");
  expect((await ask("plan", "--only", "b")).stdout).not.toContain("Held now");
});

test("the plan says what a window and a limit hold", async () => {
  writeFileSync(
    join(root, "setpoint.toml"),
    `${CONFIG}\n[environments.prod.window]\nzone = "UTC"\nintended = []\n`,
  );
  declare("guarded");
  expect((await ask("plan")).stdout).toContain("all 2 changes: the window for changes is closed: never");
  writeFileSync(
    join(root, "setpoint.toml"),
    `${CONFIG}\n[environments.prod.limits]\nshare = "10%"\nfrom = 2\n`,
  );
  expect((await ask("plan")).stdout).toMatch(
    /all 2 changes: 2 of 3 resources .*; it waits for an approval\n/,
  );
});

test("only what waits for an approval can be approved; of anything else it is said what it does", async () => {
  const failed = site("a", "guarded", "b").replace("/srv/b", "/srv/missing/b").replace("b: File", "c: File");
  writeFileSync(join(root, "s.sp"), failed);
  await ask("apply", "-y");
  const failing = await ask("approve", "prod/c", "--reason", "x");
  expect(failing).toMatchObject({ code: 1, stdout: "" });
  expect(failing.stderr).toMatch(
    /prod\/c waits for no approval: its create needs none and was tried (once|\d+ times) in vain: cannot create/,
  );
  expect((await ask("approve", "prod/a")).stderr).toContain(
    "waits for no approval: nothing is to be done to it",
  );
  expect((await ask("approve", "prod/z")).stderr).toContain("there is no such resource");
  expect(await ask("approve", "prod", "--all")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("nothing waits for an approval"),
  });
  declare("a", "b");
  await ask("apply", "-y");
  expect((await ask("approve", "prod/guarded")).stderr).toContain("it is blocked: it is protected");
});

test("what will wait for an approval can be approved while it is suspended", async () => {
  writeFileSync(
    join(root, "setpoint.toml"),
    `${CONFIG}\n[environments.prod.limits]\nshare = "10%"\nfrom = 2\n`,
  );
  declare("guarded");
  await ask("suspend", "prod", "--reason", "audit");
  await ask("apply", "-y");
  expect(await ask("approve", "prod", "--all")).toMatchObject({
    code: 0,
    stdout: "✓ approved: delete a, delete b\n",
  });
  await ask("resume", "prod");
  expect(await ask("apply", "-y")).toMatchObject({ code: 0 });
});
