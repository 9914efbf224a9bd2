// The conformance suite: what runtime/driver.ts promises, as checks that any test runner can run, also outside this
// repository (`import { conformance } from "setpoint/conformance"`, docs/drivers.md).
//
// In:  a harness, which makes a fresh world for each check, with a stranger's hands in it. Out: checks by name; one that does
// not hold throws. A capability that a target cannot have (making a resource unreadable, dying half-way) is null in its
// harness, and the checks of it say that they were skipped and why, rather than passing in silence.

import { deepEqual, equal, fail, match, notEqual, ok } from "node:assert/strict";
import { hash } from "node:crypto";
import type { Address } from "../compiler/address.ts";
import { atPointer, type Identity } from "../compiler/identity.ts";
import type { Json, JsonObject } from "../compiler/json.ts";
import type { TargetGrant } from "./config.ts";
import type {
  ActContext,
  Driver,
  LookContext,
  Outcome,
  Present,
  Reading,
  Session,
  Subject,
} from "./driver.ts";

export interface Harness {
  readonly kind: string;
  open(): Promise<HarnessWorld>;
}

export interface HarnessWorld {
  readonly driver: Driver;
  readonly grant: TargetGrant;
  /** A spec of a new resource; other names are other resources, and other variants other values of the same resource. */
  spec(name: string, variant: number): JsonObject;
  /** A spec of a new resource with this reference to a secret in it; null: the kind can hold none. */
  readonly secret?: ((name: string, reference: Json) => JsonObject) | null;
  /** A stranger gives the resource other values, as its spec would say them. */
  tamper(spec: JsonObject): void;
  /** A stranger takes the resource away. */
  takeAway(spec: JsonObject): void;
  /** A stranger puts something of another kind in its place; null or missing: nothing else can stand there. */
  readonly usurp?: ((spec: JsonObject) => void) | null;
  /** Everything that looking must not change. */
  snapshot(): unknown;
  /** Makes the resource unreadable without taking it away. */
  readonly blind: ((spec: JsonObject) => void) | null;
  /** Creates with the intent `CRASHED`, and dies before, in the middle of, or after what it does. */
  crash(when: "before" | "during" | "after", subject: Subject): Promise<void>;
  /** What a dead attempt left, beside the resources. */
  leftovers(): readonly string[];
  /** The next effect on `one` does not return, whatever its signal says. */
  readonly hangDeaf: (() => void) | null;
  close(): Promise<void>;
}

export interface Check {
  readonly name: string;
  /** Null when it holds, or why it was skipped; throws when it does not hold. */
  run(): Promise<string | null>;
}

/** The intent of an attempt that died. */
export const CRASHED = 5;

/** The checks of a driver, in order; each opens a world of its own. */
export function conformance(harness: Harness): readonly Check[] {
  return CHECKS.map(([name, check]) => ({
    name,
    run: async () => {
      const world = await harness.open();
      const session = await world.driver.connect(world.grant, lookContext());
      try {
        return (await check(suiteOf(harness, world, session))) ?? null;
      } finally {
        await session.close();
        await world.close();
      }
    },
  }));
}

// --- What a check has at hand ---------------------------------------------------------------------------------------------

export function lookContext(signal: AbortSignal = new AbortController().signal): LookContext {
  return { signal, deadline: Number.POSITIVE_INFINITY, log: () => {} };
}

export function actContext(id = 1, signal?: AbortSignal): ActContext {
  return {
    ...lookContext(signal),
    intent: { id, digest: "sha256:0" },
    secret: async (reference) => `secret of ${JSON.stringify(reference)}`,
  };
}

export function subjectOf(kind: string, name: string, spec: JsonObject): Subject {
  return { address: name as Address, kind, identity: `["${kind}","${name}"]` as Identity, spec };
}

export async function readOne(session: Session, subject: Subject): Promise<Reading | undefined> {
  return (await session.read([subject], lookContext())).get(subject.address);
}

