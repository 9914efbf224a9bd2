// `setpoint destroy`: everything of an environment is deleted, but for what is protected or kept. Asks for its name.
//
// Surprising: where an agent holds the environment, the agent does it, and this command ends when that is decided. Where none
// does, it is done here.

import { standingVersion } from "../../runtime/accepted.ts";
import { openEngine } from "../../runtime/engine.ts";
import type { CommandRun } from "../command.ts";
import { makePorts, readAgentConfig } from "../desired.ts";
import { request } from "../desk.ts";
import { UsageFailure } from "../failure.ts";
import type { Host } from "../host.ts";
import { type CommandInput, textOf } from "../input.ts";
import { convergenceInWords } from "../print/convergence.ts";
import { eventPrinter } from "../printer.ts";
import { exitCodeOf } from "../stop.ts";
import { reasonOf, whereOf } from "../where.ts";

export const run: CommandRun = async (input, host) => {
  const { environment, address } = whereOf(input, "destroy");
  if (address !== null)
    throw new UsageFailure(
      "an environment is destroyed as a whole",
      "for one resource, remove its declaration, or give it up with `setpoint forget`",
    );
  const reason = reasonOf(input);
  const config = await readAgentConfig(input, host);
  if (!(await isMeant(input, host, environment))) return 1;
  return request(host, config, { kind: "destroy", environment, reason }, async ({ answer, ledger }) => {
    if (!answer.ok) return 1;
    const version = ledger === null ? null : standingVersion(ledger, environment, host.sha256);
    if (ledger === null || version === null) return 0;
    const ports = await makePorts(host, config, eventPrinter(host, "relative"));
    const interruption = host.interruption();
    const engine = openEngine(ports, ledger, environment);
    try {
      engine.desire(version);
      const convergence = await engine.converge(interruption.signal);
      if (!host.json) host.out.write(convergenceInWords(version, convergence, 0, host));
      return exitCodeOf(interruption) ?? (convergence.converged ? 0 : 1);
    } finally {
      await engine.close();
    }
  });
};

async function isMeant(input: CommandInput, host: Host, environment: string): Promise<boolean> {
  const given = textOf(input, "yes-destroy");
  if (given !== null) {
    if (given === environment) return true;
    throw new UsageFailure(`--yes-destroy names \`${given}\`, and not ${environment}`);
  }
  const answer = await host.ask(`Everything of ${environment} is to be deleted. Type its name to go on: `);
  if (answer === null)
    throw new UsageFailure(
      "destroy asks for the environment's name, and there is no terminal to ask on",
      `say --yes-destroy ${environment}`,
    );
  if (answer.trim() === environment) return true;
  host.err.write("Nothing was changed.\n");
  return false;
}
