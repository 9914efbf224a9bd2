// `setpoint explain`: a diagnostic at length (`SP2107`), why a value is what it is (`prod web.replicas`), or which overlays of an
// environment changed what (`prod`).
//
// Surprising: what is asked for is told apart by its looks: a code is digits behind SP, `prod/web.replicas` is an environment
// and a path as commands for a running system write it. An environment that does not compile is explained as far as it
// was evaluated, since that is when people ask; its errors stay on standard error, and the exit code is 1.

import { findCode } from "../../compiler/diagnostics/known.ts";
import { CATALOGUE } from "../../compiler/diagnostics/catalogue.ts";
import { readExplanation } from "../../compiler/diagnostics/explanation.ts";
import { explain } from "../../compiler/explain.ts";
import { environmentToJson, explanationToJson } from "../../compiler/explain/json.ts";
import { canonicalJson, type JsonObject } from "../../compiler/json.ts";
import { nearest } from "../../compiler/near.ts";
import { diagnosticToJson } from "../../compiler/report/json.ts";
import type { CommandRun } from "../command.ts";
import { explanations } from "../explanations.ts";
import { Failure, UsageFailure } from "../failure.ts";
import type { Host } from "../host.ts";
import { type CommandInput, textsOf } from "../input.ts";
import { reportAll } from "../findings.ts";
import { analyzePackage } from "../package.ts";
import { printEnvironment } from "../print/changes.ts";
import { diagnosticPageJson, printDiagnosticPage } from "../print/diagnostic-page.ts";
import { printExplanation } from "../print/explanation.ts";
import { themeOf } from "../theme.ts";
import { thereAre } from "../print/values.ts";

export const run: CommandRun = async (input, host) => {
  const [subject, path] = input.arguments;
  if (subject === undefined)
    throw new UsageFailure(
      "explain what?",
      "a value: `setpoint explain prod web.replicas`; an environment: `setpoint explain prod`; a code: `setpoint explain SP2107`",
    );
  if (path === undefined && /^(?:sp)?\d+$/i.test(subject)) return explainCode(subject, host);
  const [environment, inside] = path === undefined ? splitQualified(subject) : [subject, path];
  return explainEnvironment(input, host, environment, inside);
};

/** `prod/web.replicas`; a slash in quotes belongs to a path. */
function splitQualified(subject: string): readonly [string, string | null] {
  const slash = subject.indexOf("/");
  return slash < 0 ? [subject, null] : [subject.slice(0, slash), subject.slice(slash + 1)];
}

function explainCode(subject: string, host: Host): number {
  const found = findCode(subject);
  if (found.kind === "unknown")
    throw new Failure(
      `there is no code ${subject.toUpperCase()}`,
      found.near === null ? null : `the nearest is ${found.near}: ${CATALOGUE[found.near].title}`,
    );
  const { code } = found;
  const read = readExplanation(explanations()[code] ?? "");
  if (read.kind === "lacks") throw new Failure(`the explanation of ${code} lacks ${read.what}`);
  const { color, width } = host.out;
  host.out.write(
    host.json
      ? `${canonicalJson(diagnosticPageJson(code, read.explanation))}\n`
      : printDiagnosticPage(code, read.explanation, themeOf(color), width),
  );
  return 0;
}

async function explainEnvironment(
  input: CommandInput,
  host: Host,
  environment: string,
  path: string | null,
): Promise<number> {
  const { analysis } = await analyzePackage(host, textsOf(input, "file"));
  const isBroken = analysis.diagnostics.some(({ severity }) => severity === "error");
  if (!isBroken && !analysis.environments.includes(environment))
    throw noEnvironment(environment, path, analysis.environments);
  const { evaluated, diagnostics } = analysis.compile(environment);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (evaluated === null) {
    reportAll(host, errors);
    throw new Failure(`${environment} does not compile, so there is nothing to explain yet`);
  }
  const page = { theme: themeOf(host.out.color), width: host.out.width };
  let json: JsonObject;
  let text: string;
  if (path === null) {
    const explanation = explain(evaluated).environment();
    json = { environment: environmentToJson(explanation) };
    text = printEnvironment(explanation, page.theme, page.width);
  } else {
    const answer = explain(evaluated).at(path);
    if (answer.kind === "unknown") {
      reportAll(host, errors);
      throw new Failure(answer.message, answer.help);
    }
    json = { explanation: explanationToJson(answer.explanation) };
    text = printExplanation(answer.explanation, page.theme, page.width);
  }
  if (host.json) host.out.write(`${canonicalJson({ diagnostics: errors.map(diagnosticToJson), ...json })}\n`);
  else {
    host.out.write(text);
    reportAll(host, errors);
  }
  return errors.length > 0 ? 1 : 0;
}

function noEnvironment(wanted: string, path: string | null, names: readonly string[]): Failure {
  const [only, ...more] = names;
  const message = `there is no environment \`${wanted}\``;
  const near = nearest(wanted, names);
  if (near !== null) return new Failure(message, `did you mean \`${near}\`?`);
  // The name of a value alone.
  if (only !== undefined && more.length === 0 && path === null)
    return new Failure(
      message,
      `to explain a value of ${only}, write \`setpoint explain ${only} ${wanted}\``,
    );
  return new Failure(message, only === undefined ? "the package declares none" : thereAre(names));
}
