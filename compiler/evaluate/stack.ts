// Putting a block on a shape: overlay rules 1 to 6, as far as they can be known before any value is.
//
// In:  a shape, a block and its layer. Out: the shape with the block's definitions on its stacks. The strength of a block
// belongs to its leaves, so it is handed down. Whatever amends, removes or replaces must hit something.
// Surprising: a definition need not go on top. A `default` slips in below what is stronger, and waits there for a `remove`.

import {
  isKeyed,
  type AmendEntry,
  type Block,
  type DeclareEntry,
  type EachEntry,
  type Entry,
  type KeyedEntry,
  type RemoveEntry,
  type SetEntry,
  type Strength,
} from "../ast.ts";
import type { Module } from "../bind.ts";
import { spanOf } from "../check/context.ts";
import { fixAt, secondary } from "../diagnostics.ts";
import { nearest } from "../near.ts";
import { isContainer, type Type } from "../types.ts";
import {
  Definition,
  nameOf,
  NO_LOCKS,
  type Shape,
  type Container,
  type Guard,
  type Layer,
  type NewDefinition,
  type Operation,
  type Source,
} from "../values.ts";
import { reportAt, type Evaluator } from "./context.ts";
import { Draft } from "./draft.ts";
import { reaches, reachesMember } from "./reach.ts";
import { entryType, isOpen } from "./shapes.ts";
import { finalsIn, isDefault, isPushedDown, locksOn, rank } from "./strength.ts";

/** A block about to be put on a container. */
export interface Placing {
  readonly container: Container;
  readonly module: Module;
  readonly layer: Layer;
  readonly strength: Strength;
  readonly guard: Guard | null;
  readonly row: number;
  /** The block is that of an `each`. */
  readonly fromEach: boolean;
}

/** The shape with the entries of a block that stand under a key that is written, and its `each`. */
export function stackBlock(evaluator: Evaluator, shape: Shape, block: Block, placing: Placing): Shape {
  const draft = new Draft(shape);
  const { entries } = block;
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index] as Entry;
    if (entry.kind === "declare") declare(evaluator, draft, entry, placing);
  }
  // A named entry beats an `each` of the same overlay.
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index] as Entry;
    if (entry.kind === "each") each(evaluator, shape, draft, entry, placing);
  }
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index] as Entry;
    if (isKeyed(entry)) put(evaluator, shape, draft, entry, placing);
  }
  return draft.shape();
}

function put(evaluator: Evaluator, shape: Shape, draft: Draft, entry: KeyedEntry, placing: Placing): void {
  const key = entry.key.text;
  const below = draft.topOf(key);
  const other = below ?? draft.goneOf(key);
  if (other !== null && isBeside(other, placing)) {
    const removes = entry.kind === "remove";
    if (other.operation === "remove" && removes) return;
    if (other.operation === "remove" || removes) {
      reportSides(evaluator, placing, entry, other, removes ? "remove" : "set");
      return;
    }
  }
  const made =
    entry.kind === "set"
      ? set(evaluator, shape, draft, entry, below, placing)
      : entry.kind === "amend"
        ? amend(evaluator, shape, draft, entry, below, placing)
        : remove(evaluator, shape, draft, entry, below, placing);
  if (made === null) return;
  draft.put(key, made);
}

/** What an entry defines. Thousands do: it is made whole, and not put together from parts. */
function definitionBy(
  shape: Shape,
  entry: KeyedEntry,
  below: Definition | null,
  placing: Placing,
  operation: Operation,
  source: Source,
  locks: readonly Definition[] = NO_LOCKS,
): NewDefinition & { readonly strength: Strength } {
  const key = entry.key.text;
  const at = entry.kind === "set" ? entry.value : entry.key;
  const own = entry.kind === "remove" || entry.strength === "normal" ? placing.strength : entry.strength;
  return {
    key,
    row: placing.row,
    layer: placing.layer,
    strength: own,
    operation,
    below,
    type: below?.type ?? entryType(shape, key),
    module: placing.module,
    span: spanOf(placing.module, at),
    source,
    given: shape.type?.kind === "keyed" ? shape.type.key : null,
    guard: placing.guard,
    fromEach: placing.fromEach,
    locks,
  };
}

