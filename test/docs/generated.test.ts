// The generated pages are as their sources say. `npm run docs` writes them.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { homelessCodes } from "../../compiler/document.ts";
import { PAGES } from "../../docs/generate.ts";
import { ROOT } from "../support/compiler-package.ts";

test.each(Object.entries(PAGES))("%s is as `npm run docs` writes it", (path, make) => {
  const file = join(ROOT, path);
  expect(existsSync(file) ? readFileSync(file, "utf8") : "").toBe(make());
});

test("every code has a place on the page of diagnostics", () => {
  expect(homelessCodes()).toEqual([]);
});
