// What a version must pass before it is desired: real commits, and a compiler that is a function of their files.

import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Graph } from "../../compiler/graph.ts";
import { accept, type Acceptance, type AcceptRequest, type CompileVersion } from "../../runtime/accept.ts";
import { openStore, type Head, type Store } from "../../runtime/store.ts";
import { file, graphOf } from "../support/graphs.ts";
import { makeRepository, temporaryFolder, type TestRepository } from "../support/repository.ts";

let temporary: ReturnType<typeof temporaryFolder>;
let repository: TestRepository;
let store: Store;
/** Another compiler may make another graph of the same files. */
let compilerVersion: string;

beforeEach(() => {
  temporary = temporaryFolder();
  repository = makeRepository(join(temporary.path, "desired"));
  store = openStore({ repository: repository.folder, branch: "main", folder: "", poll: 15_000 });
  compilerVersion = "1";
});
afterEach(() => temporary.remove());

const compile: CompileVersion = (snapshot, environment) => {
  const source = snapshot.read("main.sp");
  if (source.kind !== "text") return { refused: `error: main.sp is ${source.kind}` };
  if (source.text.startsWith("!")) return { refused: "error[E1]: unexpected !\n --> main.sp:1:1" };
  const graph = graphOf({ page: file("/srv/page", source.text + compilerVersion) }, { environment });
  return { graph, place: () => ({ file: "main.sp", line: 1, column: 1 }) };
};

function push(text: string): string {
  repository.write("main.sp", text);
  return repository.commit(`Say ${text}`);
}

async function head(): Promise<Head> {
  const found = await store.head();
  if (found.kind === "unavailable") throw new Error(found.why);
  return found;
}

async function judge(
  accepted: AcceptRequest["accepted"],
  changes: Partial<AcceptRequest> = {},
): Promise<Acceptance> {
  return accept({ environment: "prod", candidate: await head(), accepted, store, compile, ...changes });
}

/** As the ledger keeps it. */
async function acceptFirst(): Promise<{ commit: string; graphHash: Graph["hash"] }> {
  const result = await judge(null);
  if (result.kind !== "accepted" || result.version.commit === null) throw new Error(result.kind);
  return { commit: result.version.commit, graphHash: result.version.graph.hash };
}

test("the first version that compiles is accepted, with all that is to be known of it", async () => {
  const commit = push("one");
  const result = await judge(null);
  expect(result).toMatchObject({
    kind: "accepted",
    cause: "intended",
    version: { environment: "prod", commit, subject: "Say one", author: "Ada Lovelace" },
  });
  const version = result.kind === "accepted" ? result.version : null;
  expect(Object.keys(version?.graph.resources ?? {})).toEqual(["page"]);
  expect(version?.place("page" as never, "")).toEqual({ file: "main.sp", line: 1, column: 1 });
});

test("a descendant is accepted, also through a merge", async () => {
  push("one");
  const accepted = await acceptFirst();
  repository.git("checkout", "--quiet", "-b", "side");
  push("two");
  repository.git("checkout", "--quiet", "main");
  repository.git("merge", "--quiet", "--no-ff", "--message", "Merge", "side");
  expect(await judge(accepted)).toMatchObject({ kind: "accepted", cause: "intended" });
});

test("the same commit with the same graph is no change; with another graph it is the agent's", async () => {
  push("one");
  const accepted = await acceptFirst();
  expect(await judge(accepted)).toMatchObject({ kind: "unchanged", version: { commit: accepted.commit } });
  compilerVersion = "2";
  expect(await judge(accepted)).toMatchObject({ kind: "accepted", cause: "agent" });
});