function set(
  evaluator: Evaluator,
  shape: Shape,
  draft: Draft,
  entry: SetEntry,
  below: Definition | null,
  placing: Placing,
): Definition | null {
  const { value: expression, operator } = entry;
  if (operator !== "=") {
    const source = { kind: "change", operator, expression } as const;
    return rise(evaluator, placing, entry, definitionBy(shape, entry, below, placing, "change", source));
  }
  const under = underGroup(below, placing);
  if (entry.replace && (under === null || isVacant(under))) reportMissing(evaluator, draft, entry, placing);
  const written = under !== null && !isDefault(under) && under.operation !== "remove";
  const finals = entry.replace && written && below !== null ? finalsIn(below) : null;
  if (finals !== null && finals.sure !== null) {
    reportFinal(evaluator, placing, entry, finals.sure);
    return null;
  }
  const operation = entry.replace ? "replace" : "set";
  const source = { kind: "expression", expression } as const;
  const fresh = definitionBy(shape, entry, below, placing, operation, source, finals?.maybe);
  const { type } = fresh;
  const bare = written && !entry.replace && !isSpread(under, placing);
  if (bare && (under.source.kind === "amend" || (type !== null && type !== undefined && isContainer(type))))
    reportReplaced(evaluator, entry, under, placing);
  if (below === null && !entry.replace && isOpen(shape) && placing.layer.overlay !== null)
    warnNear(evaluator, draft, entry, placing);
  return rise(evaluator, placing, entry, fresh);
}

function amend(
  evaluator: Evaluator,
  shape: Shape,
  draft: Draft,
  entry: AmendEntry,
  below: Definition | null,
  placing: Placing,
): Definition | null {
  if (below?.source.kind === "removed") {
    reportRemoved(evaluator, entry, below, placing);
    return null;
  }
  const under = underGroup(below, placing);
  if (under === null ? isOpen(shape) : isVacant(under)) {
    reportMissing(evaluator, draft, entry, placing);
    return null;
  }
  const source = { kind: "amend", block: entry.block, each: false, inner: null } as const;
  const fresh = definitionBy(shape, entry, below, placing, "amend", source);
  if (below !== null && below.strength === "final" && !isPushedDown(below) && !isSameLayer(below, fresh)) {
    reportFinal(evaluator, placing, entry, below);
    return null;
  }
  return sided(evaluator, placing, entry, fresh);
}

function remove(
  evaluator: Evaluator,
  shape: Shape,
  draft: Draft,
  entry: RemoveEntry,
  below: Definition | null,
  placing: Placing,
): Definition | null {
  const key = entry.key.text;
  if (below?.source.kind === "removed") {
    reportRemoved(evaluator, entry, below, placing);
    return null;
  }
  if (below === null || isVacant(below)) {
    reportMissing(evaluator, draft, entry, placing);
    return null;
  }
  const { sure, maybe } = finalsIn(below);
  if (sure !== null && !isSameLayer(sure, placing)) {
    reportFinal(evaluator, placing, entry, sure);
    return null;
  }
  const fresh = definitionBy(shape, entry, below, placing, "remove", { kind: "removed" }, maybe);
  if (isOpen(shape)) {
    draft.takeOut(key, new Definition(fresh));
    return null;
  }
  const lowest = bottom(below);
  const { source } = lowest;
  if (source.kind === "slot") return new Definition(fresh);
  // Back to the type's default, or to what the body says of a parameter.
  return new Definition({ ...fresh, row: lowest.row, module: lowest.module, source });
}

// --- Strength --------------------------------------------------------------------------------------------------------

/** Takes its place by its strength: on top of what is as strong, below what is stronger. */
function rise(
  evaluator: Evaluator,
  placing: Placing,
  entry: KeyedEntry,
  fresh: NewDefinition,
): Definition | null {
  const below = fresh.below ?? null;
  const made = new Definition(fresh);
  if (below === null || rank(below) === -1) return made;
  if (isSameLayer(below, made)) {
    // Order means nothing within one overlay, so two `each` that hit one slot are a mistake, wherever both do.
    if (!made.fromEach || !below.fromEach) return new Definition({ ...fresh, locks: below.locks });
    const source = { kind: "agree", one: below, other: made, twice: true } as const;
    return new Definition({ ...fresh, source });
  }
  if (rank(made) === 0) return sinkUnder(below, fresh);
  if (isBeside(below, made) && rank(below) > 0) return sided(evaluator, placing, entry, fresh);
  if (rank(made) >= rank(below)) {
    return rank(made) === 2 ? made : new Definition({ ...fresh, locks: [...made.locks, ...locksOn(below)] });
  }
  if (below.guard !== null) return new Definition({ ...fresh, locks: [...made.locks, ...locksOn(below)] });
  reportFinal(evaluator, placing, entry, below);
  return null;
}

