// `npm run docs`: writes the pages that are made out of the sources. A test compares each with its file.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readExplanations } from "../cli/explanations.ts";
import { diagnosticsPage, lintPage } from "../compiler/document.ts";
import { grammarPage } from "./grammar.ts";
import { libraryPage } from "./library.ts";

const ROOT = join(import.meta.dirname, "..");

/** From its path to how it is made. */
export const PAGES: Readonly<Record<string, () => string>> = {
  "docs/reference/grammar.md": grammarPage,
  "docs/reference/library.md": libraryPage,
  "docs/reference/lint.md": lintPage,
  "docs/reference/diagnostics.md": () =>
    diagnosticsPage(readExplanations(new URL("../compiler/diagnostics/explanations/", import.meta.url))),
};

if (import.meta.main) {
  for (const [path, make] of Object.entries(PAGES)) {
    const file = join(ROOT, path);
    const text = make();
    if (readFileSync(file, { encoding: "utf8", flag: "a+" }) !== text) writeFileSync(file, text);
  }
}
