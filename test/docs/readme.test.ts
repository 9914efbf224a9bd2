// What the README shows is what a person gets: its own sources through the real binary, and its shell blocks as written.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fencesOf, fileNameOf } from "../../compiler/document/fences.ts";
import { folder, setpoint } from "../cli/binary.ts";
import { ROOT } from "../support/compiler-package.ts";

const page = readFileSync(join(ROOT, "README.md"), "utf8");
const fences = fencesOf(page);

/** The one block of this kind that has these words in it. */
function block(kind: string, words: string): string {
  const found = fences.filter((fence) => (fence.info[0] ?? "") === kind && fence.text.includes(words));
  expect(found.map(({ line }) => line)).toHaveLength(1);
  return found[0]?.text ?? "";
}

const sources = Object.fromEntries(
  fences.flatMap(({ info, text }) => {
    const name = info[0] === "setpoint" ? fileNameOf(text) : null;
    return name === null ? [] : [[name, text]];
  }),
);
const prod = sources["env/prod.sp"] ?? "";
const CONFIG = /<<'TOML'\n([^]*?)TOML\n/.exec(page)?.[1] ?? "";

/** Blanks at the end of a line are not seen, and editors take them away. */
function seen(text: string): string {
  return text.replace(/[ \t]+$/gm, "").trimEnd();
}

test("the error is the one that a typo draws", async () => {
  const root = folder({ ...sources, "env/prod.sp": prod.replace("remove debug", "remove debgu") });
  const { code, stderr } = await setpoint(["compile", "prod"], { folder: root });
  expect(seen(stderr)).toBe(seen(block("", "error[SP")));
  expect(code).toBe(1);
});

test("the explanation is the one of that value", async () => {
  const { code, stdout } = await setpoint(["explain", "prod", "replicas"], { folder: folder(sources) });
  expect(seen(stdout)).toBe(seen(block("", "▸  6  set by overlay production")));
  expect(code).toBe(0);
});

test("what the overlay changes is typed and late-bound, and what it is computed from is named", async () => {
  const root = folder(sources);
  const { stdout } = await setpoint(["compile", "prod"], { folder: root });
  const content = [
    'domain = "hello.example.com"',
    "replicas = 6",
    "",
    "[env]",
    'DEBUG = "1"',
    'LOG = "warn"',
    "",
    "[[listen]]",
    'name = "http"',
    "port = 80",
    "",
  ];
  expect(JSON.parse(stdout)).toMatchObject({
    outputs: { url: "http://hello.example.com:80" },
    resources: { config: { spec: { content: content.join("\n"), mode: 0o600 }, meta: { protect: true } } },
  });
  const explained = await setpoint(["explain", "prod", "config.content"], { folder: root });
  expect(explained.stdout).toContain(
    "from replicas = 6, which overlay production set (env/prod.sp:6:14); it was 2",
  );
  const removed = await setpoint(["explain", "prod", "listen.debug"], { folder: root });
  expect(removed.stdout).toMatch(
    /^listen\.debug is not there: removed by overlay production at env\/prod\.sp:8:39/,
  );
});

/** One letter wrong in each word of the overlay: what is said, and what is proposed. */
const TYPOS = [
  ["overlay production on Site", "overlay production on Siet", "SP2007", "write `Site`"],
  ["  domain   =", "  domian   =", "SP2102", "write `domain`"],
  ["replicas = super", "replicsa = super", "SP2102", "write `replicas`"],
  ["super * 3", "supper * 3", "SP2001", "write `super`"],
  ["super * 3", "super * 30", "SP2110", "it must be in 1..20"],
  ["env { LOG", "evn { LOG", "SP2108", "write `env`"],
  ['LOG = "warn"', "LOG = 4", "SP2101", 'a text stands in quotes: `"4"`'],
  ["listen { http", "listne { http", "SP2108", "write `listen`"],
  ["http { port", "htpp { port", "SP2108", "write `http { ... }`"],
  ["{ port = 80 }", "{ prot = 80 }", "SP2102", "write `port`"],
  ["remove debug", "remove debgu", "SP2107", "write `remove debug`"],
  ["remove debug", "remvoe debug", "SP1201", "write `remove debug`"],
  ["config { mode", "confgi { mode", "SP2108", "write `config`"],
  ["mode = 0o600", "moed = 0o600", "SP2102", "write `mode`"],
  ["@protect", "@protec", "SP2111", "write `@protect`"],
  ["Site with production", "Site with prodcution", "SP2001", "write `production`"],
] as const;

