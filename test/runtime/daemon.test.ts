// The agent and its branch: a real repository, a real ledger, real files; only the compiler is a stand-in that makes one
// file out of what the commit's `page` says, or refuses it.

import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { realClock } from "../../cli/host.ts";
import { acceptedVersion } from "../../runtime/accepted.ts";
import type { CompileVersion } from "../../runtime/accept.ts";
import { runAgent } from "../../runtime/daemon.ts";
import type { Event } from "../../runtime/events.ts";
import { inboxPath, sendRequest } from "../../runtime/inbox.ts";
import { LedgerError } from "../../runtime/ledger.ts";
import type { Request } from "../../runtime/request.ts";
import { openStore, type Store } from "../../runtime/store.ts";
import { file, graphOf, sha256 } from "../support/graphs.ts";
import { fileWorld, type FileWorld } from "../support/files.ts";
import { makeRepository, type TestRepository } from "../support/repository.ts";

let world: FileWorld;
let repository: TestRepository;
beforeEach(() => {
  world = fileWorld();
  repository = makeRepository(join(world.base, "..", "store"));
});
afterEach(() => world.close());

const compile: CompileVersion = (snapshot) => {
  const page = snapshot.read("page");
  if (page.kind !== "text" || page.text.startsWith("broken")) return { refused: "page: it is broken" };
  return { graph: graphOf({ page: file("/srv/page", page.text) }), place: () => null };
};

/** Runs an agent until `done` is true of what it has said and how often it has looked; everything that it said. */
async function runUntil(
  done: (events: readonly Event[], looks: number) => boolean,
  poll = 20,
): Promise<readonly Event[]> {
  const events: Event[] = [];
  const stop = new AbortController();
  const emit = (event: Event): void => {
    events.push(event);
    if (done(events, looks)) stop.abort();
  };
  const branch = openStore({ repository: repository.folder, branch: "main", folder: "", poll });
  let looks = 0;
  const store: Store = {
    ...branch,
    head: () => {
      looks++;
      if (done(events, looks)) stop.abort();
      return branch.head();
    },
  };
  const options = {
    ports: { ...world.ports, emit },
    ledger: world.ledger,
    store,
    compile,
    environments: ["test"],
  };
  await runAgent({ ...options, version: "0.0.0", pid: 1 }, stop.signal);
  return events;
}

function commitPage(text: string): string {
  repository.write("page", text);
  return repository.commit(text);
}

const says =
  (...kinds: Event["kind"][]) =>
  (events: readonly Event[]): boolean =>
    kinds.every((kind) => events.some((event) => event.kind === kind));

test("a commit is accepted and held; a broken one is refused, and the accepted one stays", async () => {
  commitPage("one\n");
  await runUntil(says("converged"));
  expect(world.tree()).toMatchObject({ "/srv/page": "644 one\n" });
  const broken = commitPage("broken\n");
  const events = await runUntil(says("version-refused", "converged"));
  const told = events.flatMap((event) => (event.kind.startsWith("version-") ? event.kind : []));
  // After a restart the refusal is the last word, so that nobody who looks now takes the head for accepted.
  expect(told).toEqual(["version-accepted", "version-refused"]);
  expect(events.find((event) => event.kind === "version-refused")).toMatchObject({ commit: broken });
  expect(world.tree()).toMatchObject({ "/srv/page": "644 one\n" });
});

test("a commit that a person has let pass is accepted once, however often the branch is looked at", async () => {
  commitPage("one\n");
  await runUntil(says("converged"));
  repository.git("checkout", "--quiet", "--orphan", "rewritten");
  const commit = commitPage("other\n");
  repository.git("branch", "--force", "main", commit);
  const at = world.ports.clock.wall();
  const who = { at, who: "ada", why: "meant" };
  const mark = { ...who, kind: "allowed", environment: "test", value: commit } as const;
  world.ledger.decide([{ kind: "marked", mark }], { ...who, what: "accept", detail: {} });
  const events = await runUntil((_, looks) => looks === 4);
  expect(events.flatMap((event) => (event.kind === "version-accepted" ? event.commit : []))).toEqual([
    commit,
  ]);
});

test("while the store is away, the accepted version is held", async () => {
  commitPage("one\n");
  await runUntil(says("converged"));
  repository.git("update-ref", "-d", "refs/heads/main");
  const events = await runUntil(says("converged"));
  expect(events.find((event) => event.kind === "source-checked")).toMatchObject({
    state: "unavailable",
    help: "Push a commit to it, or correct `branch` under [store] in setpoint.toml.",
  });
});

test("a kept graph that is damaged, or of a format from elsewhere, is one clear error", async () => {
  commitPage("one\n");
  await runUntil(says("converged"));
  const row = world.ledger.environment("test");
  if (row === null) throw new Error("nothing was accepted");
  expect(acceptedVersion(row, sha256).graph.hash).toBe(row.graphHash);
  const kept = (graph: string): unknown => acceptedVersion({ ...row, graph }, sha256);
  for (const graph of ["garbage", "null", "{}", row.graph.replace(row.graphHash, `sha256:${sha256("x")}`)]) {
    expect(() => kept(graph)).toThrow(LedgerError);
    expect(() => kept(graph)).toThrow("is damaged");
  }
  expect(() => kept(row.graph.replace("one", "two"))).toThrow(
    "is not the one that was accepted, in the resource page",
  );
  expect(() => kept('{"setpoint":7}')).toThrow("has the format 7");
});

test("a destroy, and its end, are looked at when they are decided, and not at the next poll", async () => {
  commitPage("one\n");
  const ask = async (request: Request): Promise<void> => {
    const said = await sendRequest(inboxPath(world.ledger.path), request, realClock);
    expect(said).toMatchObject({ kind: "answer", answer: { ok: true } });
  };
  const stages = [
    (): Promise<void> => ask({ kind: "destroy", environment: "test", reason: "over" }),
    (): Promise<void> => ask({ kind: "accept", environment: "test", commit: null, reason: "not over" }),
  ];
  const asked: Promise<void>[] = [];
  const trees: unknown[] = [];
  const events = await runUntil((all) => {
    const converged = all.filter(({ kind }) => kind === "converged").length;
    if (all.at(-1)?.kind === "converged") {
      trees.push(Object.keys(world.tree()));
      const next = stages[converged - 1];
      if (next !== undefined) asked.push(next());
    }
    return converged === 3;
  }, 3_600_000);
  await Promise.all(asked);
  expect(trees).toEqual([["/srv", "/srv/page"], ["/srv"], ["/srv", "/srv/page"]]);
  const told = events.flatMap((event) => (event.kind === "version-accepted" ? event : []));
  expect(told.map(({ subject }) => subject)).toEqual(["one", "to be destroyed", "one"]);
  expect(told[1]?.destroyed).toMatchObject({ why: "over" });
});
