// One suite for every driver: what runtime/driver.ts promises, held against a real target.
//
// In:  a harness, which makes a fresh world for each test, with a stranger's hands in it. Out: vitest tests.
// A capability that a target cannot have (making a resource unreadable, dying half-way) is null in its harness, and the
// tests of it are left out by name rather than passed in silence.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Address } from "../../compiler/address.ts";
import type { Identity } from "../../compiler/identity.ts";
import type { JsonObject } from "../../compiler/json.ts";
import type { TargetGrant } from "../../runtime/config.ts";
import type { Driver, Outcome, Present, Reading, Session, Subject } from "../../runtime/driver.ts";
import { actContext, lookContext } from "./context.ts";

export interface Harness {
  readonly kind: string;
  open(): Promise<HarnessWorld>;
}

export interface HarnessWorld {
  readonly driver: Driver;
  readonly grant: TargetGrant;
  /** A spec of a new resource; other names are other resources, and other variants other values of the same resource. */
  spec(name: string, variant: number): JsonObject;
  /** A stranger gives the resource other values, as its spec would say them. */
  tamper(spec: JsonObject): void;
  /** A stranger takes the resource away. */
  takeAway(spec: JsonObject): void;
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

/** The intent of an attempt that died. */
export const CRASHED = 5;

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

/** Only fields that the spec sets are ours. */
function inStep(reading: Reading | undefined, spec: JsonObject): boolean {
  if (reading?.kind !== "present") return false;
  return Object.entries(spec).every(
    ([field, value]) => JSON.stringify(reading.live[field]) === JSON.stringify(value),
  );
}

export function describeDriver(name: string, harness: Harness): void {
  describe(`${name} keeps the contract`, () => {
    let world: HarnessWorld;
    let session: Session;

    beforeEach(async () => {
      world = await harness.open();
      session = await world.driver.connect(world.grant, lookContext());
    });
    afterEach(async () => {
      await session.close();
      await world.close();
    });

    const subject = (name: string, variant = 0): Subject =>
      subjectOf(harness.kind, name, world.spec(name, variant));
    const make = async (subject: Subject): Promise<Outcome> => {
      const outcome = await session.create(subject, actContext());
      expect(outcome.kind).toBe("done");
      return outcome;
    };

    test("it says which kinds it implements, and who the target is", async () => {
      expect(world.driver.kinds).toContain(harness.kind);
      const again = await world.driver.connect(world.grant, lookContext());
      expect(again.identity).toBe(session.identity);
      expect(session.identity).not.toBe("");
      await again.close();
    });

    test("create, read, then nothing is left to do", async () => {
      const one = subject("one");
      expect(await readOne(session, one)).toEqual({ kind: "gone" });
      const outcome = await make(one);
      const present = await readPresent(session, one);
      expect(inStep(present, one.spec)).toBe(true);
      expect(outcome).toMatchObject({ outputs: present.outputs });
    });

    test("creating twice is creating once", async () => {
      const one = subject("one");
      await make(one);
      const before = world.snapshot();
      await make(one);
      expect(world.snapshot()).toEqual(before);
    });

    test("create takes hold of nothing that is there and is another", async () => {
      const one = subject("one");
      world.tamper(world.spec("one", 7));
      const before = world.snapshot();
      expect((await session.create(one, actContext())).kind).toBe("conflict");
      expect(world.snapshot()).toEqual(before);
    });

    test("update mends, and updating twice is updating once", async () => {
      await make(subject("one"));
      const next = subject("one", 1);
      const present = await readPresent(session, next);
      expect(inStep(present, next.spec)).toBe(false);
      expect((await session.update(next, present, [], actContext(2))).kind).toBe("done");
      expect(inStep(await readPresent(session, next), next.spec)).toBe(true);
      const before = world.snapshot();
      expect((await session.update(next, present, [], actContext(2))).kind).toBe("done");
      expect(world.snapshot()).toEqual(before);
    });

    test("update refuses what is not as it was read", async () => {
      const one = subject("one");
      await make(one);
      const present = await readPresent(session, one);
      world.tamper(world.spec("one", 7));
      const before = world.snapshot();
      const next = subject("one", 1);
      expect((await session.update(next, present, [], actContext(2))).kind).toBe("conflict");
      expect(world.snapshot()).toEqual(before);
    });

    test("update of what is gone is a conflict", async () => {
      const one = subject("one");
      await make(one);
      const present = await readPresent(session, one);
      world.takeAway(one.spec);
      expect((await session.update(subject("one", 1), present, [], actContext(2))).kind).toBe("conflict");
    });

    test("remove, then gone; removing what is gone is done", async () => {
      const [one, two] = [subject("one"), subject("two")];
      await make(one);
      await make(two);
      const present = await readPresent(session, one);
      expect((await session.remove(one, present, actContext(3))).kind).toBe("done");
      expect(await readOne(session, one)).toEqual({ kind: "gone" });
      expect((await session.remove(one, present, actContext(3))).kind).toBe("done");
      expect((await session.remove(one, null, actContext(3))).kind).toBe("done");
      expect(inStep(await readOne(session, two), two.spec)).toBe(true);
    });

    test("remove refuses what is not as it was read", async () => {
      const one = subject("one");
      await make(one);
      const present = await readPresent(session, one);
      world.tamper(world.spec("one", 7));
      const before = world.snapshot();
      expect((await session.remove(one, present, actContext(3))).kind).toBe("conflict");
      expect(world.snapshot()).toEqual(before);
    });

    test("drift is seen by read and by probe", async () => {
      const [one, two] = [subject("one"), subject("two")];
      await make(one);
      await make(two);
      const was = await readPresent(session, one);
      world.tamper(world.spec("one", 7));
      world.takeAway(two.spec);
      expect(inStep(await readOne(session, one), one.spec)).toBe(false);
      expect(await readOne(session, two)).toEqual({ kind: "gone" });
      const versions = await session.probe?.([one, two], lookContext());
      expect(versions?.get(one.address)).not.toBe(was.version);
      expect(versions?.get(two.address)).toBeUndefined();
    });

    test("drift is seen by the watch", async () => {
      const [one, two] = [subject("one"), subject("two")];
      await make(one);
      await make(two);
      const seen = Promise.withResolvers<readonly Address[] | null>();
      const watch = session.watch?.([one], seen.resolve, (why) => seen.reject(new Error(why)));
      world.tamper(world.spec("two", 7));
      world.tamper(world.spec("one", 7));
      expect(await seen.promise).toEqual([one.address]);
      const other = Promise.withResolvers<void>();
      const both = session.watch?.(
        [one],
        (addresses) => {
          if (addresses?.includes(two.address) !== false) other.resolve();
        },
        (why) => other.reject(new Error(why)),
      );
      both?.update([one, two]);
      world.tamper(world.spec("two", 8));
      await other.promise;
      watch?.close();
      both?.close();
    });

    test("looking changes nothing", async () => {
      const subjects = [subject("one"), subject("two"), subject("three")];
      for (const subject of subjects.slice(1)) await make(subject);
      world.tamper(world.spec("two", 7));
      const before = world.snapshot();
      await session.read(subjects, lookContext());
      await session.probe?.(subjects, lookContext());
      for (const subject of subjects) await session.settle?.({ id: 9, digest: "" }, subject, lookContext());
      session
        .watch?.(
          subjects,
          () => {},
          () => {},
        )
        .close();
      expect(world.snapshot()).toEqual(before);
    });

    test("settle tells whether an effect took place", async () => {
      const one = subject("one");
      expect(await session.settle?.({ id: 5, digest: "" }, one, lookContext())).toBe("not-done");
      await session.create(one, actContext(5));
      expect(await session.settle?.({ id: 5, digest: "" }, one, lookContext())).toBe("done");
    });

    test("an effect whose signal has aborted does nothing", async () => {
      const before = world.snapshot();
      const outcome = await session.create(subject("one"), actContext(1, AbortSignal.abort()));
      expect(outcome.kind).toBe("retryable");
      expect(world.snapshot()).toEqual(before);
    });

    test("what cannot be read is unknown and never gone", async (context) => {
      if (world.blind === null) return context.skip("the target has no way to be unreadable");
      const one = subject("one");
      await make(one);
      world.blind(one.spec);
      expect((await readOne(session, one))?.kind ?? "unknown").toBe("unknown");
    });

    test.each(["before", "during", "after"] as const)("a crash %s the effect converges", async (when) => {
      const one = subject("one");
      await world.crash(when, one);
      const settled = await session.settle?.({ id: CRASHED, digest: "" }, one, lookContext());
      const reading = await readOne(session, one);
      // What settle says is never contradicted by what is there.
      const truth = inStep(reading, one.spec) ? "done" : reading?.kind === "gone" ? "not-done" : "unknown";
      expect(["unknown", truth]).toContain(settled);
      // The engine plans from what it reads, as after any other look.
      const next =
        reading?.kind === "present"
          ? await session.update(one, reading, [], actContext(CRASHED + 1))
          : await session.create(one, actContext(CRASHED + 1));
      expect(next.kind).toBe("done");
      expect(inStep(await readOne(session, one), one.spec)).toBe(true);
      expect(world.leftovers()).toEqual([]);
    });

    test("a call that hangs whatever its signal says leaves the other calls alone", async (context) => {
      if (world.hangDeaf === null) return context.skip("the target cannot be made to hang");
      world.hangDeaf();
      const controller = new AbortController();
      const ended: string[] = [];
      void session.create(subject("one"), actContext(1, controller.signal)).then(() => ended.push("one"));
      await turn();
      controller.abort();
      await make(subject("two"));
      expect(ended).toEqual([]);
    });
  });
}
