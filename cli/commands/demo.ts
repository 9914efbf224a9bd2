// `setpoint demo`: a newcomer's first minute. A real agent, a real repository and real files in a folder of its own; a commit
// and a drift, and both converging. On a terminal in the terminal UI, elsewhere the same story as lines.
//
// Surprising: the agent runs in this process, with its feed, so that `setpoint watch` in another window shows it too. Whatever
// ends the demo, the agent is stopped first and the folder removed after it.

import { readFileSync } from "node:fs";
import { pause } from "../../runtime/clock.ts";
import { readConfig } from "../../runtime/config.ts";
import { runAgent } from "../../runtime/daemon.ts";
import type { Event, Listener } from "../../runtime/events.ts";
import { createBroadcast, feedPath, serveFeed, type Broadcast } from "../../runtime/feed.ts";
import { openLedger } from "../../runtime/ledger/open.ts";
import { openStore } from "../../runtime/store.ts";
import type { CommandRun } from "../command.ts";
import { openScratch, type Scratch } from "../demo/scratch.ts";
import { invitation, playStory, type Chapter, type Stage } from "../demo/story.ts";
import { makePorts } from "../desired.ts";
import { Failure } from "../failure.ts";
import type { Host, Interruption, Terminal } from "../host.ts";
import { configFailure } from "../package.ts";
import { eventPrinter } from "../printer.ts";
import { exitCodeOf, exitCodeOfUi } from "../stop.ts";
import { themeOf } from "../theme.ts";
import { VERSION } from "../version.ts";
import { versionCompiler } from "../versions.ts";

/** For each chapter of the story. */
const LIMIT = 30_000;
const TIME_TO_READ = 2500;
const MARKS: Readonly<Record<Chapter["state"], string>> = {
  next: "·",
  now: "▸",
  told: "✓",
  failed: "✗",
};

export const run: CommandRun = async (_input, host) => {
  const interruption = host.interruption();
  const scratch = await openScratch();
  try {
    const terminal = host.json ? null : host.terminal();
    const broadcast = createBroadcast();
    return await withAgent(host, scratch, broadcast, interruption, (lost) =>
      terminal === null
        ? tellInLines(host, scratch, broadcast, interruption, lost)
        : tellOnScreen(host, terminal, scratch, broadcast, interruption, lost),
    );
  } finally {
    scratch.remove();
  }
};

/** Runs the agent around `tell`; `lost` aborts with the reason when the agent ends by itself. */
async function withAgent(
  host: Host,
  scratch: Scratch,
  broadcast: Broadcast,
  interruption: Interruption,
  tell: (lost: AbortSignal) => Promise<number>,
): Promise<number> {
  const read = readConfig(readFileSync(scratch.config, "utf8"), scratch.config);
  if (read.kind === "problem") throw configFailure(scratch.config, read);
  const { config } = read;
  if (config.store === null) throw new Failure("the demo's configuration names no store");
  const ports = await makePorts(host, config, broadcast.emit);
  const ledger = openLedger({ path: config.agent.ledger, clock: host.clock, holder: config.agent.name });
  try {
    const feed = await serveFeed({
      path: feedPath(config.agent.ledger),
      snapshot: () => broadcast.snapshot(host.clock.wall()),
      subscribe: broadcast.subscribe,
    });
    const stop = new AbortController();
    const lost = new AbortController();
    const agent = runAgent(
      {
        ports,
        ledger,
        store: openStore(config.store),
        compile: versionCompiler(host.sha256),
        environments: config.environments.map(({ name }) => name),
        version: VERSION,
        pid: process.pid,
      },
      AbortSignal.any([stop.signal, interruption.signal]),
    );
    agent.then(
      () => lost.abort(),
      (error: unknown) => lost.abort(error),
    );
    try {
      return await tell(lost.signal);
    } finally {
      stop.abort();
      try {
        await agent;
      } finally {
        await feed.close();
      }
    }
  } finally {
    ledger.close();
  }
}

async function tellOnScreen(
  host: Host,
  terminal: Terminal,
  scratch: Scratch,
  broadcast: Broadcast,
  interruption: Interruption,
  lost: AbortSignal,
): Promise<number> {
  const { startTerminalUi } = await host.terminalUi();
  const ui = startTerminalUi({
    ...terminal,
    subscribe: (listener) => {
      listener(broadcast.snapshot(host.clock.wall()));
      return broadcast.subscribe(listener);
    },
    clock: host.clock,
    colour: host.out.color,
  });
  interruption.signal.addEventListener("abort", () => ui.close());
  lost.addEventListener("abort", () => ui.close());
  const say = (chapters: readonly Chapter[]): void =>
    ui.narrate(
      chapters.map(showChapter),
      chapters.findLastIndex(({ state }) => state !== "next"),
    );
  const stage = makeStage(host, scratch, broadcast, lost, { say, pause: TIME_TO_READ });
  const story = playStory(stage).then((good) => {
    if (good) ui.narrate(invitation(scratch));
  });
  try {
    const left = await Promise.race([ui.done, story.then(() => ui.done)]);
    return exitCodeOfUi(left, interruption);
  } finally {
    ui.close();
  }
}

async function tellInLines(
  host: Host,
  scratch: Scratch,
  broadcast: Broadcast,
  interruption: Interruption,
  lost: AbortSignal,
): Promise<number> {
  const theme = themeOf(host.out.color);
  const print: Listener = eventPrinter(host, "relative");
  const facts = broadcast.snapshot(host.clock.wall()).facts;
  for (const fact of facts) print(fact);
  const unsubscribe = broadcast.subscribe(print);
  const say = (chapters: readonly Chapter[]): void => {
    const last = chapters.findLast(({ state }) => state !== "next");
    if (last !== undefined && !host.json) host.out.write(`\n${theme.strong(showChapter(last))}\n`);
  };
  try {
    const good = await playStory(makeStage(host, scratch, broadcast, lost, { say, pause: 0 }));
    return exitCodeOf(interruption) ?? (good ? 0 : 1);
  } finally {
    unsubscribe();
  }
}

function showChapter(chapter: Chapter): string {
  return `${MARKS[chapter.state]} ${chapter.words}`;
}

function makeStage(
  host: Host,
  scratch: Scratch,
  broadcast: Broadcast,
  lost: AbortSignal,
  face: { readonly say: Stage["say"]; readonly pause: number },
): Stage {
  return {
    world: scratch.world,
    commit: scratch.commit,
    tamper: scratch.tamper,
    say: face.say,
    breathe: async () => {
      await pause(host.clock, face.pause, lost);
      return !lost.aborted;
    },
    until: (what) => waitFor(host, broadcast, lost, what),
  };
}

/** What holds already counts as well: the first convergence may be over before the story begins. */
function waitFor(
  host: Host,
  broadcast: Broadcast,
  lost: AbortSignal,
  what: (event: Event) => boolean,
): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (good: boolean): void => {
      unsubscribe();
      cancel();
      lost.removeEventListener("abort", fail);
      resolve(good);
    };
    const fail = (): void => end(false);
    const cancel = host.clock.timer(LIMIT, fail);
    const unsubscribe = broadcast.subscribe((event) => {
      if (what(event)) end(true);
    });
    lost.addEventListener("abort", fail);
    if (lost.aborted) fail();
    else if (broadcast.snapshot(host.clock.wall()).facts.some(what)) end(true);
  });
}
