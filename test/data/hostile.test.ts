// Data that somebody made to hurt: bombs, depth without end, and texts broken at random. What is read is bounded by what is
// made of it, and nothing throws.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileFiles } from "../support/compiler-package.ts";
import { MAX_DEPTH, MAX_VALUES } from "../../compiler/data/tree.ts";
import { MAX_YAML } from "../../compiler/data/yaml.ts";
import { READERS, valuesOf, type Format } from "./values.ts";

const FORMATS = Object.keys(READERS) as Format[];

describe("YAML that stands for more than it writes", () => {
  test("the billion laughs are counted, and end", () => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      const of = level === 0 ? Array(10).fill("lol") : Array(10).fill(`*a${level - 1}`);
      return `a${level}: &a${level} [${of.join(", ")}]`;
    });
    expect(valuesOf("YAML", levels.join("\n"))).toMatch(/^1:\d+ there are more than 1000000 values$/);
  });

  test("merge keys are counted as well", () => {
    const levels = Array.from({ length: 30 }, (_, level) =>
      level === 0
        ? "a0: &a0 { x: { y: 1 } }"
        : `a${level}: &a${level} { <<: *a${level - 1}, l${level}: *a${level - 1}, r${level}: *a${level - 1} }`,
    );
    expect(valuesOf("YAML", levels.join("\n"))).toMatch(/there are more than 1000000 values$/);
  });

  test("an alias that is deep in what another stands for is as deep as it will be", () => {
    const levels = Array.from({ length: MAX_DEPTH + 1 }, (_, level) =>
      level === 0 ? "- &a0 [x]" : `- &a${level} [*a${level - 1}]`,
    );
    expect(valuesOf("YAML", levels.slice(0, MAX_DEPTH - 2).join("\n"))).toHaveLength(MAX_DEPTH - 2);
    expect(valuesOf("YAML", levels.join("\n"))).toBe(
      `1:7 the data is nested more than ${MAX_DEPTH} levels deep`,
    );
  });

  test("an anchor that is given again counts from there on, in what is repeated too", () => {
    const text = "- &a one\n- &b [*a]\n- &a two\n- *b\n- *a\n- &b three\n- *b";
    expect(valuesOf("YAML", text)).toEqual(["one", ["one"], "two", ["one"], "two", "three", "three"]);
  });

  test("of merged maps the own entries count first, then the first map", () => {
    const text = "a: &a { x: 1, y: 1 }\nb: &b { y: 2, z: 2, <<: *a }\nc: { z: 3, <<: [*b, *a, { w: 4 }] }";
    expect(valuesOf("YAML", text)).toEqual({
      a: { x: 1, y: 1 },
      b: { y: 2, z: 2, x: 1 },
      c: { z: 3, y: 2, x: 1, w: 4 },
    });
  });

  test("a file that is too long is refused unread", () => {
    expect(valuesOf("YAML", `a: "${"x".repeat(MAX_YAML)}"`)).toBe(
      `1:1 it is longer than ${MAX_YAML} characters`,
    );
  });

  test("many keys are compared with those of the same name only", () => {
    const keys = Array.from({ length: 20_000 }, (_, at) => `k${at}: ${at}`);
    expect(valuesOf("YAML", [...keys, "k7: 0"].join("\n"))).toBe('20001:1 the name "k7" stands here twice');
  });
});

