// A recorded-looking hour of a small shop: the events by which frames are tested. Times are relative to NOON.

import type { Address } from "../../compiler/address.ts";
import type { Event, EventBody } from "../../runtime/events.ts";
import type { Action, Cause, ItemReason } from "../../runtime/item.ts";
import type { Status } from "../../runtime/status.ts";

export const NOON = Date.UTC(2026, 4, 4, 12, 0, 0);

const FIRST = "4f1c2d9a7be03c55e1a94d20b7f6a8c3d5e7f901";
const SECOND = "a81b77e0c9d34f6652ab1c0d9e8f7a6b5c4d3e2f";

export function at(seconds: number, body: EventBody): Event {
  return { at: NOON + seconds * 1000, ...body };
}

export function status(
  seconds: number,
  address: string,
  state: Status,
  reason: string,
  more: {
    environment?: string;
    target?: string;
    needs?: readonly string[];
    changed?: number | null;
    next?: number | null;
    cause?: string;
    line?: number;
    health?: "unhealthy" | "unknown";
  } = {},
): Event {
  return at(seconds, {
    kind: "status-changed",
    environment: more.environment ?? "prod",
    address: address as Address,
    resourceKind: "std.file.File",
    target: more.target ?? "shop-1",
    needs: (more.needs ?? []) as readonly Address[],
    report: {
      status: state,
      reason,
      cause: (more.cause ?? null) as Address | null,
      ...(more.health && { health: more.health }),
    },
    place: { file: "shop/web.sp", line: more.line ?? 12, column: 3 },
    changedAt: moment(more.changed),
    nextAt: moment(more.next),
  });
}

function moment(seconds: number | null | undefined): number | null {
  return seconds === undefined || seconds === null ? null : NOON + seconds * 1000;
}

export function action(address: string, does: Action, cause: Cause, reason: ItemReason, attempt = 1) {
  const place = { file: "shop/web.sp", line: 12, column: 3 };
  return { environment: "prod", address: address as Address, action: does, cause, reason, attempt, place };
}

export function accepted(seconds: number, commit: string, subject: string, environment = "prod"): Event {
  return at(seconds, {
    kind: "version-accepted",
    environment,
    commit,
    subject,
    author: "Ada Lovelace",
    committedAt: NOON + (seconds - 20) * 1000,
    graph: `sha256:${"0".repeat(64)}`,
    resources: 10,
  });
}

const PARTS = ["cache", "checkout.config", "checkout.unit", "db.settings", "motd", "web.index", "web.unit"];

/** The agent starts, brings seven resources to the first version, and then has all kinds of things to say. */
export const STORY: readonly Event[] = [
  at(-600, { kind: "agent-started", agent: "shop-agent", version: "0.1.0", pid: 4242 }),
  at(-600, { kind: "ledger-opened", path: "/var/lib/setpoint/ledger.db", interrupted: 0 }),
  at(-599, {
    kind: "source-checked",
    environment: "prod",
    source: "/srv/shop.git main",
    state: "ok",
    commit: FIRST,
    why: null,
  }),
  accepted(-599, FIRST, "Open the shop"),
  at(-598, {
    kind: "target-connected",
    target: "shop-1",
    driver: "file",
    identity: "machine:6f1e",
  }),
  ...PARTS.flatMap((address, index) => [
    at(-597 + index / 10, {
      kind: "action-finished",
      outcome: "done",
      why: null,
      took: 12,
      retryIn: null,
      ...action(address, "create", "intended", "declared"),
    }),
    status(-597 + index / 10, address, { kind: "in-sync" }, "as declared", {
      changed: -597,
      line: 10 + index * 4,
    }),
  ]),
  at(-596, { kind: "converged", environment: "prod", commit: FIRST, resources: 7, took: 3200 }),
  at(-60, { kind: "diverged", environment: "prod" }),
  at(-60, {
    kind: "drift-seen",
    environment: "prod",
    address: "motd" as Address,
    pointers: ["/content"],
    gone: false,
    via: "watch",
  }),
  status(-60, "motd", { kind: "drifted" }, "content differs from version 4f1c2d9", { changed: -597 }),
  at(-59.8, {
    kind: "action-finished",
    outcome: "done",
    why: null,
    took: 9,
    retryIn: null,
    ...action("motd", "update", "corrective", "drifted"),
  }),
  status(-59.8, "motd", { kind: "in-sync" }, "as declared", { changed: -59.8, line: 26 }),
  at(-59.7, { kind: "converged", environment: "prod", commit: FIRST, resources: 7, took: 300 }),
  at(-12, {
    kind: "source-checked",
    environment: "prod",
    source: "/srv/shop.git main",
    state: "ok",
    commit: SECOND,
    why: null,
  }),
  accepted(-12, SECOND, "Sell umbrellas, and greet people in the rain"),
  at(-12, { kind: "diverged", environment: "prod" }),
  at(-11.9, {
    kind: "planned",
    environment: "prod",
    digest: `sha256:${"1".repeat(64)}`,
    counts: { create: 1, update: 2, replace: 0, delete: 1, adopt: 0, release: 0, none: 5 },
  }),
  at(-11, {
    kind: "action-finished",
    outcome: "done",
    why: null,
    took: 8,
    retryIn: null,
    ...action("web.index", "update", "intended", "changed"),
  }),
  status(-11, "web.index", { kind: "in-sync" }, "as declared", { changed: -11, line: 30 }),
  at(-8, {
    kind: "action-finished",
    outcome: "denied",
    why: "cannot write /etc/shop/checkout.toml: permission denied",
    took: 4,
    retryIn: 16_000,
    ...action("checkout.config", "update", "intended", "changed", 3),
  }),
  status(
    -8,
    "checkout.config",
    { kind: "failing", attempts: 3 },
    "cannot write /etc/shop/checkout.toml: permission denied",
    {
      changed: -597,
      next: 8,
      line: 14,
    },
  ),
  status(-8, "checkout.unit", { kind: "waiting", for: "dependency" }, "waits for checkout.config", {
    changed: -597,
    cause: "checkout.config",
    needs: ["checkout.config"],
    line: 18,
  }),
  at(-8, {
    kind: "action-held",
    environment: "prod",
    address: "db.legacy" as Address,
    action: "delete",
    why: "holds data: needs an approval",
  }),
  status(-8, "db.legacy", { kind: "waiting", for: "approval" }, "delete holds data: needs an approval", {
    target: "shop-1",
  }),
  at(-1.4, { kind: "action-started", ...action("umbrellas", "create", "intended", "declared") }),
  status(-1.4, "umbrellas", { kind: "progressing", action: "create" }, "being created", { line: 44 }),
];
