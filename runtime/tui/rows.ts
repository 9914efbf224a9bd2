// The resources as the table shows them, worst first, kept sorted while they change.
//
// In:  for each batch of events, the rows that changed. Out: a new `Rows` that shares all it can with the one before, so a
// state of the terminal UI is a value like any other.
// How: an index by key in shards (a batch copies the shards that it touches) and one sorted sequence in chunks (a batch
// rebuilds the chunks that it touches). A batch of k changes among n rows costs about k·log k + n/CHUNK, and what is not on
// the screen is never looked at. A filter is remembered for each chunk, and so is redone only for the chunks that changed.

import type { Address } from "../../compiler/address.ts";
import type { WallTime } from "../clock.ts";
import type { ResourceFacts } from "../events.ts";
import { STATUS_ORDER, type Standing, standingOf } from "../status.ts";

export interface Row {
  readonly key: RowKey;
  readonly facts: ResourceFacts;
  /** Since when it has had this kind of status. */
  readonly since: WallTime;
}

/** `environment/address`: a resource among all that an agent holds. */
export type RowKey = string;

export type Counts = Readonly<Partial<Record<Standing, number>>>;

export interface Rows {
  readonly size: number;
  readonly shards: readonly Shard[];
  readonly chunks: readonly Chunk[];
  readonly counts: Counts;
  readonly byEnvironment: ReadonlyMap<string, Counts>;
  /** The longest address and the longest key so far. They only grow, so that columns do not move to and fro. */
  readonly widest: { readonly address: number; readonly key: number };
}

type Shard = ReadonlyMap<RowKey, Row>;
export type Chunk = readonly Row[];

const SHARDS = 256;
const CHUNK = 128;
const RANK = Object.fromEntries(STATUS_ORDER.map((kind, index) => [kind, index])) as Record<Standing, number>;
const EMPTY_SHARD: Shard = new Map();

export const NO_ROWS: Rows = {
  size: 0,
  shards: Array.from({ length: SHARDS }, () => EMPTY_SHARD),
  chunks: [],
  counts: {},
  byEnvironment: new Map(),
  widest: { address: 0, key: 0 },
};

export function rowKey(environment: string, address: Address): RowKey {
  return `${environment}/${address}`;
}

export function findRow(rows: Rows, key: RowKey): Row | undefined {
  return rows.shards[shardOf(key)]?.get(key);
}

/** The rows with the given ones put in, or taken out (null). */
export function changeRows(rows: Rows, changes: ReadonlyMap<RowKey, Row | null>): Rows {
  if (changes.size === 0) return rows;
  const shards = [...rows.shards];
  const owned = new Set<number>();
  const counts = { ...rows.counts };
  const byEnvironment = new Map(rows.byEnvironment);
  const out: Row[] = [];
  const into: Row[] = [];
  let size = rows.size;
  let { address, key: longest } = rows.widest;

  for (const [key, row] of changes) {
    const at = shardOf(key);
    const before = shards[at]?.get(key);
    if (before === undefined && row === null) continue;
    if (!owned.has(at)) {
      shards[at] = new Map(shards[at]);
      owned.add(at);
    }
    const shard = shards[at] as Map<RowKey, Row>;
    if (before !== undefined) {
      out.push(before);
      recount(counts, byEnvironment, before, -1);
    }
    if (row !== null) {
      into.push(row);
      recount(counts, byEnvironment, row, 1);
      shard.set(key, row);
      address = Math.max(address, row.facts.address.length);
      longest = Math.max(longest, key.length);
    } else {
      shard.delete(key);
    }
    size += (row === null ? 0 : 1) - (before === undefined ? 0 : 1);
  }
  const chunks = merge(rows.chunks, out.toSorted(compare), into.toSorted(compare));
  return { size, shards, chunks, counts, byEnvironment, widest: { address, key: longest } };
}

/** What the table lists: all rows, or the problems, or those that a filter lets through. */
export interface Query {
  readonly text: string;
  readonly problemsOnly: boolean;
}

export interface Listing {
  readonly size: number;
  slice(from: number, to: number): readonly Row[];
  /** Where a row stands in the listing, or -1. */
  indexOf(row: Row): number;
}

export function listRows(rows: Rows, query: Query): Listing {
  const chunks = query.text === "" ? rows.chunks : rows.chunks.map((chunk) => filtered(chunk, query.text));
  // In-sync rows are the last ones, so leaving them out is leaving off the end.
  const all = query.text === "" ? rows.size : chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const size = query.problemsOnly ? problems(chunks) : all;
  return {
    size,
    slice: (from, to) => sliceChunks(chunks, Math.max(0, from), Math.min(to, size)),
    indexOf: (row) => {
      const at = positionOf(chunks, row);
      return at < size ? at : -1;
    },
  };
}

/** Rows that name the address in their `needs`, of one environment; remembered for each chunk like a filter. */
export function neededBy(rows: Rows, environment: string, address: Address, limit: number): readonly Row[] {
  const found: Row[] = [];
  for (const chunk of rows.chunks) {
    for (const row of remembered(chunk, `needs ${environment}/${address}`, (each) =>
      needs(each, environment, address),
    )) {
      if (found.length === limit) return found;
      found.push(row);
    }
  }
  return found;
}

function needs(row: Row, environment: string, address: Address): boolean {
  return row.facts.environment === environment && row.facts.needs.includes(address);
}

