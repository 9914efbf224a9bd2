// Blocks against what they write to: values, amendments, resources and systems.
//
// Surprising: one function checks the entries of all of them, because an overlay amends with the same syntax with which a
// body writes. What differs is only whether fields may be left out (a value must be whole, an amendment need not be).

import { isKeyed, type Block, type Entry, type Expression, type KeyedEntry, type Word } from "../ast.ts";
import { secondary } from "../diagnostics.ts";
import { nearest } from "../near.ts";
import {
  DATA,
  POISON,
  showType,
  withoutOptional,
  type FieldInfo,
  type RecordInfo,
  type SystemInfo,
  type Type,
  widen,
} from "../types.ts";
import { checkAnnotation } from "./annotations.ts";
import { report, spanOf, type Checker, type Expected, type Scope } from "./context.ts";
import { article, demand } from "./demand.ts";

/** `{ ... }` where a value is asked for. */
export function checkBlockValue(checker: Checker, block: Block, expected: Expected, scope: Scope): Type {
  const inner = expected === null ? DATA : withoutOptional(expected);
  switch (inner.kind) {
    case "record":
      checkRecord(checker, block, inner.record, scope, null, true);
      return inner;
    case "map":
    case "keyed":
      checkEntries(checker, block, inner, scope);
      return inner;
    case "data":
      return checkPlain(checker, block, expected === null ? null : DATA, scope);
    case "poison":
      checkPlain(checker, block, null, scope);
      return POISON;
    case "union": {
      const member = pickMember(inner.members, block);
      if (member !== undefined) return checkBlockValue(checker, block, member, scope);
      return demand(checker, block, checkPlain(checker, block, null, scope), inner, scope);
    }
    case "null":
    case "scalar":
    case "literal":
    case "list":
    case "optional":
    case "resource":
    case "instance":
      return demand(checker, block, checkPlain(checker, block, null, scope), inner, scope);
  }
}

/** Of the members of a union, the one whose fields the block writes most of. */
function pickMember(members: readonly Type[], block: Block): Type | undefined {
  const keys = block.entries.flatMap((entry) => (entry.kind === "set" ? [entry.key.text] : []));
  const score = (type: Type) =>
    type.kind === "record"
      ? keys.filter((key) => type.record.fields.has(key)).length
      : type.kind === "map"
        ? 0.5
        : -1;
  return members.toSorted((a, b) => score(b) - score(a)).find((member) => score(member) >= 0);
}

/** A record without a declared type: its type is what it holds. */
function checkPlain(checker: Checker, block: Block, expected: Expected, scope: Scope): Type {
  const fields = new Map<string, FieldInfo>();
  forEachKey(checker, block, scope);
  for (const entry of block.entries) {
    if (entry.kind !== "set") {
      refuse(checker, entry, scope);
      continue;
    }
    const type = widen(checker.check(checker, entry.value, expected, scope));
    const name = entry.key.text;
    const span = spanOf(scope.module, entry.key);
    fields.set(name, { name, type, value: null, span, key: false, output: false, declaration: null });
  }
  return { kind: "record", record: { name: "", fields, module: null, declaration: null } };
}

/** Says each key at most once, and that it says so. */
function forEachKey(checker: Checker, block: Block, scope: Scope): void {
  const seen = new Map<string, Word>();
  for (const entry of block.entries) {
    if (!isKeyed(entry) || entry.key.text === "") continue;
    const before = seen.get(entry.key.text);
    if (before === undefined) seen.set(entry.key.text, entry.key);
    // `env.A = 1` beside `env.B = 2` writes two leaves of one container.
    else if (!bothAmend(block, entry)) {
      const labels = [secondary(spanOf(scope.module, before), "first written here")];
      report(checker, "SP2112", { name: entry.key.text }, spanOf(scope.module, entry.key), "written again", {
        labels,
      });
    }
  }
}

function bothAmend(block: Block, entry: KeyedEntry): boolean {
  return block.entries.every(
    (other) => !isKeyed(other) || other.key.text !== entry.key.text || other.kind === "amend",
  );
}

function refuse(checker: Checker, entry: Entry, scope: Scope): void {
  const span = spanOf(scope.module, entry);
  switch (entry.kind) {
    case "set":
      return;
    case "amend":
      report(
        checker,
        "SP2108",
        { name: entry.key.text, owner: "this new value" },
        span,
        "nothing is below it",
        {
          help: `write \`${entry.key.text} = { ... }\``,
        },
      );
      return;
    case "remove":
      report(
        checker,
        "SP2107",
        { name: entry.key.text, owner: "this new value", what: "field" },
        span,
        "nothing is below it",
      );
      return;
    case "let":
      report(checker, "SP9001", { feature: "`let` inside a value" }, span, "not supported yet");
      return;
    case "computed":
    case "spread":
    case "each":
    case "declare":
    case "moved":
    case "removed":
      // Refused as unbuilt.
      return;
    case "annotation":
      report(checker, "SP2115", { name: entry.name.text }, span, "not inside a resource");
      return;
  }
}

