// Snapshots of tests: what values were when somebody last looked at them, in files of the package.
//
// In:  the files as they are, and what the tests find. Out: whether that is the same, and what the files should hold. The tests
// of `env/prod.sp` have `snapshots/env/prod.json`: for each title the values in the order of the test, pretty and with sorted
// keys, so that a change of them is read in the diff of a commit.

import { isJsonArray, isJsonObject, type Json, type JsonObject } from "./json.ts";
import type { CompilerHost } from "./source.ts";

const FOLDER = "snapshots/";

export interface Difference {
  readonly title: string;
  readonly file: string;
  /** As the file writes them, without a final line break. */
  readonly before: string;
  readonly after: string;
}

export type Comparison =
  | { readonly kind: "same" }
  | { readonly kind: "missing"; readonly file: string; readonly why: string }
  | { readonly kind: "different"; readonly file: string; readonly difference: Difference };

export interface SnapshotOptions {
  /** Everything that is found is right. */
  readonly update: boolean;
  /** Where a snapshot that is missing is a failure, and not written. */
  readonly strict: boolean;
}

export interface Snapshots {
  /** The next value of a test. */
  compare(source: string, title: string, value: Json): Comparison;
  /** After the tests: what nobody asked for. */
  stale(tests: readonly NamedTest[]): readonly StaleSnapshot[];
  /** The files whose texts change; null: the file goes. */
  changes(tests: readonly NamedTest[]): ReadonlyMap<string, string | null>;
}

export interface NamedTest {
  readonly file: string;
  readonly title: string;
  /** It was run to its end, so that a snapshot for which it did not ask is stale. */
  readonly complete: boolean;
}

export interface StaleSnapshot {
  readonly file: string;
  readonly title: string;
}

interface SnapshotFile {
  readonly path: string;
  readonly known: ReadonlyMap<string, readonly Json[]>;
  /** It is there and says nothing that could be understood. */
  readonly broken: boolean;
  readonly found: Map<string, Json[]>;
  readonly text: string | null;
}

export function openSnapshots(host: Pick<CompilerHost, "read">, options: SnapshotOptions): Snapshots {
  const files = new Map<string, SnapshotFile>();
  const fileOf = (source: string): SnapshotFile => {
    const known = files.get(source);
    if (known !== undefined) return known;
    const made = readFile(host, `${FOLDER}${source.replace(/\.sp$/, "")}.json`);
    files.set(source, made);
    return made;
  };
  const staleOf = (tests: readonly NamedTest[]): readonly StaleSnapshot[] =>
    sourcesOf(tests).flatMap((source) => {
      const { path, known, found } = fileOf(source);
      const titles = [...known.keys()].filter((title) => {
        const test = tests.find((item) => item.file === source && item.title === title);
        if (test === undefined) return true;
        return test.complete && (known.get(title)?.length ?? 0) > (found.get(title)?.length ?? 0);
      });
      return titles.map((title) => ({ file: path, title }));
    });
  return {
    compare(source, title, value) {
      const { path, known, broken, found } = fileOf(source);
      const list = found.get(title) ?? [];
      found.set(title, list);
      const before = known.get(title)?.[list.length];
      const after = prettyJson(value);
      if (options.update) {
        list.push(value);
        return { kind: "same" };
      }
      if (before === undefined) {
        list.push(value);
        if (broken) return { kind: "missing", file: path, why: "the file cannot be read as snapshots" };
        if (options.strict) return { kind: "missing", file: path, why: "in CI none is written" };
        return { kind: "same" };
      }
      // What differs stays as it is until somebody says that the change is meant.
      list.push(before);
      const was = prettyJson(before);
      if (was === after) return { kind: "same" };
      return { kind: "different", file: path, difference: { title, file: path, before: was, after } };
    },
    stale: staleOf,
    changes(tests) {
      const changed = new Map<string, string | null>();
      for (const source of sourcesOf(tests)) {
        const { path, known, found, text, broken } = fileOf(source);
        const isMine = broken && !options.update;
        if (isMine || (options.strict && !options.update)) continue;
        const kept = keptOf(source, known, found, tests, options.update);
        const now = kept.size === 0 ? null : `${prettyJson(Object.fromEntries(kept))}\n`;
        if (now !== text) changed.set(path, now);
      }
      return changed;
    },
  };
}

/** What the file holds afterwards. Only `update` takes anything away. */
function keptOf(
  source: string,
  known: SnapshotFile["known"],
  found: SnapshotFile["found"],
  tests: readonly NamedTest[],
  update: boolean,
): Map<string, readonly Json[]> {
  const kept = new Map<string, readonly Json[]>();
  for (const [title, values] of known) {
    const test = tests.find((item) => item.file === source && item.title === title);
    const mayGo = update && (test === undefined || test.complete);
    const own = found.get(title) ?? [];
    const list = mayGo ? own : [...own, ...values.slice(own.length)];
    if (list.length > 0) kept.set(title, list);
  }
  for (const [title, values] of found) if (!kept.has(title) && values.length > 0) kept.set(title, values);
  return kept;
}

function sourcesOf(tests: readonly NamedTest[]): readonly string[] {
  return [...new Set(tests.map((test) => test.file))];
}

function readFile(host: Pick<CompilerHost, "read">, path: string): SnapshotFile {
  const known = new Map<string, readonly Json[]>();
  const read = host.read(path);
  const nothing = { path, known, found: new Map<string, Json[]>(), text: null };
  if (read.kind === "missing") return { ...nothing, broken: false };
  if (read.kind !== "text") return { ...nothing, broken: true };
  const data = parsed(read.text);
  if (data === null) return { ...nothing, broken: true, text: read.text };
  for (const [title, values] of Object.entries(data)) known.set(title, isJsonArray(values) ? values : []);
  return { ...nothing, broken: false, text: read.text };
}

function parsed(text: string): JsonObject | null {
  try {
    const data = JSON.parse(text) as Json;
    return isJsonObject(data) ? data : null;
  } catch {
    return null;
  }
}

/** Sorted keys, two spaces. */
export function prettyJson(value: Json): string {
  return JSON.stringify(sorted(value), null, 2);
}

function sorted(value: Json): Json {
  if (isJsonArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((key) => [key, sorted(value[key] ?? null)]),
  );
}
