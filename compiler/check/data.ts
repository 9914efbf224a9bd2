// Data as its type reads it, before anything is checked.
//
// In:  an import of data, whose file was read without regard to its type. Out: the same with what a format cannot say itself:
// durations, sizes and dates are texts in most of them, and every cell of CSV is one. What fits no type stays as it is, and
// the checker says so; where data is often misread, it is said here, with what to write.

import type { Block, Entry, Expression, List, Literal } from "../ast.ts";
import type { Binding, Module, Program } from "../bind.ts";
import { dataFormatOf, type DataFormat } from "../data.ts";
import { entryOf, MAX_FLAWS, numberLiteral } from "../data/tree.ts";
import { diagnose, primary } from "../diagnostics.ts";
import { scanNumber } from "../lex/numbers.ts";
import { showType, withoutOptional, type KeyedTypeOf, type ScalarName, type Type } from "../types.ts";
import { unmarked } from "../types/marks.ts";
import { fileScope, report, spanOf, type Checker, type Scope } from "./context.ts";
import { typeOf } from "./declared.ts";
import { pickMember } from "./members.ts";

interface Reading {
  readonly checker: Checker;
  readonly format: DataFormat;
  readonly scope: Scope;
}

/** Every import of data, by the type that it asks for; in the modules that were kept that was done. */
export function readDataAsTyped(checker: Checker, data: Program["data"], kept: ReadonlySet<Module>): void {
  for (const module of checker.program.modules) {
    if (module.data) checker.mistakes.set(module.file, 0);
  }
  for (const module of checker.program.modules) {
    if (kept.has(module)) continue;
    for (const binding of module.names.values()) retype(checker, data, module, binding);
  }
}

/** Where a file of data has more mistakes than were told, how many. */
export function countUntold(checker: Checker): void {
  for (const [file, count] of checker.mistakes) {
    if (count <= MAX_FLAWS) continue;
    const span = {
      file,
      start: Math.max(0, file.text.trimEnd().length - 1),
      end: file.text.trimEnd().length,
    };
    const parameters = { path: file.path, told: MAX_FLAWS, more: count - MAX_FLAWS };
    checker.diagnostics.push(diagnose("SP1010", parameters, { labels: [primary(span, "up to here")] }));
  }
}

function retype(checker: Checker, data: Program["data"], module: Module, binding: Binding): void {
  const { declaration } = binding;
  if (declaration?.kind !== "let" || declaration.type === null) return;
  const from = data.get(declaration);
  const format = from === undefined ? null : dataFormatOf(from.file.path);
  if (from === undefined || format === null) return;
  const type = typeOf(checker, module, declaration.type);
  const reading: Reading = { checker, format, scope: fileScope(from) };
  const typed = { ...declaration, value: readAs(reading, declaration.value, type) };
  data.delete(declaration);
  data.set(typed, from);
  module.names.set(binding.name, { ...binding, declaration: typed });
}

function readAs(reading: Reading, value: Expression, type: Type): Expression {
  const wanted = withoutOptional(unmarked(type));
  if (value.kind === "literal") return readLiteral(reading, value, type, wanted);
  if (value.kind === "list") return readList(reading, value, wanted);
  return value.kind === "block" ? readBlock(reading, value, wanted) : value;
}

function readList(reading: Reading, list: List, wanted: Type): Expression {
  const members = wanted.kind === "union" ? wanted.members : [wanted];
  const type = members.find((member) => member.kind === "list" || member.kind === "keyed");
  if (type?.kind !== "list" && type?.kind !== "keyed") return list;
  if (reading.format === "CSV" && !headerFits(reading, list, type.element))
    return { kind: "missing", start: list.start, end: list.end };
  const items = list.items.map((item) =>
    item.kind === "spread" ? item : readAs(reading, item, type.element),
  );
  const read: List = { ...list, items };
  return type.kind === "keyed" ? (byKey(read, type) ?? read) : read;
}