export async function readPresent(session: Session, subject: Subject): Promise<Present> {
  const reading = await readOne(session, subject);
  if (reading?.kind !== "present") throw new Error(`${subject.address}: ${JSON.stringify(reading)}`);
  return reading;
}

/** Until everything that is ready has run: a turn of the event loop, not a time. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

interface Suite {
  readonly harness: Harness;
  readonly world: HarnessWorld;
  readonly session: Session;
  readonly subject: (name: string, variant?: number) => Subject;
  readonly make: (subject: Subject) => Promise<Outcome>;
}

function suiteOf(harness: Harness, world: HarnessWorld, session: Session): Suite {
  return {
    harness,
    world,
    session,
    subject: (name, variant = 0) => subjectOf(harness.kind, name, world.spec(name, variant)),
    make: async (subject) => {
      const outcome = await session.create(subject, actContext());
      equal(outcome.kind, "done", `create ${subject.address}: ${JSON.stringify(outcome)}`);
      return outcome;
    },
  };
}

/** Only fields that the spec sets are ours. */
function inStep(reading: Reading | undefined, spec: JsonObject): boolean {
  if (reading?.kind !== "present") return false;
  return Object.entries(spec).every(
    ([field, value]) => JSON.stringify(reading.live[field]) === JSON.stringify(value),
  );
}

// --- The checks -----------------------------------------------------------------------------------------------------------

type RunCheck = (suite: Suite) => Promise<string | null | void>;

/** A resource, read, that has then given way to something of another kind; null: nothing else can stand there. */
async function usurpedIn({ world, session, subject, make }: Suite) {
  if (world.usurp === null || world.usurp === undefined) return null;
  const one = subject("one");
  await make(one);
  const present = await readPresent(session, one);
  world.usurp(one.spec);
  return { one, present, before: world.snapshot() };
}

const NOTHING_ELSE = "nothing else can stand in its place";

