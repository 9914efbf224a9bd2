// `setpoint check --watch`: what is wrong, after every edit.

import { distinct } from "../../compiler/diagnostics.ts";
import { canonicalJson } from "../../compiler/json.ts";
import { diagnosticsToJson } from "../../compiler/report/json.ts";
import { checkAnalysis } from "../commands/check.ts";
import { UsageFailure } from "../failure.ts";
import { printFindings, type Format, type Limit } from "../findings.ts";
import type { Host } from "../host.ts";
import { namesOf, tookOf, watchPackage, type Round } from "./package.ts";

export function watchCheck(
  host: Host,
  paths: readonly string[],
  environment: string | null,
  format: Format,
  limit: Limit,
): Promise<number> {
  if (format === "sarif")
    throw new UsageFailure(
      "--watch prints no sarif",
      "a log of sarif is one document; use --json for a line each time",
    );
  return watchPackage(host, paths, async ({ root, analysis, changed, since }: Round) => {
    const diagnostics = distinct(checkAnalysis(analysis, environment));
    const milliseconds = host.clock.monotonic() - since;
    if (format === "json") {
      const findings = diagnosticsToJson(diagnostics);
      const line = { ...findings, changed: [...(changed ?? [])], milliseconds: Math.round(milliseconds) };
      host.out.write(`${canonicalJson(line)}\n`);
      return;
    }
    await printFindings(host, diagnostics, format, root, limit);
    const found = diagnostics.length === 0 ? "nothing is wrong" : "";
    const after = changed === null ? "" : `after a change of ${namesOf(changed)}`;
    const what = [found, after].filter((part) => part !== "").join(" ");
    const took = `${tookOf(milliseconds)}; waiting for edits, Ctrl-C ends it`;
    host.out.write(`${what === "" ? "" : `${what}, `}${took}\n\n`);
  });
}
