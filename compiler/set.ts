// Sets literals in a source file and leaves every other character as it is: for programs that raise a release or an image.
//
// In:  the text, and for each path the value as it was typed. Out: the text with all of them set, or why none is.
// Surprising: nothing new is ever written, neither a name nor an entry. Where it would stand and what it would override is
// for a person to say; and a typo in a bot's configuration must not become an entry. The result is parsed again and held
// against the tree from before: only the literals that were asked for may differ.

import type { Expression, Node } from "./ast.ts";
import { sameTree } from "./ast/same.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { nearest } from "./near.ts";
import { parse } from "./parse.ts";
import { constantOf, literalLike, sameConstant, type Constant } from "./set/literal.ts";
import { findPath, type Found, type Search } from "./set/find.ts";
import { placeOf, showPlace, type Place, type SourceFile } from "./source.ts";

export interface Assignment {
  readonly path: readonly string[];
  readonly value: string;
}

export type SetResult =
  | { readonly kind: "set"; readonly text: string; readonly settings: readonly Setting[] }
  /** The file has mistakes, so nobody can say what stands where. */
  | { readonly kind: "broken"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: "refused"; readonly refusals: readonly Refusal[] };

export interface Setting {
  /** From the declaration on. */
  readonly path: string;
  readonly place: Place;
  /** As the source writes them. */
  readonly old: string;
  readonly new: string;
  /** False: it has this value already, and its text stays. */
  readonly changed: boolean;
}

export interface Refusal {
  readonly message: string;
  readonly place: Place | null;
  readonly help: string | null;
}

interface Planned {
  readonly setting: Setting;
  readonly at: Expression;
  readonly tree: Expression;
}

export function setLiterals(file: SourceFile, assignments: readonly Assignment[]): SetResult {
  const { node, diagnostics } = parse(file);
  if (diagnostics.length > 0) return { kind: "broken", diagnostics };
  const planned: Planned[] = [];
  const refusals: Refusal[] = [];
  for (const { path, value } of assignments) {
    const search = findPath(node, path);
    const plan = search.kind === "lost" ? lost(file, path, search) : planOne(file, path, search.found, value);
    if ("message" in plan) refusals.push(plan);
    else if (planned.some(({ at }) => at === plan.at)) {
      const help = "give each value once";
      refusals.push({ message: `${quote(path)} is set twice`, place: plan.setting.place, help });
    } else planned.push(plan);
  }
  if (refusals.length > 0) return { kind: "refused", refusals };
  const changes = planned.filter(({ setting }) => setting.changed);
  const text = splice(file.text, changes);
  const after = parse({ ...file, text });
  const instead = new Map(changes.map(({ at, tree }) => [at, tree]));
  if (after.diagnostics.length > 0 || !sameTree(node, after.node, instead)) {
    const help = "this is a mistake of `set`: please report it; the file is as it was";
    return {
      kind: "refused",
      refusals: [{ message: "more than these values would change", place: null, help }],
    };
  }
  return { kind: "set", text, settings: planned.map(({ setting }) => setting) };
}

function splice(text: string, changes: readonly Planned[]): string {
  let made = "";
  let from = 0;
  for (const { at, setting } of changes.toSorted((a, b) => a.at.start - b.at.start)) {
    made += text.slice(from, at.start) + setting.new;
    from = at.end;
  }
  return made + text.slice(from);
}

// --- One value -----------------------------------------------------------------------------------------------------------

function planOne(
  file: SourceFile,
  path: readonly string[],
  found: readonly [Found, ...Found[]],
  given: string,
): Planned | Refusal {
  const [only, ...more] = found;
  if (more.length > 0) return ambiguous(file, path, found);
  const { spot } = only;
  const place = placeAt(file, spot.at);
  if (spot.kind === "empty") {
    const help = "write a value there first; `set` changes what is written";
    return { message: `${quote(path)} is declared, and has no value here`, place, help };
  }
  if (spot.kind === "holder")
    return holder(
      path,
      spot.inside.map(({ name }) => name),
      place,
    );
  const { value } = spot;
  const old = constantOf(value, file.text);
  if (old === null) return computed(file, path, value);
  const written = file.text.slice(value.start, value.end);
  const made = literalLike(old, written, given);
  if (made === null) return unfit(path, old, given, placeAt(file, value));
  const now = constantOf(made.tree, made.text);
  const changed = now === null || !sameConstant(now, old);
  const setting = {
    path: showPath(only.path),
    place: placeAt(file, value),
    old: written,
    new: changed ? made.text : written,
    changed,
  };
  return { setting, at: value, tree: made.tree };
}

