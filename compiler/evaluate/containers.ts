// Containers: records, maps and keyed lists, made new, amended by a block, and held to a type.
//
// Surprising: amending copies the container, and a cell of the copy that looked at the old one (a default that reads a
// sibling, an entry that reads `it`) is made anew, looking at the copy. Otherwise it would see values below the overlay.

import {
  isKeyed,
  type Block,
  type ComputedEntry,
  type Entry,
  type KeyedEntry,
  type SpreadEntry,
} from "../ast.ts";
import { spanOf } from "../check/context.ts";
import { fixAt, secondary } from "../diagnostics.ts";
import { nearest } from "../near.ts";
import type { Span } from "../source.ts";
import { isContainer, withoutOptional, type FieldInfo, type RecordInfo, type Type } from "../types.ts";
import { unmarked } from "../types/marks.ts";
import {
  fileEvalScope,
  knownCell,
  newCell,
  POISONED,
  type Cell,
  type Container,
  type EvalScope,
  type Given,
  type Source,
} from "../values.ts";
import { reportAt, spend, type Evaluator } from "./context.ts";
import { decide, isDeferred, reportDeferred } from "./deferred.ts";
import { roundScope, roundsOf } from "./loops.ts";

export function newContainer(
  _evaluator: Evaluator,
  type: Type | null,
  name: string,
  span: Span,
  given: Given | null,
): Container {
  const container: Container = { kind: "container", type, entries: new Map() };
  if (type?.kind !== "record") return container;
  for (const field of type.record.fields.values()) {
    if (field.output) continue;
    const isKey = given !== null && given.key === field.name;
    const source: Source = isKey
      ? { kind: "value", value: given.value }
      : defaultSource(type.record, field, container);
    const { module } = field;
    const own = source.kind === "expression" && module !== null;
    container.entries.set(
      field.name,
      newCell({
        name: `${name}.${field.name}`,
        span: own && field.value !== null ? spanOf(module, field.value) : span,
        operation: isKey ? "set" : "default",
        type: field.type,
        source,
      }),
    );
  }
  return container;
}

function defaultSource(record: RecordInfo, field: FieldInfo, container: Container): Source {
  if (field.value !== null && field.module !== null) {
    const scope = { ...fileEvalScope(field.module), siblings: container };
    return { kind: "expression", expression: field.value, scope };
  }
  if (field.type.kind === "optional") return { kind: "absent" };
  // It has only one value, which tells the members of a union apart.
  if (field.type.kind === "literal") return { kind: "value", value: field.type.value };
  return { kind: "missing-field", owner: record.name, required: field.span };
}

export function copyContainer(old: Container): Container {
  const copy: Container = { kind: "container", type: old.type, entries: new Map() };
  for (const [key, cell] of old.entries) copy.entries.set(key, rebase(cell, old, copy));
  return copy;
}

function rebase(cell: Cell, old: Container, copy: Container): Cell {
  const { source } = cell;
  if (source.kind !== "expression" && source.kind !== "amend") return cell;
  const { scope } = source;
  if (scope.it !== old && scope.siblings !== old) return cell;
  const moved: EvalScope = {
    ...scope,
    it: scope.it === old ? copy : scope.it,
    siblings: scope.siblings === old ? copy : scope.siblings,
  };
  return newCell({ ...cell, source: { ...source, scope: moved } });
}

/** Writes the entries of a block over what the container holds. */
export function applyBlock(
  evaluator: Evaluator,
  container: Container,
  block: Block,
  scope: EvalScope,
  name: string,
): void {
  for (const entry of block.entries) {
    if (entry.kind === "spread") spreadInto(evaluator, container, entry, scope, name);
    if (entry.kind === "computed") computeInto(evaluator, container, entry, scope, name);
  }
  for (const entry of block.entries) {
    if (!isKeyed(entry)) continue;
    const key = entry.key.text;
    const below = container.entries.get(key) ?? null;
    const cell = stack(evaluator, container, entry, below, scope, `${name}.${key}`);
    if (cell === null) container.entries.delete(key);
    else container.entries.set(key, cell);
  }
}

