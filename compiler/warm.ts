// A program that stays: after each edit only what the edit can have changed is looked at again. For editors and `--watch`.
//
// In:  a request, and after it the paths of the files that may have changed. Out: for each state of the files an analysis, the
// same to the byte as one that is made from nothing: diagnostics, graphs, provenance. A module whose file is as it was, and
// whose imports are all as they were, keeps its tree, its names and its types; a system that sees the same keeps its piece of
// the graph (warm/pieces.ts).
// Surprising: an analysis holds until the next update, which takes over its tables. And nothing is kept of a module for which
// something was reported, so what is kept never depends on the order in which things went wrong.

import { bind, importPaths, STANDARD, type Kept, type Module, type Program } from "./bind.ts";
import { check, type Before } from "./check.ts";
import { MAX_DEPTH, type Checker } from "./check/context.ts";
import { analysisOf, type Analysis, type AnalysisRequest } from "./compile.ts";
import type { Diagnostic } from "./diagnostics.ts";
import type { ReadResult, SourceFile } from "./source.ts";
import { forget } from "./warm/forget.ts";
import { newIdentities } from "./warm/inputs.ts";
import { newPieces, type Memory, type Pieces } from "./warm/pieces.ts";

export interface WarmProgram {
  /** Of the files as they were last read. It holds until the next update. */
  readonly analysis: Analysis;
  /** Paths that were made, changed or removed; those that are no files of the program do no harm. */
  update(changed: Iterable<string>, now?: Partial<Pick<AnalysisRequest, "entries" | "date">>): Analysis;
}

/** What is known of the program as it is. */
interface State {
  readonly program: Program;
  readonly checker: Checker;
  /** Modules of which nothing may be kept, by path. */
  readonly doubtful: ReadonlySet<string>;
  /** How deep declarations lead into one another from each module, at most. */
  readonly depths: ReadonlyMap<string, number>;
}

export function openProgram(request: AnalysisRequest): WarmProgram {
  const reads = new Map<string, ReadResult>();
  const host: AnalysisRequest["host"] = {
    ...request.host,
    read(path) {
      const known = reads.get(path);
      if (known !== undefined) return known;
      const read = request.host.read(path);
      reads.set(path, read);
      return read;
    },
    list: (folder) => request.host.list(folder),
    sha256: (text) => request.host.sha256(text),
  };
  const memory = newMemory();
  let current: AnalysisRequest = { ...request, host };
  let [state, analysis] = lookAtAll(current, memory, new Map());
  return {
    get analysis() {
      return analysis;
    },
    update(changed, now = {}) {
      const paths = [...changed];
      for (const path of paths) reads.delete(path);
      const { entries, date } = current;
      current = { ...current, ...now };
      const stale = paths.filter((path) => isStale(state.program, host, path));
      const isAsked = current.date === date && sameEntries(current.entries, entries);
      if (stale.length === 0 && isAsked) return analysis;
      [state, analysis] =
        lookAgain(current, memory, state, stale) ?? lookAtAll(current, memory, filesOf(state.program));
      return analysis;
    },
  };
}

function newMemory(): Memory {
  const identities = newIdentities();
  const environments = new Map<string, Pieces>();
  return (environment) => {
    const known = environments.get(environment);
    if (known !== undefined) return known;
    const pieces = newPieces(identities);
    environments.set(environment, pieces);
    return pieces;
  };
}

function sameEntries(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((entry, index) => entry === b[index]);
}

/** Does a file say something else than when it was looked at? */
function isStale({ loaded }: Program, host: AnalysisRequest["host"], path: string): boolean {
  const module = loaded.get(path);
  if (module === undefined || path.startsWith(STANDARD)) return false;
  const now = host.read(path);
  if (module === null || now.kind !== "text") return true;
  return now.text !== module.file.text || now.id !== module.file.id;
}

function filesOf({ loaded }: Program): ReadonlyMap<string, SourceFile> {
  const files = new Map<string, SourceFile>();
  for (const [path, module] of loaded) if (module !== null) files.set(path, module.file);
  return files;
}

// --- From nothing ----------------------------------------------------------------------------------------------------

