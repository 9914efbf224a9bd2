// Overlays: from a system and the layers on it to slots with their stacks of definitions.
//
// In:  a system, and its layers from the lowest to the highest. Out: an instance whose slots hold cells, resources and
// nested instances. Nothing is computed here: which definitions stand where is known before any value is.

import { childAddress, type Address } from "./address.ts";
import {
  isKeyed,
  type Block,
  type KeyedEntry,
  type Loop,
  type Overlay,
  type OverlayUse,
  type QualifiedName,
  type Slot,
} from "./ast.ts";
import type { Binding, Module } from "./bind.ts";
import { spanOf } from "./check/context.ts";
import { typeOf } from "./check/declared.ts";
import { secondary } from "./diagnostics.ts";
import { applyBlock, newContainer } from "./evaluate/containers.ts";
import { reportAt, reportNothing, spend, type Evaluator } from "./evaluate/context.ts";
import { decide, isDeferred, reportDeferred } from "./evaluate/deferred.ts";
import { roundScope, roundsOf, type Round } from "./evaluate/loops.ts";
import { nearest } from "./near.ts";
import type { Span } from "./source.ts";
import type { MemberInfo, SystemInfo } from "./types.ts";
import {
  ABSENT,
  fileEvalScope,
  knownCell,
  newCell,
  POISONED,
  type Cell,
  type Container,
  type EvalScope,
  type Instance,
  type RemovedSlot,
  type ResourceValue,
  type SlotValue,
  type Value,
} from "./values.ts";

type PlacedMember = Extract<MemberInfo, { kind: "resource" | "instance" }>;

/** What stands on a system: a named overlay with its arguments, or a block with the scope in which it was written. */
export type LayerSource =
  | { readonly kind: "use"; readonly use: OverlayUse; readonly scope: EvalScope }
  | { readonly kind: "block"; readonly block: Block; readonly scope: EvalScope };

/** Systems inside systems. */
const MAX_SYSTEMS = 100;

interface Layer {
  readonly block: Block;
  readonly scope: EvalScope;
}

export function instantiate(
  evaluator: Evaluator,
  system: SystemInfo,
  address: Address | null,
  sources: readonly LayerSource[],
  asked: Span,
): Instance {
  const instance: Instance = { kind: "instance", system, address, slots: new Map() };
  // A slot costs far more than an element of a list does.
  if (!spend(evaluator, "elements", 20 * (1 + system.members.size), asked)) return instance;
  const body: EvalScope = { ...fileEvalScope(system.module), instance };
  const layers = sources.flatMap((source) => layerOf(evaluator, instance, source));
  const byName = groupByName(layers);
  for (const [name, member] of system.members) {
    const entries = byName.get(name) ?? [];
    instance.slots.set(name, makeSlot(evaluator, instance, name, member, entries, body, asked));
  }
  return instance;
}

/** What a name of an overlay or a system stands for; the checker has seen that it stands for something. */
export function bindingOf(module: Module, name: QualifiedName): Binding | undefined {
  const from = name.module === null ? module : module.names.get(name.module.text)?.namespace;
  return from?.names.get(name.text);
}

function layerOf(evaluator: Evaluator, instance: Instance, source: LayerSource): Layer[] {
  if (source.kind === "block") return [source];
  const { use, scope } = source;
  if (use.block !== null) {
    const inside = { ...fileEvalScope(scope.module), frame: scope.frame, instance, overlay: "{ }" };
    return [{ block: use.block, scope: inside }];
  }
  const found = use.name === null ? undefined : bindingOf(scope.module, use.name);
  if (found?.declaration?.kind !== "overlay") return [];
  const overlay = found.declaration;
  const names = new Map<string, Cell>();
  const frame = { names, outer: null };
  const inside: EvalScope = { ...fileEvalScope(found.module), instance, frame, overlay: overlay.name.text };
  fillFrame(evaluator, names, overlay, use, scope, inside);
  return [{ block: overlay.block, scope: inside }];
}

