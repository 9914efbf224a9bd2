import { expect, test } from "vitest";
import type { Address } from "../../compiler/address.ts";
import { renderFrame } from "../../runtime/tui/frame.ts";
import { BINDINGS, type KeyName } from "../../runtime/tui/keys.ts";
import { initialState, type State } from "../../runtime/tui/model.ts";
import { changeRows, findRow, listRows, NO_ROWS, type Row } from "../../runtime/tui/rows.ts";
import { reduce, type Input } from "../../runtime/tui/state.ts";
import { cursorRow, tableWindow } from "../../runtime/tui/window.ts";
import { type Standing, standingOf, STATUS_ORDER, type Status } from "../../runtime/status.ts";
import type { Event } from "../../runtime/events.ts";
import { accepted, action, at, NOON, status, STORY } from "./story.ts";

const SIZE = { columns: 80, rows: 24 };
const IN_SYNC: Status = { kind: "in-sync" };
const NAMED = new Set(["up", "down", "pgup", "pgdn", "home", "end", "enter", "esc", "backspace", "ctrl-c"]);

function start(events: readonly Event[] = [], size = SIZE): State {
  return tell(initialState({ now: NOON, zone: 0, ...size }), events);
}

function tell(state: State, events: readonly Event[]): State {
  return reduce(state, events.map((event): Input => ({ kind: "event", event }))); // prettier-ignore
}

function press(state: State, ...keys: string[]): State {
  return reduce(
    state,
    keys.map((key): Input =>
      NAMED.has(key)
        ? { kind: "key", key: { kind: "named", name: key as KeyName } }
        : { kind: "key", key: { kind: "text", text: key } },
    ),
  );
}

function shown(state: State): readonly string[] {
  return tableWindow(state).rows.map((row) => row.facts.address);
}

function many(count: number, state: Status = IN_SYNC, name = "item"): readonly Event[] {
  return Array.from({ length: count }, (_, index) =>
    status(index / 1000, `${name}-${String(index).padStart(5, "0")}`, state, "as declared"),
  );
}

/** How a resource stands, on both axes. */
function standing(
  seconds: number,
  address: string,
  kind: Standing,
  reason: string,
  environment: string,
): Event {
  const health = kind === "unhealthy" ? { health: kind } : {};
  return status(seconds, address, ofKind(kind), reason, { environment, ...health });
}

function ofKind(kind: Standing): Status {
  switch (kind) {
    case "unhealthy":
      return { kind: "in-sync" };
    case "progressing":
      return { kind, action: "update" };
    case "failing":
      return { kind, attempts: 2 };
    case "blocked":
      return { kind, by: "exists" };
    case "waiting":
      return { kind, for: "approval" };
    case "in-sync":
    case "drifted":
    case "contested":
    case "undecided":
    case "unreachable":
    case "flapping":
    case "unknown":
      return { kind };
    case "suspended":
      return { kind, by: { kind: "environment", environment: "prod" } };
  }
}

test("resources are listed worst first, and those of one status by environment and address", () => {
  const events = STATUS_ORDER.toReversed().flatMap((kind) => [
    standing(0, `z-${kind}`, kind, "as it is", "prod"),
    standing(0, `a-${kind}`, kind, "as it is", "prod"),
    standing(0, `b-${kind}`, kind, "as it is", "eu"),
  ]);
  const state = start(events, { columns: 80, rows: 80 });
  expect(shown(state)).toEqual(STATUS_ORDER.flatMap((kind) => [`b-${kind}`, `a-${kind}`, `z-${kind}`]));
});

test("a row moves when its status does, and goes when it is dropped", () => {
  let state = start([status(0, "a", IN_SYNC, ""), status(0, "b", IN_SYNC, ""), status(0, "c", IN_SYNC, "")]);
  state = tell(state, [status(1, "c", { kind: "drifted" }, "edited")]);
  expect(shown(state)).toEqual(["c", "a", "b"]);
  state = tell(state, [status(2, "c", IN_SYNC, ""), status(2, "a", { kind: "failing", attempts: 1 }, "")]);
  expect(shown(state)).toEqual(["a", "b", "c"]);
  state = tell(state, [at(3, { kind: "resource-dropped", environment: "prod", address: "a" as Address })]);
  expect(shown(state)).toEqual(["b", "c"]);
  expect(state.facts.rows.counts).toEqual({ "in-sync": 2 });
});

test("events in one batch come to the same as one by one, and leave the state before them alone", () => {
  const before = start();
  const batched = tell(before, STORY);
  let single = before;
  for (const event of STORY) single = tell(single, [event]);
  expect(renderFrame(batched, SIZE)).toBe(renderFrame(single, SIZE));
  expect(batched.facts.rows.counts).toEqual(single.facts.rows.counts);
  expect(before).toEqual(start());
});

