// The formatter: the one style by example, and what holds for every program: the same tree, every comment, and nothing left
// to do the second time.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { format } from "../../compiler/format.ts";
import { ROOT } from "../support/compiler-package.ts";
import { program, render } from "../support/programs.ts";
import { parseText } from "../support/tree.ts";

function formatted(text: string): string {
  const result = format({ path: "main.sp", text, id: "" });
  if (result.kind === "formatted") return result.text;
  const why = result.kind === "broken" ? result.diagnostics.map(({ message }) => message).join("; ") : "";
  throw new Error(`${result.kind}: ${why}`);
}

function commentsOf(text: string): readonly string[] {
  return Array.from(text.matchAll(/(?:comment|doc) \d+$/gm), ([comment]) => comment).toSorted();
}

/** Holds a program to all that a formatter promises; answers its formatted text. */
function holds(text: string): string {
  const after = formatted(text);
  expect(parseText(after).tree).toEqual(parseText(text).tree);
  expect(formatted(after)).toBe(after);
  expect(after.split("\n").filter((line) => line !== line.trimEnd() && !after.includes('"""'))).toEqual([]);
  return after;
}

describe("the style", () => {
  const folder = join(import.meta.dirname, "style");
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".sp"))) {
    test(`file ${name}`, async () => {
      const after = holds(readFileSync(join(folder, name), "utf8"));
      await expect(after).toMatchFileSnapshot(join(folder, name.replace(/\.sp$/, ".formatted")));
    });
  }
});

describe("every program", () => {
  test("by chance keeps its tree and its comments, and is formatted once and for all", () => {
    fc.assert(
      fc.property(program, fc.nat(), (skeleton, seed) => {
        const text = render(skeleton, seed);
        expect(parseText(text).diagnostics.map(({ message }) => message)).toEqual([]);
        expect(commentsOf(holds(text))).toEqual(commentsOf(text));
      }),
      { numRuns: 300 },
    );
  });

  const sources = ["examples", "stdlib", "test/language", "test/syntax", "test/diagnostics"].flatMap(
    (folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
        .filter((path) => path.endsWith(".sp"))
        .map((path) => `${folder}/${path}`),
  );

  test.each(sources)("%s", (path) => {
    const text = readFileSync(join(ROOT, path), "utf8");
    const broken = format({ path, text, id: "" }).kind === "broken";
    expect(broken ? "" : holds(text)).toBeTypeOf("string");
  });

  test.each(sources.filter((path) => /^(?:examples|stdlib)\//.test(path)))("%s is in the style", (path) => {
    const text = readFileSync(join(ROOT, path), "utf8");
    expect(formatted(text)).toBe(text);
  });
});

test("a file with mistakes is left alone", () => {
  expect(format({ path: "main.sp", text: "let a = ", id: "" }).kind).toBe("broken");
});
