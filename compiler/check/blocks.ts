// Blocks as values and as amendments of values: records, maps and keyed lists.
//
// Surprising: one function checks the entries of all of them, because an overlay amends with the same syntax with which a
// body writes. What differs is only whether fields may be left out (a value must be whole, an amendment need not be).

import {
  isKeyed,
  type Block,
  type EachEntry,
  type Entry,
  type KeyedEntry,
  type List,
  type SetEntry,
  type SpreadEntry,
  type Word,
} from "../ast.ts";
import { secondary } from "../diagnostics.ts";
import { nearest } from "../near.ts";
import {
  DATA,
  isContainer,
  plainRecord,
  POISON,
  showType,
  withoutOptional,
  type FieldInfo,
  type RecordInfo,
  type RecordTypeOf,
  type Type,
} from "../types.ts";
import { fits, join, widen } from "../types/fits.ts";
import { bothMarks, marked, marksOf, UNMARKED, unmarked } from "../types/marks.ts";
import { report, spanOf, type Checker, type Expected, type Scope } from "./context.ts";
import { article, demand, refuseUnknown } from "./demand.ts";
import { refuse, refuseTwice } from "./entries.ts";
import { checkEach, eachScope, refuseInEach } from "./each.ts";
import { refuseOtherKey } from "./keys.ts";
import { checkComputed, fieldOf as plainField } from "./loops.ts";
import { isRequired, pickMember, refuseUndecided } from "./members.ts";

/** `{ ... }` where a value is asked for. */
export function checkBlockValue(checker: Checker, block: Block, expected: Expected, scope: Scope): Type {
  const inner = expected === null ? DATA : withoutOptional(unmarked(expected));
  switch (inner.kind) {
    case "record":
      checkRecord(checker, block, inner.record, scope, { given: null, whole: true });
      return inner;
    case "map": {
      const marks = checkEntries(checker, block, inner, scope, true);
      return { ...inner, value: marked(inner.value, marks) };
    }
    case "keyed":
      checkEntries(checker, block, inner, scope, true);
      return inner;
    case "data":
      return checkPlain(checker, block, expected === null ? null : DATA, scope);
    case "poison":
      checkPlain(checker, block, null, scope);
      return POISON;
    case "union": {
      const member = pickMember(inner.members, block);
      if (member === undefined)
        return demand(checker, block, checkPlain(checker, block, null, scope), inner, scope);
      if (refuseUndecided(checker, inner.members, block, member, scope)) return POISON;
      checker.shapes.set(block, member);
      return checkBlockValue(checker, block, member, scope);
    }
    case "null":
    case "scalar":
    case "literal":
    case "list":
    case "optional":
    case "resource":
    case "instance":
    case "secret":
    case "deferred":
    case "pattern":
    case "function":
    case "parameter":
      return demand(checker, block, checkPlain(checker, block, null, scope), inner, scope);
  }
}

/** A record without a declared type: its type is what it holds. With computed keys it is a map. */
function checkPlain(checker: Checker, block: Block, expected: Expected, scope: Scope): Type {
  const fields = new Map<string, FieldInfo>();
  let values: Type | null = null;
  refuseTwice(checker, block, scope);
  for (const entry of block.entries) {
    if (entry.kind === "set") {
      const found = widen(checker.check(checker, entry.value, expected, scope));
      const type = found.kind === "pattern" ? demand(checker, entry.value, found, DATA, scope) : found;
      const name = entry.key.text;
      fields.set(name, plainField(name, type, spanOf(scope.module, entry.key)));
    } else if (entry.kind === "computed") {
      const type = widen(checkComputed(checker, entry, expected, scope));
      values = values === null ? type : join(values, type);
    } else if (entry.kind === "spread") {
      const type = checkSpread(checker, entry, scope);
      if (type.kind === "record") {
        for (const [name, field] of type.record.fields)
          if (!fields.has(name)) fields.set(name, plainField(name, field.type, field.span));
      } else if (type.kind === "map" || type.kind === "keyed") {
        const element = type.kind === "map" ? type.value : type.element;
        values = values === null ? element : join(values, element);
      }
    } else refuse(checker, entry, scope);
  }
  if (values === null) return plainRecord(fields);
  for (const field of fields.values()) values = join(values, field.type);
  return { kind: "map", key: null, value: values };
}

