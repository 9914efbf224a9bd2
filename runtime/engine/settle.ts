// Settles what an earlier run left open: did the effect of an open intent take place, or not?
//
// In:  the open journal entries of an environment. Out: an answer for each one, by the driver's own `settle` or else by
// looking and comparing with what the effect led to. While nobody can tell, the intent stays open, its resource is
// *undecided*, and the question is asked again: for as long as it takes, beside everything else.

import type { Address } from "../../compiler/address.ts";
import type { Kind } from "../../compiler/graph.ts";
import { parseIdentity } from "../../compiler/identity.ts";
import type { Present, Subject } from "../driver.ts";
import type { Change, JournalEntry, Result } from "../ledger.ts";
import type { Sessions } from "../observe.ts";
import { diffFields } from "../plan/diff.ts";
import type { EnginePorts } from "../reconcile.ts";
import { resolve } from "../resolve.ts";
import { changesFor } from "./record.ts";
import type { World } from "./world.ts";

/** How long to wait before asking again about intents that nobody could tell about. */
const ASK_AGAIN = 5_000;

interface Answer {
  readonly entry: JournalEntry;
  readonly done: boolean;
  readonly present: Present | null;
}

export class Settling {
  readonly #world: World;
  readonly #sessions: Sessions;
  readonly #ports: EnginePorts;
  readonly #open = new Map<number, JournalEntry>();
  readonly #wake: () => void;
  readonly #answers: Answer[] = [];
  /** `asked`: all were asked once, and those still open wait for their target. */
  #cancel: () => void = () => undefined;
  #state: "idle" | "asking" | "asked" = "idle";

  constructor(
    world: World,
    sessions: Sessions,
    ports: EnginePorts,
    open: readonly JournalEntry[],
    wake: () => void,
  ) {
    this.#world = world;
    this.#sessions = sessions;
    this.#ports = ports;
    this.#wake = wake;
    for (const entry of open) if (entry.environment === world.environment) this.#open.set(entry.id, entry);
  }

  /** Something is still to be heard now. */
  get busy(): boolean {
    return (
      this.#state === "asking" || this.#answers.length > 0 || (this.#state === "idle" && this.#open.size > 0)
    );
  }

  close(): void {
    this.#cancel();
  }

  isOpen(address: Address): boolean {
    if (this.#open.size === 0) return false;
    for (const entry of this.#open.values()) if (entry.address === address) return true;
    return false;
  }

  ask(signal: AbortSignal): void {
    if (this.#state !== "idle" || this.#open.size === 0 || this.#world.version === null) return;
    this.#state = "asking";
    void this.#askAll(signal).then(() => {
      this.#state = "asked";
      if (this.#open.size > this.#answers.length) {
        this.#cancel = this.#ports.clock.timer(ASK_AGAIN, () => {
          this.#state = "idle";
          this.#wake();
        });
      }
      this.#wake();
    });
  }

  /** A person knows better than any look. */
  resolve(resolutions: ReadonlyMap<number, boolean>): void {
    for (const entry of this.#open.values()) {
      const done = resolutions.get(entry.id);
      if (done !== undefined) this.#answers.push({ entry, done, present: null });
    }
  }

  /** What was learnt since the last call, as results for the ledger. */
  take(): { readonly results: readonly Result[]; readonly addresses: readonly Address[] } {
    // The same may have been learnt in two ways.
    const answers = this.#answers.splice(0).filter(({ entry }) => this.#open.delete(entry.id));
    const results = answers.map(({ entry, done, present }): Result => {
      const outcome = done ? "settled-done" : "settled-not-done";
      return {
        id: entry.id,
        outcome,
        why: null,
        took: 0,
        changes: done ? this.#changes(entry, present) : [],
      };
    });
    return { results, addresses: answers.map(({ entry }) => entry.address) };
  }

  async #askAll(signal: AbortSignal): Promise<void> {
    for (const entry of this.#open.values()) {
      const driver = parseIdentity(entry.identity)?.driver ?? "";
      const connection = await this.#sessions.connect(entry.target, driver, signal);
      if (connection.kind === "unreachable") continue;
      const { session } = connection;
      this.#world.setTarget(entry.target, session.identity);
      const subject = this.#subject(entry);
      if (subject === null) {
        this.#answers.push({ entry, done: false, present: null });
        continue;
      }
      const reading = (await this.#sessions.read(session, [subject], signal)).get(subject.address);
      if (reading === undefined || reading.kind === "unknown") continue;
      const present = reading.kind === "present" ? reading : null;
      const intent = { id: entry.id, digest: entry.digest };
      const answer =
        session.settle === undefined || entry.desired === null
          ? this.#compare(entry, present)
          : await session
              .settle(intent, subject, this.#sessions.lookContext(signal))
              .catch(() => "unknown" as const);
      if (answer !== "unknown") this.#answers.push({ entry, done: answer === "done", present });
    }
  }

  /** What the effect was about: what it led to, or for a delete what the ledger has of it. */
  #subject(entry: JournalEntry): Subject | null {
    const { address, identity, desired } = entry;
    if (desired !== null) return { address, kind: desired.kind, identity, spec: this.#resolved(entry).spec };
    const row = this.#world.applied.get(address);
    return row === undefined ? null : { address, kind: row.kind, identity, spec: row.spec };
  }

  #resolved(entry: JournalEntry): ReturnType<typeof resolve> {
    return resolve(entry.desired?.spec ?? {}, (from) => this.#world.applied.get(from)?.outputs ?? null);
  }

  #compare(entry: JournalEntry, present: Present | null): "done" | "not-done" {
    if (entry.desired === null) return present === null ? "done" : "not-done";
    if (present === null) return "not-done";
    const differences = diffFields({
      kind: this.#kind(entry),
      wanted: entry.desired.spec,
      resolved: this.#resolved(entry),
      applied: null,
      live: present.live,
      inputsChanged: false,
      ignore: entry.desired.meta.ignore,
    });
    // A field that cannot be known now says nothing; the next plan looks at it again.
    return differences.every((difference) => difference.knownAfter.length > 0) ? "done" : "not-done";
  }

  #changes(entry: JournalEntry, present: Present | null): readonly Change[] {
    const { desired, address } = entry;
    if (desired === null) {
      return this.#world.applied.has(address) ? changesFor(entry, null, NO_FACTS) : [];
    }
    const facts = {
      outputs: present?.outputs ?? {},
      version: present?.version ?? null,
      at: this.#ports.clock.wall(),
      took: 0,
    };
    return changesFor(
      entry,
      { resource: desired, kind: this.#kind(entry), inputs: this.#world.inputsOf(this.#resolved(entry)) },
      facts,
    );
  }

  /** The desired version may no longer have the kind; then its fields are compared one by one. */
  #kind(entry: JournalEntry): Kind {
    const known = this.#world.version?.graph.kinds[entry.desired?.kind ?? ""];
    return known ?? { ...PLAIN_KIND, driver: parseIdentity(entry.identity)?.driver ?? "" };
  }
}

const NO_FACTS = { outputs: {}, version: null, at: 0, took: 0 };

const PLAIN_KIND: Kind = {
  version: 0,
  driver: "",
  key: [],
  lists: {},
  own: {},
  secret: [],
  forces: [],
  replace: "delete-first",
  holdsData: false,
  irreversible: false,
  settles: 0,
  outputs: {},
};
