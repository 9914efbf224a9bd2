// Settles what was left open: did the effect of an open intent take place, or not?
//
// In:  the open journal entries of an environment: those of an earlier run, and those of this one whose effect ended without
// anybody knowing how. Out: an answer for each one, by the driver's own `settle` or else by looking and comparing with what
// the effect led to. While nobody can tell, the intent stays open, its resource is *undecided*, and the question is asked
// again: for as long as it takes, beside everything else.
// Surprising: it is also how something half made stays ours. An object that an intent of ours made is recorded as ours even
// where it is not yet as wanted; the next plan mends it. Otherwise it would be taken for a stranger's.

import type { Address } from "../../compiler/address.ts";
import type { Kind } from "../../compiler/graph.ts";
import { type Identity, parseIdentity, placeOf } from "../../compiler/identity.ts";
import type { MonotonicTime } from "../clock.ts";
import type { Present, Reading, Session, Subject } from "../driver.ts";
import type { Change, JournalEntry, ReleasedRow, Result } from "../ledger.ts";
import type { Sessions } from "../observe.ts";
import { diffFields } from "../plan/diff.ts";
import type { EnginePorts } from "../reconcile.ts";
import { resolve } from "../resolve.ts";
import { LIED } from "../apply.ts";
import { changesFor } from "./record.ts";
import { subjectOfRow, type World } from "./world.ts";

/** How long to wait before asking again about intents that nobody could tell about. */
const ASK_AGAIN = 5_000;
/** How many are asked about at once. */
const AT_ONCE = 32;
interface Answer {
  readonly entry: JournalEntry;
  /** `removed`: of a replace, only the first half. `lied`: the target said that it was done. */
  readonly how: "done" | "not-done" | "removed" | "lied";
  readonly said: Open["said"];
  readonly present: Present | null;
}

interface Open {
  readonly entry: JournalEntry;
  /** Its target has said that it was done. */
  readonly said: { readonly took: number; readonly version: string | null } | null;
  /** No effect of it can have landed later than this. */
  readonly since: MonotonicTime;
  nextAt: MonotonicTime;
  /** It was asked about, and nobody could tell. */
  isInDoubt: boolean;
}

export class Settling {
  readonly #world: World;
  readonly #sessions: Sessions;
  readonly #ports: EnginePorts;
  readonly #open = new Map<number, Open>();
  readonly #wake: () => void;
  readonly #doubt: (entry: JournalEntry) => void;
  readonly #answers: Answer[] = [];
  readonly #timers = new Set<() => void>();
  /** Entries about which a driver was asked and could not tell. */
  readonly #asked = new Set<number>();
  #isAsking = false;

  constructor(
    world: World,
    sessions: Sessions,
    ports: EnginePorts,
    open: readonly JournalEntry[],
    { wake, doubt }: { readonly wake: () => void; readonly doubt: (entry: JournalEntry) => void },
  ) {
    this.#world = world;
    this.#sessions = sessions;
    this.#ports = ports;
    this.#wake = wake;
    this.#doubt = doubt;
    for (const entry of open) if (entry.environment === world.environment) this.add(entry);
  }

  /** An effect has ended, or its agent has, and nobody knows how far it got. */
  add(entry: JournalEntry): void {
    const now = this.#ports.clock.monotonic();
    this.#open.set(entry.id, { entry, said: null, since: now, nextAt: now, isInDoubt: false });
  }

  /**
   * The target says that it has deleted something. `took` and `version`: of the call, and of what was there before it. It is
   * looked at once more: an object that was only said to be gone would be left to nobody.
   */
  verify(entry: JournalEntry, took: number, version: string | null): void {
    const now = this.#ports.clock.monotonic();
    const said = { took, version };
    this.#open.set(entry.id, { entry, said, since: now, nextAt: now, isInDoubt: false });
  }

  /** Something is still to be heard now. */
  get busy(): boolean {
    return this.#isAsking || this.#answers.length > 0 || this.#due().length > 0;
  }

