// Applying fixes: what is sure is applied until nothing is left, and what makes things worse is taken back.

import { expect, test } from "vitest";
import { analyze } from "../../compiler/compile.ts";
import { diagnose, fixAt, primary, type Diagnostic } from "../../compiler/diagnostics.ts";
import { applyEdits, compatible } from "../../compiler/diagnostics/edits.ts";
import { repair, type Look } from "../../compiler/diagnostics/repair.ts";
import { hostOf, STANDARD } from "../support/compiler-package.ts";

function lookAt(files: Readonly<Record<string, string>>): Look {
  return (changed) => {
    const now = { ...files, ...Object.fromEntries(changed) };
    return analyze({ host: hostOf(now), std: STANDARD, entries: Object.keys(files) }).diagnostics;
  };
}

const everywhere = (): boolean => true;

test("imports that nobody uses go, one, several and all of a line", () => {
  const main = `import std.file { Directory, File }
import "./a.sp" { A, B, C }
import "./a.sp" { D }
system Site { a: File { path = "/a" }, n: C { } }
`;
  const a = "system A { }\nsystem B { }\nsystem C { }\nsystem D { }\n";
  const { changed, applied, diagnostics } = repair(lookAt({ "main.sp": main, "a.sp": a }), everywhere);
  expect(changed.get("main.sp")).toBe(`import std.file { File }
import "./a.sp" { C }
system Site { a: File { path = "/a" }, n: C { } }
`);
  expect(applied).toHaveLength(4);
  expect(diagnostics).toEqual([]);
});

test("names that one module declares come in, into the import that there is", () => {
  const main =
    'import std.file { File }\n\nsystem Site { a: File { path = "/a" }, b: Directory { path = "/b" }, s: Shop { } }\n';
  const { changed, diagnostics } = repair(
    lookAt({ "env/main.sp": main, "shop.sp": "system Shop { }\n" }),
    everywhere,
  );
  expect(changed.get("env/main.sp")).toBe(
    `import std.file { File, Directory }\nimport "../shop.sp" { Shop }\n${main.split("\n").slice(1).join("\n")}`,
  );
  expect(diagnostics).toEqual([]);
});

test("what two modules declare is left to a person", () => {
  const files = {
    "main.sp": "system Site { s: Shop { } }\n",
    "a.sp": "system Shop { }\n",
    "b.sp": "system Shop { }\n",
  };
  const { changed, diagnostics } = repair(lookAt(files), everywhere);
  expect(changed.size).toBe(0);
  expect(diagnostics[0]?.fixes).toHaveLength(2);
});

test("files that are not the package's are not touched", () => {
  const files = { "main.sp": "import std.file { File }\n" };
  expect(repair(lookAt(files), () => false).changed.size).toBe(0);
});

/** A file that holds words; each `bad` is a warning with a fix. */
function words(fixes: Readonly<Record<string, string>>): Look {
  return (changed) => {
    const text = changed.get("a.sp") ?? "bad good worse";
    const file = { path: "a.sp", text, id: "" };
    return Array.from(text.matchAll(/\w+/g), (match): Diagnostic | null => {
      const span = { file, start: match.index, end: match.index + match[0].length };
      const to = fixes[match[0]];
      const fix = to === undefined ? [] : [fixAt(span, to, "", "safe")];
      if (match[0] === "broken")
        return diagnose("SP1201", { expected: "a", found: "b" }, { labels: [primary(span, "")] });
      if (match[0] === "good") return null;
      return diagnose("SP2005", { name: match[0] }, { labels: [primary(span, "")], fixes: fix });
    }).filter((diagnostic) => diagnostic !== null);
  };
}

test("a fix that makes things worse is taken back, and the others stay", () => {
  const { changed, applied } = repair(words({ bad: "good", worse: "broken" }), everywhere);
  expect(changed.get("a.sp")).toBe("good good worse");
  expect(applied).toHaveLength(1);
});

test("a fix that does nothing is given up", () => {
  const { changed, applied } = repair(words({ bad: "bad" }), everywhere);
  expect([changed.size, applied.length]).toEqual([0, 0]);
});

test("edits apply from any order, and colliding fixes one after the other", () => {
  const file = { path: "a.sp", text: "abcdef", id: "" };
  const at = (start: number, end: number, text: string) => fixAt({ file, start, end }, text, "", "safe");
  const fixes = [at(4, 5, "E"), at(0, 1, "A"), at(2, 2, "-")];
  expect(
    applyEdits(
      "abcdef",
      fixes.flatMap((fix) => fix.edits),
    ),
  ).toBe("Ab-cdEf");
  const overlapping = [at(0, 3, ""), at(2, 4, ""), at(3, 3, "x"), at(3, 3, "y")];
  expect(compatible(overlapping)).toEqual([overlapping[0], overlapping[2]]);
});
