// What is read as what: every `.sp` file here has its tree beside it, and its syntax errors as carets under the source.
//
// Nothing but the parser runs, so a form is here from the day on which it can be written.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { foundMarks, marksOf } from "../support/marks.ts";
import { parseText, showTree } from "../support/tree.ts";

describe("syntax", () => {
  for (const name of readdirSync(import.meta.dirname).filter((file) => file.endsWith(".sp"))) {
    test(`file ${name}`, async () => {
      const text = readFileSync(join(import.meta.dirname, name), "utf8");
      const { tree, diagnostics } = parseText(text);
      expect(foundMarks(diagnostics)).toEqual(marksOf("main.sp", text));
      const file = join(import.meta.dirname, name.replace(/\.sp$/, ".tree"));
      await expect(`${showTree(tree)}\n`).toMatchFileSnapshot(file);
    });
  }
});
