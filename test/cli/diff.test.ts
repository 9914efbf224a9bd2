// `setpoint diff` through the real binary, on real Git repositories: what is compared with what, how it is shown, and the exit
// code. What makes a difference is held in test/plan/compare.test.ts.

import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeRepository } from "../support/repository.ts";
import { folder, setpoint } from "./binary.ts";
import { HELLO } from "./hello.ts";

const SITE = `import std.file { Directory, File }

system Site {
  param port: Int = 80
  root: Directory { path = "/srv" }
  page: File { path = "\${root.path}/page", content = "one\\ntwo\\nthree\\n" }
  config: File {
    path    = "\${root.path}/config"
    content = toml({ port, sum = page.sha256 })
  }
  output url = "http://localhost:\${port}"
}
`;
const DEV = 'import "../site.sp" { Site }\nenvironment dev = Site\n';
const PROD = `import "../site.sp" { Site }
overlay production on Site { port = 443 }
environment prod = Site with production
`;

/** A repository with one commit, and the package in it. */
function repository(inside = "") {
  const root = folder();
  const made = makeRepository(root);
  const write = (path: string, text: string) => made.write(join(inside, path), text);
  write("site.sp", SITE);
  write("env/dev.sp", DEV);
  write("env/prod.sp", PROD);
  write("setpoint.toml", '[package]\nentry = ["site.sp", "env/dev.sp", "env/prod.sp"]\n');
  made.commit("one");
  const commit = (message: string) => made.commit(message);
  const head = made.git("rev-parse", "HEAD").slice(0, 10);
  return { write, commit, head, root: join(root, inside) };
}

function changed(text: string): string {
  return text
    .replace("two", "2")
    .replace("page: File {", "page: File {\n    mode = 0o600,")
    .replace("toml({ port,", 'toml({ port, title = "A site, and the title of it is as long as this",');
}

describe("one environment in two versions", () => {
  test("the working folder since the last commit, with both places of each value", async () => {
    const { root, write, head } = repository();
    write("site.sp", changed(SITE));
    const { code, stdout, stderr } = await setpoint(["diff", "dev"], { folder: root });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.replace(head, "COMMIT")).toMatchInlineSnapshot(`
      "dev: HEAD (COMMIT) → the working folder

      # config changed: site.sp:10:15 wants another value
      ~ config  std.file.File on local
          ~ content:  site.sp:9:15 → site.sp:10:15
                toml({
                  port = 80
              +   title = "A site, and the title of it is as long as this"
                  sum = page.sha256
                })

      # page changed: site.sp:7:57 wants another value
      ~ page  std.file.File on local
          ~ content:             site.sp:6:54 → site.sp:7:57
                one
              - two
              + 2
                three
          ~ mode: 0o644 → 0o600  std/file.sp:14:22 → site.sp:7:12

      Difference: 2 changed; 1 resource the same.
      "
    `);
  });

  test("two commits, from HEAD~1 to HEAD, whatever the folder holds", async () => {
    const { root, write, commit } = repository();
    write("env/prod.sp", PROD.replace("443", "8443"));
    commit("two");
    write("env/prod.sp", "not even Setpoint");
    const { code, stdout } = await setpoint(["diff", "prod", "--from", "HEAD~1", "--to", "HEAD"], {
      folder: root,
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^prod: HEAD~1 \([0-9a-f]{10}\) → HEAD \([0-9a-f]{10}\)\n/);
    expect(stdout).toContain('outputs.url: "http://localhost:443" → "http://localhost:8443"');
    expect(stdout).toMatch(/Difference: 1 changed, 1 difference besides; 2 resources the same\.\n$/);
  });

  test("from a folder inside the repository, and from deep inside the package", async () => {
    const { root, write } = repository("infra/site");
    write("env/dev.sp", DEV.replace("= Site", "= Site with { port = 81 }"));
    const { code, stdout } = await setpoint(["diff", "dev"], { folder: join(root, "env") });
    expect(code).toBe(0);
    expect(stdout).toContain("Difference: 1 changed");
  });

  test("nothing but the text of the source differs", async () => {
    const { root, write } = repository();
    write("site.sp", `// A comment.\n${SITE}`);
    const { code, stdout } = await setpoint(["diff", "dev", "--exit-code"], { folder: root });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /\nNo difference: 3 resources the same\. Only the text of the source differs\.\n$/,
    );
  });

  test("--exit-code is 1 exactly where something differs", async () => {
    const { root, write } = repository();
    expect((await setpoint(["diff", "prod", "--exit-code"], { folder: root })).code).toBe(0);
    write("env/prod.sp", PROD.replace("443", "8443"));
    expect((await setpoint(["diff", "prod", "--exit-code"], { folder: root })).code).toBe(1);
    expect((await setpoint(["diff", "prod"], { folder: root })).code).toBe(0);
    expect((await setpoint(["diff", "--all", "--exit-code"], { folder: root })).code).toBe(1);
  });

  test("an environment that is new, and one that is gone", async () => {
    const { root, write } = repository();
    rmSync(join(root, "env/dev.sp"));
    write("env/test.sp", DEV.replace("dev", "test"));
    write("setpoint.toml", '[package]\nentry = ["site.sp", "env/prod.sp", "env/test.sp"]\n');
    const { code, stdout } = await setpoint(["diff", "--all"], { folder: root });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^dev: HEAD \(\w+\) → the working folder, which does not have it\n/);
    expect(stdout).toContain("# page is gone: site.sp:6:3 declared it\n- page  std.file.File on local\n");
    expect(stdout).toMatch(/\nprod: .*\n\nNo difference: 3 resources the same\./);
    expect(stdout).toMatch(/\ntest: HEAD \(\w+\), which does not have it → the working folder\n/);
    expect(stdout).toContain("# page is new: site.sp:6:3 declares it\n");
  });

  test("a version that does not compile is told from one that differs", async () => {
    const { root, write, commit } = repository();
    write("env/prod.sp", PROD.replace("443", '"no"'));
    commit("broken");
    write("env/prod.sp", PROD);
    const { code, stdout, stderr } = await setpoint(["diff", "prod"], { folder: root });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/env\/prod\.sp:2:\d+[\s\S]*error: prod does not compile in HEAD \(/);
  });

  test("a commit from before the package", async () => {
    const root = folder();
    const made = makeRepository(root);
    made.commit("nothing");
    made.write("infra/site.sp", SITE + DEV.replace(/^import.*\n/, ""));
    const { code, stderr } = await setpoint(["diff", "dev"], { folder: join(root, "infra") });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "error: HEAD: The commit has no folder `infra`.\n" });
  });
});

