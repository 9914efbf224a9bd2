// `setpoint explain SP2107`: a diagnostic at length, with a program that draws it and one that does not.
//
// Surprising: what is asked for is told apart by its looks. A code is explained here; anything else would be an environment
// and an address, so it gets an answer that says what a code looks like.

import type { Code } from "../../compiler/diagnostics.ts";
import { CATALOGUE } from "../../compiler/diagnostics/catalogue.ts";
import { readExplanation, type ExampleProgram } from "../../compiler/diagnostics/explanation.ts";
import { findCode } from "../../compiler/diagnostics/known.ts";
import { canonicalJson } from "../../compiler/json.ts";
import type { CommandRun } from "../command.ts";
import { explanations } from "../explanations.ts";
import { Failure, UsageFailure } from "../failure.ts";
import type { Host } from "../host.ts";
import { themeOf } from "../theme.ts";

export const run: CommandRun = (input, host) => {
  const [subject, ...rest] = input.arguments;
  if (subject === undefined)
    throw new UsageFailure("explain what?", "name a code: `setpoint explain SP2107`");
  if (!/^(?:sp)?\d+$/i.test(subject) || rest.length > 0)
    throw new UsageFailure(`\`${input.arguments.join(" ")}\` is no code`, "a code looks like SP2107");
  const found = findCode(subject);
  if (found.kind === "unknown")
    throw new Failure(
      `there is no code ${subject.toUpperCase()}`,
      found.near === null ? null : `the nearest is ${found.near}: ${CATALOGUE[found.near].title}`,
    );
  host.out.write(host.json ? `${asJson(found.code)}\n` : asText(found.code, host));
  return Promise.resolve(0);
};

function explanationOf(code: Code) {
  const read = readExplanation(explanations()[code] ?? "");
  if (read.kind === "lacks") throw new Failure(`the explanation of ${code} lacks ${read.what}`);
  return read.explanation;
}

function asJson(code: Code): string {
  const { severity, title } = CATALOGUE[code];
  const { text, wrong, right } = explanationOf(code);
  return canonicalJson({ code, severity, title, explanation: text, wrong: wrong.files, right: right.files });
}

function asText(code: Code, host: Host): string {
  const theme = themeOf(host.out.color);
  const { severity, title } = CATALOGUE[code];
  const { text, wrong, right } = explanationOf(code);
  const style = severity === "error" ? theme.bad : theme.caution;
  const paragraphs = text.split(/\n{2,}/).map((paragraph) => wrap(paragraph, Math.min(host.out.width, 90)));
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
