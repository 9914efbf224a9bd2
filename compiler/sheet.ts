// JSON that is being written: UTF-8 in one buffer that grows.
//
// In:  pieces of text, strings to be quoted, bytes that were made before. Out: the bytes, any part of which can be hashed,
// copied and taken back.
// Surprising: no string is built. A graph of tens of thousands of resources is mostly text that is the same in all of them, so
// it is encoded once and copied; a rope of strings would be flattened, encoded and collected for every resource again.
// And: a comma that begins a piece is left out right after an opening bracket, so that whoever writes the entries of an object
// need not know which of them is the first that is there.

import { canonicalString } from "./json.ts";

const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const QUOTE = 0x22;
const DIGIT = 0x30;
const OPEN_LIST = 0x5b;
const OPEN_OBJECT = 0x7b;

/** From here on a call of the machine's own copies faster than a loop does. */
const LONG = 16;
/** The same where a text would have to be quoted, cut and encoded. */
const LONG_TEXT = 64;

/** Of every host of JavaScript, and no part of the language that the compiler is held to. */
const { TextEncoder, TextDecoder } = globalThis as unknown as {
  readonly TextEncoder: new () => {
    encode(text: string): Uint8Array;
    encodeInto(text: string, into: Uint8Array): { readonly written: number };
  };
  readonly TextDecoder: new (
    label: string,
    options: { readonly ignoreBOM: boolean },
  ) => { decode(bytes: Uint8Array): string };
};
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export function encode(text: string): Uint8Array {
  return encoder.encode(text);
}

export function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export class Sheet {
  bytes: Uint8Array;
  end = 0;

  constructor(size = 4096) {
    this.bytes = new Uint8Array(size);
  }

  /** Drops what was written since `end` was this. */
  rewind(to: number): void {
    this.end = to;
  }

  /** What was written since `end` was this. */
  since(from: number): Uint8Array {
    return this.bytes.subarray(from, this.end);
  }

  textSince(from: number): string {
    return decode(this.since(from));
  }

  /** What is JSON already. */
  copy(piece: Uint8Array): void {
    if (this.#isExcess(piece[0])) this.put(piece.subarray(1));
    else this.put(piece);
  }

  /** What is a part of a string. */
  put(piece: Uint8Array): void {
    const { length } = piece;
    this.#reserve(length);
    const { bytes, end } = this;
    if (length > LONG) bytes.set(piece, end);
    else for (let index = 0; index < length; index++) bytes[end + index] = piece[index] as number;
    this.end = end + length;
  }

  /** The same, as text. */
  text(piece: string): void {
    const { length } = piece;
    const from = this.#isExcess(piece.charCodeAt(0)) ? 1 : 0;
    if (length > LONG) {
      this.#encode(from === 0 ? piece : piece.slice(1));
      return;
    }
    this.#reserve(length);
    const { bytes } = this;
    let at = this.end;
    for (let index = from; index < length; index++) {
      const code = piece.charCodeAt(index);
      if (code > 0x7f) {
        this.#encode(from === 0 ? piece : piece.slice(1));
        return;
      }
      bytes[at++] = code;
    }
    this.end = at;
  }

  /** As a string of JSON. */
  quoted(value: string): void {
    const { end } = this;
    this.#reserve(2);
    this.bytes[this.end++] = QUOTE;
    if (this.#isCopied(value)) {
      this.#reserve(1);
      this.bytes[this.end++] = QUOTE;
      return;
    }
    this.end = end;
    this.#encode(canonicalString(value));
  }

  /** A part of a string of JSON. */
  unquoted(value: string): void {
    if (!this.#isCopied(value)) this.#encode(canonicalString(value).slice(1, -1));
  }

  /** What is short, and is in JSON what it is. */
  #isCopied(value: string): boolean {
    const { length } = value;
    if (length > LONG_TEXT) return false;
    this.#reserve(length);
    const { bytes, end } = this;
    for (let index = 0; index < length; index++) {
      const code = value.charCodeAt(index);
      if (code < 0x20 || code > 0x7e || code === QUOTE || code === BACKSLASH) return false;
      bytes[end + index] = code;
    }
    this.end += length;
    return true;
  }

  number(value: number): void {
    if (value < 0 || value > 99_999 || !Number.isInteger(value)) {
      this.text(JSON.stringify(value));
      return;
    }
    let size = 1;
    for (let over = 10; value >= over; over *= 10) size++;
    this.#reserve(size);
    let rest = value;
    for (let at = this.end + size - 1; at >= this.end; at--) {
      const next = Math.floor(rest / 10);
      this.bytes[at] = DIGIT + rest - 10 * next;
      rest = next;
    }
    this.end += size;
  }

  #isExcess(first: number | undefined): boolean {
    if (first !== COMMA || this.end === 0) return false;
    const last = this.bytes[this.end - 1];
    return last === OPEN_LIST || last === OPEN_OBJECT;
  }

  #encode(piece: string): void {
    // No character takes more than three bytes for each of its code units.
    this.#reserve(3 * piece.length);
    this.end += encoder.encodeInto(piece, this.bytes.subarray(this.end)).written;
  }

  #reserve(more: number): void {
    const wanted = this.end + more;
    if (wanted <= this.bytes.length) return;
    const wider = new Uint8Array(Math.max(wanted, 2 * this.bytes.length));
    wider.set(this.bytes.subarray(0, this.end));
    this.bytes = wider;
  }
}
