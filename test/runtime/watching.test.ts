// When the engine looks again: polls, watches, `@every`, and the walk of full reads, on a clock that the test moves.

import { beforeEach, describe, expect, test } from "vitest";
import type { Address } from "../../compiler/address.ts";
import type { TargetGrant } from "../../runtime/config.ts";
import { NO_SECRETS } from "../../runtime/config/secrets.ts";
import type { Session, Subject, Watch } from "../../runtime/driver.ts";
import { Watching } from "../../runtime/engine/watching.ts";
import { World } from "../../runtime/engine/world.ts";
import type { EventBody } from "../../runtime/events.ts";
import type { EnginePorts } from "../../runtime/reconcile.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { address, type Declared, file, graphOf, sha256, versionOf } from "../support/graphs.ts";

const MINUTE = 60_000;
const ROUTE = { target: "local", driver: "file" };

interface Hinted {
  readonly at: number;
  readonly keys: readonly string[];
  readonly via: string;
  readonly probe: boolean;
}

let clock: FakeClock;
let hints: Hinted[];
let events: EventBody[];
let degrade: (why: string) => void;
let tell: (addresses: readonly Address[] | null) => void;
let watched: number;
let probes: {
  readonly subjects: readonly Subject[];
  readonly answer: (changed: readonly Subject[]) => void;
}[];

beforeEach(() => {
  clock = new FakeClock();
  hints = [];
  events = [];
  watched = 0;
  probes = [];
});

function watchingOf(declared: Record<string, Declared>, grant: Partial<TargetGrant> = {}) {
  const target: TargetGrant = {
    name: "local",
    driver: "local",
    base: "/",
    roots: ["/srv"],
    exec: false,
    process: false,
    poll: 30_000,
    watch: true,
    ...grant,
  };
  const ports: EnginePorts = {
    config: {
      path: null,
      agent: { name: "test", ledger: "/none" },
      store: null,
      environments: [],
      targets: [target],
      secrets: NO_SECRETS,
    },
    clock,
    drivers: [],
    emit: (event) => events.push(event),
    random: () => 0.5,
    sha256,
  };
  const world = new World(ports, null, "test");
  world.desire(versionOf(graphOf(declared)));
  const watching = new Watching(
    world,
    ports,
    (keys, via, depth) =>
      hints.push({ at: clock.monotonic(), keys: [...keys], via, probe: depth === "probe" }),
    (_session, subjects) => {
      const answer = Promise.withResolvers<readonly Subject[]>();
      probes.push({ subjects, answer: answer.resolve });
      return answer.promise;
    },
  );
  return { world, watching };
}

const session = (watches: boolean): Session => ({
  identity: "here",
  read: async () => new Map(),
  create: () => Promise.reject(new Error("not here")),
  update: () => Promise.reject(new Error("not here")),
  remove: () => Promise.reject(new Error("not here")),
  close: async () => {},
  ...(watches
    ? {
        watch: (_subjects, look, degraded): Watch => {
          watched++;
          tell = look;
          degrade = degraded;
          return { update: () => {}, close: () => {} };
        },
      }
    : {}),
});

const files = (count: number, every: number | null = null): Record<string, Declared> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `f${index}`,
      file(`/srv/f${index}`, "x", { meta: { every } }),
    ]),
  );

/** When each poll of everything was. */
const polls = (size: number): number[] =>
  hints
    .filter((hint) => hint.via === "poll" && hint.probe && hint.keys.length === size)
    .map((hint) => hint.at);

test("within the hour everything is read in full, and no minute has more than its share", () => {
  const { watching } = watchingOf(files(1000));
  watching.seen(ROUTE, session(true));
  watching.start();
  clock.advance(240 * MINUTE);
  const full = hints.filter((hint) => !hint.probe && hint.via === "poll");
  const perMinute = Map.groupBy(full, (hint) => Math.floor(hint.at / MINUTE));
  const most = Math.max(...[...perMinute.values()].map((each) => each.flatMap((hint) => hint.keys).length));
  expect(most).toBeLessThanOrEqual(30);
  const last = new Map<string, number>();
  let longest = 0;
  for (const { at, keys } of full)
    for (const key of keys) {
      longest = Math.max(longest, at - (last.get(key) ?? 0));
      last.set(key, at);
    }
  expect(last.size).toBe(1000);
  expect(longest).toBeLessThanOrEqual(60 * MINUTE);
});

test.each([1, 2, 7])("%i resources are each read in full within the hour as well", (count) => {
  const { watching } = watchingOf(files(count));
  watching.seen(ROUTE, session(false));
  watching.start();
  clock.advance(60 * MINUTE);
  const read = hints.filter((hint) => !hint.probe).flatMap((hint) => hint.keys);
  expect(new Set(read).size).toBe(count);
});

