// One edit by chance, as people make them: a literal, a name, a line more or less, something that breaks the file and something
// that mends it, files that come, go and are renamed.

export type Dice = (sides: number) => number;

export interface Workspace {
  /** As the package was. */
  readonly original: ReadonlyMap<string, string>;
  readonly files: Map<string, string>;
  /** The states before, newest last. */
  readonly past: ReadonlyMap<string, string>[];
}

type Change = (space: Workspace, path: string, text: string, dice: Dice) => void;

/** What is written most often stands most often. */
const CHANGES: readonly Change[] = [
  number,
  number,
  number,
  letter,
  letter,
  word,
  word,
  everywhere,
  dropLine,
  dropLine,
  copyLine,
  copyLine,
  moveLine,
  token,
  comment,
  restore,
  undo,
  undo,
  undo,
  addEntry,
  addEntry,
  removeFile,
  renameFile,
];

/** Gives what was done, for people. */
export function editOnce(space: Workspace, dice: Dice): string {
  const before = new Map(space.files);
  const change = pick(CHANGES, dice) ?? number;
  const path = pick([...space.files.keys()], dice) ?? "main.sp";
  change(space, path, space.files.get(path) ?? "", dice);
  space.past.push(before);
  return `${change.name} ${path}`;
}

function pick<T>(from: readonly T[], dice: Dice): T | undefined {
  return from[dice(Math.max(1, from.length))];
}

function matchesOf(text: string, pattern: RegExp): readonly RegExpExecArray[] {
  return [...text.matchAll(pattern)];
}

function cut(text: string, start: number, end: number, instead: string): string {
  return text.slice(0, start) + instead + text.slice(end);
}

function number({ files }: Workspace, path: string, text: string, dice: Dice): void {
  const found = pick(matchesOf(text, /\b\d+\b/g), dice);
  if (found === undefined) return;
  const value = dice(4) === 0 ? dice(100_000) : Number(found[0]) + 1;
  files.set(path, cut(text, found.index, found.index + found[0].length, `${value}`));
}

function letter({ files }: Workspace, path: string, text: string, dice: Dice): void {
  const found = pick(matchesOf(text, /"[a-z.-]{2,}/g), dice);
  if (found === undefined) return;
  const at = found.index + 1 + dice(found[0].length - 1);
  files.set(path, cut(text, at, at + 1, "abcxyz"[dice(6)] ?? "a"));
}

const WORD = /\b[A-Za-z_]\w*\b/g;

/** One word for another of the package. */
function word({ files }: Workspace, path: string, text: string, dice: Dice): void {
  const found = pick(matchesOf(text, WORD), dice);
  const other = pick(matchesOf([...files.values()].join("\n"), WORD), dice);
  if (found === undefined || other === undefined) return;
  files.set(path, cut(text, found.index, found.index + found[0].length, other[0]));
}

/** A new name, in one file or in all of them. */
function everywhere({ files }: Workspace, path: string, text: string, dice: Dice): void {
  const found = pick(matchesOf(text, WORD), dice);
  if (found === undefined) return;
  const pattern = new RegExp(String.raw`\b${found[0]}\b`, "g");
  const instead = `${found[0]}${dice(2) === 0 ? "x" : "2"}`;
  for (const [other, content] of new Map(files))
    if (other === path || dice(2) === 0) files.set(other, content.replaceAll(pattern, instead));
}

function dropLine({ files }: Workspace, path: string, text: string, dice: Dice): void {
  const lines = text.split("\n");
  lines.splice(dice(lines.length), 1);
  files.set(path, lines.join("\n"));
}

function copyLine({ files }: Workspace, path: string, text: string, dice: Dice): void {
  const lines = text.split("\n");
  const from = (pick([...files.values()], dice) ?? text).split("\n");
  lines.splice(dice(lines.length), 0, from[dice(from.length)] ?? "");
  files.set(path, lines.join("\n"));
}

function moveLine({ files }: Workspace, path: string, text: string, dice: Dice): void {
  const lines = text.split("\n");
  const [line = ""] = lines.splice(dice(lines.length), 1);
  lines.splice(dice(lines.length + 1), 0, line);
  files.set(path, lines.join("\n"));
}

const TOKENS = "{ } [ ] ( ) , = += -= . ? | @ + - not final default remove replace each it super".split(" ");

function token({ files }: Workspace, path: string, text: string, dice: Dice): void {
  const at = dice(text.length + 1);
  const instead = dice(3) === 0 ? "" : ` ${pick(TOKENS, dice) ?? ""} `;
  files.set(path, cut(text, at, at + dice(3), instead));
}

function comment({ files }: Workspace, path: string, text: string, dice: Dice): void {
  const lines = text.split("\n");
  lines.splice(dice(lines.length), 0, path.endsWith(".sp") ? "// a remark" : "# a remark");
  files.set(path, lines.join("\n"));
}

function restore({ files, original }: Workspace, path: string): void {
  const text = original.get(path);
  if (text === undefined) files.delete(path);
  else files.set(path, text);
}

/** Back to where it was a while ago; half of the time to the beginning, where everything is right. */
function undo({ files, past, original }: Workspace, _path: string, _text: string, dice: Dice): void {
  const back = dice(2) === 0 ? original : past[Math.max(0, past.length - 1 - dice(3))];
  if (back !== undefined) replaceAll({ files }, back);
}

export function replaceAll({ files }: Pick<Workspace, "files">, by: ReadonlyMap<string, string>): void {
  files.clear();
  for (const [path, text] of by) files.set(path, text);
}

const ENTRIES = [
  "  port = 81",
  "  size = 4",
  "  replicas = 3",
  "  final port = 8443",
  "  default port = 70",
  '  extra: Unit { name = "extra" }',
  "  lone { port = 99 }",
  "  pair { first { port = super + 1 } }",
  '  pair { base = "other" }',
  '  each Unit { tags { all = "here" } }',
  "  remove own",
  "  @protect",
  '  name = "other"',
  '  let fresh = "fresh"',
  "  param fresh: Int = 1",
  "  output port2 = 1",
  "environment more = World with { size = 9 }",
  "let fresh = 7",
  "type Fresh { a: Int = 1 }",
];

/** A line behind one that opens a bracket, or at the end. */
function addEntry({ files }: Workspace, path: string, text: string, dice: Dice): void {
  const lines = text.split("\n");
  const openers = lines.flatMap((line, index) => (line.trimEnd().endsWith("{") ? [index + 1] : []));
  const entry = pick(ENTRIES, dice) ?? "";
  const at = entry.startsWith(" ") ? (pick(openers, dice) ?? lines.length) : lines.length;
  lines.splice(at, 0, entry, ...(entry.startsWith(" ") ? [] : [""]));
  files.set(path, lines.join("\n"));
}

function removeFile({ files }: Workspace, path: string): void {
  if (files.size > 1) files.delete(path);
}

/** Half of the time those that import it say the new name. */
function renameFile({ files }: Workspace, path: string, text: string, dice: Dice): void {
  const to = path.replace(/(\.\w+)$/, "2$1");
  files.delete(path);
  files.set(to, text);
  if (dice(2) === 0) return;
  const [old, now] = [path, to].map((each) => each.slice(each.lastIndexOf("/") + 1));
  for (const [other, content] of new Map(files))
    if (other !== to) files.set(other, content.replaceAll(`/${old}"`, `/${now}"`));
}
