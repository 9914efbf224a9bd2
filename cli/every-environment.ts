// Every environment of a package, compiled on two threads.
//
// In:  a package. Out: the graph of each environment, and what is wrong with them or between them.
// Surprising: only what is right is taken from the other thread. An environment of which there is anything to say is compiled
// here, where the places in the source are, so that what is printed does not depend on who was faster.

import { availableParallelism } from "node:os";
import { findClashes, identitiesOf } from "../compiler/clashes.ts";
import type { Analysis, Compilation } from "../compiler/compile.ts";
import type { Diagnostic } from "../compiler/diagnostics.ts";
import type { Host } from "./host.ts";
import { OtherThread, type Recorded } from "./other-thread.ts";
import { analyzeFiles, openPackage, today, type Files } from "./package.ts";

export interface CompiledEnvironment {
  readonly name: string;
  /** null where something is wrong. */
  readonly chunks: Iterable<Uint8Array> | null;
  readonly diagnostics: readonly Diagnostic[];
}

export interface EveryEnvironment {
  readonly root: string;
  readonly analysis: Analysis;
  readonly compiled: readonly CompiledEnvironment[];
  readonly clashes: readonly Diagnostic[];
}

/** `alone`: on this thread, because more than the graphs is wanted of it. */
export async function compileEvery(
  host: Host,
  given: readonly string[],
  alone: boolean,
): Promise<EveryEnvironment> {
  const { root, files, entries } = await openPackage(host, given);
  const recorded: Recorded = { texts: new Map(), folders: new Map() };
  const date = today(host);
  const analysis = analyzeFiles(recording(files, recorded), host.sha256, entries, date);
  const names = analysis.environments;
  const isSound = analysis.diagnostics.every(({ severity }) => severity !== "error");
  if (alone || !isSound || names.length < 2 || availableParallelism() === 1) return everyOf(analysis, root);
  const queue = new Int32Array(new SharedArrayBuffer(4 * names.length));
  const other = host.thread ?? new OtherThread();
  other.give({ files: recorded, entries, date, queue });
  const here = new Map<number, Compilation>();
  const compileHere = (at: number): Compilation => {
    const compilation = analysis.compile(names[at] ?? null);
    here.set(at, compilation);
    return compilation;
  };
  for (let at = 0; at < names.length; at++)
    if (Atomics.compareExchange(queue, at, 0, 1) === 0) compileHere(at);
  const there = await other.finish(names.length - here.size);
  const compiled: CompiledEnvironment[] = [];
  const identities: (readonly string[])[] = [];
  for (const [at, name] of names.entries()) {
    const found = there.get(at);
    if (found !== undefined && found.graph !== null) {
      compiled.push({ name, chunks: found.graph, diagnostics: analysis.diagnostics });
      identities.push(found.identities);
      continue;
    }
    const { chunks, diagnostics, managed } = here.get(at) ?? compileHere(at);
    compiled.push({ name, chunks, diagnostics });
    identities.push(managed === null ? [] : [...identitiesOf(managed).keys()]);
  }
  // Who clashes with whom is found where the places in the source are.
  const clashes = areDistinct(identities) ? [] : findClashes(analysis);
  return { root, analysis, compiled, clashes };
}

/** On this thread, of an analysis that is there. */
export function everyOf(analysis: Analysis, root: string): EveryEnvironment {
  // Without any, the compiler says that there is none.
  const names = analysis.environments.length === 0 ? [null] : analysis.environments;
  const compiled = names.map((name): CompiledEnvironment => {
    const { chunks, diagnostics } = analysis.compile(name);
    return { name: name ?? "", chunks, diagnostics };
  });
  return { root, analysis, compiled, clashes: findClashes(analysis) };
}

function recording(files: Files, recorded: Recorded): Files {
  return {
    read: (path) => {
      const result = files.read(path);
      recorded.texts.set(path, result);
      return result;
    },
    list: (folder) => {
      const names = files.list(folder);
      recorded.folders.set(folder, names);
      return names;
    },
  };
}

function areDistinct(identities: readonly (readonly string[])[]): boolean {
  const all = new Set<string>();
  let count = 0;
  for (const own of identities) {
    count += own.length;
    for (const identity of own) all.add(identity);
  }
  return all.size === count;
}