const CHECKS: readonly (readonly [name: string, check: RunCheck])[] = [
  [
    "it says which kinds it implements, and who the target is",
    async ({ harness, world, session }) => {
      ok(world.driver.kinds.includes(harness.kind), `kinds has ${harness.kind}`);
      const again = await world.driver.connect(world.grant, lookContext());
      equal(again.identity, session.identity);
      notEqual(session.identity, "");
      await again.close();
    },
  ],
  [
    "create, read, then nothing is left to do",
    async ({ session, subject, make }) => {
      const one = subject("one");
      deepEqual(await readOne(session, one), { kind: "gone" });
      const outcome = await make(one);
      const present = await readPresent(session, one);
      ok(inStep(present, one.spec), `${JSON.stringify(present.live)} is ${JSON.stringify(one.spec)}`);
      deepEqual(outcome.kind === "done" ? outcome.outputs : null, present.outputs);
    },
  ],
  [
    "creating twice is creating once",
    async ({ world, subject, make }) => {
      const one = subject("one");
      await make(one);
      const before = world.snapshot();
      await make(one);
      deepEqual(world.snapshot(), before);
    },
  ],
  [
    "create takes hold of nothing that is there and is another",
    async ({ world, session, subject }) => {
      const one = subject("one");
      world.tamper(world.spec("one", 7));
      const before = world.snapshot();
      equal((await session.create(one, actContext())).kind, "conflict");
      deepEqual(world.snapshot(), before);
    },
  ],
  [
    "update mends, and updating twice is updating once",
    async ({ world, session, subject, make }) => {
      await make(subject("one"));
      const next = subject("one", 1);
      const present = await readPresent(session, next);
      ok(!inStep(present, next.spec), "another variant is a difference");
      equal((await session.update(next, present, [], actContext(2))).kind, "done");
      ok(inStep(await readPresent(session, next), next.spec), "it reads as wanted");
      const before = world.snapshot();
      equal((await session.update(next, present, [], actContext(2))).kind, "done");
      deepEqual(world.snapshot(), before);
    },
  ],
  [
    "update refuses what is not as it was read",
    async ({ world, session, subject, make }) => {
      const one = subject("one");
      await make(one);
      const present = await readPresent(session, one);
      world.tamper(world.spec("one", 7));
      const before = world.snapshot();
      equal((await session.update(subject("one", 1), present, [], actContext(2))).kind, "conflict");
      deepEqual(world.snapshot(), before);
    },
  ],
  [
    "update of what is gone is a conflict",
    async ({ world, session, subject, make }) => {
      const one = subject("one");
      await make(one);
      const present = await readPresent(session, one);
      world.takeAway(one.spec);
      equal((await session.update(subject("one", 1), present, [], actContext(2))).kind, "conflict");
    },
  ],
  [
    "remove, then gone; removing what is gone is done",
    async ({ session, subject, make }) => {
      const [one, two] = [subject("one"), subject("two")];
      await make(one);
      await make(two);
      const present = await readPresent(session, one);
      equal((await session.remove(one, present, actContext(3))).kind, "done");
      deepEqual(await readOne(session, one), { kind: "gone" });
      equal((await session.remove(one, present, actContext(3))).kind, "done");
      equal((await session.remove(one, null, actContext(3))).kind, "done");
      ok(inStep(await readOne(session, two), two.spec), "the other one is left alone");
    },
  ],
  [
    "remove refuses what is not as it was read",
    async ({ world, session, subject, make }) => {
      const one = subject("one");
      await make(one);
      const present = await readPresent(session, one);
      world.tamper(world.spec("one", 7));
      const before = world.snapshot();
      equal((await session.remove(one, present, actContext(3))).kind, "conflict");
      deepEqual(world.snapshot(), before);
    },
  ],
  [
    "what is of another kind in its place is left alone",
    async (suite) => {
      const usurped = await usurpedIn(suite);
      if (usurped === null) return NOTHING_ELSE;
      const { world, session, subject } = suite;
      const { one, present, before } = usurped;
      notEqual((await readPresent(session, one)).instead, undefined);
      notEqual((await session.create(one, actContext(2))).kind, "done");
      notEqual((await session.update(subject("one", 1), present, [], actContext(3))).kind, "done");
      deepEqual(world.snapshot(), before);
      return null;
    },
  ],
  [
    "removing what has given way to another kind is done",
    async (suite) => {
      const usurped = await usurpedIn(suite);
      if (usurped === null) return NOTHING_ELSE;
      const { world, session } = suite;
      const { one, present, before } = usurped;
      equal((await session.remove(one, present, actContext(2))).kind, "done");
      equal((await session.remove(one, null, actContext(3))).kind, "done");
      deepEqual(world.snapshot(), before);
      return null;
    },
  ],
  [
    "drift is seen by read and by probe",
    async ({ world, session, subject, make }) => {
      const [one, two] = [subject("one"), subject("two")];
      await make(one);
      await make(two);
      const was = await readPresent(session, one);
      world.tamper(world.spec("one", 7));
      world.takeAway(two.spec);
      ok(!inStep(await readOne(session, one), one.spec), "a read sees it");
      deepEqual(await readOne(session, two), { kind: "gone" });
      const versions = await session.probe?.([one, two], lookContext());
      if (versions === undefined) return;
      notEqual(versions.get(one.address), was.version ?? "");
      equal(versions.get(two.address), undefined);
    },
  ],
  [
    "a probe of what nobody touched says what the last read said",
    async ({ session, subject, make }) => {
      if (session.probe === undefined) return "the driver does not probe";
      const one = subject("one");
      await make(one);
      // A driver may distrust what changed a moment ago; within two seconds it has to settle.
      const end = performance.now() + 2000;
      for (;;) {
        const { version } = await readPresent(session, one);
        const probed = (await session.probe([one], lookContext())).get(one.address);
        if (version !== null && probed === version) return null;
        if (performance.now() > end) return fail(`a read says ${version}, a probe ${probed}`);
        await new Promise((resolve) => {
          setTimeout(resolve, 5);
        });
      }
    },
  ],
  [
    "drift is seen by the watch",
    async ({ world, session, subject, make }) => {
      if (session.watch === undefined) return "the driver does not watch";
      const [one, two] = [subject("one"), subject("two")];
      await make(one);
      await make(two);
      const seen = Promise.withResolvers<readonly Address[] | null>();
      const watch = session.watch([one], seen.resolve, (why) => seen.reject(new Error(why)));
      world.tamper(world.spec("two", 7));
      world.tamper(world.spec("one", 7));
      ok((await seen.promise)?.includes(one.address) !== false, "it names what changed, or anything");
      const other = Promise.withResolvers<void>();
      const both = session.watch(
        [one],
        (addresses) => {
          if (addresses?.includes(two.address) !== false) other.resolve();
        },
        (why) => other.reject(new Error(why)),
      );
      both.update([one, two]);
      world.tamper(world.spec("two", 8));
      await other.promise;
      watch.close();
      both.close();
      return null;
    },
  ],
  [
    "looking changes nothing",
    async ({ world, session, subject, make }) => {
      const subjects = [subject("one"), subject("two"), subject("three")];
      for (const subject of subjects.slice(1)) await make(subject);
      world.tamper(world.spec("two", 7));
      const before = world.snapshot();
      await session.read(subjects, lookContext());
      await session.probe?.(subjects, lookContext());
      for (const subject of subjects) await session.settle?.({ id: 9, digest: "" }, subject, lookContext());
      const nothing = (): void => {};
      session.watch?.(subjects, nothing, nothing).close();
      deepEqual(world.snapshot(), before);
    },
  ],
  [
    "settle tells whether an effect took place",
    async ({ session, subject }) => {
      if (session.settle === undefined) return "the driver leaves it to the engine";
      const one = subject("one");
      equal(await session.settle({ id: 5, digest: "" }, one, lookContext()), "not-done");
      await session.create(one, actContext(5));
      equal(await session.settle({ id: 5, digest: "" }, one, lookContext()), "done");
      return null;
    },
  ],
  [
    "an effect whose signal has aborted does nothing",
    async ({ world, session, subject }) => {
      const before = world.snapshot();
      const outcome = await session.create(subject("one"), actContext(1, AbortSignal.abort()));
      equal(outcome.kind, "retryable");
      deepEqual(world.snapshot(), before);
    },
  ],
  [
    "what cannot be read is unknown and never gone",
    async ({ world, session, subject, make }) => {
      if (world.blind === null) return "the target has no way to be unreadable";
      const one = subject("one");
      await make(one);
      world.blind(one.spec);
      equal((await readOne(session, one))?.kind ?? "unknown", "unknown");
      return null;
    },
  ],
  ...(["before", "during", "after"] as const).map((when): readonly [string, RunCheck] => [
    `a crash ${when} the effect converges`,
    (suite) => crash(suite, when),
  ]),
  [
    "a call that hangs whatever its signal says leaves the other calls alone",
    async ({ world, session, subject, make }) => {
      if (world.hangDeaf === null) return "the target cannot be made to hang";
      world.hangDeaf();
      const controller = new AbortController();
      const ended: string[] = [];
      void session.create(subject("one"), actContext(1, controller.signal)).then(() => ended.push("one"));
      await turn();
      controller.abort();
      await make(subject("two"));
      deepEqual(ended, []);
      return null;
    },
  ],
  ["a secret, old or new, appears in nothing that the driver says", keepSecrets],
];