/** What `...x` in a block can be. */
function checkSpread(checker: Checker, entry: SpreadEntry, scope: Scope): Type {
  const found = checker.check(checker, entry.value, null, scope);
  if (found.kind === "poison" || refuseUnknown(checker, entry.value, found, "what a value is made of", scope))
    return POISON;
  const inner = unmarked(found);
  if (isContainer(inner) && inner.kind !== "optional") return inner;
  const shown = showType(found);
  const help = inner.kind === "optional" ? "it may be absent: write `...(x ?? {})`" : null;
  const parameters = { expected: "a record or a map", found: shown };
  report(checker, "SP2101", parameters, spanOf(scope.module, entry.value), `this is ${article(shown)}`, {
    help,
  });
  return POISON;
}

/** The entries of a map or a keyed list; gives what its values owe. */
export function checkEntries(
  checker: Checker,
  block: Block,
  type: Type & { kind: "map" | "keyed" },
  scope: Scope,
  whole: boolean,
): typeof UNMARKED {
  refuseTwice(checker, block, scope);
  const element = type.kind === "map" ? type.value : type.element;
  const given = type.kind === "keyed" ? type.key : null;
  const inside: Scope =
    type.kind === "keyed" ? { ...scope, it: element, super: element } : { ...scope, super: element };
  let marks = UNMARKED;
  for (const entry of block.entries) {
    // A field or an entry may be taken away: it is the resource that an `each` neither adds nor removes.
    if (entry.kind !== "remove" && refuseInEach(checker, entry, scope)) continue;
    if (isKeyed(entry)) checkKey(checker, entry.key, type, scope);
    const twice = given !== null && refuseOtherKey(checker, entry, given, scope);
    switch (entry.kind) {
      case "set":
        if (given !== null && entry.value.kind === "construct") checker.keyed.set(entry.value.block, given);
        if (given !== null && element.kind === "record" && entry.value.kind === "block")
          checkRecord(checker, entry.value, element.record, inside, { given, whole: true });
        else marks = bothMarks(marks, marksOf(checkSet(checker, entry, element, inside)));
        break;
      case "amend":
        checkAmendment(checker, entry, element, inside, given);
        break;
      case "remove":
        break;
      case "computed":
        if (given !== null && element.kind === "record" && entry.value.kind === "block") {
          // The key is filled in, so the record is one without it.
          marks = bothMarks(
            marks,
            marksOf(checkComputed(checker, entry, twice ? element : withoutField(element, given), inside)),
          );
          checker.shapes.set(entry.value, element);
        } else marks = bothMarks(marks, marksOf(checkComputed(checker, entry, element, inside)));
        break;
      case "spread":
        checkSpreadInto(checker, entry, type, scope);
        break;
      case "each":
        if (whole) refuse(checker, entry, scope);
        else checkEachRecord(checker, entry, type, scope);
        break;
      case "let":
      case "annotation":
      case "declare":
      case "moved":
      case "removed":
        refuse(checker, entry, scope);
        break;
    }
  }
  return marks;
}

function withoutField(type: RecordTypeOf, name: string): Type {
  const fields = new Map(type.record.fields);
  fields.delete(name);
  return { ...type, record: { ...type.record, fields } };
}

function checkKey(checker: Checker, key: Word, type: Type & { kind: "map" | "keyed" }, scope: Scope): void {
  const wanted = type.kind === "map" ? type.key : keyType(type);
  if (wanted === null || key.text === "") return;
  const literal = {
    kind: "literal" as const,
    type: "String" as const,
    value: key.text,
    start: key.start,
    end: key.end,
  };
  checker.check(checker, literal, wanted, scope);
}

function keyType(type: Type & { kind: "keyed" }): Type | null {
  return type.element.kind === "record" ? (type.element.record.fields.get(type.key)?.type ?? null) : null;
}

function checkSpreadInto(
  checker: Checker,
  entry: SpreadEntry,
  type: Type & { kind: "map" | "keyed" },
  scope: Scope,
): void {
  const found = checkSpread(checker, entry, scope);
  if (found.kind === "poison") return;
  const wanted: Type = type.kind === "map" ? { ...type, key: null } : type;
  const asMap: Type =
    found.kind === "keyed" && type.kind === "map" ? { kind: "map", key: null, value: found.element } : found;
  demand(checker, entry.value, asMap, wanted, scope);
}