function fillFrame(
  evaluator: Evaluator,
  frame: Map<string, Cell>,
  overlay: Overlay,
  use: OverlayUse,
  outer: EvalScope,
  inside: EvalScope,
): void {
  for (const [index, param] of overlay.params.entries()) {
    const given = use.args.find((arg, at) =>
      arg.name === null ? at === index : arg.name.text === param.name.text,
    );
    const type = typeOf(evaluator.checked.checker, inside.module, param.type);
    const name = `${overlay.name.text}.${param.name.text}`;
    if (given !== undefined) {
      const source = { kind: "expression", expression: given.value, scope: outer } as const;
      frame.set(param.name.text, newCell({ name, span: spanOf(outer.module, given), source, type }));
      continue;
    }
    const source =
      param.value === null
        ? ({ kind: "absent" } as const)
        : ({ kind: "expression", expression: param.value, scope: inside } as const);
    frame.set(param.name.text, newCell({ name, span: spanOf(inside.module, param.name), source, type }));
  }
  for (const entry of overlay.block.entries) {
    if (entry.kind !== "let") continue;
    const { declaration } = entry;
    const type =
      declaration.type === null ? null : typeOf(evaluator.checked.checker, inside.module, declaration.type);
    const source = { kind: "expression", expression: declaration.value, scope: inside } as const;
    const name = `${overlay.name.text}.${declaration.name.text}`;
    frame.set(
      declaration.name.text,
      newCell({ name, span: spanOf(inside.module, declaration.name), source, type }),
    );
  }
}

interface Placed {
  readonly entry: KeyedEntry;
  readonly scope: EvalScope;
}

/** Once for all slots, so that a system of many slots under many overlays costs their sum and not their product. */
function groupByName(layers: readonly Layer[]): ReadonlyMap<string, readonly Placed[]> {
  const byName = new Map<string, Placed[]>();
  for (const { block, scope } of layers) {
    for (const entry of block.entries) {
      if (!isKeyed(entry)) continue;
      const list = byName.get(entry.key.text);
      if (list === undefined) byName.set(entry.key.text, [{ entry, scope }]);
      else list.push({ entry, scope });
    }
  }
  return byName;
}

function makeSlot(
  evaluator: Evaluator,
  instance: Instance,
  name: string,
  member: MemberInfo,
  entries: readonly Placed[],
  body: EvalScope,
  asked: Span,
): SlotValue {
  switch (member.kind) {
    case "param":
    case "let":
    case "output":
      return stackCells(instance, name, member, entries, body, asked);
    case "resource":
    case "instance": {
      const removed = removal(evaluator, name, entries);
      if (removed !== null) return removed;
      const address = childAddress(instance.address, name);
      if (member.slot.loop === null && member.slot.condition === null)
        return placeOne(evaluator, member, address, entries, body);
      return placedCell(evaluator, member, address, entries, body);
    }
  }
}

function placeOne(
  evaluator: Evaluator,
  member: PlacedMember,
  address: Address,
  entries: readonly Placed[],
  body: EvalScope,
): ResourceValue | Instance {
  if (member.kind === "resource")
    return makeResource(evaluator, member.record, member.slot, address, entries, body);
  const { slot } = member;
  const sources: LayerSource[] = [
    ...slot.with.map((use): LayerSource => ({ kind: "use", use, scope: body })),
    { kind: "block", block: slot.block, scope: body },
  ];
  for (const { entry, scope } of entries) {
    if (entry.kind === "amend") sources.push({ kind: "block", block: entry.block, scope });
  }
  const at = spanOf(body.module, slot.name);
  if (evaluator.budget.depth >= MAX_SYSTEMS) {
    const said = evaluator.diagnostics.some((item) => item.code === "SP1105");
    if (!said) reportAt(evaluator, "SP1105", { limit: MAX_SYSTEMS }, at, "a system too deep inside others");
    return { kind: "instance", system: member.system, address, slots: new Map() };
  }
  evaluator.budget.depth++;
  const inner = instantiate(evaluator, member.system, address, sources, at);
  evaluator.budget.depth--;
  return inner;
}

