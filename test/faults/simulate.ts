// One simulated run: the real engine and a real ledger, against simulated targets, under simulated clocks.
//
// In:  a scenario. Out: what the oracle holds against the run, which faults struck where, and the story as lines. While faults
// last, anything goes but a violation; then they stop, and within bounded time everything must be as the last version wants
// it, and stay so without another effect.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Identity, parseIdentity } from "../../compiler/identity.ts";
import type { TargetGrant } from "../../runtime/config.ts";
import { NO_SECRETS } from "../../runtime/config/secrets.ts";
import { openEngine } from "../../runtime/engine.ts";
import type { Event } from "../../runtime/events.ts";
import type { Action, Item } from "../../runtime/item.ts";
import type { AppliedRow, Change, JournalEntry, Ledger } from "../../runtime/ledger.ts";
import { openLedger } from "../../runtime/ledger/open.ts";
import type { Approval } from "../../runtime/permit/approvals.ts";
import type { DesiredVersion, Engine, EnginePorts } from "../../runtime/reconcile.ts";
import type { StatusReport } from "../../runtime/status.ts";
import { sha256, versionOf } from "../support/graphs.ts";
import { claimedRow, ENVIRONMENT, simGraph } from "./graph.ts";
import { Oracle } from "./oracle.ts";
import { Random } from "./random.ts";
import {
  EFFECT_FAULTS,
  isShared,
  KINDS,
  objectName,
  TARGETS,
  type EffectFault,
  type Point,
  type Scenario,
  type SimFault,
  type WorldFault,
} from "./scenario.ts";
import { simulatedDriver, Target, type Call } from "./target.ts";
import { Crash, Life, SimulatedTime } from "./time.ts";
import { verdict } from "./verdict.ts";
import { SimWindow, windowGrant } from "./window.ts";

/** How long faults may go on striking after the last version has come. */
const TROUBLE = 60_000;
/** How long convergence may take once they have stopped: two of the longest backoffs and what follows them. */
const BOUND = 20 * 60_000;
/** How long nothing may happen any more after that. */
const CALM = 25_000;
const WINDOWS = 12;
const POLL = 10_000;
const START = Date.UTC(2026, 0, 2, 3, 4, 5);
/** The window is closed then, and opens in four minutes. */
const CLOSED = Date.UTC(2026, 0, 2, 3, 10, 5);
/** Of eleven seeds, those with a slow approver. */
const SLOW: ReadonlySet<number> = new Set([1, 4, 7]);
/** How many turns that one lets pass. */
const PATIENCE = 6;

export interface RunResult {
  readonly violations: readonly string[];
  /** `action point fault`, for each fault that struck. */
  readonly struck: readonly string[];
  readonly story: readonly string[];
  readonly effects: number;
  /** Simulated milliseconds. */
  readonly took: number;
}

export async function simulate(scenario: Scenario): Promise<RunResult> {
  const run = new Run(scenario);
  try {
    return await run.all();
  } finally {
    run.close();
  }
}

