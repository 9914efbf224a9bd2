// JSON as the whole project sees it: the value type, and the one canonical way to write a value down.
//
// In:  a plain JSON value. Out: its canonical text by RFC 8785 (JCS): object keys sorted by UTF-16 code units, numbers as
// ECMAScript prints them, no white space. The same meaning gives the same bytes, and so the same hash.
// Surprising: a value that RFC 8785 cannot write (NaN, an infinity, a lone surrogate, `undefined`) throws. It is always a
// mistake of the caller and never of a user, whose numbers and strings are checked long before they come here.

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export function canonicalJson(value: Json): string {
  if (typeof value === "string") return canonicalString(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new RangeError(`canonical JSON has no number ${value}`);
    return JSON.stringify(value);
  }
  if (typeof value === "boolean") return value ? "true" : "false";
  if (value === null) return "null";
  if (typeof value !== "object") throw new TypeError(`canonical JSON has no ${typeof value}`);
  if (isJsonArray(value)) {
    let text = "[";
    for (let index = 0; index < value.length; index++) {
      if (index > 0) text += ",";
      text += canonicalJson(value[index] as Json);
    }
    return text + "]";
  }
  let text = "{";
  // The default order of `toSorted` is by UTF-16 code units, which is exactly the order of RFC 8785.
  for (const key of Object.keys(value).toSorted()) {
    if (text.length > 1) text += ",";
    text += canonicalString(key) + ":" + canonicalJson(value[key] as Json);
  }
  return text + "}";
}

/** Nothing in it needs a backslash, and it has no surrogates. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\ud7ff\ue000-\uffff]*$/;

export function canonicalString(value: string): string {
  // Most texts are short and plain, and asking is cheaper than escaping them.
  if (value.length < 200 && PLAIN.test(value)) return `"${value}"`;
  if (!value.isWellFormed()) throw new RangeError("canonical JSON has no lone surrogates");
  return JSON.stringify(value);
}

/** `Array.isArray` alone does not narrow a readonly array away from the object case. */
export function isJsonArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