/** As source writes a keyed list; null where an element is no record with its key, which the checker reports. */
function byKey(list: List, type: KeyedTypeOf): Block | null {
  if (type.element.kind !== "record") return null;
  const entries: Entry[] = [];
  for (const item of list.items) {
    const own = item.kind === "block" ? item.entries.find((entry) => isSet(entry, type.key)) : undefined;
    if (item.kind !== "block" || own?.kind !== "set" || own.value.kind !== "literal") return null;
    const { value, start, end } = own.value;
    if (typeof value !== "string") return null;
    const rest = { ...item, entries: item.entries.filter((entry) => !isSet(entry, type.key)) };
    entries.push(entryOf({ text: value, start, end }, rest));
  }
  return { kind: "block", entries, start: list.start, end: list.end };
}

function isSet(entry: Entry, name: string): boolean {
  return entry.kind === "set" && entry.key.text === name;
}

function readBlock(reading: Reading, block: Block, wanted: Type): Expression {
  const type = wanted.kind === "union" ? pickMember(wanted.members, block) : wanted;
  if (type === undefined) return block;
  const entries = block.entries.flatMap((entry): readonly Entry[] => {
    const inside = entry.kind === "set" ? typeInside(type, entry.key.text) : null;
    if (entry.kind !== "set" || inside === null) return [entry];
    if (reading.format === "CSV" && isLeftOut(entry.value, type, entry.key.text)) return [];
    return [{ ...entry, value: readAs(reading, entry.value, inside) }];
  });
  return { ...block, entries };
}

/** The type of what stands under a name; null where the type does not say. */
function typeInside(type: Type, name: string): Type | null {
  if (type.kind === "record") return type.record.fields.get(name)?.type ?? null;
  if (type.kind === "map") return type.value;
  return type.kind === "keyed" ? type.element : null;
}

// --- CSV -----------------------------------------------------------------------------------------------------------------

/** The names of the first row, looked at once and not again for every row. False: something is wrong, and was said. */
function headerFits(reading: Reading, list: List, element: Type): boolean {
  const type = withoutOptional(unmarked(element));
  const [row] = list.items;
  if (type.kind !== "record" || row?.kind !== "block") return true;
  const { checker, scope } = reading;
  const names = row.entries.flatMap((entry) => (entry.kind === "set" ? [entry] : []));
  const end = names.at(-1)?.key.end ?? list.start;
  // What a cell holds is not asked yet, so each is a value that fits everything.
  const entries = names.map((entry) => ({
    ...entry,
    value: { kind: "missing", start: entry.key.start, end: entry.key.end } as const,
  }));
  const before = checker.diagnostics.length;
  checker.check(checker, { kind: "block", entries, start: list.start, end }, type, scope);
  return checker.diagnostics.length === before;
}

/** Nothing in a cell is nothing, where the field can do without; else it is the empty text. */
function isLeftOut(cell: Expression, type: Type, name: string): boolean {
  if (cell.start !== cell.end || type.kind !== "record") return false;
  const field = type.record.fields.get(name);
  return field !== undefined && (field.value !== null || unmarked(field.type).kind === "optional");
}

// --- Literals ------------------------------------------------------------------------------------------------------------

function readLiteral(reading: Reading, found: Literal, type: Type, wanted: Type): Expression {
  const { value } = found;
  if (typeof value !== "string" || found.type !== "String") return explain(reading, found, type, wanted);
  const members = wanted.kind === "union" ? wanted.members.map(unmarked) : [wanted];
  if (members.some((member) => member.kind === "literal" && member.value === value)) return found;
  for (const member of members) {
    const made = readText(reading.format, found, value, member);
    if (made !== null) return made;
  }
  return explain(reading, found, type, wanted);
}

