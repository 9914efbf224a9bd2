// The four editors of structured files: one key changes, and every other byte stays.

import { parse as parseToml } from "@iarna/toml";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import type { Json } from "../../compiler/json.ts";
import { iniEditor } from "../../runtime/drivers/file/entries/ini.ts";
import { jsonEditor } from "../../runtime/drivers/file/entries/json.ts";
import { type Editor, isRefused, spliced } from "../../runtime/drivers/file/entries/text.ts";
import { tomlEditor } from "../../runtime/drivers/file/entries/toml.ts";
import { yamlEditor } from "../../runtime/drivers/file/entries/yaml.ts";

const EDITORS = { json: jsonEditor, toml: tomlEditor, yaml: yamlEditor, ini: iniEditor };

/** The text after the change, or why there is none. */
function change(editor: Editor, text: string, table: string, key: string, value?: Json): string {
  const document = editor.open(text);
  if (isRefused(document)) return `refused: ${document.refused}`;
  const steps = table === "" ? [] : editor === iniEditor ? [table] : table.split(".");
  const splice = value === undefined ? document.remove(steps, key) : document.set(steps, key, value);
  if (isRefused(splice)) return `refused: ${splice.refused}`;
  const after = spliced(text, splice);
  const again = editor.open(after);
  if (isRefused(again)) throw new Error(again.refused);
  expect(again.get(steps, key, value)).toEqual(value);
  return after;
}

type Case = readonly [
  name: string,
  format: keyof typeof EDITORS,
  before: string,
  table: string,
  key: string,
  value: Json | undefined,
  after: string,
];

