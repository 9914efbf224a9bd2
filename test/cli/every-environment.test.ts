// The thread that compiles environments beside the main one: all that it takes, when the main one takes none.

import { expect, test } from "vitest";
import { type Job, OtherThread } from "../../cli/other-thread.ts";
import { analyzeFiles } from "../../cli/package.ts";
import type { ReadResult } from "../../compiler/source.ts";
import { sha256 } from "../support/graphs.ts";

const SOURCE = `import std.file { File }
system Pages {
  param n: Int = 3
  page: File for i in 1..n by "\${i}" { path = "/srv/\${i}", content = "page \${i}" }
  one: File { path = "/srv/one", content = "é" }
}
policy "short" { require resources(File).all(f => f.path != "/srv/2") else "no second page" }
environment a = Pages with { n = 1 }
environment b = Pages
environment c = Pages with { n = 1 } { target = { name = "east", driver = "local" } }
`;

function job(taken: readonly number[]): Job {
  const texts = new Map<string, ReadResult>([["main.sp", { kind: "text", text: SOURCE, id: "1" }]]);
  const queue = new Int32Array(new SharedArrayBuffer(12));
  for (const at of taken) queue[at] = 1;
  return { files: { texts, folders: new Map() }, entries: ["main.sp"], date: "2026-01-01", queue };
}

function finishedBy(given: Job, count: number) {
  const thread = new OtherThread();
  thread.give(given);
  return thread.finish(count);
}

test("its graphs are those of the main thread; what there is something to say of is left to that", async () => {
  const given = job([]);
  const read = (path: string) => given.files.texts.get(path) ?? ({ kind: "missing" } as const);
  const hash = (of: string | Uint8Array) => sha256(typeof of === "string" ? of : Buffer.from(of).toString());
  const analysis = analyzeFiles({ read, list: () => [] }, hash, given.entries, given.date);
  const found = await finishedBy(given, 3);
  const graph = (at: number) => {
    const chunks = found.get(at)?.graph ?? null;
    return chunks === null ? null : Buffer.concat(chunks).toString();
  };
  expect([graph(0), graph(2)]).toEqual([analysis.compile("a").text, analysis.compile("c").text]);
  expect(graph(0)).toContain("é");
  expect(graph(1)).toBeNull();
  expect(analysis.compile("b").diagnostics.map(({ code }) => code)).toEqual(["SP5002"]);
  expect(found.get(0)?.identities).toEqual([]);
  expect(found.get(2)?.identities).toHaveLength(2);
});

test("it takes nothing that is taken", async () => {
  const found = await finishedBy(job([0, 2]), 1);
  expect([...found.keys()]).toEqual([1]);
});
