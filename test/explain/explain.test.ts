// Explanations: every `.sp` file of this folder is a program with lines `// explain: prod web.replicas`, and the `.txt` beside
// it is what they print, as `setpoint explain` does on 100 columns without colour. `npx vitest run test/explain -u` writes
// them anew; whoever does that reads them.
// Below that, what must hold of every explanation of every value of these programs.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { printEnvironment } from "../../cli/print/changes.ts";
import { printExplanation } from "../../cli/print/explanation.ts";
import { themeOf } from "../../cli/theme.ts";
import { explain, type Explanations } from "../../compiler/explain.ts";
import type { Answer, Explanation, Input, ValueExplanation } from "../../compiler/explain/facts.ts";
import { environmentToJson, explanationToJson, valueToJson } from "../../compiler/explain/json.ts";
import { canonicalJson } from "../../compiler/json.ts";
import { compileFiles, sectionsOf, splitStandard } from "../support/compiler-package.ts";

const WIDTH = 100;
const PLAIN = themeOf(false);
const COLORED = themeOf(true);

const cases = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".sp"));

function sourceOf(name: string): string {
  return readFileSync(join(import.meta.dirname, name), "utf8");
}

interface Opened extends Explanations {
  /** The members of the system. */
  readonly roots: readonly string[];
}

function open(name: string, environment: string): Opened {
  const { files, std } = splitStandard(sectionsOf(sourceOf(name)).files);
  const { evaluated, diagnostics } = compileFiles(files, { environment, std, entries: ["main.sp"] });
  if (!name.includes("broken")) expect(diagnostics.map(({ message }) => message)).toEqual([]);
  if (evaluated === null) throw new Error(`${name} was not evaluated`);
  const tops = evaluated.instance.fields.shape.tops.filter(({ source }) => source.kind !== "removed");
  return { ...explain(evaluated), roots: tops.map(({ key }) => key) };
}

interface Question {
  readonly environment: string;
  readonly path: string | null;
}

function questions(name: string): readonly Question[] {
  return [...sourceOf(name).matchAll(/^\/\/ explain: (\S+)(?: (.+))?$/gm)].map(
    ([, environment = "", path = null]) => ({ environment, path }),
  );
}

function answers(name: string): readonly { readonly asked: Question; readonly of: Opened }[] {
  const known = new Map<string, Opened>();
  return questions(name).map((asked) => {
    const of = known.get(asked.environment) ?? open(name, asked.environment);
    known.set(asked.environment, of);
    return { asked, of };
  });
}

function print(of: Explanations, path: string | null, theme = PLAIN): string {
  if (path === null) return printEnvironment(of.environment(), theme, WIDTH);
  const answer = of.at(path);
  if (answer.kind === "explained") return printExplanation(answer.explanation, theme, WIDTH);
  return `error: ${answer.message}\n${answer.help === null ? "" : `help: ${answer.help}\n`}`;
}

describe("texts:", () => {
  test.each(cases)("%s", async (name) => {
    const texts = answers(name).map(({ asked: { environment, path }, of }) => {
      const what = path === null ? environment : `${environment} ${path}`;
      return `$ setpoint explain ${what}\n${print(of, path)}`;
    });
    expect(texts.length).toBeGreaterThan(0);
    await expect(texts.join("\n")).toMatchFileSnapshot(join(import.meta.dirname, name.replace(/sp$/, "txt")));
  });

  test.each(cases)("%s: colour only repeats what is there without it", (name) => {
    for (const { asked, of } of answers(name))
      expect(stripVTControlCharacters(print(of, asked.path, COLORED))).toBe(print(of, asked.path));
  });
});

// --- What holds of all -----------------------------------------------------------------------------------------------

function explanationOf(answer: Answer): Explanation {
  if (answer.kind === "unknown") throw new Error(answer.message);
  return answer.explanation;
}