const CASES: readonly Case[] = [
  // JSON
  ["a value", "json", '{"a":1,\t"b" : 2}', "", "a", 7, '{"a":7,\t"b" : 2}'],
  [
    "a new key behind a comment",
    "json",
    '{\r\n  // one\r\n  "a": 1 // two\r\n}\r\n',
    "",
    "b",
    "x",
    '{\r\n  // one\r\n  "a": 1, // two\r\n  "b": "x"\r\n}\r\n',
  ],
  ["a new key in a line", "json", '{ "a": 1 }', "", "b", true, '{ "a": 1, "b": true }'],
  ["a new key without spaces", "json", '{"a":1}', "", "b", [1, 2], '{"a":1,"b":[1,2]}'],
  ["a trailing comma stays one", "json", '{\n\t"a": 1,\n}\n', "", "b", 2, '{\n\t"a": 1,\n\t"b": 2,\n}\n'],
  [
    "a new table",
    "json",
    '{\n  "a": 1\n}\n',
    "s.t",
    "b",
    2,
    '{\n  "a": 1,\n  "s": {\n    "t": {\n      "b": 2\n    }\n  }\n}\n',
  ],
  ["into an empty object", "json", '{\n  "s": {}\n}\n', "s", "b", 2, '{\n  "s": {\n    "b": 2\n  }\n}\n'],
  ["into an empty file", "json", "", "", "b", 2, '{\n  "b": 2\n}\n'],
  [
    "the last key goes with the comma before it",
    "json",
    '{\n  "a": 1, // one\n  // two\n  "b": 2 // three\n}\n',
    "",
    "b",
    undefined,
    '{\n  "a": 1 // one\n  // two\n}\n',
  ],
  ["a key in the middle", "json", '{"a":1, "b":2, "c":3}', "", "b", undefined, '{"a":1, "c":3}'],
  [
    "a list of several lines",
    "json",
    '{\n  "a": [\n    1,\n    2\n  ]\n}',
    "",
    "a",
    [3],
    '{\n  "a": [\n    3\n  ]\n}',
  ],
  ["a key that is there twice", "json", '{"a":1,"a":2}', "", "a", 3, 'refused: the key "a" is there twice'],
  [
    "a table that is a value",
    "json",
    '{"a":1}',
    "a",
    "b",
    3,
    'refused: "a" is a value there and not a table',
  ],
  ["what is no JSON", "json", '{\n"a" 1}', "", "b", 3, 'refused: line 2: ":" is expected'],
  // TOML
  ["a value", "toml", "a  =  1   # one\nb = 2\n", "", "a", 7, "a  =  7   # one\nb = 2\n"],
  ["quotes are kept", "toml", "a = 'x\\y'\n", "", "a", "z\\w", "a = 'z\\w'\n"],
  ["quotes that cannot be kept", "toml", "a = 'x'\n", "", "a", "it's", 'a = "it\'s"\n'],
  [
    "a new key in its table",
    "toml",
    "[s]\r\n  a = 1\r\n\r\n# t\r\n[t]\r\n",
    "s",
    "b",
    "x",
    '[s]\r\n  a = 1\r\n  b = "x"\r\n\r\n# t\r\n[t]\r\n',
  ],
  [
    "a new key at the top",
    "toml",
    "# file\n\n# of s\n[s]\na = 1\n",
    "",
    "b",
    2,
    "# file\n\nb = 2\n\n# of s\n[s]\na = 1\n",
  ],
  ["a new table", "toml", "a = 1", "s.t", "b", 2, "a = 1\n\n[s.t]\nb = 2"],
  ["into braces", "toml", "s = { a = 1 } # s\n", "s", "b", 2, "s = { a = 1, b = 2 } # s\n"],
  ["out of braces", "toml", "s = { a = 1, b = 2 }\n", "s", "b", undefined, "s = { a = 1 }\n"],
  ["a table of dotted keys", "toml", "s.a = 1\nx = 1\n", "s", "b", 2, "s.a = 1\ns.b = 2\nx = 1\n"],
  ["a list of several lines", "toml", "a = [\n  1,\n  2,\n]\n", "", "a", [3, 4], "a = [\n  3,\n  4,\n]\n"],
  [
    "a text that looks like keys",
    "toml",
    'x = """\nb = 1\n[s]\n"""\n[s]\nb = 2 # b\nc = 3\n',
    "s",
    "b",
    undefined,
    'x = """\nb = 1\n[s]\n"""\n[s]\nc = 3\n',
  ],
  ["a list of tables", "toml", "[[s]]\na = 1\n", "s", "a", 2, "refused: the table s is one of a list"],
  ["a float stays one", "toml", "a = 1.5\n", "", "a", 2, "a = 2.0\n"],
  ["what is no TOML", "toml", "a = 1\nb =\n", "", "a", 2, "refused: line 2: it is not valid TOML"],
  // YAML
  ["a value", "yaml", "a:   1   # one\nb: 2\n", "", "a", 7, "a:   7   # one\nb: 2\n"],
  ["quotes are kept", "yaml", "a: 'x'\nb: \"y\"\n", "", "a", "it's", "a: 'it''s'\nb: \"y\"\n"],
  ["a text that is no flag", "yaml", "a: 1\n", "", "a", "no", 'a: "no"\n'],
  [
    "a new key in its table",
    "yaml",
    "s:\r\n    a: 1 # one\r\n\r\n# t\r\nt:\r\n    a: 1\r\n",
    "s",
    "b",
    "x y",
    "s:\r\n    a: 1 # one\r\n    b: x y\r\n\r\n# t\r\nt:\r\n    a: 1\r\n",
  ],
  ["a number that is large", "yaml", "a: 1\n", "", "a", 1e21, "a: 1.0e+21\n"],
  ["a new table", "yaml", "a: 1", "s.t", "b", 2, "a: 1\ns:\n  t:\n    b: 2"],
  ["into braces", "yaml", "s: {a: 1} # s\n", "s", "b", 2, "s: {a: 1, b: 2} # s\n"],
  ["a table without keys", "yaml", "s: # none\nt: 1\n", "s", "b", 2, "s: # none\n  b: 2\nt: 1\n"],
  ["the only key of a table", "yaml", "s:\n  b: 2 # b\nt: 1\n", "s", "b", undefined, "s:\n  {} # b\nt: 1\n"],
  ["a list", "yaml", "a:\n- 1\n- 2 # two\nb: 3\n", "", "a", [4, 5], "a:\n- 4\n- 5 # two\nb: 3\n"],
  ["a list that becomes a value", "yaml", "a:\n- 1\n- 2\nb: 3\n", "", "a", 9, "a: 9\nb: 3\n"],
  ["a block of text", "yaml", "a: |\n  one\n  two\nb: 3\n", "", "a", "x", "a: x\nb: 3\n"],
  ["a key with a list goes", "yaml", "a:\n  - 1\n  - 2\n# b\nb: 3\n", "", "a", undefined, "# b\nb: 3\n"],
  ["behind the start of a document", "yaml", "---\n# none\n", "", "b", 2, "---\n# none\nb: 2\n"],
  [
    "an anchor that others need",
    "yaml",
    "a: &x 1\nb: *x\n",
    "",
    "a",
    undefined,
    "refused: this key cannot be changed without touching what is not ours",
  ],
  ["several documents", "yaml", "a: 1\n---\nb: 2\n", "", "a", 2, "refused: it holds several documents"],
  // INI
  ["a value", "ini", "[s]\na=1\nb = 2 ; two\n", "s", "b", 7, "[s]\na=1\nb = 7 ; two\n"],
  [
    "a new key as its neighbours are",
    "ini",
    "[s]\n\ta=1\n\n[t]\n",
    "s",
    "b",
    "x",
    "[s]\n\ta=1\n\tb=x\n\n[t]\n",
  ],
  ["a new section", "ini", "a: 1\r\n", "s", "b", "x", "a: 1\r\n\r\n[s]\r\nb: x\r\n"],
  [
    "no section at all",
    "ini",
    "# x\nnet.ipv4.ip_forward = 0\n",
    "",
    "net.ipv4.ip_forward",
    1,
    "# x\nnet.ipv4.ip_forward = 1\n",
  ],
  ["quotes are kept", "ini", 'a = "x ; y"\n', "", "a", "z", 'a = "z"\n'],
  [
    "a key goes with its comment",
    "ini",
    "[s]\na = 1\nb = 2 # b\n# c\n",
    "s",
    "b",
    undefined,
    "[s]\na = 1\n# c\n",
  ],
  [
    "a list of a program's own",
    "ini",
    "[s]\na=1\na=2\n",
    "s",
    "a",
    "3",
    "refused: the key a is there 2 times",
  ],
  [
    "a value of several lines",
    "ini",
    "a = 1 \\\n  2\n",
    "",
    "a",
    "3",
    "refused: the value of a goes on in the next line",
  ],
  [
    "a new key behind a value of several lines",
    "ini",
    "[s]\na =\n  x\n  # why\n\n  y\n\n[t]\n",
    "s",
    "b",
    "z",
    "[s]\na =\n  x\n  # why\n\n  y\nb = z\n\n[t]\n",
  ],
  [
    "a new key behind lines that are joined",
    "ini",
    "a = 1 \\\n2 \\\n3\n",
    "",
    "b",
    "z",
    "a = 1 \\\n2 \\\n3\nb = z\n",
  ],
  [
    "a new key behind a value that looks like keys",
    "ini",
    "[s]\nsetenv =\n    A = 1\n    B = 2\n",
    "s",
    "b",
    "z",
    "[s]\nsetenv =\n    A = 1\n    B = 2\nb = z\n",
  ],
  [
    "a value that looks like keys",
    "ini",
    "[s]\nsetenv = A = 1\n         B = 2\n",
    "s",
    "setenv",
    "z",
    "refused: the value of setenv goes on in the next line",
  ],
  [
    "a key that may be part of a value",
    "ini",
    "[s]\nsetenv =\n  A = 1\n  B = 2\n",
    "s",
    "B",
    "z",
    "refused: many readers take the line of B for a part of the value of setenv",
  ],
  [
    "a value where only a comment is",
    "ini",
    "[s]\na = ; why\nb =\n",
    "s",
    "a",
    "z",
    "[s]\na = z ; why\nb =\n",
  ],
  ["a value where none is", "ini", "a =\n", "", "a", "z", "a = z\n"],
  ["a value that goes", "ini", "a = z ; why\n", "", "a", "", "a = ; why\n"],
  [
    "a new key above what would be its value",
    "ini",
    "[s]\n  flag\n",
    "s",
    "b",
    "z",
    "refused: this key cannot be changed without touching what is not ours",
  ],
  [
    "a value that would be a comment",
    "ini",
    "",
    "",
    "a",
    "x ;y",
    "refused: the value of a holds what many readers take for a comment",
  ],
];

