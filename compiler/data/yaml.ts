// YAML 1.2 (the core schema) as an expression with its offsets. The `yaml` package parses; this decides what counts.
//
// Surprising: everything that two readers of YAML take for different things is refused and not guessed at: a number that
// begins with a zero, a key that is no text, a tag of a program's own, a second document, a name that stands twice. `no` is a
// text, as 1.2 has it. What an alias stands for is counted again each time, and bounded by that count; its place is where
// it is written, behind the anchor. Merge keys are no part of 1.2, but they mean one thing to all who read them.

import type { Alias, CST, Node as YamlNode, Pair, ParsedNode, Scalar, YAMLMap } from "yaml";
import type { Entry, Expression, Node, Word } from "../ast.ts";
import type { YamlLibrary } from "./parsers.ts";
import {
  entryOf,
  flaw,
  HALF_A_PAIR,
  literal,
  MAX_DEPTH,
  MAX_FLAWS,
  MAX_VALUES,
  numberLiteral,
  TOO_DEEP,
  TOO_MANY,
  twice,
  whyNoNumber,
  wrong,
  type Flaw,
  type ReadData,
} from "./tree.ts";

/** Of UTF-16 units. Reading YAML takes twenty times as long as reading JSON. */
export const MAX_YAML = 2 * 1024 * 1024;

const OPTIONS = {
  version: "1.2",
  schema: "core",
  // Looked for here: the package compares each key with all the others.
  uniqueKeys: false,
  merge: false,
  resolveKnownTags: false,
  prettyErrors: false,
  logLevel: "silent",
} as const;

interface Reader {
  readonly text: string;
  readonly yaml: YamlLibrary;
  readonly flaws: Flaw[];
  /** What an anchor names at this place of the text. */
  readonly anchors: Map<string, YamlNode>;
  /** What each alias names; an anchor may be given again further down. */
  readonly aliases: Map<YamlNode, YamlNode>;
  /** Those that are being read: an alias inside would go on forever. */
  readonly open: Set<string>;
  values: number;
  depth: number;
  /** The text behind an alias has been read before. */
  again: number;
}

export function readYaml(text: string, yaml: YamlLibrary): ReadData {
  if (text.length > MAX_YAML) {
    const help = "divide it, or write JSON, which is read faster";
    return wrong(flaw({ start: 0, end: 0 }, `it is longer than ${MAX_YAML} characters`, { help }));
  }
  const tokens = [...new yaml.Parser().parse(text)];
  const refused = refusedToken(tokens);
  if (refused !== null) return wrong(refused);
  const [document, second] = new yaml.Composer(OPTIONS).compose(tokens);
  const problems = [...(document?.errors ?? []), ...(document?.warnings ?? [])];
  if (problems.length > 0)
    return wrong(
      ...problems
        .slice(0, MAX_FLAWS)
        .map(({ pos: [start, end], message }) => flaw(within(text, start, end), plain(message))),
    );
  if (second !== undefined) {
    const [start] = second.range;
    return wrong(
      flaw(within(text, start, start + 1), "a second document begins here, and data is one value"),
    );
  }
  const contents = document?.contents ?? null;
  if (contents === null || (yaml.isScalar(contents) && contents.source === "" && contents.type === "PLAIN"))
    return wrong(flaw({ start: 0, end: 0 }, "it holds no value"));
  const reader: Reader = {
    text,
    yaml,
    flaws: [],
    anchors: new Map(),
    aliases: new Map(),
    open: new Set(),
    values: 0,
    depth: 0,
    again: 0,
  };
  const value = readNode(reader, contents, { start: 0, end: 0 });
  return reader.flaws.length === 0 ? { kind: "read", value } : wrong(...reader.flaws.slice(0, MAX_FLAWS));
}