/** Every value that there is, found by following the parts. */
function* everyValue(of: Explanations, paths: readonly string[]): Generator<Explanation> {
  for (const root of paths) {
    const explanation = explanationOf(of.at(root));
    yield explanation;
    const inside =
      explanation.kind === "loop"
        ? explanation.elements.map(({ key }) => `${root}.${JSON.stringify(key)}`)
        : "parts" in explanation
          ? explanation.parts.map(({ path }) => path)
          : [];
    yield* everyValue(
      of,
      inside.filter((path) => path !== root),
    );
  }
}

const whole = cases.filter((name) => !name.includes("broken"));

/** The values of the first environment that a program asks about. */
function everyLeaf(name: string): { readonly of: Opened; readonly leaves: readonly ValueExplanation[] } {
  const of = open(name, questions(name)[0]?.environment ?? "prod");
  const leaves = [...everyValue(of, of.roots)].flatMap((item) =>
    item.kind === "value" && item.role !== "annotation" ? [item] : [],
  );
  return { of, leaves };
}

/** The places that a value is computed from, through what has no place. */
function slotsIn(inputs: readonly Input[]): readonly string[] {
  return inputs.flatMap((input) => (input.of === "slot" ? [input.name] : slotsIn(input.inputs)));
}

describe("of every value", () => {
  test.each(whole)("%s: the one that wins is the one that it has", (name) => {
    const judged = everyLeaf(name).leaves.flatMap(({ path, stack, value }) => {
      const winners = stack.filter(({ state }) => state === "wins");
      const given = winners[0]?.value ?? null;
      // What a block amends is not what is below it.
      if (given === null || stack.some(({ state }) => state === "merges")) return [];
      const isRight =
        winners.length === 1 && canonicalJson(valueToJson(given)) === canonicalJson(valueToJson(value));
      return [{ path, isRight }];
    });
    expect(judged.length).toBeGreaterThan(0);
    expect(judged.filter(({ isRight }) => !isRight)).toEqual([]);
  });

  test.each(whole)("%s: what it is computed from is followed by it", (name) => {
    const { of, leaves } = everyLeaf(name);
    const effects = leaves.filter(
      ({ role, stack }) => role !== "let" && role !== "param" && stack.length > 0,
    );
    const oneWay = effects.flatMap(({ path, inputs }) =>
      slotsIn(inputs).filter((input) => {
        const back = explanationOf(of.at(input));
        return back.kind === "value" && !back.follows.includes(path);
      }),
    );
    expect(effects.length).toBeGreaterThan(0);
    expect(oneWay).toEqual([]);
  });

  test.each(whole)("%s: JSON of all of it can be written", (name) => {
    for (const { of } of answers(name)) {
      expect(() => canonicalJson(environmentToJson(of.environment()))).not.toThrow();
      for (const explanation of everyValue(of, of.roots))
        expect(() => canonicalJson(explanationToJson(explanation))).not.toThrow();
    }
  });
});

test("no secret is in any explanation, not even one that the source says", () => {
  const name = "06-derived.sp";
  expect(sourceOf(name)).toContain("hunter2");
  for (const { of } of answers(name)) {
    const texts = [canonicalJson(environmentToJson(of.environment())), print(of, null)];
    for (const explanation of everyValue(of, of.roots))
      texts.push(canonicalJson(explanationToJson(explanation)), printExplanation(explanation, PLAIN, WIDTH));
    expect(texts.filter((text) => text.includes("hunter2"))).toEqual([]);
  }
});

test("explaining changes nothing: the graph is the same before and after", () => {
  const { files, std } = splitStandard(sectionsOf(sourceOf("06-derived.sp")).files);
  const compilation = compileFiles(files, { environment: "prod", std, entries: ["main.sp"] });
  const { text, evaluated } = compilation;
  if (evaluated === null) throw new Error("was not evaluated");
  const of = explain(evaluated);
  const first = print(of, "config.content");
  of.environment();
  expect(print(of, "config.content")).toBe(first);
  expect(compilation.text).toBe(text);
  expect(compileFiles(files, { environment: "prod", std, entries: ["main.sp"] }).text).toBe(text);
});
