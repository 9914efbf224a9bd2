// The graph's canonical text: every resource with its hash, and the document with its own.
//
// In:  the resources one by one, each with its spec as text, then what stands beside them. Out: the document in UTF-8.
// Surprising: each is written with its address before it and a comma. Where they come in the order of their addresses, which most
// do, the pages are the document's text as they are; otherwise every one is copied to its place.

import type { Address } from "./address.ts";
import { canonicalJson, canonicalString, type JsonObject } from "./json.ts";
import { decode, encode, Sheet } from "./sheet.ts";
import type { Span } from "./source.ts";

/** The hash of the bytes in lower-case hex. */
export type HashBytes = (bytes: Uint8Array) => string;

export interface GraphText {
  /** The resources, one after the other; none stands on two pages, and none moves. */
  readonly pages: Uint8Array[];
  /** How much of each page is taken. */
  readonly used: number[];
  readonly written: Map<Address, Place>;
  /** The address and the hash of each, as entries with a comma before them. */
  readonly hashes: Sheet;
  /** The resource that was written last; null before the first. */
  last: Address | null;
  isInOrder: boolean;
  /** For the address of one. */
  readonly name: Sheet;
  /** Resources that were written for the graph before, and stand in this one as they stood there. */
  readonly blocks: TextBlock[];
}

/** All that is inside one system. */
export interface TextBlock {
  /** Of the system: everything inside begins with it and a dot, and nothing else does. So it is one place in the order. */
  readonly address: Address;
  /** In the order of addresses, as entries of an object with commas between them: the hashes, and the resources. */
  readonly hashes: Uint8Array;
  readonly resources: Uint8Array;
}

interface Place {
  readonly kind: "resource";
  readonly address: Address;
  readonly page: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Where the resource is declared. */
  readonly span: Span;
}

const PAGE = 1 << 20;

export function newGraphText(): GraphText {
  return {
    pages: [],
    used: [],
    written: new Map(),
    hashes: new Sheet(),
    last: null,
    isInOrder: true,
    name: new Sheet(128),
    blocks: [],
  };
}

/** The place of a page with room for so many bytes more. */
function pageFor({ pages, used }: GraphText, size: number): number {
  const at = pages.length - 1;
  if (at >= 0 && (used[at] as number) + size <= (pages[at] as Uint8Array).length) return at;
  pages.push(new Uint8Array(Math.max(PAGE, size)));
  used.push(0);
  return at + 1;
}

/** What resources of one kind on one target have in common. */
export interface Surroundings {
  readonly kind: string;
  /** What stands after the spec. */
  readonly after: Uint8Array;
  /** What stands before it, of resources that wait for nobody; most of them have the same metadata. */
  head: { readonly meta: Uint8Array; readonly mode: ResourceText["mode"]; readonly text: Uint8Array } | null;
}

export function surroundingsOf(kind: string, target: string): Surroundings {
  return { kind, after: encode(`,"target":${canonicalString(target)}}`), head: null };
}

export interface ResourceText {
  readonly around: Surroundings;
  readonly meta: Uint8Array;
  readonly mode: "manage" | "read";
  /** Sorted. */
  readonly needs: readonly Address[];
  readonly spec: Uint8Array;
}

const COMMA = 0x2c;
const CLOSE = encode("}");
const HASH_START = '{"hash":"';
const HASH_SIZE = "sha256:".length + 64;
/** The digits are filled in when they are known. */
const HASH_OPEN = `${HASH_START}sha256:${"0".repeat(64)}"`;
/** Where the hash is of what follows, as an object of its own. */
const BODY = HASH_OPEN.length;

function headOf(around: Surroundings, { meta, mode, needs }: ResourceText): Uint8Array {
  const { head, kind } = around;
  if (needs.length === 0 && head !== null && head.meta === meta && head.mode === mode) return head.text;
  const sheet = new Sheet(512);
  sheet.text(`${HASH_OPEN}{"health":null,"kind":${canonicalString(kind)},"meta":`);
  sheet.put(meta);
  sheet.text(`,"mode":"${mode}","needs":[${needs.map(canonicalString).join(",")}],"spec":`);
  const text = sheet.since(0);
  if (needs.length === 0) around.head = { meta, mode, text };
  return text;
}

/** Gives how many bytes it takes. */
export function writeResource(
  text: GraphText,
  address: Address,
  resource: ResourceText,
  span: Span,
  sha256: HashBytes,
): number {
  const { around, spec } = resource;
  const head = headOf(around, resource);
  const { after } = around;
  const { pages, used, hashes, last } = text;
  const name = nameOf(text, address);
  const size = head.length + spec.length + after.length;
  const at = pageFor(text, name.length + size);
  const page = pages[at] as Uint8Array;
  const begin = used[at] as number;
  const start = begin + name.length;
  const end = start + size;
  page.set(name, begin);
  page.set(head, start);
  page.set(spec, start + head.length);
  page.set(after, end - after.length);
  const body = start + BODY;
  const hash = sha256(page.subarray(body, end));
  const digits = body - 1 - hash.length;
  for (let index = 0; index < hash.length; index++) page[digits + index] = hash.charCodeAt(index);
  page[body] = COMMA;
  used[at] = end;
  hashes.put(name);
  hashes.text(`"sha256:${hash}"`);
  if (last !== null && last >= address) text.isInOrder = false;
  text.last = address;
  text.written.set(address, { kind: "resource", address, page, start, end, span });
  return end - body;
}

/** With a comma before it and a colon after it. */
function nameOf({ name }: GraphText, address: Address): Uint8Array {
  name.rewind(0);
  name.text(",");
  name.quoted(address);
  name.text(":");
  return name.since(0);
}

type Write = (document: Sheet) => void;

