// How every resource of an environment stands, where no agent says it: by a look at the world, and by what the ledger knows.
//
// In:  a ledger, and the version that was accepted. Out: for each address what an agent would say of it before it begins to act:
// what would hold its item, whose outputs it waits for, how the last attempt ended. Nothing is changed anywhere.

import type { Address } from "../compiler/address.ts";
import type { Graph } from "../compiler/graph.ts";
import type { Place } from "../compiler/source.ts";
import type { Gate } from "../runtime/engine/gate.ts";
import { driftOf, lackOfOutput } from "../runtime/engine/judge.ts";
import { foresee, preview } from "../runtime/engine/preview.ts";
import type { World } from "../runtime/engine/world.ts";
import type { Item } from "../runtime/item.ts";
import type { JournalEntry, LedgerReader } from "../runtime/ledger.ts";
import type { DesiredVersion, EnginePorts } from "../runtime/reconcile.ts";
import type { Key } from "../runtime/schedule.ts";
import { failingStatus, type Status, type StatusReport } from "../runtime/status.ts";
import { isOnlyReported, sentence } from "./print/reasons.ts";

export interface Glance {
  readonly address: Address;
  readonly report: StatusReport;
  readonly place: Place | null;
}

export async function glance(
  ports: EnginePorts,
  ledger: LedgerReader,
  version: DesiredVersion,
): Promise<ReadonlyMap<Address, Glance>> {
  const world = await preview(ports, ledger, version);
  const gate = foresee(ports, ledger, world);
  const open = ledger.openIntents().filter(({ environment }) => environment === version.environment);
  const resolutions = ledger.resolutions();
  const found = new Map<Address, Glance>();
  for (const key of world.keys()) {
    const address = world.address(key);
    const intent = open.find((entry) => entry.address === address);
    const [last] = ledger.history(version.environment, address, 1);
    const report =
      intent === undefined
        ? reportOf(world, gate, key, last)
        : interrupted(intent, resolutions.get(intent.id));
    found.set(address, { address, report, place: world.place(address) });
  }
  return found;
}

function interrupted({ action }: JournalEntry, done: boolean | undefined): StatusReport {
  const far =
    done === undefined
      ? "nobody has settled how far it got"
      : `a person has said that it was ${done ? "" : "not "}done: the next run settles it by that`;
  return say({ kind: "undecided" }, `its ${action} was interrupted, and ${far}`);
}

function reportOf(world: World, gate: Gate, key: Key, last: JournalEntry | undefined): StatusReport {
  const reading = world.reading(key);
  if (reading.kind === "unknown") return say({ kind: "unknown" }, reading.why);
  const planned = world.item(key);
  if (planned === null) {
    const problem = world.problem(key);
    return problem === null
      ? say({ kind: "in-sync" }, "read, not managed")
      : say({ kind: "failing", attempts: 0 }, problem);
  }
  const item = gate.lift(planned);
  if (item.action === "none") return say({ kind: "in-sync" }, "as wanted");
  const graph = world.version?.graph ?? null;
  const decision = gate.permit(item, driftOf(world, key));
  if (decision.kind === "held") return say(decision.status, whyHeld(item, graph, decision.why));
  const [need] = item.changes.flatMap((change) => change.knownAfter);
  if (need !== undefined) return say({ kind: "waiting", for: "dependency" }, lackOfOutput(world, need), need);
  // The very same action was tried, and nothing has been done since.
  if (last?.digest === item.digest && last.why !== null)
    return say(
      failingStatus(last.attempt, last.action, last.outcome),
      `${sentence(item, graph)}; the last attempt: ${last.why}`,
    );
  return say(
    item.cause === "corrective" ? { kind: "drifted" } : { kind: "waiting", for: "turn" },
    sentence(item, graph),
  );
}

/** Of what is blocked, and of drift that is only reported, what holds it says all. */
function whyHeld(item: Item, graph: Graph | null, why: string): string {
  return item.block !== null || isOnlyReported(item, graph) ? why : `${sentence(item, graph)}; ${why}`;
}

function say(status: Status, reason: string, cause: Address | null = null): StatusReport {
  return { status, reason, cause };
}