test("a new version goes on with the walk, and new resources are in it", () => {
  const { world, watching } = watchingOf(files(100));
  watching.seen(ROUTE, session(false));
  watching.start();
  clock.advance(30 * MINUTE);
  const before = hints.filter((hint) => !hint.probe).flatMap((hint) => hint.keys);
  hints.length = 0;
  world.desire(versionOf(graphOf(files(200))));
  watching.refresh();
  clock.advance(60 * MINUTE);
  const after = new Set(hints.filter((hint) => !hint.probe).flatMap((hint) => hint.keys));
  expect(before.length).toBeGreaterThan(40);
  expect(after.size).toBe(200);
});

describe("polls", () => {
  test("come at the target's pace without a watch, and ten times as rarely with one", () => {
    const { watching } = watchingOf(files(3));
    watching.seen(ROUTE, session(false));
    watching.start();
    clock.advance(2 * MINUTE);
    expect(polls(3)).toEqual([30_000, 60_000, 90_000, 120_000]);
    watching.stop();
    hints.length = 0;
    watching.seen(ROUTE, session(true));
    watching.start();
    expect(hints).toMatchObject([{ via: "start", probe: true }]);
    clock.advance(11 * MINUTE);
    expect(polls(3)).toEqual([7 * MINUTE, 12 * MINUTE]);
  });

  test("come at the target's own pace again when the watch says that it is not complete", () => {
    const { watching } = watchingOf(files(3));
    watching.seen(ROUTE, session(true));
    watching.start();
    clock.advance(MINUTE);
    degrade("the limit of watches is reached");
    expect(events).toMatchObject([
      { kind: "watch-degraded", target: "local", why: "the limit of watches is reached" },
    ]);
    clock.advance(MINUTE);
    expect(polls(3)).toEqual([90_000, 120_000]);
    tell([address("f1")]);
    expect(hints.at(-1)).toMatchObject({ keys: ["f1"], via: "watch", probe: false });
  });

  test("do not trust a watch for an hour after they have found what it missed", () => {
    const { watching } = watchingOf(files(3));
    watching.seen(ROUTE, session(true));
    watching.start();
    watching.missed("f1");
    clock.advance(60 * MINUTE);
    expect(polls(3).length).toBe(120);
    hints.length = 0;
    clock.advance(60 * MINUTE);
    expect(polls(3).length).toBe(12);
  });

  test("do not come faster because the target is not watched and something drifts", () => {
    const { watching } = watchingOf(files(3), { watch: false });
    watching.seen(ROUTE, session(true));
    watching.start();
    expect(watched).toBe(0);
    watching.missed("f1");
    clock.advance(MINUTE);
    expect(polls(3)).toEqual([30_000, 60_000]);
  });
});

test("a poll that finds nothing hints nothing, and is not asked again before it is answered", async () => {
  const { watching } = watchingOf(files(3));
  watching.seen(ROUTE, { ...session(false), probe: async () => new Map() });
  watching.start();
  clock.advance(2 * MINUTE);
  expect(probes.map(({ subjects }) => subjects.map((subject) => subject.address))).toEqual([
    ["f0", "f1", "f2"],
  ]);
  probes[0]?.answer([]);
  await Promise.resolve();
  await Promise.resolve();
  expect(hints).toEqual([]);
  clock.advance(30_000);
  expect(probes.length).toBe(2);
  probes[1]?.answer(probes[1].subjects.slice(1, 2));
  await Promise.resolve();
  await Promise.resolve();
  expect(hints).toMatchObject([{ keys: ["f1"], via: "poll", probe: false }]);
});

test("a pace of nothing is four looks in a second", () => {
  const { watching } = watchingOf({ busy: file("/srv/busy", "x", { meta: { every: 0 } }) });
  watching.seen(ROUTE, session(false));
  watching.start();
  clock.advance(10_000);
  expect(polls(1)).toHaveLength(40);
});

test("`@every` is the pace of its resource, and of no other", () => {
  const { world, watching } = watchingOf({
    ...files(2),
    often: file("/srv/often", "x", { meta: { every: 5000 } }),
  });
  watching.seen(ROUTE, session(true));
  watching.start();
  clock.advance(21_000);
  const often = hints.filter((hint) => hint.keys.join() === "often");
  expect(often.map((hint) => hint.at)).toEqual([5000, 10_000, 15_000, 20_000]);
  clock.advance(10 * MINUTE);
  expect(polls(2).length).toBe(2);
  expect(hints.filter((hint) => hint.probe && hint.via === "poll" && hint.keys.length > 2)).toEqual([]);
  // Without it, its timer ends.
  world.desire(versionOf(graphOf(files(3))));
  watching.refresh();
  watching.seen(ROUTE, session(true));
  hints.length = 0;
  clock.advance(MINUTE);
  expect(hints.filter((hint) => hint.keys.join() === "often")).toEqual([]);
});

test("after stop nothing is hinted, and no timer is left", () => {
  const { watching } = watchingOf(files(3, 1000));
  watching.seen(ROUTE, session(true));
  watching.start();
  watching.stop();
  hints.length = 0;
  expect(clock.pending).toBe(0);
  clock.advance(120 * MINUTE);
  expect(hints).toEqual([]);
});
