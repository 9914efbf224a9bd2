// A file that is not there, and the one beside it that was probably meant.

import { expect, test } from "vitest";
import { compileFiles } from "../support/compiler-package.ts";

test.each([
  ['import "./shpo.sp" { Shop }', "did you mean `shop.sp`?"],
  ['import "./data/poeple.yaml" as people: [String]', "did you mean `data/people.yaml`?"],
  ['import "./other/shop.sp" { Shop }', expect.stringMatching(/^check the path/)],
])("%s", (source, help) => {
  const files = { "main.sp": source, "shop.sp": "system Shop { }", "data/people.yaml": "[]" };
  const { diagnostics } = compileFiles(files, { entries: ["main.sp"] });
  expect(diagnostics.find(({ code }) => code === "SP1001")?.help).toEqual(help);
});