test("random changes keep the order, the counts and the index right", () => {
  let seed = 7;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % below;
  };
  let rows = NO_ROWS;
  const model = new Map<string, Row>();
  for (let round = 0; round < 60; round++) {
    const changes = new Map<string, Row | null>();
    for (let each = random(300); each >= 0; each--) {
      const kind = STATUS_ORDER[random(STATUS_ORDER.length)] ?? "unknown";
      const event = standing(round, `r${random(900)}`, kind, `${round}`, "prod");
      if (event.kind !== "status-changed") continue;
      const key = `prod/${event.address}`;
      changes.set(key, random(5) === 0 ? null : { key, facts: event, since: 0 });
    }
    for (const [key, row] of changes) {
      if (row === null) model.delete(key);
      else model.set(key, row);
    }
    rows = changeRows(rows, changes);
    const listing = listRows(rows, { text: "", problemsOnly: false });
    const expected = [...model.values()].toSorted(
      (a, b) =>
        STATUS_ORDER.indexOf(standingOf(a.facts.report)) - STATUS_ORDER.indexOf(standingOf(b.facts.report)) ||
        (a.facts.address < b.facts.address ? -1 : 1),
    );
    expect(listing.slice(0, listing.size)).toEqual(expected);
    expect(listing.size).toBe(model.size);
    const some = expected[random(expected.length || 1)];
    expect(some === undefined ? -1 : listing.indexOf(some)).toBe(
      some === undefined ? -1 : expected.indexOf(some),
    );
    const problems = listRows(rows, { text: "", problemsOnly: true });
    expect(problems.size).toBe(expected.filter((row) => standingOf(row.facts.report) !== "in-sync").length);
  }
});

test("the cursor stays with its resource while rows change places, and with the worst until it is moved", () => {
  let state = start(many(5));
  state = tell(state, [status(1, "item-00003", { kind: "drifted" }, "")]);
  expect(cursorRow(state)?.facts.address).toBe("item-00003");
  state = press(state, "down");
  expect(cursorRow(state)?.facts.address).toBe("item-00000");
  state = tell(state, [status(2, "item-00004", { kind: "failing", attempts: 1 }, "")]);
  expect(cursorRow(state)?.facts.address).toBe("item-00000");
  state = press(state, "home");
  expect(cursorRow(state)?.facts.address).toBe("item-00004");
  state = press(state, "down", "down", "j", "k");
  const held = cursorRow(state)?.facts.address as Address;
  state = tell(state, [at(3, { kind: "resource-dropped", environment: "prod", address: held })]);
  expect(cursorRow(state)).not.toBeNull();
});

test("paging walks through all rows and stops at both ends", () => {
  let state = start(many(100));
  const height = tableWindow(state).rows.length;
  state = press(state, "pgdn");
  expect(tableWindow(state).cursor).toBe(height - 1);
  state = press(state, "pgdn", " ");
  expect(tableWindow(state).cursor).toBe(3 * (height - 1));
  state = press(state, "end");
  expect(shown(state).at(-1)).toBe("item-00099");
  expect(tableWindow(state).rows).toHaveLength(height);
  state = press(state, "down", "pgdn");
  expect(tableWindow(state).cursor).toBe(99);
  state = press(state, "up");
  expect(tableWindow(state)).toMatchObject({ cursor: 98, top: 100 - height });
  state = press(
    state,
    "pgup",
    "pgup",
    "pgup",
    "pgup",
    "pgup",
    "pgup",
    "pgup",
    "pgup",
    "pgup",
    "pgup",
    "pgup",
    "pgup",
  );
  expect(tableWindow(state)).toMatchObject({ cursor: 0, top: 0 });
});

test("a filter takes every word that a row shows, while it is typed; enter keeps it, esc clears it", () => {
  let state = start(STORY);
  state = press(state, "/", "w", "e", "b");
  expect(shown(state)).toEqual(["web.index", "web.unit"]);
  state = press(state, "q");
  expect(state.view.leaving).toBe(null);
  state = press(state, "backspace", "backspace", "backspace", "backspace");
  expect(shown(state)).toHaveLength(9);
  state = press(state, "FAILING permission", "enter");
  expect(shown(state)).toEqual(["checkout.config"]);
  expect(state.view.typing).toBe(false);
  state = tell(state, [status(5, "checkout.config", IN_SYNC, "as declared")]);
  expect(shown(state)).toEqual([]);
  expect(cursorRow(state)).toBeNull();
  expect(press(state, "enter").view.screen).toBe("table");
  state = press(state, "esc");
  expect(shown(state)).toHaveLength(9);
  state = press(state, "/web", "esc");
  expect(state.view).toMatchObject({ filter: "", typing: false });
});

