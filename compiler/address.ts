// Addresses: where a resource stands in its environment. One type, one parser, one printer.
//
// An address is a dotted path of slots and keys: `web`, `checkout.db`, `keys.ada`. A segment that is not a plain word (a
// letter or `_`, then letters, digits, `_` and `-`) is quoted as a JSON string: `keys."10.0.0.1"`. The qualified form puts
// the environment first: `prod/web`, `prod.eu/web`. In memory an address *is* its printed form, branded, so that it can be
// the key of a map; `parseAddress` accepts only what `printAddress` prints, so equal addresses are equal strings.

declare const addressBrand: unique symbol;
export type Address = string & { readonly [addressBrand]: true };

export interface QualifiedAddress {
  readonly environment: string;
  readonly address: Address;
}

const PLAIN = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const PLAIN_AT = /[A-Za-z_][A-Za-z0-9_-]*/y;
const QUOTED_AT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

export function printAddress(segments: readonly string[]): Address {
  if (segments.length === 0) throw new RangeError("an address has at least one segment");
  return segments.map(printSegment).join(".") as Address;
}

/** The address of what stands inside `parent`. */
export function childAddress(parent: Address | null, segment: string): Address {
  return (parent === null ? printSegment(segment) : `${parent}.${printSegment(segment)}`) as Address;
}

/** The address, and then all that it stands inside of, from the inside out. */
export function* outward(address: Address): Generator<Address> {
  // A dot inside of quotes leads to what is no address, and so to nothing that is known by one.
  for (let end = address.length; end > 0; end = address.lastIndexOf(".", end - 1))
    yield address.slice(0, end) as Address;
}

export function printSegment(segment: string): string {
  return PLAIN.test(segment) ? segment : JSON.stringify(segment);
}

/** The segments of an address, or null where the text is not one, or is not written as `printAddress` writes it. */
export function addressSegments(text: string): readonly string[] | null {
  const segments: string[] = [];
  let at = 0;
  for (;;) {
    const pattern = text[at] === '"' ? QUOTED_AT : PLAIN_AT;
    pattern.lastIndex = at;
    const word = pattern.exec(text)?.[0];
    if (word === undefined) return null;
    const segment = pattern === QUOTED_AT ? (JSON.parse(word) as string) : word;
    if (printSegment(segment) !== word) return null;
    segments.push(segment);
    at += word.length;
    if (at === text.length) return segments;
    if (text[at] !== ".") return null;
    at++;
  }
}

export function parseAddress(text: string): Address | null {
  return addressSegments(text) === null ? null : (text as Address);
}

export function printQualified(qualified: QualifiedAddress): string {
  return `${qualified.environment}/${qualified.address}`;
}

export function parseQualified(text: string): QualifiedAddress | null {
  const slash = slashOutsideQuotes(text);
  if (slash === -1) return null;
  const environment = parseAddress(text.slice(0, slash));
  const address = parseAddress(text.slice(slash + 1));
  return environment === null || address === null ? null : { environment, address };
}

function slashOutsideQuotes(text: string): number {
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    if (quoted && text[at] === "\\") at++;
    else if (text[at] === '"') quoted = !quoted;
    else if (text[at] === "/" && !quoted) return at;
  }
  return -1;
}