  close(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  /** An intent on the resource, on the object that it stands for, or on what may be in its place, is open. */
  isOpen(address: Address, identity: Identity | null): boolean {
    if (this.#open.size === 0) return false;
    for (const open of this.#open.values()) if (this.#concerns(open, address, identity)) return true;
    return false;
  }

  #concerns({ entry, said }: Open, address: Address, identity: Identity | null): boolean {
    if (entry.address === address || entry.identity === identity) return true;
    // Whoever waits for a delete waits for what the ledger has of it.
    if (identity === null || said !== null || !this.#world.mayShare) return false;
    return placeOf(entry.identity) === placeOf(identity);
  }

  /** Of what is open there, something was asked about, and nobody could tell. */
  isInDoubt(address: Address, identity: Identity | null): boolean {
    if (this.#open.size === 0) return false;
    for (const open of this.#open.values())
      if (open.isInDoubt && this.#concerns(open, address, identity)) return true;
    return false;
  }

  /** Only whether the target spoke the truth is still to be seen. */
  isVerifying(address: Address, identity: Identity | null): boolean {
    if (this.#open.size === 0) return false;
    let found = false;
    for (const { entry, said } of this.#open.values()) {
      if (entry.address !== address && entry.identity !== identity) continue;
      if (said === null) return false;
      found = true;
    }
    return found;
  }

  /** What may have been made and needs the address; it may turn out to be ours. */
  user(address: Address): Address | null {
    for (const { entry } of this.#open.values())
      if (entry.desired?.needs.includes(address) === true) return entry.address;
    return null;
  }

  ask(signal: AbortSignal): void {
    if (this.#isAsking || this.#world.version === null) return;
    const due = this.#due();
    if (due.length === 0) return;
    this.#isAsking = true;
    void this.#askAll(due, signal).then(() => {
      this.#isAsking = false;
      this.#wake();
    });
  }

  #due(): readonly Open[] {
    const now = this.#ports.clock.monotonic();
    return [...this.#open.values()].filter(({ nextAt }) => nextAt <= now);
  }

  #askLater(open: Open): void {
    open.isInDoubt = true;
    this.#doubt(open.entry);
    open.nextAt = this.#ports.clock.monotonic() + ASK_AGAIN;
    const cancel = this.#ports.clock.timer(ASK_AGAIN, () => {
      this.#timers.delete(cancel);
      this.#wake();
    });
    this.#timers.add(cancel);
  }

  /** A person knows better than any look. */
  resolve(resolutions: ReadonlyMap<number, boolean>): void {
    for (const { entry } of this.#open.values()) {
      const done = resolutions.get(entry.id);
      const how = done === true ? "done" : "not-done";
      if (done !== undefined) this.#answers.push({ entry, how, said: null, present: null });
    }
  }

  /** What was learnt since the last call, as results for the ledger. */
  take(): {
    readonly results: readonly Result[];
    readonly entries: readonly JournalEntry[];
    readonly released: readonly ReleasedRow[];
    /** To be tried again, and not at once. */
    readonly lied: readonly JournalEntry[];
    /** Deletes that are seen to have taken place. */
    readonly gone: readonly JournalEntry[];
  } {
    // The same may have been learnt in two ways.
    const answers = this.#answers.splice(0).filter(({ entry }) => this.#open.delete(entry.id));
    const results = answers.map(({ entry, how, said, present }): Result => {
      const changes = this.#changes(entry, how, present);
      if (how === "lied")
        return { id: entry.id, outcome: "retryable", why: LIED, took: said?.took ?? 0, changes };
      const isDone = how === "done";
      if (isDone && said !== null)
        return { id: entry.id, outcome: "done", why: null, took: said.took, changes };
      return {
        id: entry.id,
        outcome: isDone ? "settled-done" : "settled-not-done",
        why: null,
        took: 0,
        changes,
      };
    });
    const gone = answers.flatMap(({ entry, how }) =>
      how === "done" && entry.action === "delete" ? entry : [],
    );
    const lied = answers.flatMap(({ entry, how }) => (how === "lied" ? entry : []));
    const released = answers.flatMap(({ entry, how }) => (how === "done" ? this.#released(entry) : []));
    return { results, entries: answers.map(({ entry }) => entry), released, lied, gone };
  }

  /** It was permitted when it was begun; a replace whose first half was recorded has lost that row. */
  #released({ environment, address, desired }: JournalEntry): ReleasedRow | [] {
    if (desired === null || this.#world.released.has(address)) return [];
    const commit = this.#world.version?.commit ?? null;
    return {
      environment,
      address,
      hash: desired.hash,
      resource: desired,
      commit,
      at: this.#ports.clock.wall(),
    };
  }

  async #askAll(due: readonly Open[], signal: AbortSignal): Promise<void> {
    const queue = [...due];
    const askNext = async (): Promise<void> => {
      for (let open = queue.pop(); open !== undefined; open = queue.pop()) {
        const answer = await this.#ask(open, signal);
        if (answer === null) this.#askLater(open);
        else {
          open.nextAt = Number.POSITIVE_INFINITY;
          this.#answers.push(answer);
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, due.length) }, askNext));
  }

  async #ask({ entry, said, since }: Open, signal: AbortSignal): Promise<Answer | null> {
    const driver = parseIdentity(entry.identity)?.driver ?? "";
    const connection = await this.#sessions.connect(entry.target, driver, signal);
    if (connection.kind === "unreachable") return null;
    const { session } = connection;
    this.#world.setTarget(entry.target, session.identity);
    const subject = this.#subject(entry);
    if (subject === null) return { entry, how: "not-done", said: null, present: null };
    const reading = (await this.#sessions.read(session, [subject], signal)).get(subject.address);
    if (reading === undefined || reading.kind === "unknown") return null;
    // What is of another kind is not what the effect was about: that has come to its place since.
    const present = reading.kind === "present" && reading.instead === undefined ? reading : null;
    const found =
      (await this.#askDriver(entry, session, subject, reading, signal)) ?? this.#compare(entry, present);
    const how = found === "not-done" && (await this.#isOldGone(entry, session, signal)) ? "removed" : found;
    if (how === null) return null;
    // What stands there and is not what stood there before is somebody else's.
    if (said !== null && how === "not-done" && present?.version !== said.version)
      return { entry, how: "done", said, present };
    // The target may still show what was there before.
    const isSettled = this.#ports.clock.monotonic() - since >= this.#world.settlesOf(subject.kind);
    if (!isSettled && how !== "done") return null;
    return { entry, how: said !== null && how === "not-done" ? "lied" : how, said, present };
  }

  /** Null: it cannot tell, or nobody asks it. */
  async #askDriver(
    entry: JournalEntry,
    session: Session,
    subject: Subject,
    reading: Reading,
    signal: AbortSignal,
  ): Promise<Answer["how"] | null> {
    if (entry.desired === null) return null;
    const intent = { id: entry.id, digest: entry.digest };
    const answer = await this.#sessions.settle(session, intent, subject, signal);
    switch (answer) {
      case null:
        return null;
      case "unknown":
        this.#asked.add(entry.id);
        return null;
      case "done":
        return entry.action === "replace" && reading.kind === "gone" ? this.#notDone(entry, true) : "done";
      case "part":
        // What it made is ours, as it is; what it changed was ours before.
        return entry.action === "update" && this.#isOurs(entry) ? "not-done" : "done";
      case "not-done":
        return this.#notDone(entry, reading.kind === "gone");
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

  /** Null: what is there is neither what it led to nor known to be ours. */
  #compare(entry: JournalEntry, present: Present | null): Answer["how"] | null {
    if (entry.desired === null) return present === null ? "done" : "not-done";
    if (present === null) return this.#notDone(entry, true);
    const differences = diffFields({
      kind: this.#kind(entry),
      wanted: entry.desired.spec,
      resolved: this.#resolved(entry),
      applied: null,
      live: present.live,
      removes: [],
      digests: null,
      inputsChanged: false,
      ignore: entry.desired.meta.ignore,
    });
    // A field that cannot be known now says nothing; the next plan looks at it again.
    if (differences.every((difference) => difference.knownAfter.length > 0)) return "done";
    return !this.#isOurs(entry) && this.#hasOwnWord(entry) ? null : "not-done";
  }

  /** The driver was asked and could not tell; one that cannot be asked has only what is to be seen. */
  #hasOwnWord(entry: JournalEntry): boolean {
    return this.#asked.has(entry.id);
  }

  #isOurs({ address, identity }: JournalEntry): boolean {
    return this.#world.applied.get(address)?.identity === identity;
  }

  /** A replace of which nothing is to be seen has done its first half: what the ledger has is no more. */
  #notDone(entry: JournalEntry, isGone: boolean): Answer["how"] {
    const row = this.#world.applied.get(entry.address);
    return entry.action === "replace" && isGone && row?.identity === entry.identity ? "removed" : "not-done";
  }

  /** Of a replace by another object: its first half is done. */
  async #isOldGone(entry: JournalEntry, session: Session, signal: AbortSignal): Promise<boolean> {
    const row = this.#world.applied.get(entry.address);
    if (entry.action !== "replace" || row === undefined || row.identity === entry.identity) return false;
    const old = subjectOfRow(row);
    const reading = (await this.#sessions.read(session, [old], signal)).get(old.address);
    return reading?.kind === "gone" || (reading?.kind === "present" && reading.instead !== undefined);
  }

  #changes(entry: JournalEntry, how: Answer["how"], present: Present | null): readonly Change[] {
    const { desired } = entry;
    // What became another environment's meanwhile is not ours, whoever made it.
    if (how === "not-done" || how === "lied" || (desired !== null && this.#world.isTaken(entry.identity)))
      return [];
    // By now the address of what was deleted may be another's; that of a replace keeps what it had.
    if (how === "removed" || (desired === null && this.#isOurs(entry)))
      return changesFor(entry, null, NO_FACTS);
    if (desired === null) return [];
    const facts = {
      outputs: present?.outputs ?? {},
      version: present?.version ?? null,
      // Nobody can tell which secret was written: the next repair writes it once more.
      digests: null,
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

const NO_FACTS = { outputs: {}, version: null, digests: null, at: 0, took: 0 };

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
