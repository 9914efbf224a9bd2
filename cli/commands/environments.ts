// `setpoint environments`: what a package declares, in the order of names: system, overlays and places.

import {
  describeEnvironments,
  type EnvironmentFacts,
  type OverlayFacts,
} from "../../compiler/environments.ts";
import { canonicalJson, type Json } from "../../compiler/json.ts";
import { diagnosticToJson } from "../../compiler/report/json.ts";
import { type Place, showPlace } from "../../compiler/source.ts";
import type { CommandRun } from "../command.ts";
import { textsOf } from "../input.ts";
import { reportAll } from "../findings.ts";
import { analyzePackage } from "../package.ts";
import { count, printable } from "../print/values.ts";
import { type Theme, themeOf } from "../theme.ts";

export const run: CommandRun = async (input, host) => {
  const { analysis } = await analyzePackage(host, textsOf(input, "file"));
  const environments = describeEnvironments(analysis.checked, analysis.environments);
  const errors = analysis.diagnostics.filter(({ severity }) => severity === "error");
  if (host.json) {
    const diagnostics = errors.map(diagnosticToJson);
    host.out.write(`${canonicalJson({ diagnostics, environments: environments as unknown as Json })}\n`);
  } else {
    host.out.write(listed(environments, themeOf(host.out.color)));
    reportAll(host, errors);
  }
  return errors.length > 0 ? 1 : 0;
};

function listed(environments: readonly EnvironmentFacts[], theme: Theme): string {
  const blocks = environments.map(({ name, system, base, doc, place, overlays }) => {
    const on = base === null ? "" : theme.dim(`, on ${printable(base)}`);
    const head = `${theme.strong(printable(name))}  ${printable(system ?? "(no system)")}${on}`;
    const said = doc === null ? [] : doc.split("\n").map((line) => `  ${printable(line)}`);
    return [`${head}${placeText(place, theme)}`, ...said, ...overlayLines(overlays, "", theme)].join("\n");
  });
  return `${[...blocks, count(environments.length, "environment")].join("\n\n")}\n`;
}

/** Numbered from the lowest up; those side by side share a number. */
function overlayLines(overlays: readonly OverlayFacts[], indent: string, theme: Theme): readonly string[] {
  return overlays.flatMap(({ text, siblings, inheritedFrom, place }, index) => {
    const mark = indent === "" ? `${index + 1}.` : "-";
    const from = inheritedFrom === null ? "" : theme.dim(`, from ${printable(inheritedFrom)}`);
    return [
      `  ${indent}${mark} ${printable(text)}${from}${placeText(place, theme)}`,
      ...overlayLines(siblings ?? [], `${indent}   `, theme),
    ];
  });
}

function placeText(place: Place | null, theme: Theme): string {
  return place === null ? "" : theme.dim(`  ${showPlace(place)}`);
}
