// Looking at targets: one session for each target and driver, connected when first needed, and reads in batches.
//
// In:  subjects to look at. Out: one reading for each, always: a target that cannot be reached, a call that is late or that
// throws, and an address missing in an answer all read as *unknown*, with the reason.
// A target must be the one it was: another identity than the ledger's makes everything on it unknown until a person accepts.

import type { Address } from "../compiler/address.ts";
import type { Ended } from "./apply.ts";
import type { EnginePorts } from "./reconcile.ts";
import {
  type Claims,
  ConnectError,
  type Driver,
  type Health,
  type IntentRef,
  type LookContext,
  type Reading,
  type Session,
  type Settled,
  type Subject,
  type Unknown,
} from "./driver.ts";
import { type Timed, wordsOf, withDeadline } from "./deadline.ts";
import { Breaker, type Doing } from "./host/breaker.ts";
import { hosted, refOf } from "./host/hosted.ts";
import type { LedgerReader, TargetRow } from "./ledger.ts";

/** How long connecting or looking may take. */
const LOOK_LIMIT = 60_000;

export type Connection =
  | { readonly kind: "connected"; readonly session: Session }
  | { readonly kind: "unreachable"; readonly why: string; readonly help: string | null };

export class Sessions {
  readonly #ports: EnginePorts;
  readonly #ledger: LedgerReader | null;
  readonly #connections = new Map<string, Promise<Connection>>();
  readonly #open = new Set<Session>();
  readonly #keys = new WeakMap<Session, string>();
  readonly #breakers = new Map<string, Breaker>();
  /** Targets on which a call has missed its deadline. */
  readonly #missed = new Set<string>();
  readonly #unreachable = new Map<string, string>();
  /** Targets that answer, and are not the ones that they were. */
  readonly #swapped = new Set<string>();
  readonly #claims: (() => Promise<Claims>) | null;

  constructor(
    ports: EnginePorts,
    ledger: LedgerReader | null,
    claims: (() => Promise<Claims>) | null = null,
  ) {
    this.#ports = ports;
    this.#ledger = ledger;
    this.#claims = claims;
  }

  /** The session for a driver on a target. A failure is not remembered: the next call tries again. */
  async connect(target: string, driver: string, signal: AbortSignal): Promise<Connection> {
    const key = `${target} ${driver}`;
    const known = this.#connections.get(key);
    if (known !== undefined) {
      const connection = await known;
      if (connection.kind === "unreachable" || isAlive(connection.session)) return connection;
      if (this.#connections.get(key) === known) this.#connections.delete(key);
      return this.connect(target, driver, signal);
    }
    const attempt = this.#connect(target, driver, signal);
    this.#connections.set(key, attempt);
    const connection = await attempt;
    if (connection.kind === "unreachable") {
      this.#connections.delete(key);
      this.#tellUnreachable(key, target, connection.why);
    } else this.#unreachable.delete(key);
    return connection;
  }

  /** Once for each reason: it is one problem for as long as it lasts. */
  #tellUnreachable(key: string, target: string, why: string): void {
    if (this.#unreachable.get(key) === why) return;
    this.#unreachable.set(key, why);
    this.#ports.emit({ at: this.#ports.clock.wall(), kind: "target-unreachable", target, why });
  }

  /** How a call on a session ended: `why` it had to be given up, or null. */
  #callEnded(session: Session, doing: Doing, why: string | null): void {
    const key = this.#keys.get(session);
    if (key === undefined) return;
    const breaker = this.#breaker(key);
    if (why === null) {
      breaker.went(doing);
      return;
    }
    breaker.failed(doing, why);
    // The call may still be running in this process. From now on others can be killed.
    this.#missed.add(key);
    this.#connections.delete(key);
  }

