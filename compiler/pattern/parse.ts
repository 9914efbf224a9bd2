// The syntax of patterns: the text between the slashes in, a tree or a sentence about what is wrong out.

/** Pairs of first and last code points, in any order. */
export type Ranges = readonly (readonly [number, number])[];

export type PatternNode =
  | { readonly kind: "set"; readonly ranges: Ranges }
  | { readonly kind: "start" }
  | { readonly kind: "end" }
  | { readonly kind: "sequence"; readonly items: readonly PatternNode[] }
  | { readonly kind: "choice"; readonly options: readonly PatternNode[] }
  | {
      readonly kind: "repeat";
      readonly inner: PatternNode;
      readonly min: number;
      /** null: without end. */
      readonly max: number | null;
    };

const MAX_LENGTH = 1000;
const MAX_DEPTH = 50;
export const LAST_POINT = 0x10ffff;

const DIGIT: Ranges = [[48, 57]];
const WORD: Ranges = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const SPACE: Ranges = [
  [9, 13],
  [32, 32],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
const NEWLINES: Ranges = [
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
];
const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, 0: 0 };
const SYNTAX = "^$\\.*+?()[]{}|/";

interface Reader {
  readonly source: string;
  at: number;
  depth: number;
  wrong: string | null;
}

export function parsePattern(source: string): PatternNode | string {
  if (source.length > MAX_LENGTH) return `a pattern has at most ${MAX_LENGTH} characters`;
  const reader: Reader = { source, at: 0, depth: 0, wrong: null };
  const node = readChoice(reader);
  if (reader.wrong === null && reader.at < source.length) reader.wrong = "`)` closes nothing";
  return reader.wrong ?? node;
}

function fail(reader: Reader, wrong: string): PatternNode {
  reader.wrong ??= wrong;
  reader.at = reader.source.length;
  return { kind: "sequence", items: [] };
}

function readChoice(reader: Reader): PatternNode {
  if (++reader.depth > MAX_DEPTH) return fail(reader, `groups stand at most ${MAX_DEPTH} deep`);
  const options = [readSequence(reader)];
  while (reader.source[reader.at] === "|") {
    reader.at++;
    options.push(readSequence(reader));
  }
  reader.depth--;
  return options.length === 1 ? (options[0] as PatternNode) : { kind: "choice", options };
}

function readSequence(reader: Reader): PatternNode {
  const items: PatternNode[] = [];
  while (reader.at < reader.source.length && !"|)".includes(reader.source[reader.at] as string)) {
    const atom = readAtom(reader);
    const item = readRepeats(reader, atom);
    items.push(item);
  }
  return { kind: "sequence", items };
}

function readAtom(reader: Reader): PatternNode {
  const point = reader.source.codePointAt(reader.at) ?? 0;
  const char = String.fromCodePoint(point);
  reader.at += char.length;
  switch (char) {
    case "^":
      return { kind: "start" };
    case "$":
      return { kind: "end" };
    case ".":
      return { kind: "set", ranges: complement(NEWLINES) };
    case "(":
      return readGroup(reader);
    case "[":
      return readClass(reader);
    case "\\":
      return { kind: "set", ranges: readEscape(reader, false) };
    case "*":
    case "+":
    case "?":
      return fail(reader, `\`${char}\` has nothing to repeat`);
    case "{":
    case "}":
    case "]":
      return fail(reader, `a literal \`${char}\` is written \`\\${char}\``);
    default:
      return { kind: "set", ranges: [[point, point]] };
  }
}

function readGroup(reader: Reader): PatternNode {
  if (reader.source[reader.at] === "?") {
    if (reader.source[reader.at + 1] !== ":")
      return fail(reader, "a pattern has no look-around and no named groups");
    reader.at += 2;
  }
  const inner = readChoice(reader);
  if (reader.wrong !== null) return inner;
  if (reader.source[reader.at] !== ")") return fail(reader, "`(` is not closed");
  reader.at++;
  return { kind: "sequence", items: [inner] };
}

