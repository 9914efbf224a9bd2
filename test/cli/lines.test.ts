// How events read, one line each.

import { expect, test } from "vitest";
import { makeLines } from "../../cli/lines.ts";
import { themeOf } from "../../cli/theme.ts";
import type { Event, EventBody } from "../../runtime/events.ts";
import { address, HASH } from "./plans.ts";

const START = Date.UTC(2027, 0, 31, 12, 0, 0);

function show(bodies: readonly EventBody[], time: "relative" | "stamp" = "relative"): string {
  const lines = makeLines({ theme: themeOf(false), time });
  const events = bodies.map((body, index): Event => ({ at: START + index * 700, ...body }));
  return `\n${events.flatMap(lines).join("\n")}\n`;
}

const config = { environment: "prod", address: address("config") } as const;
const update = {
  ...config,
  action: "update",
  cause: "corrective",
  reason: "drifted",
  attempt: 1,
  place: { file: "hello.sp", line: 12, column: 5 },
} as const;

test("a day of an agent", () => {
  const text = show([
    { kind: "agent-started", agent: "laptop", version: "0.1.0", pid: 4711 },
    { kind: "ledger-opened", path: "/var/lib/setpoint/ledger.db", interrupted: 2 },
    {
      kind: "source-checked",
      environment: "prod",
      source: "/srv/shop",
      state: "ok",
      commit: "abc",
      why: null,
    },
    {
      kind: "version-accepted",
      environment: "prod",
      commit: "4f2a1b0c9d8e7f6a5b4c",
      subject: "Raise the port",
      author: "Ada",
      committedAt: START,
      graph: HASH,
      resources: 3,
    },
    { kind: "target-connected", target: "local", driver: "file", identity: "m1" },
    {
      kind: "planned",
      environment: "prod",
      digest: HASH,
      counts: { create: 2, update: 1, replace: 0, delete: 0, adopt: 0, release: 0, none: 4 },
    },
    { kind: "action-started", ...update, attempt: 2 },
    {
      kind: "action-finished",
      ...update,
      outcome: "retryable",
      why: "the disk is full",
      took: 12,
      retryIn: 2400,
    },
    { kind: "action-finished", ...update, outcome: "done", why: null, took: 12, retryIn: null },
    { kind: "converged", environment: "prod", commit: "4f2a", resources: 3, took: 65_000 },
    { kind: "drift-seen", ...config, pointers: ["/content", "/mode"], gone: false, via: "watch" },
    { kind: "drift-seen", ...config, pointers: [], gone: true, via: "poll" },
    { kind: "diverged", environment: "prod" },
    { kind: "action-held", ...config, action: "delete", why: "it is protected" },
    { kind: "action-held", ...config, action: "none", why: "the source no longer names its environment" },
    {
      kind: "version-refused",
      environment: "prod",
      commit: "deadbeefdeadbeef",
      why: "it does not compile\nerror[SP1001]: there is no file `a.sp`",
      help: "see setpoint compile",
    },
    { kind: "problem", what: "ledger", why: "the disk is full", help: null },
    { kind: "log", ...config, line: "wrote 12 bytes" },
    { kind: "agent-stopped", why: "SIGTERM" },
  ]);
  expect(text).toMatchInlineSnapshot(`
    "
       0.0s  laptop                  started: setpoint 0.1.0, process 4711
       0.7s  ledger                  /var/lib/setpoint/ledger.db; 2 interrupted actions settled
       2.1s  prod                    version 4f2a1b0c9d accepted: Raise the port (Ada), 3 resources
       2.8s  local                   connected by file
       3.5s  prod                    plan: 2 to create, 1 to update
       4.2s  prod/config             ~ update started: corrective, drifted, attempt 2 (hello.sp:12:5)
       4.9s  prod/config             ! update failed: the disk is full; again in 2.4 s
       5.6s  prod/config             ~ updated in 12 ms
       6.3s  prod                    converged: 3 resources as wanted, after 1 min 5 s
       7.0s  prod/config             ≠ was changed: content, mode
       7.7s  prod/config             ≠ is gone
       8.4s  prod                    ≠ no longer converged
       9.1s  prod/config             ! delete held: it is protected
       9.8s  prod/config             ! held: the source no longer names its environment
      10.5s  prod                    ! version deadbeefde refused: it does not compile (see setpoint compile)
        error[SP1001]: there is no file \`a.sp\`
      11.2s  ledger                  ! the disk is full
      11.9s  prod/config             | wrote 12 bytes
      12.6s  agent                   stopped: SIGTERM
    "
  `);
});

test("a log has whole dates", () => {
  expect(show([{ kind: "diverged", environment: "prod" }], "stamp")).toMatchInlineSnapshot(`
    "
    2027-01-31T12:00:00.000Z  prod                    ≠ no longer converged
    "
  `);
});

test("a snapshot is the facts in it, and statuses speak only where no action does and after the first", () => {
  const status = (kind: "unknown" | "in-sync"): Event => ({
    at: START,
    kind: "status-changed",
    ...config,
    resourceKind: "std.file.File",
    target: "local",
    needs: [],
    report: { status: { kind }, reason: "the answer cannot be read", cause: null },
    place: null,
    changedAt: null,
    nextAt: null,
  });
  expect(show([{ kind: "snapshot", facts: [status("unknown"), status("in-sync"), status("unknown")] }]))
    .toMatchInlineSnapshot(`
    "
       0.0s  prod/config             ! unknown: the answer cannot be read
    "
  `);
});

test("what is in sync is said only where it is not well", () => {
  const facts = {
    resourceKind: "svc.Service",
    target: "local",
    needs: [],
    place: null,
    changedAt: null,
    nextAt: null,
  };
  const report = { status: { kind: "in-sync" }, reason: "as wanted, and well", cause: null } as const;
  const ill = { ...report, reason: "as wanted; it is not well: no answer", health: "unhealthy" } as const;
  const text = show([
    { kind: "status-changed", ...config, ...facts, report },
    { kind: "status-changed", ...config, ...facts, report: ill },
  ]);
  expect(text).toMatchInlineSnapshot(`
    "
       0.7s  prod/config             ! as wanted; it is not well: no answer
    "
  `);
});

test("a version without a commit, and an environment that is to be destroyed, leave no empty places", () => {
  const facts = { environment: "prod", commit: "", author: "", committedAt: START, graph: HASH };
  const destroyed = { who: "ada", why: "merged", at: START };
  expect(
    show([
      { kind: "version-accepted", ...facts, subject: "as accepted before", resources: 3 },
      { kind: "version-accepted", ...facts, subject: "to be destroyed", resources: 0, destroyed },
    ]),
  ).toMatchInlineSnapshot(`
    "
       0.0s  prod                    a version without a commit accepted: as accepted before, 3 resources
       0.7s  prod                    ! to be destroyed, as ada asked: merged; no version is taken
    "
  `);
});
