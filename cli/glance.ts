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
import { type Key, schedule, type Task } from "../runtime/schedule.ts";
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
  const reports = new Map<Key, StatusReport>();
  for (const key of world.keys()) {
    const address = world.address(key);
    const intent = open.find((entry) => entry.address === address);
    const [last] = ledger.history(version.environment, address, 1);
    reports.set(
      key,
      intent === undefined
        ? reportOf(world, gate, key, last)
        : interrupted(intent, resolutions.get(intent.id)),
    );
  }
  const keepers = keepersOf(world, reports);
  const found = new Map<Address, Glance>();
  for (const [key, own] of reports) {
    const address = world.address(key);
    const keeper = keepers.get(key);
    const report = keeper === undefined ? own : waitingFor(own, world.address(keeper));
    found.set(address, { address, report, place: world.place(address) });
  }
  return found;
}

/** For what nothing of its own keeps: whom it waits for, where that leads to something that cannot go on. */
function keepersOf(world: World, reports: ReadonlyMap<Key, StatusReport>): ReadonlyMap<Key, Key> {
  const tasks = new Map<Key, Task>();
  for (const [key, { status }] of reports) {
    const [item, route] = [world.item(key), world.route(key)];
    if (status.kind === "in-sync" || route === null || item?.action === "none") continue;
    const isFree = status.kind === "drifted" || (status.kind === "waiting" && isForOthers(status.for));
    const action = item?.action ?? (world.orphan(key) === null ? "update" : "delete");
    const cause = item?.cause ?? "intended";
    tasks.set(key, { key, target: route.target, action, cause, state: isFree ? "ready" : "stuck" });
  }
  const { waiting } = schedule({
    pending: tasks,
    task: (key) => tasks.get(key) ?? null,
    waited: new Map(),
    needs: (key) => world.needs(key),
    users: (key) => world.users(key),
    stoodOn: (key) => world.stoodOn(key),
    keeps: () => false,
    occupant: (key) => world.occupant(key),
    inTheWay: (key) => world.inTheWay(key),
    unclear: () => null,
    slots: () => Number.POSITIVE_INFINITY,
    isBusy: () => false,
    waves: null,
    batch: () => null,
  });
  const leadsToStuck = (from: Key): boolean => {
    const met = new Set<Key>();
    for (let at: Key | undefined = from; at !== undefined && !met.has(at); at = waiting.get(at)) {
      if (tasks.get(at)?.state === "stuck") return true;
      met.add(at);
    }
    return false;
  };
  return new Map([...waiting].filter(([, keeper]) => leadsToStuck(keeper)));
}

function isForOthers(what: Extract<Status, { kind: "waiting" }>["for"]): boolean {
  return what === "turn" || what === "dependency";
}

function waitingFor({ reason }: StatusReport, on: Address): StatusReport {
  return say({ kind: "waiting", for: "dependency" }, `${reason}; it waits for ${on}`, on);
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