/** A weaker definition slips in; those above it stand on it from now on. */
function sinkUnder(top: Definition, fresh: NewDefinition): Definition {
  const made = new Definition(fresh);
  if (rank(top) <= rank(made)) {
    const beside = rank(top) === 0 && isBeside(top, made) ? top : null;
    const source =
      beside === null ? fresh.source : ({ kind: "agree", one: beside, other: made, twice: false } as const);
    return new Definition({ ...fresh, below: top, source });
  }
  const below = top.below === null ? new Definition({ ...fresh, below: null }) : sinkUnder(top.below, fresh);
  return top.standingOn(below);
}

function isSameLayer(a: Pick<Definition, "layer">, b: Pick<Definition, "layer">): boolean {
  return a.layer.level === b.layer.level && a.layer.sibling === b.layer.sibling;
}

/** By another overlay that stands side by side with this one. */
function isBeside(a: Definition, b: Pick<Placing, "layer">): boolean {
  return a.layer.level === b.layer.level && a.layer.sibling !== b.layer.sibling && a.operation !== "default";
}

/** What stands side by side has no order: two that write one leaf must give the same, which their values will tell. */
function sided(
  evaluator: Evaluator,
  placing: Placing,
  entry: KeyedEntry,
  fresh: NewDefinition,
): Definition | null {
  const below = fresh.below ?? null;
  const made = new Definition(fresh);
  if (below === null || !isBeside(below, made)) return made;
  if (made.source.kind === "amend" && (below.source.kind === "amend" || below.source.kind === "agree"))
    return made;
  if (isWritten(made) && (isWritten(below) || below.source.kind === "agree")) {
    const strength = below.strength === "final" ? "final" : fresh.strength;
    const source = { kind: "agree", one: below, other: made, twice: false } as const;
    return new Definition({ ...fresh, ...(strength === undefined ? {} : { strength }), source });
  }
  reportSides(evaluator, placing, entry, below, made.operation);
  return null;
}

/** As a value, whole. */
function isWritten({ source }: Definition): boolean {
  return source.kind === "expression" || source.kind === "change";
}

function reportSides(
  evaluator: Evaluator,
  placing: Placing,
  entry: KeyedEntry,
  one: Definition,
  operation: Operation,
): void {
  const labels = [secondary(one.span, describe(one))];
  const other = named(placing);
  const parameters = { name: nameIn(placing.container, entry.key.text), one: named(one), other };
  const text = describe({ operation, layer: placing.layer });
  reportAt(evaluator, "SP2211", parameters, spanOf(placing.module, entry.key), text, { labels });
}

function named({ layer }: Pick<Definition, "layer">): string {
  return layer.overlay === null ? "the body" : layer.overlay;
}

function describe(definition: Pick<Definition, "operation" | "layer">): string {
  const by = named(definition);
  switch (definition.operation) {
    case "remove":
      return `\`${by}\` removes it`;
    case "amend":
      return `\`${by}\` amends it`;
    case "replace":
      return `\`${by}\` replaces it`;
    case "change":
      return `\`${by}\` changes it`;
    case "set":
    case "default":
      return `\`${by}\` sets it`;
  }
}

// --- What is below ---------------------------------------------------------------------------------------------------

/** The definition below the overlay that a definition belongs to: `super`. The overlays beside it are not below. */
export function underLayer(definition: Definition): Definition | null {
  let below = definition.below;
  // What is weaker may have slipped in from a layer above.
  while (below !== null && below.operation !== "default" && below.layer.level >= definition.layer.level)
    below = below.below;
  return below?.source.kind === "removed" ? null : below;
}

