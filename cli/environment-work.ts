// Compiles environments of a package on a thread of its own, beside the main one (cli/every-environment.ts).
//
// In:  what the main thread has read, and the places in the queue that both take environments from. Out: a message for each
// environment that it took: its graph, or that the main thread must compile it itself, because there is something to say of it.
// Surprising: it takes from the end, and reads no file: both threads compile one state of the package, whatever happens to the
// files meanwhile.

import { hash } from "node:crypto";
import { parentPort } from "node:worker_threads";
import { identitiesOf } from "../compiler/clashes.ts";
import { analyzeFiles } from "./package.ts";
import type { FromThread, Job } from "./other-thread.ts";

export function compileBeside({ files, entries, date, queue }: Job): void {
  const analysis = analyzeFiles(
    {
      read: (path) => files.texts.get(path) ?? { kind: "missing" },
      list: (folder) => files.folders.get(folder) ?? [],
    },
    (of) => hash("sha256", of, "hex"),
    entries,
    date,
  );
  for (let at = queue.length - 1; at >= 0; at--) {
    if (Atomics.compareExchange(queue, at, 0, 1) !== 0) continue;
    const { chunks, diagnostics, managed, verdict } = analysis.compile(analysis.environments[at] ?? null);
    const isPlain = diagnostics.length === analysis.diagnostics.length && verdict.exempted.length === 0;
    const graph = chunks === null || managed === null || !isPlain ? null : [...chunks];
    const identities = graph === null || managed === null ? [] : [...identitiesOf(managed).keys()];
    const message: FromThread = { at, graph, identities };
    parentPort?.postMessage(
      message,
      (graph ?? []).map((chunk) => chunk.buffer as ArrayBuffer),
    );
  }
}
