// Every `setpoint` block of the documents compiles, or draws what it says that it draws. How pages write them: pages.ts.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../support/compiler-package.ts";
import { blocksOf } from "./pages.ts";

/** Made of programs that test/diagnostics compiles, under another convention. */
const ELSEWHERE = new Set(["docs/reference/diagnostics.md"]);

function pagesUnder(folder: string): readonly string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".md") && !ELSEWHERE.has(path));
}

const pages = [
  ...["README.md", "CONTRIBUTING.md"].filter((path) => existsSync(join(ROOT, path))),
  ...pagesUnder("docs"),
  ...pagesUnder("examples"),
];

const blocks = pages.flatMap((page) =>
  blocksOf(readFileSync(join(ROOT, page), "utf8")).map((block) => ({
    ...block,
    page,
    place: `${page}:${block.line}`,
  })),
);

test.each(blocks)("$place", ({ page, problems }) => {
  expect(problems(page)).toEqual([]);
});

describe("the convention", () => {
  const problems = (markdown: string) => blocksOf(markdown).flatMap((block) => block.problems("p.md"));
  const fence = (info: string, text: string) => `\n\`\`\`${info}\n${text}\n\`\`\`\n`;

  test("names the page's own line", () => {
    const page = `# Title\n${fence("setpoint", "system Site {\n  output a = b\n}")}`;
    expect(problems(page)).toEqual(["p.md:5: SP2001: nothing here is named `b`"]);
  });

  test("puts fragments into a system, and still names the line", () => {
    const good = fence(
      "setpoint fragment",
      'motd: File { path = "/etc/motd" }\nfolder: Directory { path = "/srv" }',
    );
    expect(problems(good)).toEqual([]);
    const bad = fence("setpoint fragment", 'motd: File { path = "/etc/motd" }\noutput a = b');
    expect(problems(bad)).toEqual(["p.md:4: SP2001: nothing here is named `b`"]);
  });

  test("lets later files import earlier ones, and take their places", () => {
    const shop = fence("setpoint", "// shop.sp\nsystem Shop { output a = 1 }");
    const more = fence("setpoint", "// shop.sp\nsystem Shop { param b: Int, output a = b }");
    const prod = fence("setpoint", '// env/prod.sp\nimport "../shop.sp" { Shop }\n\nenvironment prod = Shop');
    expect(problems(shop + prod)).toEqual([]);
    expect(problems(shop + more + prod)).toEqual([
      "p.md:16: SP4004: `Shop` needs `b`, and `prod` does not give it",
    ]);
    expect(problems(prod)).toEqual(["p.md:4: SP1001: there is no file `shop.sp`"]);
  });

  test("wants exactly the code of what is wrong", () => {
    expect(problems(fence("setpoint wrong SP2001", "let a = b"))).toEqual([]);
    expect(problems(fence("setpoint wrong SP2002", "let a = b"))).toEqual([
      "p.md:3: should draw SP2002, and draws SP2001",
    ]);
    expect(problems(fence("setpoint rong SP2001", "let a = 1"))).toEqual(["p.md:3: what is `rong`?"]);
  });

  test("knows a fence inside a longer one as text, and other languages as theirs", () => {
    expect(problems(`\n\`\`\`\`md\n${fence("setpoint", "let a = b")}\`\`\`\`\n`)).toEqual([]);
    expect(problems(fence("toml", "a = b"))).toEqual([]);
  });
});