test("x shows only what is not in sync, also under a filter", () => {
  let state = press(start(STORY), "x");
  expect(shown(state)).toEqual(["checkout.config", "checkout.unit", "db.legacy", "umbrellas"]);
  state = press(state, "/", "db", "enter");
  expect(shown(state)).toEqual(["db.legacy"]);
  state = press(state, "x");
  expect(shown(state)).toEqual(["db.legacy", "db.settings"]);
});

test("enter opens what the cursor is on and stays with it; esc leads back the way one came", () => {
  let state = press(start(STORY), "down", "enter");
  state = tell(state, [status(1, "checkout.unit", { kind: "undecided" }, "nobody knows")]);
  expect(renderFrame(state, SIZE)).toContain("nobody knows");
  state = press(state, "l", "?");
  expect(state.view.screen).toBe("help");
  expect(press(state, "esc").view.screen).toBe("log");
  expect(press(state, "esc", "esc").view.screen).toBe("detail");
  expect(press(state, "esc", "esc", "esc").view.screen).toBe("table");
  expect(press(state, "esc", "esc", "esc", "esc").view.screen).toBe("table");
});

test("the log opens at its newest line, and scrolls no further than its ends", () => {
  const lines = Array.from({ length: 100 }, (_, index) =>
    at(index, { kind: "problem", what: "line", why: `number ${index}`, help: null }),
  );
  let state = press(start(lines), "l");
  expect(renderFrame(state, SIZE)).toContain("number 99");
  state = press(state, "down");
  expect(state.view.scroll).toBe(0);
  state = press(state, "home", "up", "up");
  expect(renderFrame(state, SIZE)).toContain("number 0");
  state = press(state, "down");
  expect(renderFrame(state, SIZE)).not.toContain("number 0\n");
  expect(renderFrame(press(state, "end"), SIZE)).toContain("number 99");
});

test("q and ctrl-c leave, from everywhere", () => {
  for (const before of [[], ["enter"], ["l"], ["?"]]) {
    expect(press(start(STORY), ...before, "q").view.leaving).toBe("quit");
    expect(press(start(STORY), ...before, "ctrl-c").view.leaving).toBe("interrupt");
  }
  expect(press(start(STORY), "/", "ctrl-c").view.leaving).toBe("interrupt");
});

test("no key means two things on one screen", () => {
  const keys = BINDINGS.flatMap((each) =>
    each.screens.flatMap((screen) => each.keys.map((key) => `${screen} ${key}`)),
  );
  expect(new Set(keys).size).toBe(keys.length);
});

test("an action is in flight from its start to its end, and ends with the agent", () => {
  const facts = action("a", "update", "corrective", "drifted");
  const started = at(1, { kind: "action-started", ...facts });
  let state = start([status(0, "a", { kind: "progressing", action: "update" }, "mending"), started]);
  state = reduce(state, [{ kind: "tick", now: NOON + 3500 }]);
  expect(renderFrame(state, SIZE)).toContain("updating for 2.5s (corre");
  const finished = at(4, {
    kind: "action-finished",
    outcome: "done",
    why: null,
    took: 3000,
    retryIn: null,
    ...facts,
  });
  expect(renderFrame(tell(state, [finished]), SIZE)).toContain("nothing in flight");
  expect(tell(state, [at(4, { kind: "agent-stopped", why: "asked to" })]).facts.running.size).toBe(0);
});

test("drift and repair beat in the moment they happened, and move on with time", () => {
  const drift: Event = at(0, {
    kind: "drift-seen",
    environment: "prod",
    address: "a" as Address,
    pointers: [],
    gone: true,
    via: "watch",
  });
  let state = start([drift, drift]);
  expect(state.facts.pulse.drift.at(-1)).toBe(2);
  state = reduce(state, [{ kind: "tick", now: NOON + 10_000 }]);
  expect(state.facts.pulse.drift.at(-6)).toBe(2);
  expect(state.facts.pulse.drift.at(-1)).toBe(0);
  // A clock that is set back changes nothing, and one that jumps ahead clears all.
  expect(reduce(state, [{ kind: "tick", now: NOON }]).facts.pulse).toBe(state.facts.pulse);
  state = reduce(state, [{ kind: "tick", now: NOON + 1e9 }]);
  expect(state.facts.pulse.drift.every((count) => count === 0)).toBe(true);
});