describe.each(Object.keys(EDITORS) as (keyof typeof EDITORS)[])("%s", (format) => {
  const editor = EDITORS[format];
  test.each(CASES.filter((each) => each[1] === format))(
    "%s",
    (_name, _format, before, table, key, value, after) => {
      expect(change(editor, before, table, key, value)).toBe(after);
    },
  );

  test("a byte order mark at the start stays there", () => {
    const before = {
      json: '\uFEFF{"a": 1}',
      toml: "\uFEFFa = 1\n",
      yaml: "\uFEFFa: 1\n",
      ini: "\uFEFFa = 1\n",
    }[format];
    expect(change(editor, before, "", "a", 2)).toBe(before.replace("1", "2"));
    expect(change(editor, before, "", "b", 2)).toMatch(/^\uFEFF[^\uFEFF]+$/);
  });

  test("setting, dropping and setting again leaves every other line as it was", () => {
    fc.assert(
      fc.property(fileOf(format), scalars(format), ({ lines, eol, end, table }, value) => {
        const text = lines.join(eol) + (end ? eol : "");
        const document = editor.open(text);
        if (isRefused(document)) throw new Error(`${document.refused} in ${text}`);
        const set = change(editor, text, table, "zkey", value);
        const dropped = change(editor, set, table, "zkey");
        for (const after of [set, dropped]) expect([text, othersOf(after)]).toEqual([text, othersOf(text)]);
        expect(text.includes("\r\n") && /[^\r]\n/.test(set)).toBe(false);
        expect(change(editor, set, table, "zkey", value)).toBe(set);
      }),
      { numRuns: 400, seed: 7 },
    );
  });
});