/** The entries of a map or a keyed list. */
function checkEntries(
  checker: Checker,
  block: Block,
  type: Type & { kind: "map" | "keyed" },
  scope: Scope,
): void {
  forEachKey(checker, block, scope);
  const element = type.kind === "map" ? type.value : type.element;
  const key = type.kind === "keyed" ? type.key : null;
  const inside: Scope =
    type.kind === "keyed" ? { ...scope, it: element, super: element } : { ...scope, super: element };
  for (const entry of block.entries) {
    switch (entry.kind) {
      case "set":
        if (key !== null && element.kind === "record" && entry.value.kind === "block")
          checkRecord(checker, entry.value, element.record, inside, key, true);
        else checker.check(checker, entry.value, element, inside);
        break;
      case "amend":
        checkAmendment(checker, entry.block, element, inside, key, entry);
        break;
      case "remove":
        break;
      case "let":
      case "annotation":
      case "computed":
      case "spread":
      case "each":
      case "declare":
      case "moved":
      case "removed":
        refuse(checker, entry, scope);
        break;
    }
  }
}

/** `given` is the key field of a keyed list: the key gives it. `whole`: required fields may not be left out. */
function checkRecord(
  checker: Checker,
  block: Block,
  record: RecordInfo,
  scope: Scope,
  given: string | null,
  whole: boolean,
): void {
  forEachKey(checker, block, scope);
  for (const entry of block.entries) {
    if (!isKeyed(entry)) {
      refuse(checker, entry, scope);
      continue;
    }
    const field = fieldOf(checker, record, entry.key, scope);
    if (field === null) continue;
    checkFieldEntry(checker, entry, field.type, scope);
  }
  if (!whole) return;
  const written = new Set(block.entries.flatMap((entry) => (isKeyed(entry) ? [entry.key.text] : [])));
  const missing = [...record.fields.values()].filter(
    (field) =>
      !field.output &&
      field.name !== given &&
      field.value === null &&
      field.type.kind !== "optional" &&
      field.type.kind !== "poison" &&
      !written.has(field.name),
  );
  for (const field of missing) {
    const span = { file: scope.module.file, start: block.start, end: Math.min(block.end, block.start + 1) };
    const labels = [secondary(field.span, "required here")];
    report(
      checker,
      "SP2105",
      { name: field.name, owner: record.name, type: showType(field.type) },
      span,
      `has no \`${field.name}\``,
      { labels },
    );
  }
}

function fieldOf(checker: Checker, record: RecordInfo, key: Word, scope: Scope): FieldInfo | null {
  if (key.text === "") return null;
  const field = record.fields.get(key.text);
  const span = spanOf(scope.module, key);
  if (field === undefined) {
    const names = [...record.fields.values()].filter((item) => !item.output).map((item) => item.name);
    const near = nearest(key.text, names);
    const help = near === null ? `it has ${names.toSorted().join(", ")}` : `write \`${near}\``;
    const target = near === null ? undefined : record.fields.get(near);
    const labels = target === undefined ? [] : [secondary(target.span, "did you mean this one?")];
    report(checker, "SP2102", { name: key.text, owner: record.name }, span, "no such field", {
      help,
      labels,
      near,
    });
    return null;
  }
  if (!field.output) return field;
  const labels = [secondary(field.span, "an output")];
  report(
    checker,
    "SP2202",
    { name: key.text, why: "is an output, known only after apply" },
    span,
    "cannot be written",
    {
      labels,
      help: null,
    },
  );
  return null;
}

function checkFieldEntry(checker: Checker, entry: KeyedEntry, type: Type, scope: Scope): void {
  const inside: Scope = { ...scope, super: type };
  switch (entry.kind) {
    case "set":
      checker.check(checker, entry.value, type, inside);
      return;
    case "amend":
      checkAmendment(checker, entry.block, type, inside, null, entry);
      return;
    case "remove":
      return;
  }
}

/** `name { ... }` on a value of a type. */
function checkAmendment(
  checker: Checker,
  block: Block,
  type: Type,
  scope: Scope,
  given: string | null,
  entry: Entry & { kind: "amend" },
): void {
  const inner = withoutOptional(type);
  switch (inner.kind) {
    case "record":
      checkRecord(checker, block, inner.record, scope, given, false);
      return;
    case "map":
    case "keyed":
      checkEntries(checker, block, inner, scope);
      return;
    case "poison":
      return;
    case "union":
    case "data":
    case "null":
    case "scalar":
    case "literal":
    case "list":
    case "resource":
    case "instance":
    case "optional": {
      const shown = showType(inner);
      const help =
        inner.kind === "list"
          ? `a plain list is replaced: write \`${entry.key.text} = [...]\``
          : `write \`${entry.key.text} = ...\``;
      report(
        checker,
        "SP2101",
        { expected: shown, found: "a block" },
        spanOf(scope.module, entry.key),
        `${article(shown)} has no fields to amend`,
        { help },
      );
      return;
    }
  }
}