class Run {
  readonly #scenario: Scenario;
  readonly #random: Random;
  readonly #time: SimulatedTime;
  readonly #targets: Record<string, Target> = {};
  readonly #oracle: Oracle;
  readonly #graphs: readonly DesiredVersion[];
  readonly #folder: string | null;
  readonly #story: string[] = [];
  readonly #struck: string[] = [];
  readonly #calls = new Set<Call>();
  readonly #window = new SimWindow();
  readonly #faults: { readonly fault: SimFault; left: number }[];
  readonly #statuses = new Map<string, StatusReport>();
  #ledger: Ledger | null = null;
  #life: Life;
  #lives = 0;
  #engine: Engine | null = null;
  #stop = new AbortController();
  #converged = false;
  #version = 0;
  #isOver = false;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#random = new Random(scenario.seed + 0x5eed);
    this.#time = new SimulatedTime(this.#random, scenario.window === null ? START : CLOSED);
    for (const name of TARGETS) this.#targets[name] = new Target(name, this.#time);
    for (const { target, value, size, ...named } of [...scenario.foreign, ...scenario.claimed])
      this.#targets[target]?.home.put(objectName(named), { value, size }, named.kind);
    this.#graphs = scenario.versions.map((version, index) => versionOf(simGraph(version), `v${index + 1}`));
    this.#folder = scenario.ledger === "file" ? mkdtempSync(join(tmpdir(), "setpoint-sim-")) : null;
    this.#oracle = new Oracle(
      this.#time,
      () => this.#ledger as Ledger,
      (target, name) => this.#targets[target]?.home.truth(name) ?? null,
      (line) => this.#say(line),
    );
    this.#faults = scenario.faults.map((fault) => ({ fault, left: fault.nth }));
    this.#life = new Life(this.#time, 0);
  }

  close(): void {
    this.#life.over = true;
    this.#ledger?.close();
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true });
  }

  async all(): Promise<RunResult> {
    this.#start();
    const { versions } = this.#scenario;
    for (const [index, version] of versions.entries())
      if (index > 0) this.#time.at(version.at, () => this.#arrive(index));
    for (const { at, by } of this.#scenario.window?.jumps ?? [])
      this.#time.at(at, () => {
        this.#say(`the wall clock jumps by ${by / 3_600_000} h`);
        this.#jump(by);
      });
    const last = versions.at(-1)?.at ?? 0;
    await this.#until(last + TROUBLE, () => this.#nothingLeft() && this.#open().length === 0);
    this.#heal();
    await this.#until(this.#time.now + BOUND, () => this.#open().length === 0);
    for (const line of this.#open()) this.#oracle.violate(`not converged: ${line}`);
    await this.#stay();
    return {
      violations: this.#oracle.violations,
      struck: this.#struck,
      story: this.#story,
      effects: this.#oracle.effects,
      took: this.#time.now,
    };
  }

  /** What is settled stays settled, and nothing more is done. What is excused may still come round, and then comes to rest. */
  async #stay(): Promise<void> {
    for (let window = 0; window < WINDOWS && this.#oracle.violations.length === 0; window++) {
      const { effects } = this.#oracle;
      await this.#time.run(this.#time.now + CALM, () => this.#oracle.violations.length > 0);
      const open = this.#open();
      if (this.#oracle.effects === effects) {
        for (const line of open) this.#oracle.violate(`converged, and then no more: ${line}`);
        return;
      }
      this.#approve();
    }
    this.#oracle.violate("converged, and then there were always more effects");
  }

  /** Somebody sits there and approves whatever waits for that, a little later. */
  #approve(items: readonly Item[] = this.#engine?.waiting() ?? []): void {
    if (items.length === 0) return;
    const at = this.#time.wall;
    const approvals = items.map(({ digest, environment, address, action }): Approval => {
      return { digest, environment, address, action, at, lasts: 3_600_000, who: "sim", why: "it is right" };
    });
    for (const { digest } of items) this.#oracle.approved.add(digest);
    this.#say(`approved: ${items.map(({ action, address }) => `${action} ${address}`).join(", ")}`);
    const entry = { at, who: "sim", what: "approve", why: "it is right", detail: {} };
    this.#ledger?.decide([{ kind: "approved", approvals }], entry);
    this.#engine?.reconsider(false);
  }

  async #until(end: number, isDone: () => boolean): Promise<void> {
    for (let turn = 0; this.#time.now < end && this.#oracle.violations.length === 0; turn++) {
      if (!this.#isSlow || turn % PATIENCE === PATIENCE - 1) this.#approve();
      await this.#time.run(Math.min(end, this.#time.now + 2_500), () => this.#oracle.violations.length > 0);
      if (isDone()) return;
    }
  }

  #nothingLeft(): boolean {
    return this.#version === this.#graphs.length - 1 && this.#faults.length === 0 && this.#calls.size === 0;
  }

  #open(): readonly string[] {
    const { version, graph } = this.#oracle;
    if (this.#engine === null || version === null || graph === null) return ["no agent is running"];
    if (this.#version < this.#graphs.length - 1) return ["a version is to come"];
    return verdict({
      oracle: this.#oracle,
      version,
      graph,
      ledger: this.#ledger as Ledger,
      targets: this.#targets,
      statuses: this.#statuses,
      converged: this.#converged,
    });
  }

  #say(line: string): void {
    this.#story.push(`${(this.#time.now / 1_000).toFixed(3).padStart(9)}  ${line}`);
  }

  // --- the agent's lives ------------------------------------------------------------------------------------------------

  #start(): void {
    this.#life = new Life(this.#time, ++this.#lives);
    const life = this.#life;
    this.#statuses.clear();
    this.#converged = false;
    if (this.#folder !== null || this.#ledger === null) {
      const path = this.#folder === null ? ":memory:" : join(this.#folder, "ledger.db");
      this.#ledger = openLedger({ path, clock: life.clock, holder: "sim" });
    }
    if (life.number === 1) this.#claim(this.#ledger);
    this.#window.restarted();
    this.#stop = new AbortController();
    this.#engine = openEngine(this.#ports(life), this.#handle(life, this.#ledger), ENVIRONMENT);
    this.#say(`agent ${life.number} starts, ${this.#ledger.openIntents().length} open intents`);
    this.#desire();
    this.#engine.run(this.#stop.signal).then(
      () => {
        if (life.over || life !== this.#life) return;
        this.#engine?.close().then(() => this.#end(life, "is stopped"), this.#fail);
      },
      (error: unknown) => {
        if (!life.over) this.#fail(error);
      },
    );
  }

  /** The other environment had these before anything else began. */
  #claim(ledger: Ledger): void {
    const rows = this.#scenario.claimed.map((one, index) => claimedRow(one, index, this.#time.wall));
    ledger.note(
      rows.map((row) => ({ kind: "applied", row })),
      [],
    );
    for (const { target, ...named } of this.#scenario.claimed)
      this.#oracle.claimed.add(`${target}/${objectName(named)}`);
  }

  readonly #fail = (error: unknown): void => {
    this.#oracle.violate(
      `the engine threw: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  };

  #desire(): void {
    const desired = this.#graphs[this.#version] as DesiredVersion;
    const version = this.#scenario.versions[this.#version];
    if (version === undefined) return;
    this.#oracle.desired(version, desired.graph);
    this.#say(`version ${this.#version + 1} is desired`);
    this.#engine?.desire(desired);
  }

  #arrive(index: number): void {
    if (index <= this.#version) return;
    this.#version = index;
    if (this.#engine === null || this.#stop.signal.aborted) return;
    const waited = this.#engine.waiting();
    this.#desire();
    // Somebody is slow, and approves what waited before this version: that is good for that item and for no other.
    if (this.#isSlow) this.#approve(waited);
  }

  get #isSlow(): boolean {
    return SLOW.has(this.#scenario.seed % 11);
  }

  /** The life ends here: nothing that it began may act again, but what it sent may still arrive. */
  #end(life: Life, how: string): void {
    if (life.over) return;
    life.over = true;
    this.#engine = null;
    this.#say(`agent ${life.number} ${how}`);
    for (const call of this.#calls) {
      this.#calls.delete(call);
      if (!call.landed && this.#random.chance(0.4)) void call.land();
      this.#oracle.abandoned(call);
    }
    this.#oracle.died();
    if (this.#folder !== null) {
      this.#ledger?.close();
      this.#ledger = null;
    }
    this.#time.at(this.#random.int(4_000), () => this.#start());
  }

  #heal(): void {
    this.#isOver = true;
    this.#faults.length = 0;
    this.#say("faults stop");
    for (const target of Object.values(this.#targets)) {
      target.heal();
      target.home.clearScript();
    }
  }

  #ports(life: Life): EnginePorts {
    const targets = TARGETS.map((name): TargetGrant => ({
      name,
      driver: "local",
      base: "/",
      roots: [],
      exec: false,
      process: false,
      poll: POLL,
      watch: true,
    }));
    return {
      config: {
        path: null,
        agent: { name: "sim", ledger: ":memory:" },
        store: null,
        environments: this.#scenario.window !== null ? [windowGrant()] : [],
        targets,
        secrets: NO_SECRETS,
      },
      clock: life.clock,
      drivers: [
        simulatedDriver({
          life,
          random: this.#random,
          oracle: this.#oracle,
          trouble: {
            pass: (life, point, intent) => this.#pass(life, point, this.#oracle.intent(intent)),
            effectFault: (intent) => this.#effectFault(intent),
            calls: this.#calls,
          },
          targets: this.#targets,
        }),
      ],
      emit: (event) => {
        if (!life.over) this.#hear(event);
      },
      random: () => this.#random.next(),
      sha256,
    };
  }

  #hear(event: Event): void {
    if (event.kind === "status-changed") {
      this.#statuses.set(event.address, event.report);
      const { status, reason } = event.report;
      this.#say(`    ${event.address} is ${status.kind}: ${reason}`);
    } else if (event.kind === "resource-dropped") this.#statuses.delete(event.address);
    else if (event.kind === "converged" || event.kind === "diverged") {
      this.#converged = event.kind === "converged";
      this.#say(event.kind);
    }
  }

  // --- the ledger, as one life holds it ---------------------------------------------------------------------------------

  #handle(life: Life, ledger: Ledger): Ledger {
    const oracle = this.#oracle;
    const checked =
      <Args extends unknown[], T>(method: (...args: Args) => T) =>
      (...args: Args): T => {
        life.check();
        return method(...args);
      };
    const passAll = (point: Point, entries: readonly Acted[]): void => {
      for (const entry of entries)
        if (!this.#pass(life, point, entry)) throw new Crash("the agent is killed");
    };
    const owner = (row: AppliedRow): Target | undefined => this.#targets[row.target];
    return {
      ...ledger,
      environment: checked((...all: Parameters<Ledger["environment"]>) => ledger.environment(...all)),
      putEnvironment: checked((...all: Parameters<Ledger["putEnvironment"]>) =>
        ledger.putEnvironment(...all),
      ),
      standing: checked((...all: Parameters<Ledger["standing"]>) => ledger.standing(...all)),
      putApplied: checked((...all: Parameters<Ledger["putApplied"]>) => ledger.putApplied(...all)),
      putTarget: checked((...all: Parameters<Ledger["putTarget"]>) => ledger.putTarget(...all)),
      audit: checked((...all: Parameters<Ledger["audit"]>) => ledger.audit(...all)),
      begin: checked((intents, released) => {
        if (this.#scenario.window !== null && !this.#window.isOpen(this.#time.wall, this.#time.now))
          for (const { cause, address, action } of intents)
            if (cause === "intended" && !oracle.isHalfReplaced(address))
              oracle.violate(`${action} ${address} is begun while the window for changes is closed`);
        passAll("before-intent", intents);
        const entries = ledger.begin(intents, released);
        oracle.began(entries);
        for (const entry of entries)
          this.#say(
            `intent ${entry.id}: ${entry.action} ${entry.address} (${entry.cause}, attempt ${entry.attempt})`,
          );
        passAll("after-intent", entries);
        return entries;
      }),
      finish: checked((results) => {
        const entries = results.flatMap(({ id }) => oracle.intent(id) ?? []);
        oracle.finishing(results);
        for (const { changes } of results) oracle.noting(changes, owner);
        passAll("after-effect", entries);
        oracle.remember();
        ledger.finish(results);
        oracle.finished(results);
        for (const { id, outcome, changes } of results)
          this.#say(`intent ${id}: ${outcome}${changes.map((change) => `, ${describe(change)}`).join("")}`);
        passAll("after-result", entries);
      }),
      note: checked((changes, released) => {
        const acted = changes.flatMap((change) => this.#actedIn(ledger, change));
        passAll("before-intent", acted);
        oracle.noting(changes, owner);
        oracle.remember();
        ledger.note(changes, released);
        oracle.noted(changes, null);
        if (changes.length > 0) this.#say(`noted: ${changes.map(describe).join(", ")}`);
        passAll("after-result", acted);
      }),
    };
  }

  /** What a note in the ledger stands for. */
  #actedIn(ledger: Ledger, change: Change): Acted | [] {
    switch (change.kind) {
      case "applied": {
        const { address, identity, target } = change.row;
        return ledger.claim(identity) === null ? { action: "adopt", address, target, identity } : [];
      }
      case "forgotten": {
        const row = ledger.applied(ENVIRONMENT).get(change.address);
        if (row === undefined) return [];
        const { address, identity, target } = row;
        return { action: "release", address, target, identity };
      }
      case "protection":
      case "moved":
        return [];
    }
  }

  // --- faults -----------------------------------------------------------------------------------------------------------

  /** An action passes a point: whatever waits for that strikes. False: the agent's life is over. */
  #pass(life: Life, point: Point, acted: Acted | null): boolean {
    if (life.over) return false;
    if (acted === null || this.#isOver) return true;
    const what = this.#take(point, acted.action, (fault) => !isEffectFault(fault.what));
    if (what !== null) this.#strike(what as WorldFault, life, acted);
    return !life.over;
  }

  #effectFault(intent: number): EffectFault | null {
    const entry = this.#oracle.intent(intent);
    if (entry === null || this.#isOver) return null;
    const what = this.#take("mid-effect", entry.action, (fault) => isEffectFault(fault.what));
    if (what !== null) this.#say(`  fault: ${what}`);
    return what as EffectFault | null;
  }

  #take(point: Point, action: Action, matches: (fault: SimFault) => boolean): SimFault["what"] | null {
    for (const [index, entry] of this.#faults.entries()) {
      const { fault } = entry;
      if (fault.point !== point || (fault.action !== null && fault.action !== action) || !matches(fault))
        continue;
      if (entry.left > 0) {
        entry.left--;
        continue;
      }
      this.#faults.splice(index, 1);
      this.#struck.push(`${action} ${point} ${fault.what}`);
      return fault.what;
    }
    return null;
  }

  #strike(what: WorldFault, life: Life, acted: Acted): void {
    const { name, kind: ownKind } = objectOf(acted.identity);
    const target = this.#targets[acted.target] as Target;
    const key = `${target.name}/${name}`;
    this.#say(`  fault: ${what} (${acted.action} ${acted.address})`);
    const soon = this.#random.between(3_000, 50_000);
    switch (what) {
      case "crash":
        this.#end(life, "is killed");
        return;
      case "restart":
        this.#time.at(0, () => this.#stop.abort(), life);
        return;
      case "version":
        this.#time.at(0, () => this.#arrive(Math.min(this.#version + 1, this.#graphs.length - 1)));
        return;
      case "edit": {
        const there = target.home.truth(name);
        const isOther = isShared(name) && this.#random.chance(0.15);
        const kind = isOther ? this.#random.pick(KINDS) : (there?.kind ?? ownKind);
        if (there !== null && there.kind !== kind) {
          // It is taken away, and something else is put in its place.
          this.#oracle.losses.set(key, "stranger");
          target.home.delete(name);
        }
        target.home.put(name, { ...there?.spec, value: 900 + this.#random.int(100) }, kind);
        if (there?.kind !== kind) this.#oracle.madeByStranger(key, kind);
        this.#oracle.edited(key);
        return;
      }
      case "delete":
        if (target.home.truth(name) !== null) this.#oracle.losses.set(key, "stranger");
        target.home.delete(name);
        this.#oracle.edited(key);
        return;
      case "unreachable":
        target.home.unreachable = "no route to the target";
        this.#time.at(soon, () => (target.home.unreachable = null));
        return;
      case "blind":
        target.blindUntil = this.#time.now + soon;
        target.mute = this.#random.chance(0.3);
        return;
      case "stranger":
        target.swap();
        this.#time.at(soon, () => (target.stranger = null));
        return;
      case "jump":
        this.#jump(this.#random.pick([-86_400_000, -3_600_000, -1_000, 1_000, 3_600_000, 86_400_000 * 30]));
        return;
    }
  }

  #jump(by: number): void {
    const before = this.#time.wall;
    this.#time.jump(by);
    this.#window.jumped(before, this.#time.wall, this.#time.now);
  }
}

type Acted = Pick<JournalEntry, "action" | "address" | "target" | "identity">;

function isEffectFault(what: SimFault["what"]): boolean {
  return (EFFECT_FAULTS as readonly string[]).includes(what);
}

function objectOf(identity: Identity): { readonly name: string; readonly kind: string } {
  const parts = parseIdentity(identity);
  if (parts === null) throw new Error(`${identity} is no identity`);
  return { name: parts.key["/name"] as string, kind: parts.kind };
}

function describe(change: Change): string {
  switch (change.kind) {
    case "applied":
      return `${change.row.address} is applied`;
    case "forgotten":
      return `${change.address} is forgotten`;
    case "protection":
      return `the protection of ${change.address} is lifted`;
    case "moved":
      return `${change.from} is now ${change.to}`;
  }
}