/** A slot with `for` or `if`: what it holds depends on values, so it is found when somebody asks. */
function placedCell(
  evaluator: Evaluator,
  member: PlacedMember,
  address: Address,
  entries: readonly Placed[],
  body: EvalScope,
): Cell {
  const span = spanOf(body.module, member.slot.name);
  const place = (): Value => {
    const value = placeAll(evaluator, member, address, entries, body, cell);
    // Which resources there are is no edge: reading it is arithmetic.
    evaluator.needs = null;
    return value;
  };
  const cell = newCell({ name: address, span, source: { kind: "placed", place } });
  return cell;
}

function placeAll(
  evaluator: Evaluator,
  member: PlacedMember,
  address: Address,
  entries: readonly Placed[],
  body: EvalScope,
  cell: Cell,
): Value {
  const { loop, condition } = member.slot;
  if (loop === null) {
    if (condition === null) return POISONED;
    const there = decide(evaluator, condition, body, cell, "whether a resource is there");
    if (there === null) return POISONED;
    return there ? placeOne(evaluator, member, address, entries, body) : ABSENT;
  }
  const rounds = roundsOf(evaluator, loop, body, cell);
  if (rounds === null) return POISONED;
  const byKey = groupByKey(entries);
  const container: Container = { kind: "container", type: null, entries: new Map() };
  const span = spanOf(body.module, loop.collection);
  for (const round of rounds) {
    const inside = roundScope(loop, round, body, span);
    const key = keyOf(evaluator, loop, round, inside, cell);
    if (key === null) return POISONED;
    if (condition !== null) {
      const there = decide(evaluator, condition, inside, cell, "whether a resource is there");
      if (there === null) return POISONED;
      if (!there) continue;
    }
    const other = container.entries.get(key);
    if (other !== undefined) {
      const labels = [secondary(round.cell.span, "the second one"), secondary(other.span, "the first one")];
      const at = spanOf(body.module, loop.by ?? loop.collection);
      reportAt(evaluator, "SP3011", { key, address }, at, `gives ${JSON.stringify(key)} twice`, { labels });
      continue;
    }
    const own = byKey.get(key) ?? [];
    const removed = removal(evaluator, key, own);
    byKey.delete(key);
    if (removed !== null) continue;
    const child = childAddress(address, key);
    const value = placeOne(evaluator, member, child, own, inside);
    container.entries.set(key, knownCell(child, round.cell.span, value));
  }
  for (const left of byKey.values())
    for (const placed of left) reportNoKey(evaluator, address, placed, container);
  return container;
}

/** What an overlay amends or removes by its key must be one of the loop's. */
function reportNoKey(evaluator: Evaluator, address: Address, placed: Placed, container: Container): void {
  const { entry, scope } = placed;
  const name = entry.key.text;
  const keys = [...container.entries.keys()];
  const near = nearest(name, keys);
  const other = near === null ? undefined : container.entries.get(near);
  const labels = other === undefined ? [] : [secondary(other.span, "did you mean this one?")];
  const there = keys.length === 0 ? `\`${address}\` is empty` : `there are ${keys.toSorted().join(", ")}`;
  const help = near === null ? there : `write \`${near}\``;
  const span = spanOf(scope.module, entry.key);
  if (entry.kind === "remove")
    reportAt(evaluator, "SP2107", { name, owner: address, what: "entry" }, span, "no such entry", {
      labels,
      help,
      near,
    });
  else reportAt(evaluator, "SP2108", { name, owner: address }, span, "no such entry", { labels, help, near });
}

/** The entries in the blocks on a slot with `for`, by the key that they name. */
function groupByKey(entries: readonly Placed[]): Map<string, Placed[]> {
  const byKey = new Map<string, Placed[]>();
  for (const { entry, scope } of entries) {
    if (entry.kind !== "amend") continue;
    for (const inner of entry.block.entries) {
      if (!isKeyed(inner)) continue;
      const list = byKey.get(inner.key.text);
      if (list === undefined) byKey.set(inner.key.text, [{ entry: inner, scope }]);
      else list.push({ entry: inner, scope });
    }
  }
  return byKey;
}

