// A program for the tests at a real terminal: shows a recorded story in the terminal UI until somebody leaves.
// `play.ts flood` adds 50,000 resources; `play.ts break` makes drawing fail;
// `play.ts signal` shows its own process number.

import { NOON, STORY, status } from "./story.ts";
import type { Clock } from "../../runtime/clock.ts";
import type { Event } from "../../runtime/events.ts";
import { startTerminalUi } from "../../runtime/tui/app.ts";

const began = performance.now();
const clock: Clock = {
  wall: () => NOON + (performance.now() - began),
  monotonic: () => performance.now(),
  timer: (delay, wake) => {
    const timer = setTimeout(wake, delay);
    return () => clearTimeout(timer);
  },
};

function floodOf(count: number): readonly Event[] {
  return Array.from({ length: count }, (_, index) =>
    status(
      0,
      `shelf.item-${index}`,
      index % 1000 === 7 ? { kind: "drifted" } : { kind: "in-sync" },
      "as declared",
    ),
  );
}

const mode = process.argv[2] ?? "story";
const ui = startTerminalUi({
  subscribe: (listener) => {
    for (const event of STORY) listener(event);
    if (mode === "signal")
      listener({ at: NOON, kind: "agent-started", agent: "me", version: "0", pid: process.pid });
    if (mode === "flood") for (const event of floodOf(50_000)) listener(event);
    return () => {};
  },
  clock,
  stdin: process.stdin,
  stdout: process.stdout,
  colour: process.env["NO_COLOR"] === undefined,
  zone: 0,
});
if (mode === "break") setTimeout(() => ui.narrate([Symbol("no text") as unknown as string]), 300);
ui.done.then(
  (left) => process.stdout.write(left === "quit" ? "left\n" : `left: ${left}\n`),
  (error: unknown) => process.stdout.write(`failed: ${String(error)}\n`),
);
