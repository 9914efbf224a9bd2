// A parser with the tables of the build reads as one that has analyzed its grammar: the same trees, and the same mistakes.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lex } from "../../compiler/lex.ts";
import { prepareGrammar } from "../../compiler/parse.ts";
import { DeclarationParser } from "../../compiler/parse/declarations.ts";
import type { Prepared } from "../../compiler/parse/prepared.ts";

const analyzed = new DeclarationParser(false);
// As the build writes them down.
const prepared = new DeclarationParser(false, JSON.parse(JSON.stringify(prepareGrammar())) as Prepared);

const texts = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".sp"))
  .map((file) => readFileSync(join(import.meta.dirname, file), "utf8"));

function read(parser: DeclarationParser, text: string): unknown {
  const scan = lex({ path: "main.sp", text, id: "" });
  parser.begin({ file: { path: "main.sp", text, id: "" }, docs: scan.docs }, scan.tokens);
  const items = parser.readFile();
  const mistakes = parser.errors.map(({ token, context }) => [token.startOffset, ...context.ruleStack]);
  const unexpected = parser.unexpected.map(({ token, expected }) => [token.startOffset, expected]);
  return { items, mistakes, unexpected };
}

test("whole files", () => {
  for (const text of texts) expect(read(prepared, text)).toEqual(read(analyzed, text));
});

test("files without one of their words", () => {
  let mistakes = 0;
  for (const text of texts) {
    for (const { index, 0: word } of text.matchAll(/\w+|[^\w\s]/g)) {
      // A part of them is enough, and no test takes a second.
      if (index % 13 > 0) continue;
      const broken = text.slice(0, index) + text.slice(index + word.length);
      const found = read(analyzed, broken);
      expect(read(prepared, broken)).toEqual(found);
      mistakes += analyzed.errors.length;
    }
  }
  expect(mistakes).toBeGreaterThan(100);
});