/** In a data file a keyed list stands as it is emitted: a list of records with their keys in them. */
export function checkKeyedList(
  checker: Checker,
  list: List,
  type: Type & { kind: "keyed" },
  scope: Scope,
): Type {
  for (const item of list.items) {
    if (item.kind !== "spread") checker.check(checker, item, type.element, scope);
  }
  return type;
}

// --- Records ---------------------------------------------------------------------------------------------------------

export interface RecordOptions {
  /** The key field of a keyed list: the key gives it. */
  readonly given: string | null;
  /** Required fields may not be left out. */
  readonly whole: boolean;
  /** What was found of entries that were looked at before. */
  readonly found?: ReadonlyMap<Entry, Type>;
}

export function checkRecord(
  checker: Checker,
  block: Block,
  record: RecordInfo,
  scope: Scope,
  options: RecordOptions,
): void {
  refuseTwice(checker, block, scope);
  if (options.whole) checker.made.set(block, record);
  // Of what need not be whole, nobody asks.
  const written = options.whole ? new Set<string>() : null;
  for (const entry of block.entries) {
    if (entry.kind === "spread" && written !== null) {
      for (const name of checkSpreadRecord(checker, entry, record, scope)) written.add(name);
      continue;
    }
    if (entry.kind !== "remove" && refuseInEach(checker, entry, scope)) continue;
    if (entry.kind === "each" && !options.whole) {
      checkEachRecord(checker, entry, { kind: "record", record }, scope);
      continue;
    }
    if (!isKeyed(entry)) {
      refuse(checker, entry, scope);
      continue;
    }
    written?.add(entry.key.text);
    const before = options.found?.get(entry);
    const field = findField(checker, record, entry, scope);
    if (field === null) continue;
    if (before !== undefined && entry.kind === "set") demand(checker, entry.value, before, field.type, scope);
    else checkFieldEntry(checker, entry, field.type, scope, field);
  }
  // What was meant to be written under a computed key was reported.
  if (written === null || block.entries.some((entry) => entry.kind === "computed")) return;
  for (const field of record.fields.values()) {
    const given = options.given ?? checker.keyed.get(block);
    if (!isRequired(field) || field.name === given || written.has(field.name)) continue;
    const span = { file: scope.module.file, start: block.start, end: Math.min(block.end, block.start + 1) };
    const labels = [secondary(field.span, "required here")];
    const parameters = { name: field.name, owner: record.name, type: showType(field.type) };
    report(checker, "SP2105", parameters, span, `has no \`${field.name}\``, { labels });
  }
}

/** `each Port { tls = true }` in the block of a resource, or of one of its fields. */
function checkEachRecord(checker: Checker, entry: EachEntry, below: Type, scope: Scope): void {
  const type = checkEach(checker, entry, { kind: "value", type: below }, scope);
  if (type?.kind !== "record") return;
  checkRecord(checker, entry.block, type.record, eachScope(scope, type), { given: null, whole: false });
}

function checkSpreadRecord(
  checker: Checker,
  entry: SpreadEntry,
  record: RecordInfo,
  scope: Scope,
): readonly string[] {
  const found = checkSpread(checker, entry, scope);
  if (found.kind === "poison") return [...record.fields.keys()];
  if (found.kind !== "record") {
    const parameters = { expected: "a record", found: showType(found) };
    const help = "only a record has fields that are known here";
    report(checker, "SP2101", parameters, spanOf(scope.module, entry.value), "not a record", { help });
    return [...record.fields.keys()];
  }
  for (const [name, field] of found.record.fields) {
    const wanted = record.fields.get(name);
    if (wanted === undefined ? record.open : fits(field.type, wanted.type)) continue;
    const span = spanOf(scope.module, entry.value);
    const labels = [secondary(field.span, "this field")];
    if (wanted === undefined) {
      report(checker, "SP2102", { name, owner: record.name }, span, `brings \`${name}\``, { labels });
    } else {
      const parameters = { expected: showType(wanted.type), found: showType(field.type) };
      report(checker, "SP2101", parameters, span, `brings \`${name}\``, { labels });
    }
  }
  return [...found.record.fields.keys()];
}