// --- Resources and systems -------------------------------------------------------------------------------------------

export function checkResourceBlock(checker: Checker, block: Block, record: RecordInfo, scope: Scope): void {
  const inside: Scope = { ...scope, it: { kind: "resource", record } };
  const fields = block.entries.filter((entry) => entry.kind !== "annotation");
  checkRecord(checker, { ...block, entries: fields }, record, inside, null, false);
  const seen = new Map<string, Entry>();
  for (const entry of block.entries) {
    if (entry.kind !== "annotation") continue;
    const before = seen.get(entry.name.text);
    seen.set(entry.name.text, entry);
    if (before !== undefined && entry.name.text !== "after") {
      const labels = [secondary(spanOf(scope.module, before), "first written here")];
      report(
        checker,
        "SP2112",
        { name: `@${entry.name.text}` },
        spanOf(scope.module, entry.name),
        "written again",
        { labels },
      );
    }
    checkAnnotation(checker, entry, record, inside);
  }
}

/** The block of an overlay on a system, or of a nested system. */
export function checkSystemBlock(
  checker: Checker,
  block: Block,
  system: SystemInfo,
  scope: Scope,
  top: boolean,
): void {
  forEachKey(checker, block, scope);
  for (const entry of block.entries) {
    // The overlay's own `let`s are part of its frame, and were checked with it.
    if (entry.kind === "let" && top) continue;
    if (!isKeyed(entry)) {
      refuse(checker, entry, scope);
      continue;
    }
    const { key } = entry;
    const member = system.members.get(key.text);
    if (member === undefined) {
      reportNoSlot(checker, system, entry, scope);
      continue;
    }
    const span = spanOf(scope.module, key);
    const labels = [secondary(member.span, "declared here")];
    switch (member.kind) {
      case "param":
      case "output":
        checkFieldEntry(checker, entry, member.type, scope);
        break;
      case "let": {
        const why = "is a `let`, which is recomputed and never amended";
        const help = "amend what it is computed from, or make it a `param`";
        report(checker, "SP2202", { name: key.text, why }, span, "cannot be written", { labels, help });
        break;
      }
      case "resource":
        if (entry.kind === "amend") checkResourceBlock(checker, entry.block, member.record, scope);
        else if (entry.kind === "set") refuseSet(checker, entry.value, key, scope, labels);
        break;
      case "instance":
        if (entry.kind === "amend") checkSystemBlock(checker, entry.block, member.system, scope, false);
        else if (entry.kind === "set") refuseSet(checker, entry.value, key, scope, labels);
        break;
    }
  }
}

function refuseSet(
  checker: Checker,
  value: Expression,
  key: Word,
  scope: Scope,
  labels: ReturnType<typeof secondary>[],
): void {
  if (value.kind === "missing") return;
  const help = `amend it: \`${key.text} { ... }\``;
  const why = "is a resource or a system, which is amended and not assigned";
  report(checker, "SP2202", { name: key.text, why }, spanOf(scope.module, key), "cannot be assigned", {
    labels,
    help,
  });
}

function reportNoSlot(checker: Checker, system: SystemInfo, entry: KeyedEntry, scope: Scope): void {
  const name = entry.key.text;
  // A member of a system that could not be read may be missing for that alone.
  if (name === "" || system.module.broken || hasPoison(system)) return;
  const names = [...system.members].filter(([, info]) => info.kind !== "let").map(([key]) => key);
  const near = nearest(name, names);
  const target = near === null ? undefined : system.members.get(near);
  const labels = target === undefined ? [] : [secondary(target.span, "did you mean this one?")];
  const span = spanOf(scope.module, entry.key);
  const verb = entry.kind === "remove" ? `remove ${near ?? ""}` : (near ?? "");
  const help = near === null ? `\`${system.name}\` has ${names.toSorted().join(", ")}` : `write \`${verb}\``;
  const details = { labels, help, near };
  const owner = system.name;
  if (entry.kind === "remove")
    report(checker, "SP2107", { name, owner, what: "slot" }, span, "no such slot", details);
  else if (entry.kind === "amend") report(checker, "SP2108", { name, owner }, span, "no such slot", details);
  else report(checker, "SP2102", { name, owner }, span, "no such slot", details);
}

function hasPoison(system: SystemInfo): boolean {
  return system.declaration.members.some((member) => !system.members.has(member.name.text));
}