/** Looked at before anything is composed, which is done by functions that call themselves. */
function refusedToken(tokens: readonly CST.Token[]): Flaw | null {
  const below: { readonly token: CST.Token; readonly depth: number }[] = [];
  for (const token of tokens) {
    if (
      token.type === "directive" &&
      /^%YAML\b/.test(token.source) &&
      !/^%YAML\s+1\.2\b/.test(token.source)
    ) {
      const { offset, source } = token;
      return flaw({ start: offset, end: offset + source.length }, "this is read as YAML 1.2 and no other");
    }
    if (token.type === "document" && token.value !== undefined) below.push({ token: token.value, depth: 1 });
  }
  for (let next = below.pop(); next !== undefined; next = below.pop()) {
    const { token, depth } = next;
    if (!("items" in token)) continue;
    if (depth > MAX_DEPTH) return flaw({ start: token.offset, end: token.offset + 1 }, TOO_DEEP);
    for (const { key, value } of token.items) {
      if (key !== undefined && key !== null) below.push({ token: key, depth: depth + 1 });
      if (value !== undefined) below.push({ token: value, depth: depth + 1 });
    }
  }
  return null;
}

function within(text: string, start: number, end: number): Node {
  const from = Math.max(0, Math.min(start, text.length - 1));
  return { start: from, end: Math.max(from, Math.min(end, text.length)) };
}

const CORE_TAGS: readonly string[] = ["!!null", "!!bool", "!!int", "!!float"];

/** The package's words, as the end of a sentence. */
function plain(message: string): string {
  const tag = /^Unresolved tag: (.*)$/.exec(message)?.[1]?.replace("tag:yaml.org,2002:", "!!");
  if (tag !== undefined)
    return CORE_TAGS.includes(tag)
      ? `what has the tag \`${tag}\` is none`
      : `the tag \`${tag}\` means something to another program only`;
  return message.charAt(0).toLowerCase() + message.slice(1);
}

// --- Nodes ---------------------------------------------------------------------------------------------------------------

function placeOf(node: YamlNode): Node {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}

function refuse(reader: Reader, at: Node, why: string, more: Parameters<typeof flaw>[2] = {}): Expression {
  if (reader.flaws.length <= MAX_FLAWS) reader.flaws.push(flaw(at, why, more));
  return { kind: "missing", start: at.start, end: at.end };
}

/** `at`: where a value that is not written would stand. */
function readNode(reader: Reader, node: YamlNode | null, at: Node): Expression {
  const { yaml } = reader;
  if (++reader.values > MAX_VALUES) {
    if (reader.values === MAX_VALUES + 1) refuse(reader, node === null ? at : placeOf(node), TOO_MANY);
    return { kind: "missing", ...at };
  }
  if (node === null) return literal("Null", null, at);
  if (yaml.isAlias(node)) return readAlias(reader, node, at);
  const anchor = node.anchor ?? null;
  if (anchor === null || reader.again > 0) return readWritten(reader, node, at);
  reader.anchors.set(anchor, node);
  reader.open.add(anchor);
  const value = readWritten(reader, node, at);
  reader.open.delete(anchor);
  return value;
}

function readWritten(reader: Reader, node: Exclude<YamlNode, Alias>, at: Node): Expression {
  const { yaml } = reader;
  if (yaml.isScalar(node)) return readScalar(reader, node, at);
  const place = placeOf(node);
  if (reader.depth >= MAX_DEPTH) return refuse(reader, place, TOO_DEEP);
  reader.depth++;
  const value = yaml.isMap(node) ? readMap(reader, node) : readList(reader, node, place);
  reader.depth--;
  return value;
}

function readAlias(reader: Reader, alias: Alias, at: Node): Expression {
  const target = targetOf(reader, alias);
  if (target === null) return { kind: "missing", ...placeOf(alias) };
  reader.again++;
  const value = readNode(reader, target, at);
  reader.again--;
  return value;
}

/** What an alias names, or null, which is reported. */
function targetOf(reader: Reader, alias: Alias): YamlNode | null {
  const name = alias.source;
  const target = reader.aliases.get(alias) ?? (reader.again > 0 ? undefined : reader.anchors.get(name));
  if (target === undefined) {
    refuse(reader, placeOf(alias), `nothing above is named \`&${name}\``);
    return null;
  }
  if (reader.again === 0 && reader.open.has(name)) {
    refuse(reader, placeOf(alias), `\`*${name}\` stands inside what it names`);
    return null;
  }
  reader.aliases.set(alias, target);
  return target;
}