describe("depth", () => {
  const deep = (open: string, close: string, levels: number) => open.repeat(levels) + close.repeat(levels);
  const cases: Record<string, readonly [format: Format, text: (levels: number) => string]> = {
    "lists of JSON": ["JSON", (levels) => deep("[", "]", levels)],
    "objects of JSON": ["JSON", (levels) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`],
    "brackets of YAML": ["YAML", (levels) => deep("[", "]", levels)],
    "brackets of YAML that nobody closes": ["YAML", (levels) => "[".repeat(levels)],
    "lists of YAML": ["YAML", (levels) => `${"- ".repeat(levels)}1`],
    "keys of YAML": ["YAML", (levels) => `${"? ".repeat(levels)}1`],
    "maps of YAML": [
      "YAML",
      (levels) => Array.from({ length: levels }, (_, at) => `${" ".repeat(at)}a:`).join("\n"),
    ],
    "lists of TOML": ["TOML", (levels) => `a = ${deep("[", "]", levels)}`],
    "tables of TOML": ["TOML", (levels) => `a = ${"{ a = ".repeat(levels)}1${" }".repeat(levels)}`],
    "dotted keys of TOML": ["TOML", (levels) => `${"a.".repeat(levels)}a = 1`],
    "headers of TOML": ["TOML", (levels) => `[${"a.".repeat(levels)}a]`],
  };
  test.each(Object.entries(cases))("%s", (name, [format, text]) => {
    // Indented text that deep is longer than what is read at all.
    for (const levels of name === "maps of YAML" ? [2000] : [2000, 20_000])
      expect(valuesOf(format, text(levels))).toContain(`nested more than ${MAX_DEPTH} levels deep`);
  });

  // Keys below keys are refused for what they are, and brackets that nobody closes too.
  const sound = Object.entries(cases).filter(([name]) => !/nobody|keys of YAML/.test(name));
  test.each(sound)("%s: as deep as it may be", (_, [format, text]) => {
    expect(typeof valuesOf(format, text(MAX_DEPTH - 2))).toBe("object");
  });
});

describe("counts", () => {
  const list = (length: number) => `[${Array(length).fill("1").join(",")}]`;

  test("a million values are read", { timeout: 60_000 }, () => {
    expect(valuesOf("JSON", list(MAX_VALUES - 1))).toHaveLength(MAX_VALUES - 1);
  });

  test.each([
    ["JSON", list(MAX_VALUES)],
    ["TOML", `a = ${list(MAX_VALUES)}`],
    ["CSV", `a\n${"1\n".repeat(MAX_VALUES / 2 + 1)}`],
  ] as const)("%s: and not one more", { timeout: 60_000 }, (format, text) => {
    expect(valuesOf(format, text)).toMatch(/more than 1000000 values$/);
  });

  test("a file in which every line is wrong gives as many messages as anybody reads", () => {
    const read = READERS.CSV(`a,b\n${"1\n".repeat(10_000)}`);
    expect(read.kind === "wrong" ? read.flaws.length : read.kind).toBe(20);
    const yaml = READERS.YAML("- !x 1\n".repeat(10_000));
    expect(yaml.kind === "wrong" ? yaml.flaws.length : yaml.kind).toBe(20);
  });
});

describe("mistakes", () => {
  const wrongs = (text: string, type: string) => {
    const main = `import "./a.json" as a: ${type}\nsystem Site { output all = a }\nenvironment dev = Site`;
    const { diagnostics } = compileFiles({ "main.sp": main, "a.json": text }, { entries: ["main.sp"] });
    return [diagnostics.length, diagnostics.at(-1)?.message];
  };

  test("a hundred thousand of them are told as twenty and a number", { timeout: 60_000 }, () => {
    const told = "`a.json` has 99980 more mistakes than the 20 that are told";
    expect(wrongs(`[${Array(100_000).fill("1").join(",")}]`, "[String]")).toEqual([21, told]);
  });

  test("a key that stands there a hundred thousand times takes no longer", { timeout: 60_000 }, () => {
    const type = "[Row by key]\ntype Row { key: String }";
    const others = Array.from({ length: 100_000 }, (_, at) => `{"key":"k${at}"}`);
    const twice = Array(100_001).fill('{"key":"x"}');
    const told = "`a.json` has 99980 more mistakes than the 20 that are told";
    expect(wrongs(`[${[...others, ...twice].join(",")}]`, type)).toEqual([21, told]);
  });
});

describe("names", () => {
  const names = Object.getOwnPropertyNames(Object.prototype);

  test.each(names)("`%s` in TOML reaches nothing of JavaScript", (name) => {
    const functions = [
      Object,
      Object.prototype,
      ...Object.values(Object.getOwnPropertyDescriptors(Object.prototype)),
    ];
    const before = functions.map((each) => Object.getOwnPropertyNames(each).join());
    const forms = [
      `[${name}]\nkeys = 1`,
      `[a.${name}.b]\nkeys = 1`,
      `[[${name}]]\nkeys = 1`,
      `${name}.keys = 1`,
    ];
    const more = [
      `a = { ${name} = 1, b.${name}.keys = 2 }`,
      `"${name}"."${name}" = 1`,
      `[x]\n[x.${name}]\nkeys = 1`,
    ];
    for (const text of [...forms, ...more]) {
      expect([text, READERS.TOML(text).kind]).toEqual([text, "read"]);
    }
    expect(functions.map((each) => Object.getOwnPropertyNames(each).join())).toEqual(before);
  });

  test.each([
    ["JSON", '{ "__proto__": { "a": 1 }, "constructor": 2 }'],
    ["YAML", "__proto__: { a: 1 }\nconstructor: 2"],
    ["TOML", "__proto__ = { a = 1 }\nconstructor = 2"],
  ] as const)("%s: those of JavaScript are names like any other", (format, text) => {
    const read = READERS[format](text);
    const entries = read.kind === "read" && read.value.kind === "block" ? read.value.entries : [];
    expect(entries.map((entry) => (entry.kind === "set" ? entry.key.text : ""))).toEqual([
      "__proto__",
      "constructor",
    ]);
    expect(({} as { a?: number }).a).toBeUndefined();
  });
});

const SEEDS: Readonly<Record<Format, string>> = {
  JSON: '{ "a": [1, -2.5e3, true, null, "x\\n\\u00e9"], "b": { "c": {} } }',
  TOML: 'a = 1\nb.c = "x\\n"\n[t]\nd = 2027-01-31\ne = [1, { f = \'y\' }, 07:30:00] # g\n[[l]]\nm = """\nn"""\n[[l]]\n',
  YAML: "%YAML 1.2\n---\na: &x [1, *x, ~]\nb: !!str 'c'\n? d\n: |+\n  e\n\nf: { <<: *x, g: \"h\\n\" } # i\n...\n",
  CSV: 'a,b,c\r\n1,"x,""y""\n",\n,2,3\n',
};

describe("texts that are broken at random", () => {
  test.each(FORMATS)("%s: each flaw has a place in the text", { timeout: 60_000 }, (format) => {
    const seed = SEEDS[format];
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 3 }),
      fc.constantFrom(
        ..."[]{}\"'#:,&*!|>%@`=.-+\\\n\r\t \uFEFF\0".split(""),
        "\r\n",
        "---\n",
        '"""',
        "<<",
        "2027-13-40",
      ),
      fc.nat(seed.length).map((at) => seed.slice(at, at + 5)),
    );
    const cut = fc.tuple(fc.nat(seed.length), fc.nat(4), piece);
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 6 }), (cuts) => {
        let text = seed;
        for (const [at, length, put] of cuts) text = text.slice(0, at) + put + text.slice(at + length);
        if (!text.isWellFormed()) return;
        const read = READERS[format](text);
        if (read.kind === "read") return;
        expect(read.flaws.length).toBeGreaterThan(0);
        for (const { start, end, why } of read.flaws) {
          expect(why).not.toBe("");
          expect(0 <= start && start <= end && end <= text.length, `${start}..${end} of ${text.length}`).toBe(
            true,
          );
        }
      }),
      { numRuns: 1000 },
    );
  });
});
