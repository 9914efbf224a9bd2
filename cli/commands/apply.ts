// `setpoint apply`: the plan, a question, and one convergence. Then it exits, whatever happens to the world afterwards.
//
// Surprising: the plan that is shown is not the plan that is carried out. The engine goes on from what was read for it, and
// looks again at whatever was read too long ago: what changed while the person was reading is seen. What the person agreed to
// is the version.
// A saved plan is the other way round: what was agreed to is its items, and an item that has become another is left alone.

import { destroyMark, unlessDestroyed } from "../../runtime/accepted.ts";
import { environmentGrant } from "../../runtime/config/environment.ts";
import { approvalsOf } from "../../runtime/decide.ts";
import { openEngine } from "../../runtime/engine.ts";
import { foresee, planOf, preview } from "../../runtime/engine/preview.ts";
import type { Ledger, LedgerError } from "../../runtime/ledger.ts";
import { openLedger } from "../../runtime/ledger/open.ts";
import { isDisruptive, isSurprise } from "../../runtime/permit/limits.ts";
import type { Asked, DesiredVersion, Plan } from "../../runtime/reconcile.ts";
import { chosenOf, readAsked, refuseIdleReplace } from "../asked.ts";
import type { CommandRun } from "../command.ts";
import { makePorts, readAgentConfig, readDesired } from "../desired.ts";
import { localUser } from "../desk.ts";
import { Failure, UsageFailure } from "../failure.ts";
import { looksLikeFile } from "../files.ts";
import type { Host } from "../host.ts";
import { type CommandInput, isOn, textsOf } from "../input.ts";
import { hasChanges, leftInWords, printPlan } from "../print.ts";
import { takeBack } from "../print/destroyed.ts";
import { convergenceInWords } from "../print/convergence.ts";
import { count, printable } from "../print/values.ts";
import { eventPrinter } from "../printer.ts";
import { readSavedPlan, type SavedPlan } from "../saved-plan.ts";
import { exitCodeOf } from "../stop.ts";
import { themeOf } from "../theme.ts";

export const run: CommandRun = async (input, host) => {
  const path = input.arguments[0] ?? "";
  const saved = looksLikeFile(path) ? await readSavedPlan(host, path) : null;
  if (saved !== null) refuseOptions(input);
  const desired = saved?.version ?? (await readDesired(input, host));
  if (desired === null) return 1;
  const config = await readAgentConfig(input, host);
  const emit = eventPrinter(host, "relative");
  const ports = await makePorts(host, config, emit);
  const ledger = openLedger({
    path: config.agent.ledger,
    clock: host.clock,
    holder: `${config.agent.name} (apply)`,
    tell: ({ message, help }: LedgerError) =>
      emit({ at: host.clock.wall(), kind: "problem", what: "the ledger", why: message, help }),
  });
  try {
    const quiet = { ...ports, emit: () => {} };
    if (saved !== null) refuseStale(saved, ledger);
    const wanted = unlessDestroyed(desired, ledger, host.sha256);
    const chosen = readAsked(input, wanted, ledger);
    const asked = saved === null ? chosen : askedBy(saved, chosen);
    const version: DesiredVersion = asked === null ? wanted : { ...wanted, asked };
    const world = await preview(quiet, ledger, version);
    const whole = planOf(world, host.sha256, foresee(quiet, ledger, world));
    if (saved === null) refuseIdleReplace(whole, asked);
    const { plan, left } = chosenOf(whole, asked);
    const changed = saved === null ? [] : changedSince(saved, whole, chosen);
    if (!host.json) {
      const theme = themeOf(host.out.color);
      for (const piece of printPlan(plan, version.graph, theme)) host.out.write(piece);
      host.out.write(leftInWords(left));
      for (const line of changed) host.out.write(`${theme.bad("!")} ${line}\n`);
    }
    const approvalLasts = environmentGrant(config.environments, version.environment).approval;
    if (!(await isAgreed(input, host, ledger, { version, plan, saved, approvalLasts }))) return 1;
    const interruption = host.interruption();
    const engine = openEngine(ports, ledger, version.environment, world);
    try {
      engine.desire(version);
      const convergence = await engine.converge(interruption.signal);
      const open = convergence.open.filter(({ address }) => !isLeft(address, whole, asked));
      const done = open.length === 0 && (convergence.converged || asked !== null);
      if (!host.json)
        host.out.write(convergenceInWords(version, { ...convergence, open, converged: done }, left, host));
      return exitCodeOf(interruption) ?? (done && changed.length === 0 ? 0 : 1);
    } finally {
      await engine.close();
    }
  } finally {
    ledger.close();
  }
};

/** A saved plan says all of it; a part of it can be asked for, and nothing besides. */
function refuseOptions(input: CommandInput): void {
  const given = ["replace", "file"].find((name) => textsOf(input, name).length > 0);
  const option = given ?? (input.options["graph"] === undefined ? undefined : "graph");
  if (option !== undefined)
    throw new UsageFailure(
      `--${option} cannot be given with a saved plan`,
      "a saved plan is carried out as it was made: make another one with `setpoint plan`",
    );
}