describe("two sides", () => {
  test("two environments, by their addresses", async () => {
    const { root } = repository();
    const { code, stdout } = await setpoint(["diff", "dev", "prod"], { folder: root });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^dev → prod\n/);
    expect(stdout).toContain('outputs.url: "http://localhost:80" → "http://localhost:443"');
  });

  test("a graph that was kept, and an environment", async () => {
    const { root, write } = repository();
    await setpoint(["compile", "dev", "-o", "old.json"], { folder: root });
    write("site.sp", changed(SITE));
    const { code, stdout } = await setpoint(["diff", "old.json", "dev"], { folder: root });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^old\.json → dev\n/);
    expect(stdout).toContain("~ mode: 0o644 → 0o600  site.sp:7:12\n");
  });

  test("two graphs need no package", async () => {
    const { root } = repository();
    const elsewhere = folder();
    for (const name of ["dev", "prod"])
      await setpoint(["compile", name, "-o", join(elsewhere, `${name}.json`)], { folder: root });
    const { code, stdout } = await setpoint(["diff", "dev.json", "prod.json"], { folder: elsewhere });
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("Difference: 1 changed"),
    });
  });

  test("a graph that was changed by hand is refused", async () => {
    const { root } = repository();
    const { stdout } = await setpoint(["compile", "dev"], { folder: root });
    writeFileSync(join(root, "old.json"), stdout.replace('"mode":420', '"mode":511'));
    const { code, stderr } = await setpoint(["diff", "old.json", "dev"], { folder: root });
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("does not have the hash"),
    });
  });
});

