// The standard library: every module checks without a finding, every function that has no value is one that the compiler
// computes, and every example holds.

import { describe, expect, test } from "vitest";
import type { Annotation, Declaration } from "../../compiler/ast.ts";
import { analyze } from "../../compiler/compile.ts";
import { nativeNames } from "../../compiler/functions.ts";
import { parse } from "../../compiler/parse.ts";
import { hostOf, STANDARD } from "../support/compiler-package.ts";
import { analyzeSoundly } from "../support/sound.ts";
import { prepareStandardLibrary } from "../../cli/std.ts";

const MODULES = Object.keys(STANDARD);
/** Chosen by hand: a name is documented where it is not its own documentation. */
const UNSAID = new Set(["year", "month", "day"]);

interface Example {
  readonly module: string;
  readonly declaration: Declaration;
  readonly text: string;
}

function declarationsOf(module: string): readonly Declaration[] {
  return parse({ path: module, text: STANDARD[module] ?? "", id: "" }).node.declarations;
}

function annotationsOf(declaration: Declaration): readonly Annotation[] {
  return "annotations" in declaration ? declaration.annotations : [];
}

function examplesOf(module: string): readonly Example[] {
  const text = STANDARD[module] ?? "";
  return declarationsOf(module).flatMap((declaration) =>
    annotationsOf(declaration)
      .filter((annotation) => annotation.name.text === "example")
      .flatMap((annotation) => annotation.args)
      .map((arg) => ({ module, declaration, text: text.slice(arg.start, arg.end) })),
  );
}

/** A module as a file of the package, so that it is looked at whole, with lines at its end. */
function withLines(module: string, lines: string): string[] {
  const std = { ...STANDARD, [module]: `${STANDARD[module] ?? ""}\n${lines}` };
  const name = `std.${module.slice(0, -3)}`;
  const source =
    module === "prelude.sp"
      ? `${lines.replaceAll("let ", "let ")}\nsystem Main { ${outputs(lines)} }\nenvironment dev = Main`
      : `import ${name} { ${names(lines).join(", ")} }\nsystem Main { ${outputs(lines)} }\nenvironment dev = Main`;
  const { diagnostics, graph } = analyzeSoundly({
    host: hostOf({ "main.sp": source }),
    std: module === "prelude.sp" ? STANDARD : std,
    entries: ["main.sp"],
  }).compile("dev");
  const said = diagnostics.map((diagnostic) => `${diagnostic.code} ${diagnostic.message}`);
  const wrong = Object.entries(graph?.outputs ?? {}).flatMap(([name, value]) =>
    value === false ? [`${name} does not hold`] : [],
  );
  return [...said, ...wrong];
}

function names(lines: string): string[] {
  return [...lines.matchAll(/^let (\w+)/gm)].map((match) => match[1] ?? "");
}

function outputs(lines: string): string {
  return names(lines)
    .map((name) => `output ${name}Value = ${name}`)
    .join("\n");
}

describe("the standard library", () => {
  test("checks without a finding", () => {
    const entries = MODULES.map((module) => `import std.${module.slice(0, -3)} as m`).filter(
      (line) => !line.includes("prelude"),
    );
    const files = Object.fromEntries(entries.map((line, index) => [`f${index}.sp`, `${line}\n`]));
    const found = analyze({ host: hostOf(files), std: STANDARD, entries: Object.keys(files) }).diagnostics;
    expect(found.filter((item) => item.severity === "error").map((item) => item.message)).toEqual([]);
  });

  test.each(MODULES)("%s: every example holds", (module) => {
    const lines = examplesOf(module).map(({ declaration, text }, index) =>
      declaration.kind === "type"
        ? `let example${index}: ${declaration.name.text} = ${text}`
        : `let example${index}: Bool = ${text}`,
    );
    expect(withLines(module, lines.join("\n"))).toEqual([]);
  });

  test("an example that does not hold is found", () => {
    expect(withLines("text.sp", 'let example0: Bool = "a".upper() == "a"')).toEqual([
      "example0Value does not hold",
    ]);
  });

  test.each(MODULES)("%s: what it declares is documented, with an example for each function", (module) => {
    const lacking = declarationsOf(module).filter((declaration) => {
      if (!("doc" in declaration) || declaration.name.text.startsWith("_")) return false;
      const named = declaration.doc === null && !UNSAID.has(declaration.name.text);
      const shown = annotationsOf(declaration).some((item) => item.name.text === "example");
      const secret = module === "secret.sp" || declaration.name.text === "sha256";
      return named || (declaration.kind === "fn" && !shown && !secret);
    });
    expect(lacking.map((declaration) => declaration.name.text)).toEqual([]);
  });

  test("declares what the compiler computes, and nothing else", () => {
    const declared = MODULES.flatMap((module) =>
      declarationsOf(module)
        .filter((declaration) => declaration.kind === "fn" && declaration.value === null)
        .map((declaration) => `std.${module.slice(0, -3)}.${declaration.name.text}`),
    );
    expect(declared.toSorted()).toEqual(nativeNames().toSorted());
  });

  test("is the same with its trees prepared", () => {
    const prepared = prepareStandardLibrary(new URL("../../stdlib/", import.meta.url));
    const files = {
      "main.sp": `import std.file { File }\nsystem A { a: File { path = "/a", content = ["x"].join("-").upper() } }\nenvironment dev = A\n`,
    };
    const request = { host: hostOf(files), entries: ["main.sp"] };
    const [plain, quick] = [STANDARD, prepared].map((std) =>
      analyzeSoundly({ ...request, std }).compile("dev"),
    );
    expect(quick?.graph).toEqual(plain?.graph);
    expect(quick?.graph).not.toBeNull();
    const wrong = { ...request, host: hostOf({ "main.sp": 'system A { output a = "x".uper() }\n' }) };
    const said = (std: typeof STANDARD) => analyze({ ...wrong, std }).diagnostics.map((item) => item.message);
    expect(said(prepared)).toEqual(said(STANDARD));
  });
});