async function crash({ world, session, subject }: Suite, when: "before" | "during" | "after"): Promise<void> {
  const one = subject("one");
  await world.crash(when, one);
  const settled = await session.settle?.({ id: CRASHED, digest: "" }, one, lookContext());
  const reading = await readOne(session, one);
  // What settle says is never contradicted by what is there.
  const truth = inStep(reading, one.spec) ? "done" : reading?.kind === "gone" ? "not-done" : "part";
  ok([undefined, "unknown", truth].includes(settled), `settle says ${settled}, and it is ${truth}`);
  // The engine plans from what it reads, as after any other look.
  const next =
    reading?.kind === "present"
      ? await session.update(one, reading, [], actContext(CRASHED + 1))
      : await session.create(one, actContext(CRASHED + 1));
  equal(next.kind, "done", JSON.stringify(next));
  ok(inStep(await readOne(session, one), one.spec), "it reads as wanted");
  deepEqual(world.leftovers(), []);
}

/** Through a whole life of a resource: made, looked at, rotated, drifted, refused, made plain, removed. */
async function keepSecrets({ harness, world, session }: Suite): Promise<string | null> {
  const specOf = world.secret ?? null;
  if (specOf === null) return "the kind can hold no secret";
  const values = { old: "hunter2-old", new: "correct-horse-new" };
  let current: keyof typeof values | "none" = "old";
  const said: unknown[] = [];
  const look: LookContext = { ...lookContext(), log: (line) => said.push(line) };
  const act = (id: number): ActContext => ({
    ...actContext(id),
    log: (line) => said.push(line),
    secret: async () =>
      current === "none" ? Promise.reject(new Error("it is not granted")) : values[current],
  });
  const say = async <T>(call: Promise<T> | undefined): Promise<T | undefined> => {
    try {
      const answer = await call;
      said.push(answer instanceof Map ? [...(answer as Map<unknown, unknown>)] : answer);
      return answer;
    } catch (error) {
      said.push(error instanceof Error ? [error.message, error.stack, error.cause] : error);
      return undefined;
    }
  };
  const spec = specOf("one", { $secret: { provider: "test", key: "one" } });
  const one: Subject = { ...subjectOf(harness.kind, "one", spec), applied: null };
  const made: Subject = { ...one, applied: spec };
  const effect = await say(session.create(one, act(1)));
  equal(effect?.kind, "done", JSON.stringify(said));
  equal((await say(session.create(one, act(1))))?.kind, "done", "doing it twice is doing it once");
  const first = (await say(session.read([made], look)))?.get(made.address);
  const digests = effect?.kind === "done" ? Object.entries(effect.digests ?? {}) : [];
  ok(digests.length > 0, "an effect says what its secrets read as from then on, in `digests`");
  for (const [pointer, digest] of digests)
    deepEqual(first?.kind === "present" ? atPointer(first.live, pointer) : null, digest);
  await say(session.probe?.([made], look));
  await say(session.settle?.({ id: 1, digest: "" }, made, look));
  current = "new";
  if (first?.kind !== "present") return fail(`it is there: ${JSON.stringify(first)}`);
  equal((await say(session.update(made, first, [], act(2))))?.kind, "done", "a rotation is an update");
  await say(session.update(made, first, [], act(3)));
  const second = (await say(session.read([made], look)))?.get(made.address);
  current = "none";
  if (second?.kind === "present") await say(session.update(made, second, [], act(4)));
  // What was a secret stays one when the declaration no longer says so.
  const plain: Subject = { ...subjectOf(harness.kind, "one", world.spec("one", 0)), applied: spec };
  await say(session.read([plain], look));
  await say(session.create(plain, act(5)));
  await say(session.remove(made, first, act(6)));
  await say(session.remove(made, null, act(7)));
  const everything = JSON.stringify(said);
  for (const [name, value] of Object.entries(values)) {
    const bytes = Buffer.from(value);
    const forms = [value, bytes.toString("base64"), bytes.toString("hex"), hash("sha256", value)];
    for (const form of forms)
      if (everything.includes(form)) fail(`the ${name} secret is in what the driver said: ${everything}`);
  }
  match(everything, /done/);
  return null;
}
