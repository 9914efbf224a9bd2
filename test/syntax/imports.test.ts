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

// A mistake in the braces of an import is one message, however often the name is used that was meant.
const USES = `
system Top { shop: Shop { } }

overlay prod on Shop { release = "2" }

environment dev = Shop with prod
`;

const SHOP = "system Shop { param release: String }\n\nsystem Other { }\n\nsystem _Own { }\n";

test.each([
  ["{ Shpo }", "SP2003 write `Shop`"],
  ["{ shop }", "SP2003 write `Shop`"],
  ["{ Shpo as Top2 }", "SP2003 write `Shop`"],
  ["{ Store }", "SP2003 it declares Other, Shop"],
  ['{ "Shop" }', "SP1201 null"],
  ["{ type Shop }", "SP1201 null"],
  ["{ Sh-op }", "SP1201 null"],
  ["{ 1Shop }", expect.stringMatching(/^SP1104 /)],
  ["Shop", expect.stringMatching(/^SP1201 name what is needed/)],
])("import %s", (names, said) => {
  const files = { "main.sp": `import "./shop.sp" ${names}\n${USES}`, "shop.sp": SHOP };
  const { diagnostics } = compileFiles(files, { entries: ["main.sp"] });
  expect(diagnostics.map(({ code, help }) => `${code} ${help}`)).toEqual([said]);
});

test("what else is wrong is still said, and what was only meant is not called unused", () => {
  const source = `import "./shop.sp" { Shpo }\n${USES}\nsystem More { o: Other { }, own: _Own { }, s: Shop { relaese = "1" } }\n`;
  const { diagnostics } = compileFiles({ "main.sp": source, "shop.sp": SHOP }, { entries: ["main.sp"] });
  expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    "SP2003: `shop.sp` declares no `Shpo`",
    "SP2007: there is no type, kind or system named `Other`",
    "SP2007: there is no type, kind or system named `_Own`",
    expect.stringMatching(/^SP2102: .*relaese/),
  ]);
  const unused = { "main.sp": 'import "./shop.sp" { Shpo }\n\nsystem Top { }\n', "shop.sp": SHOP };
  expect(compileFiles(unused, { entries: ["main.sp"] }).diagnostics.map(({ code }) => code)).toContain(
    "SP2003",
  );
  expect(compileFiles(unused, { entries: ["main.sp"] }).diagnostics.map(({ code }) => code)).not.toContain(
    "SP2005",
  );
});