  /** An effect's end, for the target as a whole. Whether its session is to be left. */
  effectEnded({ effect, outcome, settled }: Ended): boolean {
    const { session } = effect;
    const dead = session.dead?.() ?? null;
    const why = dead ?? (settled === null ? null : "an effect did not end at its deadline");
    if (why !== null || outcome.kind !== "undecided") this.#callEnded(session, "effect", why);
    return why !== null;
  }

  /** When a target that is left alone is tried again, in milliseconds; null: whenever somebody looks. */
  retryIn({ target, driver }: { readonly target: string; readonly driver: string }): number | null {
    return this.#breakers.get(`${target} ${driver}`)?.open()?.left ?? null;
  }

  #breaker(key: string): Breaker {
    const known = this.#breakers.get(key);
    if (known !== undefined) return known;
    const breaker = new Breaker(this.#ports.clock, this.#ports.random);
    this.#breakers.set(key, breaker);
    return breaker;
  }

  /** As it is, or so that each of its sessions has a process that can be killed. */
  #runner(key: string, driver: Driver): Driver {
    const ref = refOf(driver);
    const own = driver.host === "own" || this.#missed.has(key);
    return own && ref !== null ? hosted(driver, ref, this.#ports.clock) : driver;
  }

  async #connect(target: string, driverName: string, signal: AbortSignal): Promise<Connection> {
    const { config, drivers, clock, emit } = this.#ports;
    const grant = config.targets.find((candidate) => candidate.name === target);
    if (grant === undefined) {
      const help = `add [targets.${target}] to setpoint.toml`;
      return { kind: "unreachable", why: `no target \`${target}\` is granted to this agent`, help };
    }
    const driver = drivers.find((candidate) => candidate.name === driverName);
    if (driver === undefined) {
      return { kind: "unreachable", why: `this agent has no driver \`${driverName}\``, help: null };
    }
    const key = `${target} ${driverName}`;
    const open = this.#breaker(key).open();
    if (open !== null) return { kind: "unreachable", why: open.why, help: null };
    let help: string | null = null;
    const runner = this.#runner(key, driver);
    const digestKey = this.#ports.digestKey?.() ?? null;
    const keyed = digestKey === null ? {} : { digestKey };
    const timed = await withDeadline(clock, LOOK_LIMIT, signal, (own) =>
      runner.connect(grant, { ...this.lookContext(own), ...keyed }).catch((error: unknown) => {
        if (error instanceof ConnectError) help = error.help;
        throw error;
      }),
    );
    if (timed.kind === "late") {
      this.#missed.add(key);
      this.#breaker(key).failed("look", "connecting took too long");
      return { kind: "unreachable", why: "connecting took too long", help };
    }
    if (timed.kind === "threw") return { kind: "unreachable", why: timed.why, help };
    const session = timed.value;
    const before = this.#ledger?.target(target) ?? null;
    if (before !== null && before.driver === grant.driver && before.identity !== session.identity) {
      await session.close();
      this.#swapped.add(target);
      const why = `target \`${target}\` is ${session.identity} now and was ${before.identity}`;
      return { kind: "unreachable", why, help: "give the new target another name, or accept it as the same" };
    }
    this.#swapped.delete(target);
    this.#open.add(session);
    this.#keys.set(session, key);
    emit({
      at: clock.wall(),
      kind: "target-connected",
      target,
      driver: driverName,
      identity: session.identity,
    });
    return { kind: "connected", session };
  }

  /** Another machine stands behind the target's name: nothing is looked at or done there until a person accepts it. */
  isSwapped(target: string): boolean {
    return this.#swapped.has(target);
  }

  /** What the ledger should know of a connected target. */
  rowOf(target: string, session: Session): TargetRow {
    const grant = this.#ports.config.targets.find((candidate) => candidate.name === target);
    return {
      name: target,
      driver: grant?.driver ?? "local",
      identity: session.identity,
      since: this.#ports.clock.wall(),
    };
  }

  async read(
    session: Session,
    subjects: readonly Subject[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<Address, Reading>> {
    const timed = await withDeadline(this.#ports.clock, LOOK_LIMIT, signal, (own) =>
      session.read(subjects, this.lookContext(own)),
    );
    this.#lookEnded(session, timed);
    const why =
      timed.kind === "value"
        ? "the driver gave no answer for it"
        : timed.kind === "late"
          ? "looking took too long"
          : timed.why;
    const given = timed.kind === "value" ? timed.value : null;
    const unknown: Unknown = { kind: "unknown", why };
    const readings = new Map<Address, Reading>();
    for (const { address } of subjects) readings.set(address, given?.get(address) ?? unknown);
    return readings;
  }

  #lookEnded(session: Session, timed: Timed<unknown>): void {
    const dead = session.dead?.() ?? null;
    if (timed.kind === "value") this.#callEnded(session, "look", null);
    else if (dead !== null) this.#callEnded(session, "look", dead);
    else if (timed.kind === "late") this.#callEnded(session, "look", "looking took too long");
  }

  /** What a driver says of an interrupted effect; null: it cannot be asked, or gives no answer. */
  async settle(
    session: Session,
    intent: IntentRef,
    subject: Subject,
    signal: AbortSignal,
  ): Promise<Settled | null> {
    if (session.settle === undefined) return null;
    const settle = session.settle.bind(session);
    const timed = await withDeadline(this.#ports.clock, LOOK_LIMIT, signal, (own) =>
      settle(intent, subject, this.lookContext(own)),
    );
    this.#lookEnded(session, timed);
    return timed.kind === "value" ? timed.value : "unknown";
  }

  /** A target that gives no answer says nothing of anybody's health. */
  async health(
    session: Session,
    subjects: readonly Subject[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<Address, Health>> {
    if (session.health === undefined || subjects.length === 0) return new Map();
    const health = session.health.bind(session);
    const timed = await withDeadline(this.#ports.clock, LOOK_LIMIT, signal, (own) =>
      health(subjects, this.lookContext(own)),
    );
    this.#lookEnded(session, timed);
    if (timed.kind === "value") return timed.value;
    const why = timed.kind === "late" ? "asking took too long" : timed.why;
    return new Map(subjects.map(({ address }) => [address, { kind: "unknown", why }]));
  }

  /** The subjects that a probe cannot vouch for: those whose version is not the known one. */
  async changed(
    session: Session,
    subjects: readonly Subject[],
    versionOf: (address: Address) => string | null,
    signal: AbortSignal,
  ): Promise<readonly Subject[]> {
    if (session.probe === undefined) return subjects;
    const probe = session.probe.bind(session);
    const timed = await withDeadline(this.#ports.clock, LOOK_LIMIT, signal, (own) =>
      probe(subjects, this.lookContext(own)),
    );
    this.#lookEnded(session, timed);
    if (timed.kind !== "value") return subjects;
    return subjects.filter(({ address }) => {
      const version = versionOf(address);
      return version === null || timed.value.get(address) !== version;
    });
  }

  lookContext(signal: AbortSignal): LookContext {
    return {
      signal,
      deadline: this.#ports.clock.monotonic() + LOOK_LIMIT,
      ...(this.#claims === null ? {} : { claims: this.#claims }),
      log: (line) =>
        this.#ports.emit({
          at: this.#ports.clock.wall(),
          kind: "problem",
          what: "driver",
          why: line,
          help: null,
        }),
    };
  }

  async close(): Promise<void> {
    for (const session of this.#open) {
      try {
        await session.close();
      } catch (error) {
        const why = wordsOf(error);
        this.#ports.emit({
          at: this.#ports.clock.wall(),
          kind: "problem",
          what: "closing a target",
          why,
          help: null,
        });
      }
    }
    this.#open.clear();
    this.#connections.clear();
  }
}

/** A session that is over has to be connected anew. */
export function isAlive(session: Session): boolean {
  return (session.dead?.() ?? null) === null;
}