/** `...x`: what is written beside it stands above it, wherever it stands. */
function spreadInto(
  evaluator: Evaluator,
  container: Container,
  entry: SpreadEntry,
  scope: EvalScope,
  name: string,
): void {
  const span = spanOf(scope.module, entry.value);
  const value = evaluator.evaluate(evaluator, entry.value, null, scope, knownCell(name, span, POISONED));
  if (isDeferred(value)) reportDeferred(evaluator, value, "what a value is made of", span);
  if (typeof value !== "object" || value === null || value.kind !== "container") return;
  if (!spend(evaluator, "elements", value.entries.size, span)) return;
  for (const [key, of] of value.entries) {
    if (isNothing(of)) continue;
    put(evaluator, container, key, of.span, { kind: "view", of }, `${name}.${key}`, scope);
  }
}

function computeInto(
  evaluator: Evaluator,
  container: Container,
  entry: ComputedEntry,
  scope: EvalScope,
  name: string,
): void {
  const span = spanOf(scope.module, entry.value);
  const cell = knownCell(name, span, POISONED);
  const rounds = entry.loop === null ? null : roundsOf(evaluator, entry.loop, scope, cell);
  if (entry.loop !== null && rounds === null) return;
  for (const inside of entry.loop === null || rounds === null
    ? [scope]
    : rounds.map((round) => roundScope(entry.loop as NonNullable<typeof entry.loop>, round, scope, span))) {
    if (entry.condition !== null && decide(evaluator, entry.condition, inside, cell, "a condition") !== true)
      continue;
    const key = evaluator.evaluate(evaluator, entry.key, null, inside, cell);
    const at = spanOf(scope.module, entry.key);
    if (isDeferred(key)) reportDeferred(evaluator, key, "a key", at);
    if (typeof key !== "string" || !spend(evaluator, "elements", 1, at)) continue;
    const source: Source = { kind: "expression", expression: entry.value, scope: inside };
    put(evaluator, container, key, span, source, `${name}.${key}`, scope, at);
  }
}

/** An entry under a key that was computed. Two of one key are a mistake: their order would decide. */
function put(
  evaluator: Evaluator,
  container: Container,
  key: string,
  span: Span,
  source: Source,
  name: string,
  scope: EvalScope,
  at: Span = span,
): void {
  const below = container.entries.get(key) ?? null;
  if (below !== null && below.operation !== "default" && below.overlay === scope.overlay) {
    const labels = [secondary(below.span, "the first one")];
    reportAt(evaluator, "SP2112", { name: key }, at, "the same key again", { labels });
    return;
  }
  const given = container.type?.kind === "keyed" ? { key: container.type.key, value: key } : null;
  const type = entryType(container, key);
  container.entries.set(key, newCell({ name, span, overlay: scope.overlay, type, below, given, source }));
}

function entryType(container: Container, key: string): Type | null {
  const { type } = container;
  if (type === null) return null;
  if (type.kind === "record") return type.record.fields.get(key)?.type ?? null;
  if (type.kind === "map") return type.value;
  return type.kind === "keyed" ? type.element : null;
}

/** The new top of an entry's stack; null takes the entry away. */
function stack(
  evaluator: Evaluator,
  container: Container,
  entry: KeyedEntry,
  below: Cell | null,
  scope: EvalScope,
  name: string,
): Cell | null {
  const key = entry.key.text;
  const type = entryType(container, key);
  const open = container.type?.kind !== "record";
  const given = container.type?.kind === "keyed" ? { key: container.type.key, value: key } : null;
  const span = spanOf(scope.module, entry.kind === "set" ? entry.value : entry.key);
  const common = { name, span, overlay: scope.overlay, type, below, given };
  switch (entry.kind) {
    case "set": {
      const { value: expression, operator } = entry;
      if (operator !== "=")
        return newCell({ ...common, source: { kind: "change", operator, expression, scope } });
      if (entry.replace && below === null) reportMissing(evaluator, container, entry, scope, name);
      const bare = below !== null && below.operation !== "default" && !entry.replace;
      if (bare && type !== null && isContainer(type) && !isSpread(below, scope))
        reportReplaced(evaluator, key, entry, below, scope);
      if (below === null && open && scope.overlay !== null) warnNear(evaluator, container, entry, scope);
      return newCell({ ...common, source: { kind: "expression", expression, scope } });
    }
    case "amend":
      if (below === null && open) {
        reportMissing(evaluator, container, entry, scope, name);
        return null;
      }
      return newCell({ ...common, operation: "amend", source: { kind: "amend", block: entry.block, scope } });
    case "remove": {
      const nothing = below === null || (below.operation === "default" && isNothing(below));
      if (nothing) {
        reportMissing(evaluator, container, entry, scope, name);
        return below;
      }
      if (open) return null;
      return newCell({ ...common, operation: "remove", source: { kind: "view", of: bottom(below) } });
    }
  }
}

