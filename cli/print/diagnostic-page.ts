// A diagnostic at length: what it means, a program that draws it and one that does not.

import type { Code } from "../../compiler/diagnostics.ts";
import { CATALOGUE } from "../../compiler/diagnostics/catalogue.ts";
import type { Explanation, ExampleProgram } from "../../compiler/diagnostics/explanation.ts";
import type { JsonObject } from "../../compiler/json.ts";
import type { Theme } from "../theme.ts";

export function diagnosticPageJson(code: Code, { text, wrong, right }: Explanation): JsonObject {
  const { severity, title } = CATALOGUE[code];
  return { code, severity, title, explanation: text, wrong: wrong.files, right: right.files };
}

export function printDiagnosticPage(
  code: Code,
  { text, wrong, right }: Explanation,
  theme: Theme,
  width: number,
): string {
  const { severity, title } = CATALOGUE[code];
  const style = severity === "error" ? theme.bad : theme.caution;
  const paragraphs = text.split(/\n{2,}/).map((paragraph) => wrap(paragraph, Math.min(width, 90)));
  return [
    `${style(`${severity}[${code}]`)}${theme.strong(`: ${title}`)}`,
    ...paragraphs,
    `${theme.bad("Wrong")}:`,
    program(wrong),
    `${theme.good("Right")}:`,
    `${program(right)}\n`,
  ].join("\n\n");
}

function program({ files }: ExampleProgram): string {
  return Object.values(files)
    .map((text) => text.trimEnd().replaceAll(/^(?=.)/gm, "    "))
    .join("\n\n");
}

function wrap(paragraph: string, width: number): string {
  const lines = [""];
  for (const word of paragraph.split(/\s+/)) {
    const line = lines.at(-1) ?? "";
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
}