/** What a text says, for a type that is no text; null: not that. */
function readText(format: DataFormat, at: Literal, text: string, type: Type): Literal | null {
  if (type.kind === "literal") {
    const made = format === "CSV" ? (scalarOf(at, text, "Bool") ?? scalarOf(at, text, "Number")) : null;
    return made?.value === type.value ? made : null;
  }
  if (type.kind !== "scalar") return null;
  switch (type.name) {
    case "Bool":
    case "Int":
    case "Number":
      return format === "CSV" ? scalarOf(at, text, type.name) : null;
    case "Duration":
    case "Size":
    case "Cpu":
    case "Percent":
    case "Date":
      return scalarOf(at, text, type.name);
    case "String":
    case "Bytes":
      return null;
  }
}

/** As the language writes it. Spreadsheets write `TRUE`. */
function scalarOf(at: Literal, text: string, name: ScalarName): Literal | null {
  const { start, end } = at;
  if (name === "Bool")
    return /^(?:true|false|TRUE|FALSE)$/.test(text)
      ? { kind: "literal", type: "Bool", value: text.toLowerCase() === "true", start, end }
      : null;
  if (!/^-?\d/.test(text)) return null;
  const sign = text.startsWith("-") ? -1 : 1;
  const scanned = scanNumber(text, sign === 1 ? 0 : 1);
  if (scanned.wrong !== null || scanned.end !== text.length) return null;
  switch (scanned.kind) {
    case "number": {
      const fits = name === "Number" || (name === "Int" && Number.isInteger(scanned.value));
      return fits ? numberLiteral(sign * scanned.value, at) : null;
    }
    case "date":
      return name === "Date" && sign === 1
        ? { kind: "literal", type: "Date", value: scanned.text, start, end }
        : null;
    case "Duration":
    case "Size":
    case "Cpu":
    case "Percent":
      return name === scanned.kind
        ? { kind: "literal", type: name, value: sign * scanned.value, start, end }
        : null;
  }
}

// --- What is often misread -----------------------------------------------------------------------------------------------

const EXAMPLES: Readonly<Partial<Record<ScalarName, string>>> = {
  Duration: "1h30m",
  Size: "512MiB",
  Cpu: "250mcpu",
  Percent: "25%",
  Date: "2027-01-31",
};

/** The literal as it is, or, where people will wonder why it does not fit, a mistake that says what to write. */
function explain(reading: Reading, found: Literal, type: Type, wanted: Type): Expression {
  const help = helpFor(reading, found, type, wanted);
  if (help === null) return found;
  const { checker, scope } = reading;
  const shown =
    found.type === "String" || found.type === "Null" ? JSON.stringify(found.value) : textOf(reading, found);
  const parameters = { expected: showType(type), found: shown };
  report(checker, "SP2101", parameters, spanOf(scope.module, found), `this is ${shown}`, { help });
  return { kind: "missing", start: found.start, end: found.end };
}

function helpFor(reading: Reading, found: Literal, type: Type, wanted: Type): string | null {
  if (found.type === "Null" && unmarked(type).kind === "optional" && wanted.kind !== "null")
    return "what is absent is left out; `null` is a value";
  if (wanted.kind !== "scalar") return null;
  const example = EXAMPLES[wanted.name];
  if (example !== undefined && wanted.name !== found.type && found.type !== "Null")
    return `write it as the language does: "${example}"`;
  if (reading.format !== "YAML") return null;
  if (wanted.name === "Bool" && /^(?:y|yes|n|no|on|off)$/i.test(String(found.value)))
    return "in YAML 1.2 this is a text: write `true` or `false`";
  if (wanted.name === "String" && found.type === "Null") return 'the empty text is `""`';
  if (wanted.name === "String" && ["Int", "Number", "Bool"].includes(found.type))
    return `put it into quotes: \`"${textOf(reading, found)}"\``;
  return null;
}

function textOf({ scope }: Reading, { start, end }: Literal): string {
  return scope.module.file.text.slice(start, end);
}