function lookAtAll(
  request: AnalysisRequest,
  memory: Memory,
  files: ReadonlyMap<string, SourceFile>,
): [State, Analysis] {
  const diagnostics: Diagnostic[] = [];
  const program = bind(request, diagnostics, { modules: new Map(), data: new Map(), files });
  const checked = check(program, diagnostics);
  const { checker } = checked;
  const depths = new Map([...program.loaded.keys()].map((path) => [path, checker.deepest]));
  const analysis = analysisOf(request, checked, diagnostics, { memory, kept: new Set() });
  const doubtful = new Set<string>();
  for (const { code, labels } of diagnostics) {
    if (!isDoubt(code)) continue;
    // Where the chain is too long, what it does not reach is anywhere.
    if (code === "SP3004") for (const path of program.loaded.keys()) doubtful.add(path);
    for (const { span } of labels) doubtful.add(span.file.path);
  }
  return [{ program, checker, doubtful, depths }, analysis];
}

/** An unused import is found each time anew, and everything else says that something is not as it should be. */
function isDoubt(code: Diagnostic["code"]): boolean {
  return code !== "SP2005";
}

// --- After an edit ---------------------------------------------------------------------------------------------------

/** null: it is not sure that what is kept is what would be found. */
function lookAgain(
  request: AnalysisRequest,
  memory: Memory,
  state: State,
  stale: readonly string[],
): [State, Analysis] | null {
  const { program: old, checker } = state;
  // Who reads what of a slot that stands for another one is asked of the program as a whole.
  if (checker.replaced.length > 0) return null;
  const dirty = withImporters(old, [...stale, ...state.doubtful]);
  const modules = new Map<string, Module>();
  for (const [path, module] of old.loaded) if (module !== null && !dirty.has(path)) modules.set(path, module);
  const demanded = demandsOf(checker);
  const diagnostics: Diagnostic[] = [];
  const kept: Kept = { modules, data: old.data, files: filesOf(old) };
  const program = bind(request, diagnostics, kept);
  const gone = new Set<Module>();
  for (const [path, module] of old.loaded)
    if (module !== null && !module.lazy && program.loaded.get(path) !== module) gone.add(module);
  forget(checker, gone);
  const before: Before = { checker, kept: new Set(modules.values()) };
  const checked = check(program, diagnostics, before);
  const demands = demandsOf(checked.checker);
  // What is kept needs of the standard library what it needed.
  for (const name of demands) program.standard(name);
  if (!isOfOnePiece(program, modules) || !includes(demands, demanded)) return null;
  const fresh = [...program.loaded].filter(([path, module]) => modules.get(path) !== module);
  const depths = depthsOf(state, checked.checker, fresh);
  if (depths === null) return null;
  const analysis = analysisOf(request, checked, diagnostics, { memory, kept: before.kept });
  const doubtful = new Set(diagnostics.some(({ code }) => isDoubt(code)) ? fresh.map(([path]) => path) : []);
  return [{ program, checker: checked.checker, doubtful, depths }, analysis];
}

/** The modules of those paths, and all that import them, whatever lies between. */
function withImporters({ loaded }: Program, paths: readonly string[]): ReadonlySet<string> {
  const importers = new Map<string, string[]>();
  for (const [path, module] of loaded) {
    for (const imported of module === null ? [] : importPaths(module)) {
      const known = importers.get(imported);
      if (known === undefined) importers.set(imported, [path]);
      else known.push(path);
    }
  }
  const found = new Set(paths);
  for (const path of found) for (const importer of importers.get(path) ?? []) found.add(importer);
  return found;
}

/** What the program needs of the standard library without importing it. */
function demandsOf({ demands }: Checker): ReadonlySet<string> {
  const all = new Set<string>();
  for (const names of demands.values()) for (const name of names) all.add(name);
  return all;
}

function includes(all: ReadonlySet<string>, some: ReadonlySet<string>): boolean {
  for (const item of some) if (!all.has(item)) return false;
  return true;
}

/** No module is there twice: as the one that was kept, and as one that was read in another way. */
function isOfOnePiece({ loaded }: Program, kept: ReadonlyMap<string, Module>): boolean {
  for (const [path, module] of loaded) {
    const before = kept.get(path);
    if (before !== undefined && before !== module) return false;
  }
  return true;
}

/** null: with what is kept, declarations may lead deeper than they may. */
function depthsOf(
  { depths }: State,
  { deepest }: Checker,
  fresh: readonly (readonly [string, Module | null])[],
): ReadonlyMap<string, number> | null {
  const isFresh = new Set(fresh.map(([path]) => path));
  let below = 0;
  for (const [, module] of fresh) {
    for (const path of module === null ? [] : importPaths(module))
      if (!isFresh.has(path)) below = Math.max(below, depths.get(path) ?? 0);
  }
  if (deepest + below > MAX_DEPTH) return null;
  return new Map([...depths, ...fresh.map(([path]): [string, number] => [path, deepest + below])]);
}