test.each(TYPOS)("a typo is caught: %s → %s", async (right, wrong, code, help) => {
  expect(prod.split(right)).toHaveLength(2);
  const root = folder({ ...sources, "env/prod.sp": prod.replace(right, wrong) });
  const { code: exit, stderr } = await setpoint(["compile", "prod"], { folder: root });
  expect(stderr).toContain(`error[${code}]`);
  expect(stderr).toContain(help);
  expect(stderr).toContain("\n1 error\n");
  expect(exit).toBe(1);
});

test("the plan is what a change in the source and a hand on the machine make", async () => {
  const root = folder({ ...sources, "setpoint.toml": CONFIG, "world/srv/other.txt": "" });
  expect((await setpoint(["apply", "prod", "-y"], { folder: root })).code).toBe(0);
  writeFileSync(join(root, "env", "prod.sp"), prod.replace(/port( *)= 80\b/, "port$1= 8443"));
  writeFileSync(join(root, "world", "srv", "hello", "index.html"), "defaced\n");
  const { code, stdout } = await setpoint(["plan", "prod"], { folder: root });
  expect(seen(stdout)).toBe(seen(block("", "# config will be updated")));
  expect(code).toBe(0);
});

test("the commands work as they stand there, one after the other", { timeout: 60_000 }, () => {
  const home = folder();
  const bin = join(home, "programs");
  mkdirSync(bin);
  // The build is this test run's own.
  const first = block("sh", "setpoint.toml").replace(/^npm run build\n/, "");
  expect(first).not.toContain("npm run build");
  const second = block("sh", "setpoint run prod");
  expect(second).toMatch(/^setpoint run prod.*\n$/m);
  const until = second.replace(
    /^setpoint run prod.*$/m,
    "exec 3< <(exec setpoint run prod 2>&1); sed '/converged/q' <&3; kill $!",
  );
  const script = `set -e\n${first}\n${until}`;
  const out = execFileSync("bash", ["-c", script], {
    cwd: ROOT,
    encoding: "utf8",
    env: {
      PATH: `${join(process.execPath, "..")}:${process.env["PATH"] ?? ""}`,
      HOME: home,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_AUTHOR_NAME: "Ada",
      GIT_AUTHOR_EMAIL: "ada@example.com",
      GIT_COMMITTER_NAME: "Ada",
      GIT_COMMITTER_EMAIL: "ada@example.com",
    },
  });
  expect(out).toContain('"environment":"prod"');
  expect(out).toContain("to create, 0 to update, 0 to delete.");
  expect(out).toContain("Converged:");
  expect(readFileSync(join(home, "site", "world", "srv", "hello", "public", "index.html"), "utf8")).toContain(
    "Hello",
  );
});

test("the commands of the example work in its folder, as they stand there", () => {
  const example = join(ROOT, "examples", "01-hello");
  const root = folder();
  cpSync(example, root, { recursive: true });
  const lines = fencesOf(readFileSync(join(example, "README.md"), "utf8")).filter(
    ({ info }) => info[0] === "sh",
  );
  const script = `set -e\n${lines.map(({ text }) => text).join("")}`;
  const path = [join(ROOT, "bin"), join(process.execPath, ".."), process.env["PATH"]].join(":");
  const out = execFileSync("bash", ["-c", script], { cwd: root, encoding: "utf8", env: { PATH: path } });
  expect(out.match(/"environment":"(?:dev|prod)"/g)).toHaveLength(2);
});
