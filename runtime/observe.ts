// Looking at targets: one session for each target and driver, connected when first needed, and reads in batches.
//
// In:  subjects to look at. Out: one reading for each, always: a target that cannot be reached, a call that is late or that
// throws, and an address missing in an answer all read as *unknown*, with the reason.
// A target must be the one it was: another identity than the ledger's makes everything on it unknown until a person accepts.

import type { Address } from "../compiler/address.ts";
import type { EnginePorts } from "./reconcile.ts";
import {
  type Claims,
  ConnectError,
  type LookContext,
  type Reading,
  type Session,
  type Subject,
  type Unknown,
} from "./driver.ts";
import { wordsOf, withDeadline } from "./deadline.ts";
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
    if (known !== undefined) return known;
    const attempt = this.#connect(target, driver, signal);
    this.#connections.set(key, attempt);
    const connection = await attempt;
    if (connection.kind === "unreachable") {
      this.#connections.delete(key);
      this.#ports.emit({
        at: this.#ports.clock.wall(),
        kind: "target-unreachable",
        target,
        why: connection.why,
      });
    }
    return connection;
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
    let help: string | null = null;
    const timed = await withDeadline(clock, LOOK_LIMIT, signal, (own) =>
      driver.connect(grant, this.lookContext(own)).catch((error: unknown) => {
        if (error instanceof ConnectError) help = error.help;
        throw error;
      }),
    );
    if (timed.kind === "late") return { kind: "unreachable", why: "connecting took too long", help };
    if (timed.kind === "threw") return { kind: "unreachable", why: timed.why, help };
    const session = timed.value;
    const before = this.#ledger?.target(target) ?? null;
    if (before !== null && before.driver === grant.driver && before.identity !== session.identity) {
      await session.close();
      const why = `target \`${target}\` is ${session.identity} now and was ${before.identity}`;
      return { kind: "unreachable", why, help: "give the new target another name, or accept it as the same" };
    }
    this.#open.add(session);
    emit({
      at: clock.wall(),
      kind: "target-connected",
      target,
      driver: driverName,
      identity: session.identity,
    });
    return { kind: "connected", session };
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
    if (timed.kind === "value") {
      const missing: Unknown = { kind: "unknown", why: "the driver gave no answer for it" };
      return new Map(subjects.map(({ address }) => [address, timed.value.get(address) ?? missing]));
    }
    const why = timed.kind === "late" ? "looking took too long" : timed.why;
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