function readScalar(reader: Reader, node: Scalar, at: Node): Expression {
  const { value, source = "", type } = node;
  const place = placeOf(node);
  if (typeof value === "string")
    return value.isWellFormed() ? literal("String", value, place) : refuse(reader, place, HALF_A_PAIR);
  if (typeof value === "boolean") return literal("Bool", value, place);
  // What is not written stands nowhere: the key is what people can see.
  if (typeof value !== "number") return literal("Null", null, source === "" ? at : place);
  const why = whyNoNumber(value);
  if (why !== null) return refuse(reader, place, why);
  if (type === "PLAIN" && /^[-+]?0\d/.test(source)) {
    const help = `write \`"${source}"\` for the text, or \`0o\` before an octal number`;
    return refuse(reader, place, "a number that begins with 0 is octal to some readers", { help });
  }
  return numberLiteral(value, place);
}

function readList(reader: Reader, node: YamlNode, place: Node): Expression {
  const items = reader.yaml.isSeq(node) ? (node.items as readonly YamlNode[]) : [];
  const values = items.map((item) => readNode(reader, item, placeOf(item)));
  return { kind: "list", items: values, start: place.start, end: place.end };
}

// --- Maps ----------------------------------------------------------------------------------------------------------------

function readMap(reader: Reader, node: YAMLMap): Expression {
  const entries: Entry[] = [];
  const keys = new Map<string, Word>();
  let merge: { readonly key: Word; readonly value: YamlNode | null } | null = null;
  for (const { key, value } of node.items as readonly Pair<ParsedNode, ParsedNode | null>[]) {
    const word = readKey(reader, key);
    if (word === null) continue;
    const earlier = keys.get(word.text);
    if (earlier !== undefined) {
      refuse(reader, word, twice(word.text), { earlier });
      continue;
    }
    keys.set(word.text, word);
    if (isMergeKey(reader, key)) merge = { key: word, value };
    else entries.push(entryOf(word, readNode(reader, value, word)));
  }
  if (merge !== null) entries.push(...merged(reader, merge.key, merge.value, keys));
  const { start, end } = placeOf(node);
  return { kind: "block", entries, start, end };
}

function readKey(reader: Reader, key: ParsedNode): Word | null {
  const place = placeOf(key);
  const read = readNode(reader, key, place);
  if (read.kind === "missing") return null;
  if (read.kind === "literal" && typeof read.value === "string") return { text: read.value, ...place };
  const written = reader.text.slice(place.start, place.end);
  const simple = reader.yaml.isScalar(key) && written !== "";
  const more = simple ? { help: `put it into quotes: \`"${written}"\`` } : {};
  refuse(reader, place, "a key is a text", more);
  return null;
}

function isMergeKey(reader: Reader, key: ParsedNode): boolean {
  return reader.yaml.isScalar(key) && key.type === "PLAIN" && key.value === "<<" && key.tag === undefined;
}

/** `<<: *a`, `<<: [*a, *b]`: entries of maps that this map has not itself; of two maps the first counts. */
function merged(
  reader: Reader,
  key: Word,
  value: YamlNode | null,
  taken: ReadonlyMap<string, Word>,
): readonly Entry[] {
  const names = new Set(taken.keys());
  const found: Entry[] = [];
  const read = readNode(reader, value, key);
  for (const one of read.kind === "list" ? read.items : [read]) {
    if (one.kind === "missing") continue;
    if (one.kind !== "block") {
      refuse(reader, one, "`<<` takes in maps");
      continue;
    }
    for (const entry of one.entries) {
      if (entry.kind !== "set" || names.has(entry.key.text)) continue;
      names.add(entry.key.text);
      found.push(entry);
    }
  }
  return found;
}