function findField(checker: Checker, record: RecordInfo, entry: KeyedEntry, scope: Scope): FieldInfo | null {
  const { key } = entry;
  if (key.text === "") return null;
  const field = record.fields.get(key.text);
  if (field !== undefined && !field.output) return field;
  const span = spanOf(scope.module, key);
  if (field === undefined) {
    if (record.open) return plainField(key.text, DATA, span);
    if (record.lost) return plainField(key.text, POISON, span);
    const names = [...record.fields.values()].filter((item) => !item.output).map((item) => item.name);
    const near = nearest(key.text, names);
    const help = near === null ? `it has ${names.toSorted().join(", ")}` : `write \`${near}\``;
    const target = near === null ? undefined : record.fields.get(near);
    const labels = target === undefined ? [] : [secondary(target.span, "did you mean this one?")];
    const parameters = { name: key.text, owner: record.name };
    report(checker, "SP2102", parameters, span, "no such field", { help, labels, near });
    // What is written there is looked at all the same.
    if (entry.kind === "set") checker.check(checker, entry.value, null, scope);
    return null;
  }
  const labels = [secondary(field.span, "an output")];
  const why = "is an output, known only after apply";
  report(checker, "SP2202", { name: key.text, why }, span, "cannot be written", { labels, help: null });
  return null;
}

export function checkFieldEntry(
  checker: Checker,
  entry: KeyedEntry,
  type: Type,
  scope: Scope,
  field: FieldInfo | null = null,
): void {
  const inside: Scope = { ...scope, super: type };
  switch (entry.kind) {
    case "set": {
      const found = checkSet(checker, entry, type, inside);
      if (field?.key === true)
        refuseUnknown(checker, entry.value, found, "what identifies a resource", scope);
      return;
    }
    case "amend":
      checkAmendment(checker, entry, type, inside, null);
      return;
    case "remove":
      return;
  }
}

/** `a = 1`, `a += [1]`, `a -= [1]`. */
function checkSet(checker: Checker, entry: SetEntry, type: Type, scope: Scope): Type {
  if (entry.operator === "=") return checker.check(checker, entry.value, type, scope);
  const inner = withoutOptional(unmarked(type));
  if (inner.kind === "poison") return POISON;
  if (inner.kind !== "list") {
    checker.check(checker, entry.value, null, scope);
    const shown = showType(type);
    const parameters = { operator: entry.operator, left: shown, right: "a list" };
    const help = isContainer(inner)
      ? `amend it: \`${entry.key.text} { ... }\``
      : `write \`${entry.key.text} = super ${entry.operator[0] ?? "+"} ...\``;
    report(checker, "SP2104", parameters, spanOf(scope.module, entry.key), `this is ${article(shown)}`, {
      help,
    });
    return POISON;
  }
  return checker.check(checker, entry.value, { ...inner, size: null }, scope);
}

/** `name { ... }` on a value of a type. */
export function checkAmendment(
  checker: Checker,
  entry: Entry & { kind: "amend" },
  type: Type,
  scope: Scope,
  given: string | null,
): void {
  const inner = withoutOptional(unmarked(type));
  switch (inner.kind) {
    case "record":
      checkRecord(checker, entry.block, inner.record, scope, { given, whole: false });
      return;
    case "map":
    case "keyed":
      checkEntries(checker, entry.block, inner, scope, false);
      return;
    case "poison":
      return;
    case "union": {
      const member = pickMember(inner.members, entry.block);
      if (member !== undefined && isContainer(member)) {
        checkAmendment(checker, entry, member, scope, given);
        return;
      }
      break;
    }
    case "data":
    case "null":
    case "scalar":
    case "literal":
    case "list":
    case "resource":
    case "instance":
    case "optional":
    case "secret":
    case "deferred":
    case "pattern":
    case "function":
    case "parameter":
      break;
  }
  const shown = showType(inner);
  const key = entry.key.text;
  const help =
    inner.kind === "list" ? `a plain list is replaced: write \`${key} = [...]\`` : `write \`${key} = ...\``;
  const parameters = { expected: shown, found: "a block" };
  const label = `${article(shown)} has no fields to amend`;
  report(checker, "SP2101", parameters, spanOf(scope.module, entry.key), label, { help });
}
