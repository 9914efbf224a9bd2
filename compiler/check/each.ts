// `each Kind where cond { }`: what it can match, and that there can be such a thing where it stands.
//
// In:  the entry, and what the block in which it stands is on. Out: the type of what it matches, which is `it` in the condition
// and in the block; the caller checks the block as an amendment of that type.
// Surprising: in the block of a system it matches resources and systems, and in the block of a resource or of one of its fields
// records. One inside the other reaches the rest: `each Service { ports { each Port { tls = true } } }`.

import type { EachEntry, Entry, Word } from "../ast.ts";
import { secondary, type Label } from "../diagnostics.ts";
import { nearest } from "../near.ts";
import {
  showType,
  withoutOptional,
  type MemberInfo,
  type RecordInfo,
  type SystemInfo,
  type Type,
} from "../types.ts";
import { unmarked } from "../types/marks.ts";
import { lookUpQualified, report, spanOf, type Checker, type Scope } from "./context.ts";
import { recordOf, reportNoType, typeDeclared } from "./declared.ts";
import { checkCondition } from "./loops.ts";
import { systemOf } from "./systems.ts";

/** What the block is on, below which things are matched. */
export type Below =
  /** The overlay fits any system. */
  | { readonly kind: "anything" }
  | { readonly kind: "system"; readonly system: SystemInfo }
  /** A slot with `for`: each of what it holds, and what is below that. */
  | {
      readonly kind: "slot";
      readonly member: Extract<MemberInfo, { readonly slot: unknown }>;
      readonly name: string;
    }
  | { readonly kind: "value"; readonly type: Type };

/** The type of what is matched, after the condition was checked; null where it was reported that there is none. */
export function checkEach(checker: Checker, entry: EachEntry, below: Below, scope: Scope): Type | null {
  const type = matched(checker, entry, below, scope);
  if (type !== null) {
    checker.named.set(entry.of, type);
    checkCondition(checker, entry.where, eachScope(scope, type));
  }
  return type;
}

/** Inside an `each`, `it` is what it matches. */
export function eachScope(scope: Scope, type: Type): Scope {
  return { ...scope, it: type, super: null, inEach: true };
}

function matched(checker: Checker, entry: EachEntry, below: Below, scope: Scope): Type | null {
  const { of } = entry;
  if (of.text === "") return null;
  const found = lookUpQualified(checker, scope.module, of);
  if (found === null) {
    reportNoType(checker, scope.module, of);
    return null;
  }
  const { declaration } = found;
  const inValue = below.kind === "value";
  switch (declaration?.kind) {
    case "kind":
      if (inValue) return refuseSort(checker, entry, found.span, "a kind", below, scope);
      return occurring(
        checker,
        entry,
        { kind: "resource", record: recordOf(checker, found.module, declaration) },
        below,
        scope,
      );
    case "system":
      if (inValue) return refuseSort(checker, entry, found.span, "a system", below, scope);
      return occurring(
        checker,
        entry,
        { kind: "instance", system: systemOf(checker, found.module, declaration) },
        below,
        scope,
      );
    case "type": {
      if (!inValue) return refuseSort(checker, entry, found.span, "a type", below, scope);
      const type = typeDeclared(checker, found.module, declaration);
      if (type.kind === "poison") return null;
      if (type.kind !== "record") return refuseSort(checker, entry, found.span, "no record", below, scope);
      return occurring(checker, entry, type, below, scope);
    }
    case "overlay":
    case "environment":
    case "let":
    case "fn":
    case undefined:
      return null;
  }
}

function refuseSort(
  checker: Checker,
  { of }: EachEntry,
  declared: Label["span"],
  is: string,
  below: Below,
  scope: Scope,
): null {
  const inValue = below.kind === "value";
  const wanted = inValue ? "a record type" : "a kind or a system";
  const help = inValue
    ? "kinds and systems are matched where slots are: in an overlay or in the block of a system"
    : `records are matched inside a resource: \`each Kind { each ${of.text} { ... } }\``;
  const labels = [secondary(declared, "declared here")];
  report(checker, "SP2008", { name: of.text, is, wanted }, spanOf(scope.module, of), `not ${wanted}`, {
    labels,
    help,
  });
  return null;
}

// --- What there is ---------------------------------------------------------------------------------------------------

function occurring(checker: Checker, entry: EachEntry, type: Type, below: Below, scope: Scope): Type | null {
  const there = found(below);
  if (there === null) return type;
  const same = there.types.filter((other) => isSame(other, type));
  const [first, ...more] = same;
  const span = spanOf(scope.module, entry.of);
  if (first === undefined) {
    if (there.open) return type;
    const names = [...new Set(there.types.map(showType))].filter((name) => name !== there.owner).toSorted();
    const near = nearest(entry.of.text, names);
    const holds =
      names.length === 0 ? "there is nothing that `each` could match" : `there is ${names.join(", ")}`;
    const inList = below.kind === "value" && inLists(below.type, type);
    const help = inList
      ? `the elements of a plain list are not matched: make it a keyed list, \`[${showType(type)} by name]\``
      : near === null
        ? holds
        : `write \`${near}\``;
    const parameters = { name: entry.of.text, owner: there.owner };
    report(checker, "SP2207", parameters, span, "matches nothing", { labels: there.labels, help, near });
    return null;
  }
  // Of a generic type, the one form that is there; several would each need a check of their own.
  if (more.some((other) => showType(other) !== showType(first))) {
    const why = `it would match several types: ${[...new Set(same.map(showType))].join(", ")}`;
    report(checker, "SP2114", { why }, span, "not one type", { help: "match each of them where it stands" });
    return null;
  }
  return type.kind === "record" ? first : type;
}