test("a branch that was set back or rewritten is refused, without asking the compiler", async () => {
  const first = push("one");
  const second = push("two");
  const accepted = await acceptFirst();
  const never: CompileVersion = () => {
    throw new Error("the compiler was asked");
  };
  repository.git("reset", "--quiet", "--hard", first);
  const setBack = await judge(accepted, { compile: never });
  expect(setBack).toEqual({
    kind: "refused",
    commit: first,
    why: `Commit ${first.slice(0, 10)} does not descend from the accepted version ${second.slice(0, 10)}: the branch was rewritten or set back.`,
    help: expect.stringMatching(`setpoint accept prod ${first.slice(0, 10)} --reason`) as string,
    diagnostics: null,
  });
  push("another two");
  expect(await judge(accepted, { compile: never })).toMatchObject({ kind: "refused" });
});

test("a version that came from elsewhere than Git is followed by any commit", async () => {
  push("one");
  const { graphHash } = await acceptFirst();
  expect(await judge({ commit: null, graphHash })).toMatchObject({ kind: "accepted", cause: "intended" });
});

test("what does not compile is refused with the compiler's words, and mended by the next commit", async () => {
  push("one");
  const accepted = await acceptFirst();
  const broken = push("! oh");
  expect(await judge(accepted)).toMatchObject({
    kind: "refused",
    commit: broken,
    why: `Commit ${broken.slice(0, 10)} does not compile for prod.`,
    diagnostics: "error[E1]: unexpected !\n --> main.sp:1:1",
  });
  push("two");
  expect(await judge(accepted)).toMatchObject({ kind: "accepted" });
});

test("a graph of another environment is refused", async () => {
  push("one");
  const confused: CompileVersion = (snapshot, _, date) => compile(snapshot, "test", date);
  expect(await judge(null, { compile: confused })).toMatchObject({
    kind: "refused",
    why: expect.stringMatching("for the environment test, and not for prod") as string,
  });
});

test("a commit without the package's folder is refused; a store that cannot be read is no judgement", async () => {
  push("one");
  const candidate = await head();
  const elsewhere = openStore({ ...store.grant, folder: "deploy" });
  expect(await judge(null, { store: elsewhere })).toMatchObject({
    kind: "refused",
    why: "The commit has no folder `deploy`.",
  });
  temporary.remove();
  expect(await judge(null, { candidate }).catch((error: unknown) => error)).toBeInstanceOf(Error);
  expect(await accept({ environment: "prod", candidate, accepted: null, store, compile })).toMatchObject({
    kind: "unavailable",
    why: `There is no folder ${repository.folder}.`,
  });
});

describe("judging one environment", () => {
  test("is independent of the others", async () => {
    push("one");
    const accepted = await acceptFirst();
    push("two");
    const choosy: CompileVersion = (snapshot, environment, date) =>
      environment === "prod" ? { refused: "not for prod" } : compile(snapshot, environment, date);
    expect(await judge(accepted, { compile: choosy })).toMatchObject({ kind: "refused" });
    expect(await judge(accepted, { compile: choosy, environment: "test" })).toMatchObject({
      kind: "accepted",
    });
  });
});

test("what a person has accepted needs no ancestry, and only that commit", async () => {
  push("one");
  const accepted = await acceptFirst();
  repository.git("checkout", "--quiet", "--orphan", "rewritten");
  const rewritten = push("two");
  repository.git("branch", "--force", "main", rewritten);
  expect(await judge(accepted)).toMatchObject({
    kind: "refused",
    why: expect.stringContaining("does not descend"),
  });
  expect(await judge(accepted, { allowed: "0000000" })).toMatchObject({ kind: "refused" });
  expect(await judge(accepted, { allowed: rewritten.slice(0, 10) })).toMatchObject({ kind: "accepted" });
});

test("an environment that the source no longer names has vanished; one that it never named is refused", async () => {
  const commit = push("one");
  const gone: CompileVersion = () => ({ vanished: true });
  expect(await judge({ commit, graphHash: "sha256:00" }, { compile: gone })).toEqual({
    kind: "vanished",
    commit,
  });
  expect(await judge(null, { compile: gone })).toMatchObject({
    kind: "refused",
    why: expect.stringContaining("declares no environment prod"),
  });
});