function placeAt(file: SourceFile, { start, end }: Node): Place {
  return placeOf({ file, start, end });
}

// --- Refusals ------------------------------------------------------------------------------------------------------------

/** As it is written on a command line. */
export function showPath(path: readonly string[]): string {
  return path.map((step) => (/^\w+$/.test(step) ? step : JSON.stringify(step))).join(".");
}

function quote(path: readonly string[]): string {
  return `\`${showPath(path)}\``;
}

function lost(file: SourceFile, path: readonly string[], search: Search & { kind: "lost" }): Refusal {
  const { known, last, names } = search;
  const step = path[known] ?? "";
  const near = nearest(step, names);
  const before = path.slice(0, known);
  const listed = names.filter((name) => name !== "").toSorted();
  const help =
    near !== null
      ? `did you mean ${quote([...before, near, ...path.slice(known + 1)])}?`
      : listed.length > 0
        ? `there ${listed.length === 1 ? "is" : "are"} ${listed.slice(0, 12).join(", ")}${listed.length > 12 ? ", …" : ""}`
        : "only what is written can be set";
  const [first] = last;
  const message =
    first === undefined
      ? `nothing in \`${file.path}\` is named \`${step}\``
      : `nothing named \`${step}\` is written in ${quote(before)}`;
  return { message, place: first === undefined ? null : placeAt(file, first.spot.at), help };
}

function ambiguous(file: SourceFile, path: readonly string[], found: readonly Found[]): Refusal {
  const places = found.map(
    ({ path: whole, spot }) => `${quote(whole)} (${showPlace(placeAt(file, spot.at))})`,
  );
  const differ = new Set(found.map(({ path: whole }) => showPath(whole))).size === found.length;
  const help = differ ? `say which: ${places.join(", ")}` : `they are ${places.join(", ")}`;
  return { message: `${quote(path)} means ${found.length} values`, place: null, help };
}

function holder(path: readonly string[], names: readonly string[], place: Place): Refusal {
  const [first] = names;
  const help = first === undefined ? null : `name one of its values: ${quote([...path, first])}`;
  return { message: `${quote(path)} is no single value`, place, help };
}

function computed(file: SourceFile, path: readonly string[], value: Expression): Refusal {
  const place = placeAt(file, value);
  if (value.kind === "block" || value.kind === "construct") {
    const block = value.kind === "block" ? value : value.block;
    return holder(
      path,
      block.entries.flatMap((entry) => (entry.kind === "set" ? [entry.key.text] : [])),
      place,
    );
  }
  if (value.kind === "list" || value.kind === "comprehension") {
    const help = "the elements of a list have no names; a keyed list, `[T by name]`, has";
    return { message: `${quote(path)} is a list, and no literal`, place, help };
  }
  const whole = file.text.slice(value.start, value.end).replaceAll(/\s+/g, " ");
  const shown = whole.length > 40 ? `${whole.slice(0, 39)}…` : whole;
  const help = "only a literal can be set; set what this reads, or write a literal in its place";
  return { message: `${quote(path)} is computed: \`${shown}\``, place, help };
}

const EXAMPLES: Readonly<Record<Constant["type"], string>> = {
  String: '"text"',
  Int: "3",
  Number: "1.5",
  Bool: "true",
  Null: '5, true, "text" or null',
  Duration: "1h30m",
  Size: "512MiB",
  Cpu: "250mcpu",
  Percent: "25%",
  Date: "2027-01-31",
};

function unfit(path: readonly string[], old: Constant, given: string, place: Place): Refusal {
  const shown = given.length > 40 ? `${given.slice(0, 39)}…` : given;
  const type = old.type === "Int" || old.type === "Number" ? "number" : old.type;
  const message =
    old.type === "Null"
      ? `\`${shown}\` is no literal, and ${quote(path)} wants one`
      : `${quote(path)} is a ${type}, and \`${shown}\` is none`;
  return { message, place, help: `write it as the language does: ${EXAMPLES[old.type]}` };
}
