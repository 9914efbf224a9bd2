// The rules of the linter: every `.sp` file of this folder is a case, and its name begins with the rule that it is about.
//
// What is to be found stands under the source as carets: `//  ^^^^ SP7001: message`. What has no carets must not be found.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../compiler/diagnostics.ts";
import { applyEdits } from "../../compiler/diagnostics/edits.ts";
import { isLintCode, LINT_CODES, LINT_RULES } from "../../compiler/diagnostics/lint-rules.ts";
import { lint } from "../../compiler/lint.ts";
import { secretIn } from "../../compiler/lint/secrets.ts";
import { placeOf } from "../../compiler/source.ts";
import { hostOf, ROOT, sectionsOf, splitStandard, STANDARD } from "../support/compiler-package.ts";
import { lintFiles, only } from "../support/lint-package.ts";
import { analyzeSoundly } from "../support/sound.ts";

const MARK = /^\/\/( *)(\^+) (SP\d{4}): (.*)$/;

function expectations(files: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(files).flatMap(([file, text]) => {
    let source = 0;
    return text.split("\n").flatMap((line, index) => {
      const mark = MARK.exec(line);
      if (mark === null) {
        source = index + 1;
        return [];
      }
      const [, blanks = "", carets = "", code = "", message = ""] = mark;
      return [`${file}:${source}:${3 + blanks.length} ${carets.length} ${code}: ${message}`];
    });
  });
}

function shown({ code, message, labels }: Diagnostic): string {
  const span = labels.find((label) => label.primary)?.span;
  if (span === undefined) return `${code}: ${message}`;
  const { file, line, column } = placeOf(span);
  const length = span.file.text.slice(span.start, span.end).split("\n")[0]?.length ?? 0;
  return `${file}:${line}:${column} ${length} ${code}: ${message}`;
}

const cases = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".sp"));

describe("rules", () => {
  test.each(cases)("%s", (name) => {
    const code = name.slice(0, 6);
    if (!isLintCode(code)) throw new Error(`${name} does not begin with a rule`);
    const sections = sectionsOf(readFileSync(join(import.meta.dirname, name), "utf8")).files;
    const { files, std } = splitStandard(sections);
    const also = code === "SP7090" || code === "SP7091" ? (["SP7001"] as const) : [];
    const found = lintFiles(files, only(code, "SP7091", ...also), std);
    expect(found.map(shown).toSorted()).toEqual([...expectations(sections)].toSorted());
  });

  test("each has a case", () => {
    const covered = new Set(cases.map((name) => name.slice(0, 6)));
    expect(LINT_CODES.filter((code) => !covered.has(code))).toEqual([]);
  });
});

describe("levels", () => {
  const files = {
    "a.sp": 'let _x = 1\nlet _y_z = "${_x}"\nenvironment dev = S\nsystem S { output o = _y_z }\n',
  };

  test("are the rule's own, or those that are given", () => {
    expect(lintFiles(files, {}).map(({ code, severity }) => `${code} ${severity}`)).toEqual(["SP7012 info"]);
    expect(lintFiles(files, { SP7012: "error" })[0]?.severity).toBe("error");
    expect(lintFiles(files, { SP7012: "off" })).toEqual([]);
  });

  test("start where the catalogue says, and severities agree", () => {
    for (const { level, severity } of Object.values(LINT_RULES))
      expect(severity).toBe(level === "warn" ? "warning" : "info");
  });
});

test("what is safe to fix leaves the graph as it was", () => {
  const text = `system S {
  param on: Bool = true
  param who: String = "x"
  let spare = 1
  output a = "Hello " + who
  output b = "\${who}"
  output c = if on == true then 1 else 2
  output d = on != true
  output e = if on then false else true
  output f = who + ""
}
environment dev = S
`;
  const levels = only("SP7001", "SP7019", "SP7020", "SP7021");
  const compileText = (source: string) =>
    analyzeSoundly({ host: hostOf({ "a.sp": source }), std: STANDARD, entries: ["a.sp"] });
  const edits = lint(compileText(text), levels).flatMap(({ fixes }) => fixes.flatMap((fix) => fix.edits));
  expect(edits).toHaveLength(7);
  const fixed = applyEdits(text, edits);
  expect(fixed).toBe(`system S {
  param on: Bool = true
  param who: String = "x"
  output a = "Hello \${who}"
  output b = who
  output c = if on then 1 else 2
  output d = not on
  output e = not on
  output f = who
}
environment dev = S
`);
  const outputs = (source: string) => compileText(source).compile("dev").graph?.outputs;
  expect(outputs(fixed)).toEqual(outputs(text));
});

const examples = readdirSync(join(ROOT, "examples"));

test.each(examples)("the example %s is clean", (example) => {
  const folder = join(ROOT, "examples", example);
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    /\.(?:sp|yaml)$/.test(path),
  );
  const files = paths.map(
    (path) => [path.replaceAll("\\", "/"), readFileSync(join(folder, path), "utf8")] as const,
  );
  expect(lintFiles(Object.fromEntries(files), {}).map(shown)).toEqual([]);
});

test("what is sealed, or only named, is no secret in the source", () => {
  const text = 'let _sealed = secret.sealed("q7Xv2LmP9sKd4RtY8wZbN3cF6hJ1gT5eQ0uAoViM")\n';
  const find = (source: string) => {
    const analysis = analyzeSoundly({ host: hostOf({ "a.sp": source }), std: STANDARD, entries: ["a.sp"] });
    return lint(analysis, only("SP7007")).map(({ code }) => code);
  };
  expect(find(text)).toEqual([]);
  expect(find(text.replace("secret.", "other."))).toEqual(["SP7007"]);
});

describe("secrets", () => {
  const long = "q7Xv2LmP9sKd4RtY8wZbN3cF6hJ1gT5eQ0uAoViM";

  test.each([
    ["password", "hunter2"],
    ["dbPassword", "winter"],
    ["POSTGRES_PASSWORD", "postgres"],
    ["db-passwd", "letmein"],
    ["apiKey", "9f86d081884c7d659a2f"],
    ["auth_token", "a1b2c3d4e5f6g7h8"],
    [null, ["AKIA", "IOSFODNN7EXAMPLE"].join("")],
    [null, `ghp_${"a1B2".repeat(9)}`],
    [null, "-----BEGIN OPENSSH PRIVATE KEY-----"],
    [null, "postgres://shop:s3cret@db.example.com/shop"],
    ["content", long],
  ])("%j = %j is one", (name, text) => {
    expect(secretIn(text, name)).not.toBeNull();
  });

  test.each([
    ["password", ""],
    ["password", "changeme"],
    ["password", "<your password>"],
    ["passwordFile", "/run/secrets/db"],
    ["password", "/run/secrets/db"],
    ["secret", "db-credentials"],
    ["tokenUrl", "https://auth.example.com/token"],
    ["token", "bearer"],
    ["keyboard", "qwertyuiop123456"],
    ["bypassword", "hunter2x"],
    [null, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    [null, "sha512-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08=="],
    [null, "123e4567-e89b-12d3-a456-426614174000"],
    [null, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJq7Xv2LmP9sKd4RtY8wZbN3cF6hJ1gT5eQ0uAoViM shop"],
    [null, "registry.example.com/team/Some-Long-Image-Name-With-Words-2/and-another-1"],
    [null, "https://example.com/a/very/long/path/With/Upper/Case/And/Digits/12345"],
    [null, "postgres://db.example.com:5432/shop"],
    [null, "The quick brown fox jumps over the lazy dog 42 times"],
  ])("%j = %j is none", (name, text) => {
    expect(secretIn(text, name)).toBeNull();
  });
});
