// A simulated target: a memory world behind a line that is slow, breaks, lies, or leads somewhere else.
//
// In:  the calls of one life's sessions. Out: effects on the memory world, at the moments that the seed chooses. The oracle is
// told of every look and every effect as it happens; whether and how one goes wrong is asked of `Trouble`.

import type { Address } from "../../compiler/address.ts";
import type {
  ActContext,
  Driver,
  LookContext,
  Outcome,
  Present,
  Reading,
  Session,
  Subject,
} from "../../runtime/driver.ts";
import { ConnectError } from "../../runtime/driver.ts";
import { memoryDriver } from "../../runtime/drivers/memory.ts";
import { MemoryWorld, type EffectCall } from "../../runtime/drivers/memory/world.ts";
import type { Oracle } from "./oracle.ts";
import type { Random } from "./random.ts";
import type { EffectFault, Point, SimTarget } from "./scenario.ts";
import type { Life, SimulatedTime } from "./time.ts";

/** How many effects a target takes at once. */
export const SLOTS = 2;

export class Target {
  readonly name: SimTarget;
  readonly home: MemoryWorld;
  /** Another machine that answers in its place, or null. */
  stranger: MemoryWorld | null = null;
  #strangers = 0;
  readonly #time: SimulatedTime;
  /** Reads and probes get no answer before this moment. */
  blindUntil = 0;
  mute = false;

  constructor(name: SimTarget, time: SimulatedTime) {
    this.name = name;
    this.#time = time;
    const clock = { wall: () => time.wall, monotonic: () => time.now, timer: () => () => {} };
    this.home = new MemoryWorld({ identity: `${name}:home`, clock });
  }

  get world(): MemoryWorld {
    return this.stranger ?? this.home;
  }

  get isBlind(): boolean {
    return this.#time.now < this.blindUntil;
  }

  swap(): void {
    this.stranger ??= new MemoryWorld({ identity: `${this.name}:stranger-${++this.#strangers}` });
  }

  heal(): void {
    this.stranger = null;
    this.home.unreachable = null;
    this.blindUntil = 0;
  }
}

/** An effect on its way: what a crash decides about. */
export interface Call {
  readonly life: Life;
  readonly target: Target;
  readonly world: MemoryWorld;
  readonly name: string;
  readonly kind: string;
  readonly call: EffectCall;
  readonly intent: number;
  /** Does it, whatever becomes of the caller. */
  readonly land: () => Promise<Outcome>;
  landed: boolean;
}

/** What goes wrong, decided by the scenario. */
export interface Trouble {
  /** An action passes a point. False: the life is over. */
  pass(life: Life, point: Point, intent: number): boolean;
  effectFault(intent: number): EffectFault | null;
  readonly calls: Set<Call>;
}

export interface Line {
  readonly life: Life;
  readonly random: Random;
  readonly oracle: Oracle;
  readonly trouble: Trouble;
  readonly targets: Readonly<Record<string, Target>>;
}

const NO_VERSIONS: ReadonlyMap<Address, string> = new Map();
const never = (): Promise<never> => new Promise(() => {});
const unaborted = new AbortController().signal;

export function simulatedDriver(line: Line): Driver {
  return {
    name: "memory",
    kinds: [],
    host: "never",
    connect: async (grant, ctx) => {
      const target = line.targets[grant.name];
      if (target === undefined) throw new ConnectError(`no target ${grant.name}`, { permanent: true });
      await line.life.wait(latency(line.random));
      const { world } = target;
      return openSession(line, target, world, await memoryDriver(world).connect(grant, ctx));
    },
  };
}

function latency(random: Random): number {
  return random.chance(0.9) ? random.int(60) : random.int(2_500);
}

function openSession(line: Line, target: Target, world: MemoryWorld, inner: Session): Session {
  const { life, random, oracle } = line;
  const isLost = (): boolean => target.world !== world;

  const looks = async <T>(ctx: LookContext, look: () => Promise<T>): Promise<T | null> => {
    await life.wait(latency(random));
    if (target.isBlind && target.mute) await aborted(ctx.signal);
    if (target.isBlind || isLost() || ctx.signal.aborted) return null;
    const answer = await look();
    await life.wait(latency(random));
    return answer;
  };

  return {
    identity: inner.identity,
    slots: SLOTS,
    dead: () => (isLost() ? "the connection is lost" : null),
    read: async (subjects, ctx) => {
      const began = oracle.tick();
      for (const subject of subjects) oracle.asked(target, nameOf(subject), began);
      const readings = await looks(ctx, () => inner.read(subjects, ctx));
      const unknown: Reading = { kind: "unknown", why: isLost() ? "the connection is lost" : "no answer" };
      if (readings === null) return new Map(subjects.map(({ address }) => [address, unknown]));
      for (const subject of subjects) {
        if (readings.get(subject.address)?.kind !== "unknown") oracle.looked(target, nameOf(subject), began);
      }
      return readings;
    },
    probe: async (subjects, ctx) =>
      (await looks(ctx, () => inner.probe?.(subjects, ctx) ?? Promise.resolve(NO_VERSIONS))) ?? NO_VERSIONS,
    create: (subject, ctx) =>
      effect(line, target, world, "create", subject, null, ctx, (own) => inner.create(subject, own)),
    update: (subject, present, patch, ctx) =>
      effect(line, target, world, "update", subject, present, ctx, (own) =>
        inner.update(subject, present, patch, own),
      ),
    remove: (subject, present, ctx) =>
      effect(line, target, world, "remove", subject, present, ctx, (own) =>
        inner.remove(subject, present, own),
      ),
    settle: async (intent, subject, ctx) =>
      (await looks(ctx, () => inner.settle?.(intent, subject, ctx) ?? Promise.resolve("unknown" as const))) ??
      "unknown",
    close: async () => inner.close(),
  };
}

