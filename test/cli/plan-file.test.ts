// Saved plans, `--only`, `--replace` and `--markdown` through the real binary.

import { existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, setpoint } from "./binary.ts";
import { CONFIG } from "./hello.ts";

function source(index = "one", motd = "welcome"): string {
  return `import std.file { File, Directory }

system Site {
  root: Directory { path = "/srv/site" }
  index: File {
    path    = "/srv/site/index"
    content = "${index}\\n"
    @after(root)
  }
  stamp: File {
    path    = "/srv/site/stamp"
    content = "of \${index.sha256}\\n"
    @after(root)
  }
  motd: File {
    path    = "/srv/motd"
    content = "${motd}\\n"
  }
}

environment prod = Site
`;
}

function site(): string {
  return folder({ "setpoint.toml": CONFIG, "site.sp": source(), "world/srv/other": "" });
}

function read(root: string, path: string): string | null {
  const file = join(root, "world/srv", path);
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

async function applied(root = site()): Promise<string> {
  expect(await setpoint(["apply", "-y"], { folder: root })).toMatchObject({ code: 0, stderr: "" });
  return root;
}

describe("a saved plan", () => {
  test("of an object that is to be elsewhere says which one goes, and goes with that one alone", async () => {
    const root = await applied();
    const moveTo = async (path: string): Promise<{ readonly stdout: string; readonly digest: string }> => {
      writeFileSync(join(root, "site.sp"), source().replace('"/srv/motd"', `"${path}"`));
      const { stdout } = await setpoint(["plan"], { folder: root });
      const json = await setpoint(["plan", "--json"], { folder: root });
      const { digest } = JSON.parse(json.stdout) as { readonly digest: string };
      return { stdout, digest };
    };
    const first = await moveTo("/srv/c");
    expect(first.stdout).toMatch(/ ~ path: "\/srv\/motd" → "\/srv\/c" .*forces the replacement/);
    await moveTo("/srv/b");
    await applied(root);
    const second = await moveTo("/srv/c");
    expect(second.stdout).toMatch(/ ~ path: "\/srv\/b" → "\/srv\/c" .*forces the replacement/);
    expect(second.digest).not.toBe(first.digest);
  });

  test("is agreed to for as long as is granted: what a window holds longer than that waits for an approval again", async () => {
    const root = await applied();
    const never = `[environments.prod]\napproval = "2h"\n[environments.prod.window]\nzone = "UTC"\nintended = []\n`;
    writeFileSync(join(root, "setpoint.toml"), `${CONFIG}${never}`);
    writeFileSync(join(root, "site.sp"), "system Nothing {}\n\nenvironment prod = Nothing\n");
    expect(await setpoint(["plan", "-o", "plan.json"], { folder: root })).toMatchObject({ code: 0 });
    expect(await setpoint(["apply", "plan.json"], { folder: root })).toMatchObject({ code: 1 });
    const { stdout } = await setpoint(["ledger", "export"], { folder: root });
    const approvals = stdout.split("\n").filter((line) => line.includes('"table":"approval"'));
    expect(approvals.length).toBeGreaterThan(0);
    for (const line of approvals) expect(JSON.parse(line)).toMatchObject({ lasts: 2 * 60 * 60_000 });
  });

  test("is carried out as it is, without a question, and only its owner can read it", async () => {
    const root = site();
    const plan = await setpoint(["plan", "-o", "plan.json"], { folder: root });
    expect(plan).toMatchObject({ code: 0, stderr: "" });
    expect(plan.stdout).toMatch(
      /^Saved to plan\.json\. To carry out exactly this: setpoint apply plan\.json$/m,
    );
    expect(statSync(join(root, "plan.json")).mode & 0o777).toBe(0o600);
    // The source may be gone by then.
    writeFileSync(join(root, "site.sp"), "");
    const apply = await setpoint(["apply", "plan.json"], { folder: root });
    expect(apply).toMatchObject({ code: 0, stderr: "" });
    expect(apply.stdout).toContain('+ path: "/srv/motd"');
    expect(apply.stdout).toContain("site.sp:16:");
    expect(read(root, "site/stamp")).toMatch(/^of [0-9a-f]{64}\n$/);
    // What is done is done: once more is no harm.
    expect(await setpoint(["apply", "plan.json"], { folder: root })).toMatchObject({ code: 0 });
  });

  test("may have any name, and the plan says how to call it", async () => {
    const root = site();
    const plan = await setpoint(["plan", "-o", "today"], { folder: root });
    expect(plan.stdout).toContain("To carry out exactly this: setpoint apply ./today\n");
    expect(await setpoint(["apply", "./today"], { folder: root })).toMatchObject({ code: 0, stderr: "" });
    expect(read(root, "motd")).toBe("welcome\n");
    expect(await setpoint(["plan", "-o", "nowhere/plan.json"], { folder: root })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("cannot write `nowhere/plan.json`: its folder does not exist"),
    });
  });

  test("covers what follows from its changes", async () => {
    const root = await applied();
    const before = read(root, "site/stamp");
    writeFileSync(join(root, "site.sp"), source("two"));
    const plan = await setpoint(["plan", "-o", "plan.json"], { folder: root });
    expect(plan.stdout).toContain("(known after index)");
    expect(await setpoint(["apply", "plan.json"], { folder: root })).toMatchObject({ code: 0, stderr: "" });
    expect(read(root, "site/index")).toBe("two\n");
    expect(read(root, "site/stamp")).not.toBe(before);
  });

  test("leaves alone what has become another item, and what it does not name", async () => {
    const root = await applied();
    writeFileSync(join(root, "site.sp"), source("two", "hi"));
    expect((await setpoint(["plan", "-o", "plan.json"], { folder: root })).code).toBe(0);
    // An update is now a create, and something else drifts.
    rmSync(join(root, "world/srv/motd"));
    writeFileSync(join(root, "world/srv/site/stamp"), "defaced\n");
    const apply = await setpoint(["apply", "plan.json"], { folder: root });
    expect(apply.code).toBe(1);
    expect(apply.stdout).toContain(
      "! motd is no longer what was approved (update): it would be create now, and is left alone\n",
    );
    expect(read(root, "motd")).toBeNull();
    expect(read(root, "site/index")).toBe("two\n");
  });

  test("is refused when another version was accepted since", async () => {
    const root = await applied();
    writeFileSync(join(root, "site.sp"), source("two"));
    await setpoint(["plan", "-o", "plan.json"], { folder: root });
    writeFileSync(join(root, "site.sp"), source("three"));
    await applied(root);
    const { code, stderr } = await setpoint(["apply", "plan.json"], { folder: root });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: another version of prod was accepted since this plan was made/);
    expect(read(root, "site/index")).toBe("three\n");
  });

  test.each([
    [
      "a digest",
      (text: string) => text.replace(/"digest":"sha256:0?[0-9a-f]/, '"digest":"sha256:zz'),
      /digest/,
    ],
    ["its graph", (text: string) => text.replace("welcome", "hacked"), /hash/],
    ["its format", (text: string) => text.replace('"plan":1', '"plan":7'), /format 7/],
    ["all of it", () => "{", /not JSON/],
  ])("that was changed in %s is refused", async (_, change, words) => {
    const root = site();
    await setpoint(["plan", "-o", "plan.json"], { folder: root });
    const text = readFileSync(join(root, "plan.json"), "utf8");
    writeFileSync(join(root, "plan.json"), change(text));
    const { code, stderr } = await setpoint(["apply", "plan.json"], { folder: root });
    expect(code).toBe(1);
    expect(stderr).toMatch(words);
    expect(read(root, "motd")).toBeNull();
  });

  test("is carried out in parts with --only, and takes nothing that is not in it", async () => {
    const root = site();
    await setpoint(["plan", "-o", "plan.json"], { folder: root });
    const first = await setpoint(["apply", "plan.json", "--only", "stamp"], { folder: root });
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toContain("1 other change left out.\n");
    expect(read(root, "site/stamp")).not.toBeNull();
    expect(read(root, "motd")).toBeNull();
    expect(await setpoint(["apply", "plan.json"], { folder: root })).toMatchObject({ code: 0, stderr: "" });
    expect(read(root, "motd")).toBe("welcome\n");
    const replace = await setpoint(["apply", "plan.json", "--replace", "motd"], { folder: root });
    expect(replace.code).toBe(2);
    expect(replace.stderr).toContain("--replace cannot be given with a saved plan");
  });
});