/** The lines that are not about the key; commas, and what only holds the key, come and go with it. */
function othersOf(text: string): readonly string[] {
  return text
    .split("\n")
    .filter((line) => !line.includes("zkey"))
    .map((line) =>
      line
        .trimEnd()
        .replace(/,(?=\s*(?:\/\/.*)?$)/, "")
        .trimEnd(),
    )
    .filter((line) => !/^\s*(?:\{\}|\[ztable\]|ztable:|"ztable": \{(?:\})?|\{|\})?$/.test(line))
    .map((line) => line.replace(/\{\}?$/, ""));
}

function scalars(format: string): fc.Arbitrary<Json> {
  const text = fc.string({ maxLength: 12 });
  const plain = fc.stringMatching(/^[a-z0-9/.:-]{1,12}$/);
  if (format === "ini") return fc.oneof(fc.integer(), fc.boolean(), plain);
  const one = fc.oneof(
    fc.integer(),
    fc.boolean(),
    text,
    plain,
    fc.double({ noNaN: true, noDefaultInfinity: true, min: 0.5 }),
  );
  return fc.oneof(one, fc.array(text, { maxLength: 3 }));
}

interface AnyFile {
  readonly lines: readonly string[];
  readonly eol: string;
  readonly end: boolean;
  readonly table: string;
}