/** Another version was accepted since, or none is to be taken any more: the plan's changes may lead back. */
function refuseStale({ version, before, made, destroyedAt }: SavedPlan, ledger: Ledger): void {
  const { environment } = version;
  const mark = destroyMark(ledger, environment);
  if (mark !== null && mark.at !== destroyedAt)
    throw new Failure(
      `${environment} is to be destroyed, as ${printable(mark.who)} asked since this plan was made (${made}): ${printable(mark.why)}`,
      `nothing was changed; to take versions again: ${takeBack(environment)}`,
    );
  if (mark === null && destroyedAt !== null)
    throw new Failure(
      `this plan (${made}) destroys ${environment}, and that was taken back since`,
      "nothing was changed; make a new plan",
    );
  const now = ledger.standing(version.environment)?.graphHash ?? null;
  if (now === before || now === version.graph.hash) return;
  throw new Failure(
    `another version of ${version.environment} was accepted since this plan was made (${made})`,
    "nothing was changed; make a new plan",
  );
}

function askedBy({ replace, items, made }: SavedPlan, only: Asked | null): Asked {
  return {
    replace: new Set(replace),
    leaves: (item) => {
      const { action, digest } = item;
      if (action !== "none" && !items.has(digest)) return `it is not in the plan that was made at ${made}`;
      return only?.leaves(item) ?? null;
    },
  };
}

/** What was approved and is now another item, in words. What is already done is no longer an item. */
function changedSince({ items }: SavedPlan, plan: Plan, only: Asked | null): readonly string[] {
  return [...items].flatMap(([digest, { address, action }]) => {
    const left = only?.leaves({ address, action, digest }) ?? null;
    if (left !== null) return [];
    const now = plan.items.find((item) => item.address === address);
    if (now === undefined) {
      const why = plan.unknown.find((each) => each.address === address)?.why;
      return why === undefined ? [] : [`${address} cannot be read now: ${printable(why)}`];
    }
    if (now.action === "none" || now.digest === digest) return [];
    return [
      `${address} is no longer what was approved (${action}): it would be ${now.action} now, and is left alone`,
    ];
  });
}

function isLeft(address: string, plan: Plan, asked: Asked | null): boolean {
  const item = plan.items.find((each) => each.address === address);
  return asked !== null && item !== undefined && asked.leaves(item) !== null;
}

interface Matter {
  readonly version: DesiredVersion;
  readonly plan: Plan;
  readonly saved: SavedPlan | null;
  readonly approvalLasts: number;
}

/** Of a ledger that is in recovery the plan is the report, and agreeing is its approval. */
async function isAgreed(
  input: CommandInput,
  host: Host,
  ledger: Ledger,
  { version, plan, saved, approvalLasts }: Matter,
): Promise<boolean> {
  const { environment } = version;
  const recovery = ledger.recovery(environment);
  // What is as it should be is adopted without a question.
  const held = plan.items.filter(({ action }) => action !== "none" && action !== "adopt");
  const inRecovery = recovery !== null && recovery.reason !== "new" && held.length > 0;
  if (inRecovery) {
    const theme = themeOf(host.err.color);
    host.err.write(
      `\n${theme.caution("In recovery:")} the ledger was ${recovery.reason} (${printable(recovery.why)}). What it does not know, it cannot tell from what is not ours: read the plan with care.\n`,
    );
  }
  if (!hasChanges(plan)) return true;
  const unasked = saved !== null || isOn(input, "yes");
  if (unasked && inRecovery && !isOn(input, "recovery"))
    throw new Failure(
      `${environment} is in recovery, and ${count(held.length, "change")} in it must be approved`,
      "look at the plan, and say --recovery as well to approve it",
    );
  if (!unasked && !(await agreed(host, plan))) return false;
  if (inRecovery) ledger.endRecovery(environment, localUser(), "the plan was approved with `setpoint apply`");
  if (saved !== null || !unasked) approve(host, ledger, plan, approvalLasts);
  return true;
}

/** What a person has seen and agreed to waits for no other approval. `-y` alone is nobody's agreement to anything. */
function approve(host: Host, ledger: Ledger, { environment, items, digest }: Plan, lasts: number): void {
  const limited = items.filter((item) => item.block === null && (isDisruptive(item) || isSurprise(item)));
  if (limited.length === 0) return;
  const who = localUser();
  const why = "agreed to with `setpoint apply`";
  const detail = {
    environment,
    plan: digest,
    items: limited.map(({ address, action, digest }) => ({ address, action, digest })),
  };
  ledger.decide([{ kind: "approved", approvals: approvalsOf(limited, who, why, lasts, host) }], {
    at: host.clock.wall(),
    who,
    what: "approve",
    why,
    detail,
  });
}

async function agreed(host: Host, { environment, held }: Plan): Promise<boolean> {
  const also = held.some(({ approval }) => approval) ? ", and approve what waits for an approval" : "";
  const answer = await host.ask(`\nApply this to ${environment}${also}? Only \`yes\` is accepted: `);
  if (answer === null)
    throw new UsageFailure(
      "apply asks before it acts, and there is no terminal to ask on",
      "say -y to apply without asking",
    );
  if (answer.trim() === "yes") return true;
  host.err.write("Nothing was changed.\n");
  return false;
}