/** What is below the overlay and those that stand beside it. */
function underGroup(below: Definition | null, placing: Placing): Definition | null {
  let under = below;
  while (under !== null && isBeside(under, placing)) under = under.below;
  return under;
}

/** The type's default, or its absence: what every field's stack begins with. */
function bottom(definition: Definition): Definition {
  let lowest = definition;
  while (lowest.below !== null) lowest = lowest.below;
  return lowest;
}

/** Nothing stands there: nobody wrote it, or it was removed, and the type has no default. */
function isVacant(definition: Definition): boolean {
  const { operation, source } = definition;
  if (source.kind === "removed") return true;
  return (operation === "default" || operation === "remove") && isNothing(definition);
}

export function isNothing({ source }: Definition): boolean {
  return source.kind === "absent" || source.kind === "missing-field" || source.kind === "missing-param";
}

/** What `...x` of the same block brought is no definition of its own. */
function isSpread(definition: Definition, placing: Placing): boolean {
  return definition.source.kind === "view" && definition.row === placing.row;
}

// --- each ------------------------------------------------------------------------------------------------------------

/** `each Kind where cond { }` goes to every entry of the kind, and through those that may hold one. */
function each(evaluator: Evaluator, shape: Shape, draft: Draft, entry: EachEntry, placing: Placing): void {
  const type = evaluator.checked.checker.named.get(entry.of);
  if (type === undefined) return;
  const inner: Guard | null = entry.where === null ? null : { each: entry, module: placing.module };
  if (draft.members !== null && isOn(placing.container, type)) {
    // The system that the block is on counts as a match.
    for (const item of entry.block.entries)
      if (isKeyed(item)) put(evaluator, shape, draft, item, { ...placing, guard: inner, fromEach: true });
  }
  for (const below of draft.tops()) {
    const { key } = below;
    const member = draft.members?.get(key);
    const reach =
      member !== undefined
        ? reachesMember(evaluator, member, type)
        : reaches(evaluator, below.type ?? entryType(shape, key), type);
    if (reach === "none" || below.source.kind === "removed") continue;
    const block = reach === "is" ? entry.block : onlyEach(evaluator, entry);
    draft.put(
      key,
      new Definition({
        key,
        row: placing.row,
        layer: placing.layer,
        strength: placing.strength,
        operation: "amend",
        below,
        type: below.type,
        module: placing.module,
        span: spanOf(placing.module, entry.of),
        source: { kind: "amend", block, each: true, inner: reach === "is" ? inner : null },
        given: below.given,
        guard: placing.guard,
        fromEach: true,
      }),
    );
  }
}

function isOn(container: Container, wanted: Type): boolean {
  const instance = container.rows[0]?.instance;
  return wanted.kind === "instance" && instance?.system.declaration === wanted.system.declaration;
}

/** A block that holds nothing but the `each`, to be handed further in. */
export function onlyEach(evaluator: Evaluator, entry: EachEntry): Block {
  const { onlyEach: made } = evaluator.memory;
  const known = made.get(entry);
  if (known !== undefined) return known;
  const block: Block = { kind: "block", start: entry.start, end: entry.end, entries: [entry] };
  made.set(entry, block);
  return block;
}

// --- Slots that overlays declare ---------------------------------------------------------------------------------------

function declare(evaluator: Evaluator, draft: Draft, entry: DeclareEntry, placing: Placing): void {
  const { slot } = entry;
  const key = slot.name.text;
  const member = evaluator.checked.checker.slots.get(slot) ?? null;
  if (draft.members === null || member === null) return;
  const below = draft.topOf(key);
  if (below !== null && entry.replace) {
    const { sure } = finalsIn(below);
    if (sure !== null) {
      reportFinal(evaluator, placing, entry, sure);
      return;
    }
  }
  draft.members.set(key, member);
  draft.put(
    key,
    new Definition({
      key,
      row: placing.row,
      layer: placing.layer,
      operation: entry.replace ? "replace" : "set",
      below,
      module: placing.module,
      span: spanOf(placing.module, slot.name),
      source: { kind: "slot", member },
    }),
  );
}

// --- Reports ---------------------------------------------------------------------------------------------------------

function nameIn(container: Container, key: string): string {
  const owner = nameOf(container);
  return owner === "" ? key : `${owner}.${key}`;
}

