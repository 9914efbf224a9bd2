// The same bytes everywhere: under four locales and time zones, in another folder, with files that were made in another order.
//
// The package that is made for it has what a machine could be tempted to read in its own way: names that languages sort and
// capitalize differently, numbers with a point, dates near midnight.

import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { printGraph } from "../../compiler/graph.ts";
import { compileFiles, ROOT } from "../support/compiler-package.ts";
import { folder, setpoint } from "./binary.ts";

/** Turkish capitalizes `i` as nobody else does, German writes 1,5, Swedish sorts `ä` last, and the zones are a day apart. */
const PLACES = [
  { LANG: "C.UTF-8", LC_ALL: "C.UTF-8", TZ: "UTC" },
  { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Kiritimati" },
  { LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8", TZ: "America/St_Johns" },
  { LANG: "sv_SE.UTF-8", LC_ALL: "sv_SE.UTF-8", TZ: "Pacific/Pago_Pago" },
] as const;

type Files = Readonly<Record<string, string>>;

const EXAMPLES = readdirSync(join(ROOT, "examples"));
const WORDS = ["i", "I", "z", "Z", "a", "ä", "ö", "å", "ı", "İ", "ß", "10", "9", "_", "é", "日本", "😀", "-"];

/** A package of many files, whose names and keys stand in no order. */
function generated(): Files {
  const [order] = fc.sample(fc.shuffledSubarray(WORDS, { minLength: WORDS.length }), { numRuns: 1, seed: 7 });
  const words = order ?? [];
  const parts = words.map((word, index) => ({ file: `parts/${word}.sp`, name: `Part${index}`, word }));
  const map = words.map((word) => `    ${JSON.stringify(word)} = "x".upper() + ${JSON.stringify(word)}`);
  const part = ({ name, word }: (typeof parts)[number]): string => `import std.file { File }
system ${name} {
  param since: Date = 2027-01-01
  param ratio: Number = 1.5
  f: File {
    path    = "/srv/${name}"
    content = json({ word = ${JSON.stringify(word)}, up = "title i".upper(), down = "TITLE I".lower(), since, ratio, all })
  }
}
let all: {String: String} = {
${map.join("\n")}
}
`;
  const slots = parts.map(({ name }, index) => `  p${index}: ${name}`);
  const imports = parts.map(({ file, name }) => `import "./${file}" { ${name} }`);
  return {
    ...Object.fromEntries(parts.map((item) => [item.file, part(item)])),
    "main.sp": `${imports.join("\n")}
import "./words.yaml" as words: [String]
system Main {
${slots.join("\n")}
  output sorted = words.sort()
  output ratio = 1234567.875
}
`,
    "words.yaml": words.map((word) => `- ${JSON.stringify(word)}\n`).join(""),
    "env/dev.sp": `import "../main.sp" { Main }\nenvironment dev = Main\n`,
    "env/prod.sp": `import "../main.sp" { Main }\noverlay prod on Main { p0 { since = 2026-12-31, ratio = super / 4 } }\nenvironment live = Main with prod\n`,
  };
}

/** All that `compile --all` writes, by its name; and what it says, where something is wrong. */
async function compileAll(root: string, env: Readonly<Record<string, string>>): Promise<Files> {
  const out = folder();
  const ended = await setpoint(["compile", "--all", "-o", out, "--map", out], { folder: root, env });
  expect(ended).toMatchObject({ code: 0, stdout: "" });
  return Object.fromEntries(readdirSync(out).map((name) => [name, readFileSync(join(out, name), "utf8")]));
}

test.each(EXAMPLES)("example %s", async (example) => {
  const root = join(ROOT, "examples", example);
  const [first, ...others] = await Promise.all(PLACES.map((place) => compileAll(root, place)));
  expect(Object.keys(first ?? {}).length).toBeGreaterThan(1);
  for (const other of others) expect(other).toEqual(first);
  // Elsewhere, under a longer name.
  const elsewhere = join(folder(), "a folder", example);
  cpSync(root, elsewhere, { recursive: true });
  expect(await compileAll(elsewhere, PLACES[0])).toEqual(first);
});

test("a package of many files, made in either order", async () => {
  const files = generated();
  const backwards = folder();
  for (const [path, text] of Object.entries(files).toReversed()) {
    mkdirSync(dirname(join(backwards, path)), { recursive: true });
    writeFileSync(join(backwards, path), text);
  }
  const [first, ...others] = await Promise.all(PLACES.map((place) => compileAll(folder(files), place)));
  expect(Object.keys(first ?? {}).toSorted()).toEqual([
    "dev.json",
    "dev.map.json",
    "live.json",
    "live.map.json",
  ]);
  for (const other of others) expect(other).toEqual(first);
  expect(await compileAll(backwards, PLACES[1])).toEqual(first);
});

test("a package whose files are named in any order", () => {
  const files = generated();
  const entries = Object.keys(files).filter((name) => name.endsWith(".sp"));
  const textOf = (order: readonly string[]) => {
    const { graph, diagnostics } = compileFiles(files, { entries: order, environment: "live" });
    expect(diagnostics).toEqual([]);
    return graph === null ? "" : printGraph(graph);
  };
  const text = textOf(entries);
  fc.assert(
    fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (order) => {
      expect(textOf(order)).toBe(text);
    }),
    { numRuns: 20, seed: 1 },
  );
});