test("a refused version is a banner until one is accepted", () => {
  let state = start([accepted(0, "a".repeat(40), "good")]);
  state = tell(state, [
    at(1, {
      kind: "version-refused",
      environment: "prod",
      commit: "b".repeat(40),
      why: "not signed",
      help: "sign it",
    }),
  ]);
  expect(renderFrame(state, SIZE)).toContain("✗ bbbbbbb refused: not signed — sign it");
  state = tell(state, [accepted(2, "c".repeat(40), "better")]);
  expect(renderFrame(state, SIZE).split("\n")[3]).not.toContain("refused");
});

test("converged for: from the first time it was said, until it no longer holds", () => {
  const converged = (seconds: number): Event =>
    at(seconds, { kind: "converged", environment: "prod", commit: "a".repeat(40), resources: 1, took: 5 });
  let state = start([
    accepted(0, "a".repeat(40), "good"),
    status(0, "a", IN_SYNC, ""),
    converged(1),
    converged(30),
  ]);
  state = reduce(state, [{ kind: "tick", now: NOON + 61_000 }]);
  expect(renderFrame(state, SIZE)).toContain("converged for 1m");
  state = tell(state, [at(62, { kind: "diverged", environment: "prod" })]);
  expect(renderFrame(state, SIZE)).toContain("converging …");
  expect(state.facts.environments.get("prod")?.applied?.at).toBe(NOON + 1000);
});

test("a snapshot starts afresh, and tells old news only once", () => {
  let state = start(STORY);
  const lines = state.facts.log.length;
  const news = at(1, { kind: "problem", what: "disk", why: "full", help: null });
  state = tell(state, [at(2, { kind: "snapshot", facts: [...STORY.slice(0, 8), news] })]);
  expect(state.facts.log.length).toBe(lines + 1);
  expect(state.facts.rows.size).toBe(1);
  expect(state.facts.environments.get("prod")?.desired?.subject).toBe("Open the shop");
});

test("what is not live says so, until an agent is there again", () => {
  let state = reduce(start(STORY), [{ kind: "detached", why: "the agent has gone" }]);
  expect(renderFrame(state, SIZE)).toContain("not live: the agent has gone");
  state = tell(state, [at(3, { kind: "snapshot", facts: STORY })]);
  expect(renderFrame(state, SIZE)).not.toContain("not live");
});

test("the log is bounded", () => {
  const state = start(
    Array.from({ length: 20_000 }, (_, index) =>
      at(index, { kind: "problem", what: "a", why: "b", help: null }),
    ),
  );
  expect(state.facts.log.length).toBe(2000);
});

test("one event among 50,000 resources copies a shard and a few chunks, and no more", () => {
  const before = start(many(50_000)).facts.rows;
  const after = tell(start(many(50_000)), []).facts.rows;
  expect(after.size).toBe(50_000);
  const state = start(many(50_000));
  const changed = tell(state, [status(99, "item-31415", { kind: "drifted" }, "")]);
  const old = new Set(state.facts.rows.chunks);
  expect(changed.facts.rows.chunks.filter((chunk) => !old.has(chunk)).length).toBeLessThanOrEqual(3);
  const shards = changed.facts.rows.shards.filter((shard, index) => shard !== state.facts.rows.shards[index]);
  expect(shards).toHaveLength(1);
  expect(Math.max(...changed.facts.rows.chunks.map((chunk) => chunk.length))).toBeLessThanOrEqual(256);
  expect(findRow(changed.facts.rows, "prod/item-31415")?.facts.report.status.kind).toBe("drifted");
  expect(before.size).toBe(50_000);
});

/** The events, and how often the status of their resources was looked at: all sorting, counting and filtering does so. */
function counted(events: readonly Event[]): {
  readonly events: readonly Event[];
  readonly looks: () => number;
} {
  let looks = 0;
  const counting = events.map((event): Event => {
    if (event.kind !== "status-changed") return event;
    const { status: kept, ...rest } = event.report;
    const report = {
      ...rest,
      get status() {
        looks++;
        return kept;
      },
    };
    return { ...event, report };
  });
  return { events: counting, looks: () => looks };
}

test("ten times the resources cost hardly more than ten times the work, and one event next to none", () => {
  const work = (count: number): { readonly all: number; readonly one: number; readonly frame: number } => {
    const { events, looks } = counted(many(count));
    let state = tell(start(events), events);
    state = press(state, "/item-0", "enter", "end");
    const all = looks();
    state = tell(state, [events[7] as Event, status(99, "item-00042", { kind: "drifted" }, "")]);
    const one = looks() - all;
    renderFrame(state, SIZE);
    return { all, one, frame: looks() - all - one };
  };
  const small = work(5000);
  const large = work(50_000);
  expect(large.all / small.all).toBeLessThan(15);
  expect(large.one).toBeLessThan(3000);
  expect(large.frame).toBeLessThan(3000);
});