interface There {
  readonly types: readonly Type[];
  readonly owner: string;
  readonly labels: readonly Label[];
  /** Something could not be read, so that more may be there. */
  readonly open: boolean;
}

function found(below: Below): There | null {
  switch (below.kind) {
    case "anything":
      return null;
    case "system":
      return inSystem(below.system);
    case "slot": {
      const { member } = below;
      const own: Type =
        member.kind === "resource"
          ? { kind: "resource", record: member.record }
          : { kind: "instance", system: member.system };
      const rest = member.kind === "instance" ? placed(member.system) : [];
      const labels = [secondary(member.span, "declared here")];
      return { types: [own, ...rest], owner: below.name, labels, open: false };
    }
    case "value": {
      const types = [...records(below.type, new Set())];
      return { types, owner: showType(below.type), labels: [], open: false };
    }
  }
}

/** The system itself counts: an overlay without `on` may mean the very system that it is listed for. */
function inSystem(system: SystemInfo): There {
  const types: readonly Type[] = [...placed(system), { kind: "instance", system }];
  const { module, declaration } = system;
  const labels = [secondary(spanOf(module, declaration.name), "the system that it is on")];
  const open = module.broken || declaration.members.some((member) => !system.members.has(member.name.text));
  return { types, owner: system.name, labels, open };
}

/** The resources and systems below a system, at all depths. */
function placed(system: SystemInfo): readonly Type[] {
  const types: Type[] = [];
  const seen = new Set<SystemInfo>([system]);
  const visit = ({ members }: SystemInfo): void => {
    for (const member of members.values()) {
      // What is only read has no fields to set.
      if (member.kind === "resource" && !member.slot.existing)
        types.push({ kind: "resource", record: member.record });
      if (member.kind !== "instance") continue;
      types.push({ kind: "instance", system: member.system });
      if (seen.has(member.system)) continue;
      seen.add(member.system);
      visit(member.system);
    }
  };
  visit(system);
  return types;
}

/** The records below a value, at all depths: in fields, in maps and in keyed lists. */
function* records(type: Type, seen: Set<RecordInfo>): Generator<Type> {
  const inner = withoutOptional(unmarked(type));
  switch (inner.kind) {
    case "record":
    case "resource":
      if (seen.has(inner.record)) return;
      seen.add(inner.record);
      for (const field of inner.record.fields.values()) {
        if (!field.output) yield* recordsOf(field.type, seen);
      }
      return;
    case "map":
      yield* recordsOf(inner.value, seen);
      return;
    case "keyed":
      yield* recordsOf(inner.element, seen);
      return;
    case "union":
      for (const member of inner.members) yield* recordsOf(member, seen);
      return;
    case "poison":
    case "data":
    case "null":
    case "scalar":
    case "literal":
    case "optional":
    case "list":
    case "instance":
    case "secret":
    case "deferred":
    case "pattern":
    case "function":
    case "parameter":
      return;
  }
}

/** A value of the type, which may be a record itself, and what is below it. */
function* recordsOf(type: Type, seen: Set<RecordInfo>): Generator<Type> {
  const inner = withoutOptional(unmarked(type));
  if (inner.kind === "resource") return;
  if (inner.kind === "record") yield inner;
  yield* records(inner, seen);
}

/** Only as elements of plain lists, which are replaced and never amended. */
function inLists(type: Type, wanted: Type): boolean {
  const inner = withoutOptional(unmarked(type));
  if (inner.kind !== "record" && inner.kind !== "resource") return false;
  return [...inner.record.fields.values()].some((field) => {
    const list = withoutOptional(unmarked(field.type));
    return list.kind === "list" && isSame(withoutOptional(list.element), wanted);
  });
}

function isSame(type: Type, wanted: Type): boolean {
  if (type.kind === "instance" && wanted.kind === "instance")
    return type.system.declaration === wanted.system.declaration;
  if (type.kind === "resource" && wanted.kind === "resource") return type.record === wanted.record;
  if (type.kind !== "record" || wanted.kind !== "record") return false;
  const { generic } = wanted.record;
  return type.record === wanted.record || (generic !== null && type.record.generic?.of === generic.of);
}

// --- What it may say -------------------------------------------------------------------------------------------------

/** It sets fields: slots that it adds or removes would be other ones for each of its matches. True: that was reported. */
export function refuseInEach(checker: Checker, entry: Entry, scope: Scope): boolean {
  if (!scope.inEach) return false;
  const [name, does, help] = unfitting(entry);
  if (name === null) return false;
  report(checker, "SP2208", { does, name: name.text }, spanOf(scope.module, name), "not in an `each`", {
    help,
  });
  return true;
}

function unfitting(entry: Entry): readonly [name: Word | null, does: string, help: string] {
  switch (entry.kind) {
    case "remove":
      return [entry.key, "removes", "name the one that you mean, outside of the `each`"];
    case "declare":
      return [entry.slot.name, "adds", "declare it in the system or in an overlay"];
    case "moved":
    case "removed":
      return [entry.from, `has a \`${entry.kind}\` for`, "write it into the overlay, outside of the `each`"];
    case "set":
    case "amend":
    case "computed":
    case "spread":
    case "each":
    case "let":
    case "annotation":
      return [null, "", ""];
  }
}