describe("--only", () => {
  test("acts on the resource and what it needs, and on nothing else", async () => {
    const root = site();
    const apply = await setpoint(["apply", "-y", "--only", "stamp"], { folder: root });
    expect(apply).toMatchObject({ code: 0, stderr: "" });
    expect(apply.stdout).toContain("1 other change left out.\n");
    expect(apply.stdout).toMatch(/^Done: 3 actions in .*; 1 other change left out\.$/m);
    expect(read(root, "site/stamp")).not.toBeNull();
    expect(read(root, "motd")).toBeNull();
    expect(await setpoint(["apply", "-y"], { folder: root })).toMatchObject({ code: 0 });
    expect(read(root, "motd")).toBe("welcome\n");
  });

  test("names what was probably meant", async () => {
    const { code, stderr } = await setpoint(["apply", "-y", "--only", "modt"], { folder: site() });
    expect(code).toBe(1);
    expect(stderr).toContain("error: there is no resource `modt` in prod\nhelp: did you mean `motd`?\n");
  });
});

describe("--replace", () => {
  test("replaces what could stay, once", async () => {
    const root = await applied();
    const file = join(root, "world/srv/motd");
    utimesSync(file, 1_000, 1_000);
    const plan = await setpoint(["plan", "--replace", "motd"], { folder: root });
    expect(plan.stdout).toContain("# motd will be replaced: `--replace` asks for it\n± motd");
    const apply = await setpoint(["apply", "-y", "--replace", "motd"], { folder: root });
    expect(apply).toMatchObject({ code: 0, stderr: "" });
    expect(apply.stdout).toMatch(/^Converged: 4 resources as wanted, 1 action in /m);
    expect(read(root, "motd")).toBe("welcome\n");
    expect(statSync(file).mtimeMs).toBeGreaterThan(1_000_000);
    expect((await setpoint(["plan", "--exit-code"], { folder: root })).code).toBe(0);
  });

  test("of what is not there, or not ours, is refused before anything is done", async () => {
    const root = site();
    const { code, stderr } = await setpoint(["apply", "-y", "--replace", "motd"], { folder: root });
    expect(code).toBe(1);
    expect(stderr).toContain("error: motd cannot be replaced: it is not there, and will be created\n");
    expect(read(root, "site/index")).toBeNull();
  });
});