/** A file with comments, blank lines, tables and lists, with or without the key, and the table to put it in. */
function fileOf(format: keyof typeof EDITORS): fc.Arbitrary<AnyFile> {
  const word = fc.stringMatching(/^[a-y][a-y]{0,5}$/);
  const table = fc.record({
    keys: fc.uniqueArray(word, { maxLength: 4 }),
    comment: fc.boolean(),
    blank: fc.boolean(),
    own: fc.boolean(),
  });
  return fc
    .record({
      top: table,
      tables: fc.uniqueArray(fc.tuple(word, table), { maxLength: 3, selector: ([name]) => `t${name}` }),
      eol: fc.constantFrom("\n", "\r\n"),
      end: fc.boolean(),
      into: fc.nat(),
    })
    .map(({ top, tables, eol, end, into }) => {
      const named = tables.map(([name, table]) => [`t${name}`, table] as const);
      const names = ["", "ztable", ...named.map(([name]) => name)];
      return { lines: PRINTERS[format](top, named), eol, end, table: names[into % names.length] ?? "" };
    });
}

interface AnyTable {
  readonly keys: readonly string[];
  readonly comment: boolean;
  readonly blank: boolean;
  readonly own: boolean;
}
type Printer = (top: AnyTable, tables: readonly (readonly [string, AnyTable])[]) => readonly string[];

function pairsOf(table: AnyTable, pair: (key: string, index: number) => string, comment: string): string[] {
  const keys = table.own ? [...table.keys, "zkey"] : table.keys;
  return [
    ...(table.comment ? [`${comment} about it`] : []),
    ...keys.flatMap((key, index) => [pair(key, index), ...(table.blank && index === 0 ? [""] : [])]),
    ...(table.comment && table.blank ? [`${comment} at the end`] : []),
  ];
}

const sectioned =
  (pair: (key: string, index: number) => string): Printer =>
  (top, tables) => [
    ...pairsOf(top, pair, "#"),
    ...tables.flatMap(([name, table]) => ["", `[${name}]`, ...pairsOf(table, pair, "#")]),
  ];

const PRINTERS: Record<keyof typeof EDITORS, Printer> = {
  ini: sectioned((key, index) => `${key} = value ${index}${index === 1 ? " ; why" : ""}`),
  toml: sectioned((key, index) => `${key} = ${index === 0 ? "[1, 2]" : `'v'`}${index === 1 ? " # why" : ""}`),
  yaml: (top, tables) => [
    ...pairsOf(top, (key, index) => `${key}: ${index === 1 ? '"v" # why' : "v"}`, "#"),
    ...tables.flatMap(([name, table]) => {
      const inner = pairsOf(table, (key, index) => `${key}: ${index === 0 ? "[1, 2]" : "v"}`, "#");
      return ["", `${name}:`, ...inner.map((line) => (line === "" ? "" : `  ${line}`))];
    }),
  ],
  json: (top, tables) => {
    const own = pairsOf(top, (key, index) => `"${key}": ${index},${index === 1 ? " // why" : ""}`, "//");
    const inner = tables.flatMap(([name, table]) => [
      `"${name}": {`,
      ...commas(pairsOf(table, (key, index) => `"${key}": [${index}],`, "//")).map((line) => `  ${line}`),
      "},",
    ]);
    return ["{", ...commas([...own, ...inner]).map((line) => (line.trim() === "" ? "" : `  ${line}`)), "}"];
  },
};

/** Without the comma behind the last member. */
function commas(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => /,(?: \/\/.*)?$/.test(line));
  return lines.map((line, index) => (index === last ? line.replace(/,(?= \/\/|$)/, "") : line));
}

test("what the editors read is what the parsers of the formats read", () => {
  const toml = '[s]\na = "x"\nb = 1_000\nc = 2026-01-02\n';
  const document = tomlEditor.open(toml);
  if (isRefused(document)) throw new Error(document.refused);
  expect(document.get(["s"], "b", undefined)).toBe((parseToml(toml) as { s: { b: number } }).s.b);
  expect(document.get(["s"], "c", undefined)).toEqual({ date: "2026-01-02" });
  const yaml = "s:\n  a: 0x10\n  b: 012\n";
  const other = yamlEditor.open(yaml);
  if (isRefused(other)) throw new Error(other.refused);
  expect(other.get(["s"], "a", undefined)).toBe((parseYaml(yaml) as { s: { a: number } }).s.a);
});