/** What `...x` of the same block brought is no definition of its own. */
function isSpread(cell: Cell, scope: EvalScope): boolean {
  return cell.source.kind === "view" && cell.overlay === scope.overlay;
}

function isNothing(cell: Cell): boolean {
  return cell.source.kind === "absent" || cell.source.kind === "missing-field";
}

/** The type's default, or its absence: what every field's stack begins with. */
function bottom(cell: Cell): Cell {
  let lowest = cell;
  while (lowest.below !== null) lowest = lowest.below;
  return lowest;
}

function reportReplaced(
  evaluator: Evaluator,
  key: string,
  entry: Entry,
  below: Cell,
  scope: EvalScope,
): void {
  const labels = [secondary(below.span, "the value that it has")];
  const at = entry.kind === "set" ? entry.key : entry;
  // Whether to amend or to replace, only its author knows.
  const between = { start: at.end, end: entry.kind === "set" ? entry.value.start : at.end };
  const fixes =
    entry.kind === "set" && entry.value.kind === "block"
      ? [fixAt(spanOf(scope.module, between), " ", `amend it: \`${key} { ... }\``, "maybe")]
      : [];
  reportAt(evaluator, "SP2201", { name: key }, spanOf(scope.module, at), "would drop what is below", {
    labels,
    fixes,
  });
}

function warnNear(
  evaluator: Evaluator,
  container: Container,
  entry: Extract<Entry, { kind: "set" }>,
  scope: EvalScope,
): void {
  const key = entry.key.text;
  const near = key.length < 3 ? null : nearest(key, container.entries.keys());
  const other = near === null ? undefined : container.entries.get(near);
  if (near === null || other === undefined || Math.abs(near.length - key.length) > 1) return;
  const labels = [secondary(other.span, "the existing one")];
  reportAt(evaluator, "SP2205", { name: key, near }, spanOf(scope.module, entry.key), "a new key", {
    labels,
    near,
  });
}

function reportMissing(
  evaluator: Evaluator,
  container: Container,
  entry: KeyedEntry,
  scope: EvalScope,
  name: string,
): void {
  const key = entry.key.text;
  const owner = name.slice(0, name.length - key.length - 1);
  const present = [...container.entries].filter(([, cell]) => !isNothing(cell)).map(([item]) => item);
  const near = nearest(key, present);
  const other = near === null ? undefined : container.entries.get(near);
  const labels = other === undefined ? [] : [secondary(other.span, "did you mean this one?")];
  const span = spanOf(scope.module, entry.key);
  const what = container.type?.kind === "record" ? "value" : "entry";
  const listed = present.length === 0 ? `\`${owner}\` is empty` : `it has ${present.toSorted().join(", ")}`;
  if (entry.kind === "remove") {
    const help = near === null ? listed : `write \`remove ${near}\``;
    reportAt(evaluator, "SP2107", { name: key, owner, what }, span, `no such ${what}`, {
      labels,
      help,
      near,
    });
  } else {
    const help = near === null ? `to add it, write \`${key} = { ... }\`` : `write \`${near} { ... }\``;
    reportAt(evaluator, "SP2108", { name: key, owner }, span, `no such ${what}`, { labels, help, near });
  }
}

/** The same entries, held to another type. */
export function viewAs(
  evaluator: Evaluator,
  container: Container,
  type: Type,
  name: string,
  span: Span,
): Container {
  const inner = withoutOptional(unmarked(type));
  const view = newContainer(evaluator, inner, name, span, null);
  for (const [key, cell] of container.entries) {
    const source: Source = { kind: "view", of: cell };
    view.entries.set(
      key,
      newCell({
        ...cell,
        below: null,
        type: entryType(view, key),
        source,
        given: inner.kind === "keyed" ? { key: inner.key, value: key } : null,
      }),
    );
  }
  return view;
}