function keyOf(evaluator: Evaluator, loop: Loop, round: Round, scope: EvalScope, cell: Cell): string | null {
  const value =
    loop.by !== null
      ? evaluator.evaluate(evaluator, loop.by, null, scope, cell)
      : typeof round.key === "string"
        ? round.key
        : evaluator.force(evaluator, round.cell);
  if (typeof value === "string") return value;
  if (isDeferred(value))
    reportDeferred(evaluator, value, "an address", spanOf(scope.module, loop.by ?? loop.collection));
  return null;
}

/** The removal that stands on a slot; what amends it afterwards hits nothing. */
function removal(evaluator: Evaluator, name: string, entries: readonly Placed[]): RemovedSlot | null {
  const at = entries.findIndex(({ entry }) => entry.kind === "remove");
  const found = entries[at];
  if (found === undefined) return null;
  const removed: RemovedSlot = {
    kind: "removed",
    span: spanOf(found.scope.module, found.entry.key),
    overlay: found.scope.overlay,
  };
  for (const { entry, scope } of entries.slice(at + 1))
    reportNothing(evaluator, entry, scope, name, removed.span);
  return removed;
}

function stackCells(
  instance: Instance,
  name: string,
  member: Extract<MemberInfo, { kind: "param" | "let" | "output" }>,
  entries: readonly Placed[],
  body: EvalScope,
  asked: Span,
): Cell {
  const { system } = instance;
  const declared = system.declaration.members.find((item) => item.name.text === name);
  const expression = declared === undefined || declared.kind === "slot" ? null : declared.value;
  const shown = instance.address === null ? name : `${instance.address}.${name}`;
  // The type of an output or a `let` without one is what its value has; only a declared type holds the value to something.
  const typed = declared !== undefined && declared.kind !== "slot" && declared.type !== null;
  const common = { name: shown, type: typed ? member.type : null };
  const bottom = newCell({
    ...common,
    span: expression === null ? member.span : spanOf(body.module, expression),
    source:
      expression !== null
        ? { kind: "expression", expression, scope: body }
        : member.type.kind === "optional"
          ? { kind: "absent" }
          : { kind: "missing-param", system: system.name },
  });
  // A parameter without a value is missed by whoever asked for the system.
  const first = bottom.source.kind === "missing-param" ? { ...bottom, span: asked } : bottom;
  let cell: Cell = first;
  for (const { entry, scope } of entries) {
    const span = spanOf(scope.module, entry.kind === "set" ? entry.value : entry.key);
    const stacked = { ...common, span, overlay: scope.overlay, below: cell };
    switch (entry.kind) {
      case "set": {
        const { operator, value: expression } = entry;
        const source =
          operator === "="
            ? ({ kind: "expression", expression, scope } as const)
            : ({ kind: "change", operator, expression, scope } as const);
        cell = newCell({ ...stacked, source });
        break;
      }
      case "amend": {
        const source = { kind: "amend", block: entry.block, scope } as const;
        cell = newCell({ ...stacked, operation: "amend", source });
        break;
      }
      case "remove":
        // Back to what the body says.
        cell = newCell({ ...stacked, operation: "remove", source: { kind: "view", of: first } });
        break;
    }
  }
  return cell;
}

function makeResource(
  evaluator: Evaluator,
  record: ResourceValue["record"],
  slot: Slot,
  address: Address,
  entries: readonly Placed[],
  body: EvalScope,
): ResourceValue {
  const span = spanOf(body.module, slot.name);
  const fields = newContainer(evaluator, { kind: "record", record }, address, span, null);
  const { existing } = slot;
  const resource: ResourceValue = {
    kind: "resource",
    existing,
    record,
    address,
    fields,
    annotations: [],
    span,
  };
  const layers: Layer[] = [{ block: slot.block, scope: body }];
  for (const { entry, scope } of entries)
    if (entry.kind === "amend") layers.push({ block: entry.block, scope });
  for (const { block, scope } of layers) {
    const inside: EvalScope = { ...scope, it: resource };
    applyBlock(evaluator, fields, block, inside, address);
    for (const entry of block.entries) {
      if (entry.kind === "annotation") resource.annotations.push({ annotation: entry, scope: inside });
    }
  }
  return resource;
}
