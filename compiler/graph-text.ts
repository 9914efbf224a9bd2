// The graph's canonical text: every resource with its hash, and the document with its own.
//
// In:  the resources one by one, each with its spec as text, then what stands beside them. Out: the document in UTF-8.
// Surprising: the resources are written in the order in which they are evaluated and copied in the order of their addresses;
// that costs less than to evaluate them in that order.

import type { Address } from "./address.ts";
import { canonicalJson, canonicalString, type JsonObject } from "./json.ts";
import { encode, Sheet } from "./sheet.ts";

/** The hash of the bytes in lower-case hex. */
export type HashBytes = (bytes: Uint8Array) => string;

export interface GraphText {
  readonly sheet: Sheet;
  readonly written: Map<Address, Placed>;
}

interface Placed {
  readonly start: number;
  readonly end: number;
}

export function newGraphText(): GraphText {
  return { sheet: new Sheet(1 << 20), written: new Map() };
}

/** What resources of one kind on one target have in common. */
export interface Surroundings {
  readonly kind: Uint8Array;
  readonly target: Uint8Array;
}

export function surroundingsOf(kind: string, target: string): Surroundings {
  return {
    kind: encode(`"health":null,"kind":${canonicalString(kind)},"meta":`),
    target: encode(`,"target":${canonicalString(target)}}`),
  };
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
const HASH_START = '{"hash":"';
const HASH_SIZE = "sha256:".length + 64;
/** Filled in when it is known. */
const HASH_OPEN = encode(`${HASH_START}sha256:${"0".repeat(64)}"`);
const BEFORE_NEEDS = {
  manage: encode(',"mode":"manage","needs":['),
  read: encode(',"mode":"read","needs":['),
} as const;
const BEFORE_SPEC = encode('],"spec":');

/** Gives how many bytes it takes. */
export function writeResource(
  { sheet, written }: GraphText,
  address: Address,
  { around, meta, mode, needs, spec }: ResourceText,
  sha256: HashBytes,
): number {
  const start = sheet.end;
  sheet.put(HASH_OPEN);
  const body = sheet.end;
  sheet.text("{");
  sheet.put(around.kind);
  sheet.put(meta);
  sheet.put(BEFORE_NEEDS[mode]);
  for (const need of needs) {
    sheet.text(",");
    sheet.quoted(need);
  }
  sheet.put(BEFORE_SPEC);
  sheet.put(spec);
  sheet.put(around.target);
  const hash = sha256(sheet.since(body));
  const { bytes, end } = sheet;
  const at = body - 1 - hash.length;
  for (let index = 0; index < hash.length; index++) bytes[at + index] = hash.charCodeAt(index);
  // The hash is of what follows it, as an object of its own.
  bytes[body] = COMMA;
  written.set(address, { start, end });
  return end - body;
}

type Write = (document: Sheet) => void;

/** The document's hash is over the document with each resource replaced by its own. */
export function writeDocument(
  head: JsonObject,
  outputs: Uint8Array,
  { sheet, written }: GraphText,
  sha256: HashBytes,
): Uint8Array {
  const addresses = [...written.keys()].toSorted();
  const resources =
    (write: (document: Sheet, placed: Placed) => void): Write =>
    (document) => {
      document.text("{");
      for (const address of addresses) {
        const placed = written.get(address);
        if (placed === undefined) continue;
        document.text(",");
        document.quoted(address);
        document.text(":");
        write(document, placed);
      }
      document.text("}");
    };
  const fields = new Map<string, Write>();
  for (const [key, value] of Object.entries(head))
    fields.set(key, (document) => document.text(canonicalJson(value)));
  fields.set("outputs", (document) => document.copy(outputs));
  const hashes = resources((document, { start }) => {
    const quote = start + HASH_START.length - 1;
    document.put(sheet.bytes.subarray(quote, quote + HASH_SIZE + 2));
  });
  const named = new Sheet(128 * addresses.length + 4096);
  writeFields(named, new Map([...fields, ["resources", hashes]]));
  const hash = `sha256:${sha256(named.since(0))}`;
  const whole = resources((document, { start, end }) => document.put(sheet.bytes.subarray(start, end)));
  const document = new Sheet(named.end + sheet.end);
  writeFields(document, new Map([...fields, ["resources", whole], ["hash", (own) => own.quoted(hash)]]));
  return document.since(0);
}

function writeFields(document: Sheet, fields: ReadonlyMap<string, Write>): void {
  document.text("{");
  for (const key of [...fields.keys()].toSorted()) {
    document.text(`,"${key}":`);
    fields.get(key)?.(document);
  }
  document.text("}");
}