test("a plan as Markdown is a table and each item to open", async () => {
  const root = await applied();
  writeFileSync(join(root, "site.sp"), source("a `b` |c| <d>", "hi"));
  const { code, stdout } = await setpoint(["plan", "--markdown"], { folder: root });
  expect(code).toBe(0);
  expect(stdout.replaceAll(/[0-9a-f]{64}/g, "DIGEST")).toMatchInlineSnapshot(`
    "### \`prod\`: Plan: 0 to create, 3 to update (1 of them if changed), 0 to delete.

    | | Resource | Why | Where |
    | --- | --- | --- | --- |
    | \`~\` | \`index\` | will be updated: site.sp:7:15 wants another value | \`site.sp:5:3\` |
    | \`~\` | \`motd\` | will be updated: site.sp:17:15 wants another value | \`site.sp:15:3\` |
    | \`~\` | \`stamp\` | will be updated, if changed: site.sp:12:15 is known after index | \`site.sp:10:3\` |

    <details><summary>~ index <i>std.file.File on local</i></summary>

    \`\`\`diff
    ! content: "one\\n" → "a \`b\` |c| <d>\\n"  site.sp:7:15
       (2 unchanged fields)
    \`\`\`

    </details>

    <details><summary>~ motd <i>std.file.File on local</i></summary>

    \`\`\`diff
    ! content: "welcome\\n" → "hi\\n"  site.sp:17:15
       (2 unchanged fields)
    \`\`\`

    </details>

    <details><summary>~ stamp <i>std.file.File on local</i></summary>

    \`\`\`diff
    ! content: "of DIGEST\\n" → (known after index)  site.sp:12:15
       (2 unchanged fields)
    \`\`\`

    </details>

    <sub>Plan digest \`sha256:DIGEST\`, graph \`sha256:DIGEST\`</sub>
    "
  `);
});
