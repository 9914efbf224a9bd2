// How far one convergence got, as the last lines of `setpoint apply`.

import { showPlace } from "../../compiler/source.ts";
import type { Convergence, DesiredVersion } from "../../runtime/reconcile.ts";
import { remedyOf, standingOf } from "../../runtime/status.ts";
import type { Host } from "../host.ts";
import { themeOf } from "../theme.ts";
import { takeBack } from "./destroyed.ts";
import { count, printable, showDuration } from "./values.ts";

/** `left`: changes that were left out on purpose. What a person can do is said once for each kind of trouble. */
export function convergenceInWords(
  { environment, destroyed }: Pick<DesiredVersion, "environment" | "destroyed">,
  convergence: Convergence,
  left: number,
  host: Host,
): string {
  const theme = themeOf(host.out.color);
  const took = showDuration(convergence.took);
  if (convergence.converged) {
    const done = convergence.done.filter((item) => item.action !== "none").length;
    if (left > 0)
      return `\n${theme.good(`Done: ${count(done, "action")} in ${took}; ${count(left, "other change")} left out.`)}\n`;
    if (destroyed !== undefined)
      return `\n${theme.good(`Destroyed: ${count(done, "action")} in ${took}; no version of ${environment} is taken until ${takeBack(environment)}`)}\n`;
    return `\n${theme.good(`Converged: ${count(convergence.resources, "resource")} as wanted, ${count(done, "action")} in ${took}.`)}\n`;
  }
  const told = new Set<string>();
  const lines = convergence.open.flatMap(({ address, report, place }) => {
    const where = place === null ? "" : theme.dim(`  ${showPlace(place)}`);
    const line = `${theme.bad("!")} ${address}: ${standingOf(report)}: ${printable(report.reason)}${where}`;
    const remedy = remedyOf(report, environment, address);
    const trouble = JSON.stringify(report.status);
    if (remedy === null || told.has(trouble)) return [line];
    told.add(trouble);
    return [line, theme.dim(`    → ${remedy}`)];
  });
  const missing = theme.bad(
    `Not converged: ${convergence.open.length} of ${count(convergence.resources, "resource")} after ${took}.`,
  );
  return `\n${lines.join("\n")}\n${missing}\n`;
}