describe("for machines and for pull requests", () => {
  test("--json has the patches and the places", async () => {
    const { root, write } = repository();
    write("site.sp", changed(SITE));
    const { stdout } = await setpoint(["diff", "dev", "--json"], { folder: root });
    expect(JSON.parse(stdout)).toMatchObject({
      before: { environment: "dev", label: expect.stringMatching(/^HEAD \(/) },
      after: { environment: "dev", label: "the working folder" },
      isSame: false,
      same: 1,
      resources: [
        { address: "config", change: "changed" },
        {
          address: "page",
          change: "changed",
          replaced: false,
          kind: "std.file.File",
          fields: [
            { pointer: "/spec/content" },
            {
              pointer: "/spec/mode",
              before: 0o644,
              after: 0o600,
              places: { before: { file: "std/file.sp" }, after: { file: "site.sp", line: 7, column: 12 } },
            },
          ],
          patch: [
            { op: "replace", path: "/spec/content", value: "one\n2\nthree\n" },
            { op: "replace", path: "/spec/mode", value: 0o600 },
          ],
        },
      ],
      document: { fields: [], patch: [] },
    });
    const all = await setpoint(["diff", "--all", "--json"], { folder: root });
    expect(Object.keys((JSON.parse(all.stdout) as { environments: object }).environments)).toEqual([
      "dev",
      "prod",
    ]);
  });

  test("--markdown has a table and each resource to open", async () => {
    const { root, write } = repository();
    write("site.sp", changed(SITE).replace("one", "```\\n| <b>one"));
    const { stdout } = await setpoint(["diff", "--all", "--markdown"], { folder: root });
    expect(stdout).toContain("### dev: HEAD");
    expect(stdout).toContain("| `~` | `page` | changed: site.sp:7:");
    expect(stdout).toContain(
      "<details><summary>~ page <i>std.file.File on local</i></summary>\n\n````diff\n",
    );
    expect(stdout).toContain("+     | <b>one");
  });

  test("--json and --markdown exclude each other", async () => {
    const { code } = await setpoint(["diff", "dev", "--json", "--markdown"], { folder: repository().root });
    expect(code).toBe(2);
  });

  test("no colour where none is wanted", async () => {
    const { root, write } = repository();
    write("site.sp", changed(SITE));
    const words = ["--color", "always", "diff", "dev"];
    expect((await setpoint(words, { folder: root })).stdout).toContain("\u001b[");
    expect((await setpoint(["diff", "dev"], { folder: root, env: { NO_COLOR: "1" } })).stdout).not.toContain(
      "\u001b[",
    );
  });
});

describe("what cannot be compared", () => {
  const refused = async (words: readonly string[], root = repository().root) => {
    const { code, stdout, stderr } = await setpoint(["diff", ...words], { folder: root });
    expect(stdout).toBe("");
    expect(stderr).not.toMatch(/^\s+at |mistake in setpoint/m);
    return `${code} ${stderr}`;
  };

  test.each<[string, readonly string[], string]>([
    [
      "an environment with a slip in it",
      ["prdo"],
      "1 error: there is no environment `prdo`\nhelp: did you mean `prod`?",
    ],
    ["the same beside another", ["dev", "prdo"], "1 error: there is no environment `prdo`"],
    ["none, where there are several", [], "2 error: say which environment\nhelp: one of dev, prod; or --all"],
    ["a file alone", ["old.json"], "2 error: compare `old.json` with what?"],
    ["three", ["a", "b", "c"], "2 error: too many arguments: c"],
    [
      "two environments in two versions",
      ["dev", "prod", "--from", "HEAD"],
      "2 error: --from and --to compare one",
    ],
    ["one and all", ["dev", "--all"], "2 error: either `dev` or --all"],
    ["a file that is not there", ["old.json", "dev"], "1 error: cannot read `old.json`: it does not exist"],
    ["a commit that is not there", ["dev", "--from", "nowhere"], "1 error: The repository "],
  ])("%s", async (_, words, said) => {
    expect(await refused(words)).toContain(said);
  });

  test("a package that is in no repository", async () => {
    expect(await refused(["prod"], folder({ "a.sp": HELLO }))).toMatch(
      /^1 error: .* is in no Git repository/,
    );
  });

  test("a package without environments", async () => {
    const { root, write, commit } = repository();
    for (const path of ["env/dev.sp", "env/prod.sp"]) write(path, "");
    commit("none");
    expect(await refused(["--all"], root)).toBe("1 error: the package declares no environment\n");
  });
});

test("one environment is there, and several are", async () => {
  const root = folder({ "setpoint.toml": "", "a.sp": "system A { }\nenvironment dev = A\n" });
  expect((await setpoint(["diff", "dev", "production"], { folder: root })).stderr).toContain(
    "help: there is dev\n",
  );
});
