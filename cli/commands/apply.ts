// `setpoint apply`: the plan, a question, and one convergence. Then it exits, whatever happens to the world afterwards.
//
// Surprising: the plan that is shown is not the plan that is carried out. The engine looks again before each effect, so what
// changed while the person was reading is seen; what the person agreed to is the version.

import { showPlace } from "../../compiler/source.ts";
import { openEngine } from "../../runtime/engine.ts";
import { makePlan } from "../../runtime/engine/preview.ts";
import { openLedger } from "../../runtime/ledger/open.ts";
import type { Convergence } from "../../runtime/reconcile.ts";
import type { CommandRun } from "../commands.ts";
import { makePorts, readAgentConfig, readDesired } from "../desired.ts";
import { UsageFailure } from "../failure.ts";
import type { Host } from "../host.ts";
import { isOn } from "../input.ts";
import { hasChanges, printPlan } from "../print.ts";
import { count, printable, showDuration } from "../print/values.ts";
import { eventPrinter } from "../printer.ts";
import { exitCodeOf } from "../stop.ts";
import { themeOf } from "../theme.ts";

export const run: CommandRun = async (input, host) => {
  const version = await readDesired(input, host);
  if (version === null) return 1;
  const config = await readAgentConfig(input, host);
  const ports = await makePorts(host, config, eventPrinter(host, "relative"));
  const ledger = openLedger({
    path: config.agent.ledger,
    clock: host.clock,
    holder: `${config.agent.name} (apply)`,
  });
  try {
    const quiet = { ...ports, emit: () => {} };
    const plan = await makePlan(quiet, ledger, version);
    if (!host.json) host.out.write(printPlan(plan, version.graph, themeOf(host.out.color)));
    if (hasChanges(plan) && !isOn(input, "yes") && !(await agreed(host, version.environment))) return 1;
    const interruption = host.interruption();
    const engine = openEngine(ports, ledger, version.environment);
    try {
      engine.desire(version);
      const convergence = await engine.converge(interruption.signal);
      if (!host.json) host.out.write(summary(convergence, host));
      return exitCodeOf(interruption) ?? (convergence.converged ? 0 : 1);
    } finally {
      await engine.close();
    }
  } finally {
    ledger.close();
  }
};

async function agreed(host: Host, environment: string): Promise<boolean> {
  const answer = await host.ask(`\nApply this to ${environment}? Only \`yes\` is accepted: `);
  if (answer === null)
    throw new UsageFailure(
      "apply asks before it acts, and there is no terminal to ask on",
      "say -y to apply without asking",
    );
  if (answer.trim() === "yes") return true;
  host.err.write("Nothing was changed.\n");
  return false;
}

function summary(convergence: Convergence, host: Host): string {
  const theme = themeOf(host.out.color);
  const took = showDuration(convergence.took);
  if (convergence.converged) {
    const done = convergence.done.filter((item) => item.action !== "none").length;
    return `\n${theme.good(`Converged: ${count(convergence.resources, "resource")} as wanted, ${count(done, "action")} in ${took}.`)}\n`;
  }
  const lines = convergence.open.map(({ address, report, place }) => {
    const where = place === null ? "" : theme.dim(`  ${showPlace(place)}`);
    return `${theme.bad("!")} ${address}: ${report.status.kind}: ${printable(report.reason)}${where}`;
  });
  const missing = theme.bad(
    `Not converged: ${convergence.open.length} of ${count(convergence.resources, "resource")} after ${took}.`,
  );
  return `\n${lines.join("\n")}\n${missing}\n`;
}