/** Worst first, then by environment and address. */
export function compare(a: Row, b: Row): number {
  return (
    RANK[standingOf(a.facts.report)] - RANK[standingOf(b.facts.report)] ||
    order(a.facts.environment, b.facts.environment) ||
    order(a.facts.address, b.facts.address)
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function merge(chunks: readonly Chunk[], out: readonly Row[], into: readonly Row[]): readonly Chunk[] {
  const merged: Chunk[] = [];
  let outAt = 0;
  let intoAt = 0;
  for (const [index, chunk] of chunks.entries()) {
    const next = chunks[index + 1]?.[0];
    const outFrom = outAt;
    const intoFrom = intoAt;
    outAt = firstFrom(out, outAt, next);
    intoAt = firstFrom(into, intoAt, next);
    if (outAt === outFrom && intoAt === intoFrom) {
      merged.push(chunk);
      continue;
    }
    const gone = new Set(out.slice(outFrom, outAt));
    const kept = gone.size === 0 ? chunk : chunk.filter((row) => !gone.has(row));
    pushChunks(merged, zip(kept, into.slice(intoFrom, intoAt)));
  }
  if (chunks.length === 0) pushChunks(merged, into);
  return merged;
}

/** The first place from `at` on whose row does not stand before `next`. */
function firstFrom(rows: readonly Row[], at: number, next: Row | undefined): number {
  if (next === undefined) return rows.length;
  let found = at;
  while (found < rows.length && compare(rows[found] as Row, next) < 0) found++;
  return found;
}

function zip(a: readonly Row[], b: readonly Row[]): readonly Row[] {
  const zipped: Row[] = [];
  let at = 0;
  for (const row of a) {
    while (at < b.length && compare(b[at] as Row, row) < 0) zipped.push(b[at++] as Row);
    zipped.push(row);
  }
  while (at < b.length) zipped.push(b[at++] as Row);
  return zipped;
}

function pushChunks(merged: Chunk[], rows: readonly Row[]): void {
  if (rows.length === 0) return;
  const last = merged.at(-1);
  // Small neighbours grow together, or a list that shrank would stay a list of crumbs.
  if (last !== undefined && last.length + rows.length <= CHUNK / 2) {
    merged[merged.length - 1] = [...last, ...rows];
    return;
  }
  if (rows.length <= CHUNK * 2) {
    merged.push(rows);
    return;
  }
  for (let at = 0; at < rows.length; at += CHUNK) merged.push(rows.slice(at, at + CHUNK));
}

function sliceChunks(chunks: readonly Chunk[], from: number, to: number): readonly Row[] {
  const rows: Row[] = [];
  let start = 0;
  for (const chunk of chunks) {
    if (start >= to) break;
    const end = start + chunk.length;
    if (end > from) rows.push(...chunk.slice(Math.max(0, from - start), to - start));
    start = end;
  }
  return rows;
}

function positionOf(chunks: readonly Chunk[], row: Row): number {
  let start = 0;
  for (const chunk of chunks) {
    const last = chunk.at(-1);
    if (last !== undefined && compare(row, last) <= 0) {
      const at = chunk.findIndex((each) => each.key === row.key);
      return at === -1 ? Number.POSITIVE_INFINITY : start + at;
    }
    start += chunk.length;
  }
  return Number.POSITIVE_INFINITY;
}

function isGreen(row: Row | undefined): boolean {
  return row !== undefined && standingOf(row.facts.report) === "in-sync";
}

function problems(chunks: readonly Chunk[]): number {
  let count = 0;
  for (const chunk of chunks) {
    if (!isGreen(chunk.at(-1))) count += chunk.length;
    else return count + chunk.filter((row) => !isGreen(row)).length;
  }
  return count;
}

const memory = new WeakMap<Chunk, { readonly question: string; readonly answer: Chunk }>();

function filtered(chunk: Chunk, text: string): Chunk {
  const words = text.toLowerCase().split(" ").filter((word) => word !== ""); // prettier-ignore
  return remembered(chunk, `filter ${text}`, (row) => {
    const hay = searchText(row);
    return words.every((word) => hay.includes(word));
  });
}

function remembered(chunk: Chunk, question: string, keep: (row: Row) => boolean): Chunk {
  const known = memory.get(chunk);
  if (known?.question === question) return known.answer;
  const answer = chunk.filter(keep);
  memory.set(chunk, { question, answer });
  return answer;
}

/** All that a filter looks at: every word that the row shows. */
function searchText(row: Row): string {
  const { environment, address, target, resourceKind, report } = row.facts;
  return `${environment}/${address} ${target} ${resourceKind} ${standingOf(report)} ${report.reason}`.toLowerCase();
}

function recount(
  counts: Partial<Record<Standing, number>>,
  by: Map<string, Counts>,
  row: Row,
  step: 1 | -1,
): void {
  const { environment, report } = row.facts;
  const kind = standingOf(report);
  add(counts, kind, step);
  const own = { ...by.get(environment) };
  add(own, kind, step);
  by.set(environment, own);
}

function add(counts: Partial<Record<Standing, number>>, kind: Standing, step: 1 | -1): void {
  const count = (counts[kind] ?? 0) + step;
  if (count === 0) delete counts[kind];
  else counts[kind] = count;
}

function shardOf(key: RowKey): number {
  let hash = 0;
  for (let at = 0; at < key.length; at++) hash = (Math.imul(hash, 31) + key.charCodeAt(at)) | 0;
  return (hash >>> 0) % SHARDS;
}