async function effect(
  line: Line,
  target: Target,
  world: MemoryWorld,
  kind: EffectCall,
  subject: Subject,
  _present: Present | null,
  ctx: ActContext,
  act: (ctx: ActContext) => Promise<Outcome>,
): Promise<Outcome> {
  const { life, random, oracle, trouble } = line;
  life.check();
  const name = nameOf(subject);
  const intent = ctx.intent.id;
  const land = async (): Promise<Outcome> => {
    call.landed = true;
    if (target.world !== world) return { kind: "retryable", why: "the connection is lost" };
    oracle.landing(call);
    const before = world.effects.length;
    const outcome = await act({ ...ctx, signal: unaborted });
    // Others may have landed on the same world meanwhile.
    const own = world.effects.slice(before).filter((one) => one.intent === intent && one.name === name);
    oracle.landed(call, own, outcome);
    return outcome;
  };
  const call: Call = {
    life,
    target,
    world,
    name,
    kind: subject.kind,
    call: kind,
    intent,
    land,
    landed: false,
  };
  oracle.calling(call);
  trouble.calls.add(call);
  const end = (outcome: Outcome): Outcome => {
    trouble.calls.delete(call);
    oracle.returned(call, outcome);
    return outcome;
  };

  await life.wait(latency(random));
  if (!trouble.pass(life, "after-intent", intent)) return never();
  const fault = trouble.effectFault(intent);
  const done = await suffer(line, call, ctx, fault);
  if (!trouble.pass(life, "mid-effect", intent)) return never();
  await life.wait(latency(random));
  if (!trouble.pass(life, "after-effect", intent)) return never();
  return end(done);
}

/** Does what the fault lets it do, and says what the fault makes it say. */
async function suffer(line: Line, call: Call, ctx: ActContext, fault: EffectFault | null): Promise<Outcome> {
  const { life, random } = line;
  const { world, name } = call;
  const half = (): Promise<Outcome> => {
    world.script({ call: "effect", name, does: "half" });
    return call.land();
  };
  const undecided: Outcome = { kind: "undecided", why: "the connection broke" };
  switch (fault) {
    case null:
      if (ctx.signal.aborted) return { kind: "retryable", why: "cancelled before it began" };
      return call.land();
    case "retryable":
      return { kind: "retryable", why: "not now" };
    case "throttled":
      return { kind: "throttled", wait: 1_000 + random.int(9_000), why: "too many calls" };
    case "conflict":
      return { kind: "conflict", why: "it is another" };
    case "denied":
      return { kind: "denied", why: "no right", help: "grant it" };
    case "invalid":
      return { kind: "invalid", why: "no sense" };
    case "undecided":
      return undecided;
    case "throws":
      if (random.chance(0.5)) await call.land();
      line.trouble.calls.delete(call);
      line.oracle.returned(call, undecided);
      throw new Error("the driver broke");
    case "done-unsaid":
      await call.land();
      return random.chance(0.5) ? undecided : { kind: "retryable", why: "no answer came back" };
    case "said-undone":
      return { kind: "done", outputs: { id: "nothing", url: "nowhere" }, version: null };
    case "half-undecided":
      await half();
      return undecided;
    case "half-done":
      return half();
    case "hang":
    case "hang-done":
      if (fault === "hang-done") await call.land();
      await aborted(ctx.signal);
      return undecided;
    case "deaf":
      // Longer than its deadline, and only then it acts.
      await life.wait(15_000 + random.int(45_000));
      return call.land();
    case "deaf-done": {
      const outcome = await call.land();
      await life.wait(15_000 + random.int(45_000));
      return outcome;
    }
    case "lag": {
      // A kind that does not say that it lags does not lag for long.
      world.script({
        call: "effect",
        name,
        lag: call.kind === "Slow" ? 1_000 + random.int(6_900) : random.int(40),
      });
      return call.land();
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

export function nameOf(subject: Subject): string {
  const name = subject.spec["name"];
  if (typeof name !== "string") throw new TypeError(`${subject.address} has no name`);
  return name;
}