/** In pieces that nobody writes into any more. Its hash is over the document with each resource replaced by its own. */
export function documentOf(
  head: JsonObject,
  outputs: Uint8Array,
  text: GraphText,
  sha256: HashBytes,
): Iterable<Uint8Array> {
  const isInOrder = text.isInOrder && text.blocks.length === 0;
  const entries = isInOrder ? [] : entriesOf(text.written, text.blocks);
  const fields = new Map<string, Write>();
  for (const [key, value] of Object.entries(head))
    fields.set(key, (sheet) => sheet.text(canonicalJson(value)));
  fields.set("outputs", (sheet) => sheet.copy(outputs));
  const named = new Sheet(128 * text.written.size + 4096);
  const own = sidesOf(fields);
  named.put(own.before);
  if (isInOrder) named.copy(text.hashes.since(0));
  else entries.forEach((entry, index) => writeHash(named, index, entry));
  named.put(own.after);
  const hash = `sha256:${sha256(named.since(0))}`;
  fields.set("hash", (sheet) => sheet.quoted(hash));
  const { before, after } = sidesOf(fields);
  if (isInOrder) {
    // The first comma is one too many.
    const parts = text.pages.map((page, at) => page.subarray(at === 0 ? 1 : 0, text.used[at]));
    return [before, ...parts, after];
  }
  return {
    *[Symbol.iterator]() {
      let piece = new Sheet(PIECE);
      piece.put(before);
      for (let index = 0; index < entries.length; index++) {
        const entry = entries[index] as Entry;
        if (piece.end + sizeOf(entry) > PIECE) {
          yield piece.since(0);
          piece = new Sheet(PIECE);
        }
        writeWhole(piece, index, entry);
      }
      piece.put(after);
      yield piece.since(0);
    },
  };
}

/** Worth a call of the system. */
const PIECE = 1 << 16;

// --- Entries ---------------------------------------------------------------------------------------------------------

/** A resource of this graph, or those of a block. */
type Entry = Place | { readonly kind: "block"; readonly block: TextBlock };

/** In the order of addresses. */
function entriesOf(written: ReadonlyMap<Address, Place>, blocks: readonly TextBlock[]): readonly Entry[] {
  if (blocks.length === 0) return [...written.keys()].toSorted().map((key) => written.get(key) as Place);
  const byKey = new Map<string, Entry>(written);
  for (const block of blocks)
    if (block.resources.length > 0) byKey.set(`${block.address}.`, { kind: "block", block });
  return [...byKey.keys()].toSorted().map((key) => byKey.get(key) as Entry);
}

function sizeOf(entry: Entry): number {
  if (entry.kind === "block") return entry.block.resources.length;
  return entry.end - entry.start + entry.address.length;
}

function writeHash(sheet: Sheet, index: number, entry: Entry): void {
  if (entry.kind === "block") {
    writeBlock(sheet, index, entry.block.hashes);
    return;
  }
  const { page, start } = entry;
  const quote = start + HASH_START.length - 1;
  writeEntry(sheet, index, entry.address, page.subarray(quote, quote + HASH_SIZE + 2));
}

function writeWhole(sheet: Sheet, index: number, entry: Entry): void {
  if (entry.kind === "block") {
    writeBlock(sheet, index, entry.block.resources);
    return;
  }
  const { page, start, end } = entry;
  writeEntry(sheet, index, entry.address, page.subarray(start, end));
}

function writeBlock(sheet: Sheet, index: number, entries: Uint8Array): void {
  if (index > 0) sheet.text(",");
  sheet.put(entries);
}

/** For the next graph: these resources of the text, and the blocks that are inside the same system. */
export function blockOf(
  address: Address,
  inside: Iterable<Address>,
  blocks: readonly TextBlock[],
  { written }: GraphText,
): TextBlock {
  const own = new Map<Address, Place>();
  for (const each of inside) {
    const place = written.get(each);
    if (place !== undefined) own.set(each, place);
  }
  const entries = entriesOf(own, blocks);
  const [hashes, resources] = [new Sheet(), new Sheet()];
  for (const [index, entry] of entries.entries()) {
    writeHash(hashes, index, entry);
    writeWhole(resources, index, entry);
  }
  return { address, hashes: hashes.since(0).slice(), resources: resources.since(0).slice() };
}

/** By the address of each resource, the hash of all that is said of it. */
export function hashesOf({ written, blocks }: GraphText): ReadonlyMap<Address, string> {
  const sheet = new Sheet(128 * written.size + 4096);
  sheet.text("{");
  for (const [index, entry] of entriesOf(written, blocks).entries()) writeHash(sheet, index, entry);
  sheet.text("}");
  return new Map(Object.entries(JSON.parse(sheet.textSince(0)) as Record<Address, string>)) as Map<
    Address,
    string
  >;
}

function writeEntry(sheet: Sheet, index: number, address: Address, value: Uint8Array): void {
  if (index > 0) sheet.text(",");
  sheet.quoted(address);
  sheet.text(":");
  sheet.put(value);
}

/** What stands before the first resource, and after the last. */
function sidesOf(fields: ReadonlyMap<string, Write>): {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
} {
  const sheet = new Sheet();
  sheet.text("{");
  let middle = 0;
  for (const key of [...fields.keys(), "resources"].toSorted()) {
    sheet.text(`,"${key}":`);
    if (key === "resources") {
      sheet.text("{");
      middle = sheet.end;
      sheet.put(CLOSE);
    } else fields.get(key)?.(sheet);
  }
  sheet.text("}");
  return { before: sheet.bytes.slice(0, middle), after: sheet.since(middle).slice() };
}

/** The whole document at once. */
export function wholeOf(pieces: Iterable<Uint8Array>): string {
  let text = "";
  for (const piece of pieces) text += decode(piece);
  return text;
}