function readRepeats(reader: Reader, atom: PatternNode): PatternNode {
  const { source } = reader;
  const char = source[reader.at];
  if (char === undefined || !"*+?{".includes(char)) return atom;
  if (atom.kind === "start" || atom.kind === "end") return fail(reader, "an anchor cannot be repeated");
  let min = char === "+" ? 1 : 0;
  let max: number | null = char === "?" ? 1 : null;
  let length = 1;
  if (char === "{") {
    const found = /^\{(\d{1,6})(,(\d{1,6})?)?\}/.exec(source.slice(reader.at, reader.at + 20));
    if (found === null) return fail(reader, "a literal `{` is written `\\{`");
    min = Number(found[1]);
    max = found[2] === undefined ? min : found[3] === undefined ? null : Number(found[3]);
    length = found[0].length;
    if (max !== null && max < min) return fail(reader, `\`${found[0]}\` is upside down`);
  }
  reader.at += length;
  const next = source[reader.at];
  if (next === "?") return fail(reader, "a lazy repetition says nothing more than a plain one");
  if (next === "*" || next === "+" || next === "{") return fail(reader, "a repetition cannot be repeated");
  return { kind: "repeat", inner: atom, min, max };
}

function readClass(reader: Reader): PatternNode {
  const { source } = reader;
  const negated = source[reader.at] === "^";
  if (negated) reader.at++;
  const ranges: (readonly [number, number])[] = [];
  while (source[reader.at] !== "]") {
    if (reader.at >= source.length) return fail(reader, "`[` is not closed");
    const first = readMember(reader);
    if (source[reader.at] !== "-" || source[reader.at + 1] === "]") {
      ranges.push(...first);
      continue;
    }
    reader.at++;
    if (reader.at >= source.length) return fail(reader, "`[` is not closed");
    const last = readMember(reader);
    const [from, to] = [first[0], last[0]];
    if (from === undefined || to === undefined || from[0] !== from[1] || to[0] !== to[1])
      return fail(reader, "a range goes from one character to another");
    if (from[0] > to[0]) return fail(reader, "a range in a class is upside down");
    ranges.push([from[0], to[0]]);
  }
  reader.at++;
  if (ranges.length === 0) return fail(reader, "an empty class matches nothing");
  return { kind: "set", ranges: negated ? complement(ranges) : ranges };
}

function readMember(reader: Reader): Ranges {
  const point = reader.source.codePointAt(reader.at) ?? 0;
  reader.at += point > 0xffff ? 2 : 1;
  return point === 0x5c ? readEscape(reader, true) : [[point, point]];
}

function readEscape(reader: Reader, inClass: boolean): Ranges {
  const { source } = reader;
  const char = source[reader.at] ?? "";
  reader.at++;
  if (char === "d") return DIGIT;
  if (char === "w") return WORD;
  if (char === "s") return SPACE;
  if (char === "D") return complement(DIGIT);
  if (char === "W") return complement(WORD);
  if (char === "S") return complement(SPACE);
  if (char === "u") {
    const found = /^(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{4}))/.exec(source.slice(reader.at));
    const point = found === null ? -1 : Number.parseInt(found[1] ?? found[2] ?? "", 16);
    if (point < 0 || point > LAST_POINT || (point >= 0xd800 && point <= 0xdfff)) {
      fail(reader, "`\\u` is followed by a code point: `\\u{1F600}`");
      return [];
    }
    reader.at += found?.[0].length ?? 0;
    return [[point, point]];
  }
  const control = char === "" || !Object.hasOwn(ESCAPES, char) ? undefined : ESCAPES[char];
  const digit = /\d/.test(source[reader.at] ?? "");
  if (control !== undefined && !(char === "0" && digit)) return [[control, control]];
  if (char !== "" && (SYNTAX.includes(char) || (inClass && char === "-"))) {
    const point = char.charCodeAt(0);
    return [[point, point]];
  }
  if (/[1-9k]/.test(char)) fail(reader, "a pattern cannot refer back to a group");
  else if (char === "b" || char === "B") fail(reader, "a pattern has no word boundaries");
  else fail(reader, `there is no escape \`\\${char}\` in a pattern`);
  return [];
}

function complement(ranges: Ranges): Ranges {
  const result: (readonly [number, number])[] = [];
  let next = 0;
  for (const [first, last] of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (first > next) result.push([next, first - 1]);
    next = Math.max(next, last + 1);
  }
  if (next <= LAST_POINT) result.push([next, LAST_POINT]);
  return result;
}
