// How far one convergence got, as the last lines of `setpoint apply`.

import { showPlace } from "../../compiler/source.ts";
import type { Convergence } from "../../runtime/reconcile.ts";
import { standingOf } from "../../runtime/status.ts";
import type { Host } from "../host.ts";
import { themeOf } from "../theme.ts";
import { count, printable, showDuration } from "./values.ts";

/** `left`: changes that were left out on purpose. */
export function convergenceInWords(convergence: Convergence, left: number, host: Host): string {
  const theme = themeOf(host.out.color);
  const took = showDuration(convergence.took);
  if (convergence.converged) {
    const done = convergence.done.filter((item) => item.action !== "none").length;
    if (left > 0)
      return `\n${theme.good(`Done: ${count(done, "action")} in ${took}; ${count(left, "other change")} left out.`)}\n`;
    return `\n${theme.good(`Converged: ${count(convergence.resources, "resource")} as wanted, ${count(done, "action")} in ${took}.`)}\n`;
  }
  const lines = convergence.open.map(({ address, report, place }) => {
    const where = place === null ? "" : theme.dim(`  ${showPlace(place)}`);
    return `${theme.bad("!")} ${address}: ${standingOf(report)}: ${printable(report.reason)}${where}`;
  });
  const missing = theme.bad(
    `Not converged: ${convergence.open.length} of ${count(convergence.resources, "resource")} after ${took}.`,
  );
  return `\n${lines.join("\n")}\n${missing}\n`;
}