function keySpan(entry: KeyedEntry | DeclareEntry, { module }: Placing) {
  return spanOf(module, entry.kind === "declare" ? entry.slot.name : entry.key);
}

function reportFinal(
  evaluator: Evaluator,
  placing: Placing,
  entry: KeyedEntry | DeclareEntry,
  locked: Definition,
): void {
  const key = entry.kind === "declare" ? entry.slot.name.text : entry.key.text;
  const replaces = entry.kind === "declare" || (entry.kind === "set" && entry.replace);
  const verb = entry.kind === "remove" ? "removed" : replaces ? "replaced" : "changed";
  const parameters = { name: nameIn(placing.container, key), by: named(locked), verb };
  const labels = [secondary(locked.span, "made final here")];
  reportAt(evaluator, "SP2210", parameters, keySpan(entry, placing), `cannot be ${verb}`, { labels });
}

/** An entry that amends or removes what something below has removed. */
function reportRemoved(evaluator: Evaluator, entry: KeyedEntry, gone: Definition, placing: Placing): void {
  const name = entry.key.text;
  const labels = [secondary(gone.span, "removed here")];
  const details = { labels, help: "drop one of the two" };
  const span = keySpan(entry, placing);
  const { container } = placing;
  const owner = container.rows[0]?.instance?.system.name ?? nameOf(container);
  if (entry.kind === "remove")
    reportAt(evaluator, "SP2107", { name, owner, what: "slot" }, span, "already removed", details);
  else reportAt(evaluator, "SP2108", { name, owner }, span, "already removed", details);
}

function reportReplaced(evaluator: Evaluator, entry: SetEntry, below: Definition, { module }: Placing): void {
  const key = entry.key.text;
  const labels = [secondary(below.span, "the value that it has")];
  // Whether to amend or to replace, only its author knows.
  const between = { start: entry.key.end, end: entry.value.start };
  const fixes =
    entry.value.kind === "block"
      ? [fixAt(spanOf(module, between), " ", `amend it: \`${key} { ... }\``, "maybe")]
      : [];
  const details = { labels, fixes };
  reportAt(
    evaluator,
    "SP2201",
    { name: key },
    spanOf(module, entry.key),
    "would drop what is below",
    details,
  );
}

function warnNear(evaluator: Evaluator, draft: Draft, entry: SetEntry, { module }: Placing): void {
  const key = entry.key.text;
  const near =
    key.length < 3
      ? null
      : nearest(
          key,
          draft.tops().map((top) => top.key),
        );
  const other = near === null ? null : draft.topOf(near);
  if (near === null || other === null || Math.abs(near.length - key.length) > 1) return;
  const labels = [secondary(other.span, "the existing one")];
  const details = { labels, near };
  reportAt(evaluator, "SP2205", { name: key, near }, spanOf(module, entry.key), "a new key", details);
}

function reportMissing(evaluator: Evaluator, draft: Draft, entry: KeyedEntry, placing: Placing): void {
  const { container, module } = placing;
  const name = entry.key.text;
  const owner = nameOf(container);
  const { shape } = container;
  const present = draft
    .tops()
    .filter((top) => !isNothing(top))
    .map((top) => top.key);
  const near = nearest(name, present);
  const other = near === null ? null : draft.topOf(near);
  const was = draft.goneOf(name);
  const labels = [
    ...(was === null ? [] : [secondary(was.span, "it was removed here")]),
    ...(other === null ? [] : [secondary(other.span, "did you mean this one?")]),
  ];
  const span = spanOf(module, entry.key);
  const what = isOpen(shape) ? "entry" : "value";
  const listed = present.length === 0 ? `\`${owner}\` is empty` : `it has ${present.toSorted().join(", ")}`;
  if (entry.kind === "remove") {
    const help = near === null ? listed : `write \`remove ${near}\``;
    const details = { labels, help, near };
    reportAt(evaluator, "SP2107", { name, owner, what }, span, `no such ${what}`, details);
  } else {
    const help = near === null ? `to add it, write \`${name} = { ... }\`` : `write \`${near} { ... }\``;
    reportAt(evaluator, "SP2108", { name, owner }, span, `no such ${what}`, { labels, help, near });
  }
}
