// Inputs that nobody wrote: programs by chance, the sources of this repository with something wrong, and noise.
//
// Input number N of a seed is always the same text, so a failure is found again by its two numbers.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { ROOT, sectionsOf } from "../support/compiler-package.ts";
import { diceOf, program, render, type Dice, type Skeleton } from "../support/programs.ts";

const FOLDERS = ["examples", "stdlib", "test/language", "test/diagnostics", "test/syntax", "test/format"];

/** Every source of the examples and fixtures; those of several files as one text each. */
export function corpus(): readonly string[] {
  const paths = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".sp"))
      .toSorted()
      .map((path) => join(ROOT, folder, path)),
  );
  return paths.flatMap((path) => Object.values(sectionsOf(readFileSync(path, "utf8")).files));
}

const TOKENS = [
  ..."{ } [ ] ( ) < > , : = += -= . .. ... ? ?. ?? | => @ + - * / == != <= and or not \n // ///".split(" "),
  ..."if then else for in match import let super it assert by on with as of where matching extends".split(
    " ",
  ),
  ..."system type kind overlay environment policy test fn moved removed exempt param output existing".split(
    " ",
  ),
  ..."each remove replace default final target require expect error until because snapshot true null".split(
    " ",
  ),
  '"',
  '"""',
  'r"',
  "${",
  "\\",
  "\\u{110000}",
  "$",
  "'",
  "#",
  "/",
  "/a",
  "1",
  "1e999",
  "0x",
  "9007199254740993",
  "1h30",
  "25%",
  "2027-13-45",
  "\u0000",
  "\ufeff",
  "é",
  "日本",
  "😀",
  "\u2028",
  "\r",
  "\t",
  "__proto__",
  "_",
];

export interface Source {
  readonly texts: readonly string[];
  readonly skeletons: readonly (readonly Skeleton[])[];
}

export function sourceOf(seed: number, count: number): Source {
  return { texts: corpus(), skeletons: fc.sample(program, { seed, numRuns: count }) };
}

export function makeInput(source: Source, seed: number, index: number): string {
  const dice = diceOf(seed * 1_000_003 + index);
  const roll = dice(20);
  if (roll === 0) return noise(dice);
  const text = roll < 6 ? generated(source, dice) : pick(source.texts, dice);
  // Some are left as they are: what is right must not be refused, and must stand being formatted.
  const changes = roll === 6 ? 0 : 1 + dice(dice(4) === 0 ? 12 : 3);
  let changed = text;
  for (let at = 0; at < changes; at++) changed = mutate(changed, source.texts, dice);
  return changed;
}

function generated({ skeletons }: Source, dice: Dice): string {
  return render(pick(skeletons, dice), dice(0x7fffffff));
}

function pick<T>(list: readonly T[], dice: Dice): T {
  return list[dice(list.length)] as T;
}

function noise(dice: Dice): string {
  const length = dice(300);
  const kind = dice(3);
  let text = "";
  for (let at = 0; at < length; at++) {
    if (kind === 0) text += String.fromCodePoint(dice(128));
    else if (kind === 1) text += String.fromCodePoint(dice(0xd800));
    else text += `${pick(TOKENS, dice)}${dice(3) === 0 ? " " : ""}`;
  }
  return text;
}

/** One thing that an editor, a merge or a tired person does to a text. */
function mutate(text: string, texts: readonly string[], dice: Dice): string {
  const start = dice(text.length + 1);
  const end = Math.min(text.length, start + dice(dice(2) === 0 ? 5 : 200));
  const before = text.slice(0, start);
  const after = text.slice(end);
  switch (dice(9)) {
    case 0:
      return before + after;
    case 1:
      return before + pick(TOKENS, dice) + text.slice(start);
    case 2:
      return `${before} ${pick(TOKENS, dice)} ${after}`;
    case 3:
      return before + text.slice(start, end) + text.slice(start, end) + after;
    case 4:
      return before;
    case 5: {
      const other = pick(texts, dice);
      const from = dice(other.length + 1);
      return before + other.slice(from, from + dice(200)) + text.slice(start);
    }
    case 6:
      return before + pick('{[(}])"\n'.split(""), dice) + text.slice(start);
    case 7:
      return `${before}${pick(["// x\n", " // x\n", "\n/// x\n", "\n"], dice)}${text.slice(start)}`;
    default:
      return swapLines(text, dice);
  }
}

function swapLines(text: string, dice: Dice): string {
  const lines = text.split("\n");
  const a = dice(lines.length);
  const b = dice(lines.length);
  [lines[a], lines[b]] = [lines[b] ?? "", lines[a] ?? ""];
  return lines.join("\n");
}

/** Brackets inside brackets. */
const MANY = 100_000;

/** What has no end in one direction; `flat` for what makes a node for each, and a line of output. */
export function endless(flat: number): Readonly<Record<string, string>> {
  return {
    curly: "let a = " + "{ a = ".repeat(MANY),
    square: "let a = " + "[".repeat(MANY),
    round: "let a = " + "(".repeat(MANY),
    "closed square": `let a = ${"[".repeat(MANY)}${"]".repeat(MANY)}`,
    "closed round": `let a = ${"(".repeat(MANY)}1${")".repeat(MANY)}`,
    closers: "}".repeat(flat),
    mixed: "let a = " + "{ a = [(".repeat(MANY),
    calls: `let a = ${"f(".repeat(MANY)}${")".repeat(MANY)}`,
    interpolations: `let a = ${'"${'.repeat(MANY)}`,
    types: `type T = ${"[".repeat(MANY)}`,
    angles: `type T = ${"Secret<".repeat(MANY)}`,
    maps: `type T = ${"{String: ".repeat(MANY)}`,
    conditions: `let a = ${"if a then ".repeat(MANY)}1`,
    matches: `let a = ${"match a { 1 => ".repeat(MANY)}1`,
    lambdas: `let a = ${"x => ".repeat(MANY)}1`,
    signs: `let a = ${"-".repeat(MANY)}1`,
    negations: `let a = ${"not ".repeat(MANY)}b`,
    sum: `let a = 1${" + 1".repeat(flat)}`,
    alternation: `let a = true${" or true and false".repeat(flat)}`,
    groups: `let a = ${"(a + ".repeat(150)}1${")".repeat(150)}`,
    path: `let a = b${".c".repeat(flat)}`,
    indices: `let a = b${"[0]".repeat(flat)}`,
    union: `type T = 1${" | 1".repeat(flat)}`,
    optional: `type T = Int${"?".repeat(MANY)}`,
    refinements: `type T = Int${" in 1..2".repeat(MANY)}`,
    list: `let a = [${"1, ".repeat(flat)}]`,
    annotations: `${"@a ".repeat(flat)}type T = Int`,
    amended: `overlay a on S { ${"a.".repeat(MANY)}b = 1 }`,
    layers: `environment a = S with ${"(".repeat(MANY)}`,
    word: `let ${"a".repeat(MANY)} = 1`,
    number: `let a = ${"1".repeat(MANY)}`,
    quotes: '"'.repeat(flat),
    text: `let a = """\n${"  line\n".repeat(MANY)}`,
    lines: "\n".repeat(MANY),
    comments: "/// doc\n".repeat(MANY),
    declarations: "let a = 1\n".repeat(flat / 10),
    mistakes: "let = =\n".repeat(flat / 10),
  };
}
