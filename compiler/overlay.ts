// Overlays: from a system and the layers on it to an instance, and from its slots to resources and systems inside it.
//
// In:  a system, and its layers from the lowest to the highest. Out: an instance whose slots hold stacks of definitions. Which
// definitions stand where is known before any value is; which resources a slot with `for` or `if` has is found when
// somebody asks.

import { childAddress, type Address } from "./address.ts";
import {
  type Block,
  type Entry,
  type Expression,
  type Overlay,
  type OverlayUse,
  type Loop,
  type QualifiedName,
  type Slot,
} from "./ast.ts";
import type { Binding, Module } from "./bind.ts";
import { spanOf } from "./check/context.ts";
import { typeOf } from "./check/declared.ts";
import { secondary } from "./diagnostics.ts";
import { newContainer, placeBlock, scopeOf } from "./evaluate/blocks.ts";
import {
  codeOf,
  layerOf,
  reportAt,
  spend,
  type CodeContext,
  type Evaluator,
  type Made,
} from "./evaluate/context.ts";
import { decideExpression } from "./evaluate/deferred.ts";
import { eachesOf, groupByKey, inOrder, isRemoved, reportNoKey } from "./evaluate/elements.ts";
import { namingCollection, roundKey, roundScope, roundsOf, type Round } from "./evaluate/loops.ts";
import { baseShape, elementShape, systemShape } from "./evaluate/shapes.ts";
import type { Span } from "./source.ts";
import type { PlacedMember, RecordInfo, RecordTypeOf, SystemInfo } from "./types.ts";
import {
  ABSENT,
  BODY,
  Cell,
  FILE_SCOPE,
  POISONED,
  Scope,
  withName,
  type AppliedAnnotation,
  type Code,
  type Container,
  type Definition,
  type Elements,
  type Frame,
  type Instance,
  type Placed,
  type ResourceValue,
  type Value,
} from "./values.ts";

/** What stands on a system: overlays by their names or as blocks, in the file and with the names that they are used with. */
export interface Uses {
  readonly uses: readonly OverlayUse[];
  readonly module: Module;
  readonly scope: Scope;
}

/** Systems inside systems. */
const MAX_SYSTEMS = 100;

/** What a name of an overlay or a system stands for; the checker has seen that it stands for something. */
export function bindingOf(module: Module, name: QualifiedName): Binding | undefined {
  const from = name.module === null ? module : module.names.get(name.module.text)?.namespace;
  return from?.names.get(name.text);
}

// --- Instances -------------------------------------------------------------------------------------------------------

export function instantiate(
  evaluator: Evaluator,
  system: SystemInfo,
  address: Address | null,
  uses: readonly Uses[],
  outside: readonly Placed[],
  asked: Span,
): Instance {
  // What overlays declare comes with them.
  let declared = system;
  while (declared.base !== null) declared = declared.base;
  const layers: Placed[] = [];
  const parts = { kind: "instance", system, address, asked, layers } as const;
  const instance: Instance = evaluator.isAgain
    ? lateInstance(parts, (made) => fieldsOf(evaluator, made, declared))
    : { ...parts, fields: baseFields(evaluator, declared, address) };
  if (!evaluator.isAgain) instance.fields.rows = [bodyScope(instance, instance.fields)];
  if (!spend(evaluator, "elements", instanceCost(system), asked)) return instance;
  let level = 0;
  for (const group of uses) {
    for (const use of group.uses) {
      level++;
      const own = sideBySide(use);
      own.forEach((item, index) => {
        const sibling = use.siblings === null ? 0 : index + 1;
        layers.push(...placedUse(evaluator, instance, item, group, level, sibling));
      });
    }
  }
  for (const item of outside) layers.push(raised(evaluator, instance, item, level + 1));
  if (!evaluator.isAgain) placeLayers(evaluator, instance, instance.fields);
  return instance;
}

/** Of an instance that may never be looked into: its slots are made for the first who asks. */
function lateInstance(
  parts: Omit<Instance, "fields">,
  fieldsFor: (instance: Instance) => Container,
): Instance {
  let fields: Container | null = null;
  const instance: Instance = {
    ...parts,
    get fields() {
      return (fields ??= fieldsFor(instance));
    },
  };
  return instance;
}

function fieldsOf(evaluator: Evaluator, instance: Instance, declared: SystemInfo): Container {
  const fields = baseFields(evaluator, declared, instance.address);
  fields.rows = [bodyScope(instance, fields)];
  placeLayers(evaluator, instance, fields);
  return fields;
}

function baseFields(evaluator: Evaluator, declared: SystemInfo, address: Address | null): Container {
  return newContainer(systemShape(evaluator, declared), address ?? "", "", null);
}

function bodyScope(instance: Instance, fields: Container): Scope {
  return new Scope(instance, null, POISONED, fields, null, BODY);
}

function placeLayers(evaluator: Evaluator, { layers }: Instance, fields: Container): void {
  for (const { block, module, scope, strength, guard, fromEach } of layers)
    placeBlock(evaluator, fields, block, module, scope, strength, guard, null, fromEach);
}

/** In parentheses; what stands side by side in what stands side by side is one with it. */
function sideBySide(use: OverlayUse): readonly OverlayUse[] {
  return use.siblings === null ? [use] : use.siblings.flatMap(sideBySide);
}

/** A block from outside stands above all that the instance has of its own. */
function raised(evaluator: Evaluator, instance: Instance, item: Placed, above: number): Placed {
  const { scope } = item;
  const { level, sibling, overlay } = scope.layer;
  const layer = layerOf(evaluator, above + level, sibling, overlay);
  // In an `each`, and in nothing else, `it` is the system.
  const it = item.each ? instance : scope.it;
  return { ...item, scope: scope.onLayer(layer, it) };
}

/** What an instance takes of the budget. A slot costs far more than an element of a list does. */
export function instanceCost(system: SystemInfo): number {
  return 20 * (1 + system.members.size);
}

function placedUse(
  evaluator: Evaluator,
  instance: Instance,
  use: OverlayUse,
  { module, scope }: Uses,
  level: number,
  sibling: number,
): Placed[] {
  const common = { strength: "normal", guard: null, each: false, fromEach: false } as const;
  if (use.block !== null) {
    const layer = layerOf(evaluator, level, sibling, "{ }");
    const outer = new Scope(instance, scope.frame, POISONED, null, null, layer);
    const inside = withLets(evaluator, use.block, "{ }", module, outer);
    return [{ ...common, block: use.block, module, scope: inside }];
  }
  const found = use.name === null ? undefined : bindingOf(module, use.name);
  if (found?.declaration?.kind !== "overlay") return [];
  const overlay = found.declaration;
  const layer = layerOf(evaluator, level, sibling, overlay.name.text);
  const frame = frameOf(evaluator, instance, overlay, found.module, use, module, scope, layer);
  const outer = new Scope(instance, frame, POISONED, null, null, layer);
  const inside = withLets(evaluator, overlay.block, overlay.name.text, found.module, outer);
  return [{ ...common, block: overlay.block, module: found.module, scope: inside }];
}

/** The parameters of an overlay, each seeing those before it. */
function frameOf(
  evaluator: Evaluator,
  instance: Instance,
  overlay: Overlay,
  own: Module,
  use: OverlayUse,
  from: Module,
  outer: Scope,
  layer: Scope["layer"],
): Frame | null {
  let frame: Frame | null = null;
  const { checker } = evaluator.checked;
  const inside = () => new Scope(instance, frame, POISONED, null, null, layer);
  const add = (name: string, cell: Cell) => {
    frame = { name, cell, outer: frame };
  };
  const named = (name: string) => `${overlay.name.text}.${name}`;
  for (const [index, param] of overlay.params.entries()) {
    const { text } = param.name;
    const type = typeOf(checker, own, param.type);
    const given = use.args.find((arg, at) => (arg.name === null ? at === index : arg.name.text === text));
    const value = given?.value ?? param.value;
    const module = given === undefined ? own : from;
    if (value === null) {
      add(text, new Cell(named(text), "", spanOf(own, param.name), type, () => ABSENT, FILE_SCOPE));
      continue;
    }
    const span = spanOf(module, given ?? param.name);
    const code = codeOf(evaluator, value, module, type);
    add(text, new Cell(named(text), "", span, type, code, given === undefined ? inside() : outer));
  }
  return frame;
}

/** With the `let`s of a block, each seeing those before it. */
function withLets(evaluator: Evaluator, block: Block, owner: string, module: Module, scope: Scope): Scope {
  let inside = scope;
  for (const entry of block.entries) {
    if (entry.kind !== "let") continue;
    const { name, type, value } = entry.declaration;
    const declared = type === null ? null : typeOf(evaluator.checked.checker, module, type);
    const code = codeOf(evaluator, value, module, declared);
    const span = spanOf(module, name);
    inside = withName(inside, name.text, new Cell(`${owner}.${name.text}`, "", span, declared, code, inside));
  }
  return inside;
}

/** `Shop with production, { }` as a value. */
export function compileWith(
  evaluator: Evaluator,
  expression: Expression & { kind: "with" },
  { module }: CodeContext,
): Code {
  const type = evaluator.checked.checker.instanced.get(expression);
  if (type === undefined) return () => POISONED;
  const span = spanOf(module, expression);
  const environment = environmentMeant(evaluator, expression.base);
  return (rt, scope) => {
    const uses = [
      ...type.uses.map((item) => ({ ...item, scope: FILE_SCOPE })),
      { uses: expression.uses, module, scope },
    ];
    const instance = instantiate(rt, type.system, null, uses, [], span);
    rt.made?.push({ instance, environment, span });
    return instance;
  };
}

function environmentMeant({ checked }: Evaluator, base: Expression): Made["environment"] {
  const [step] = base.kind === "access" ? base.steps : [];
  const { references, checker } = checked;
  const found =
    base.kind === "name" ? references.get(base) : step === undefined ? undefined : checker.placed.get(step);
  if (found?.kind !== "environment") return null;
  return { declaration: found.declaration, module: found.module, name: found.declaration.name.text };
}

// --- Slots -----------------------------------------------------------------------------------------------------------

/** What a slot holds: a resource, a system, those of a loop, or nothing. `layers` stand on it, lowest first. */
export function placeSlot(
  evaluator: Evaluator,
  container: Container,
  definition: Definition,
  member: PlacedMember,
  layers: readonly Placed[],
): Value {
  const instance = container.rows[0]?.instance ?? null;
  const { module } = definition;
  if (instance === null || module === null) return POISONED;
  const scope = scopeOf(container, definition.row);
  const address = childAddress(instance.address, definition.key);
  const site: Site = { evaluator, member, module, instance, key: definition.key };
  const { loop, condition } = member.slot;
  if (loop === null && condition === null) return placeOne(site, address, layers, scope);
  const { needs } = evaluator;
  const value = placeAll(site, address, layers, scope);
  // Which resources there are is no edge: reading it is arithmetic.
  evaluator.needs = needs;
  return value;
}

interface Site {
  readonly evaluator: Evaluator;
  readonly member: PlacedMember;
  readonly module: Module;
  /** The system that the slot is in. */
  readonly instance: Instance;
  readonly key: string;
}

function placeOne(site: Site, address: Address, layers: readonly Placed[], scope: Scope): Value {
  const { evaluator, member, module, instance } = site;
  if (member.kind === "resource")
    return makeResource(evaluator, member.record, member.slot, module, instance, address, layers, scope);
  const { slot } = member;
  const at = spanOf(module, slot.name);
  if (evaluator.budget.depth >= MAX_SYSTEMS) {
    const said = evaluator.diagnostics.some((item) => item.code === "SP1105");
    if (!said) reportAt(evaluator, "SP1105", { limit: MAX_SYSTEMS }, at, "a system too deep inside others");
    return POISONED;
  }
  evaluator.budget.depth++;
  const own: Placed = {
    block: slot.block,
    module,
    scope,
    strength: "normal",
    guard: null,
    each: false,
    fromEach: false,
  };
  const uses = [{ uses: slot.with, module, scope }];
  const inner = instantiate(evaluator, member.system, address, uses, [own, ...layers], at);
  evaluator.budget.depth--;
  return inner;
}

function placeAll(site: Site, address: Address, layers: readonly Placed[], scope: Scope): Value {
  const { evaluator, member, module } = site;
  const { loop, condition } = member.slot;
  const there = (inside: Scope) =>
    condition === null ||
    decideExpression(evaluator, condition, module, inside, "whether a resource is there");
  if (loop === null) {
    const found = there(scope);
    if (found === null) return POISONED;
    return found ? placeOne(site, address, layers, scope) : ABSENT;
  }
  const rounds = roundsOf(evaluator, loop, module, scope);
  if (rounds === null) return POISONED;
  const forAll = layers.flatMap((item) => (item.each ? [item] : eachesOf(evaluator, member, item)));
  const byKey = groupByKey(layers);
  const span = spanOf(module, loop.collection);
  const elements: Element[] = [];
  const keys = new Map<string, number>();
  const removed = new Map<string, Span>();
  for (const round of rounds) {
    const inside = roundScope(loop, round, scope, span);
    const key = roundKey(evaluator, loop, module, round, inside);
    if (key === null) return POISONED;
    const own = byKey?.get(key);
    const isThere = there(inside);
    if (isThere === null) return POISONED;
    if (!isThere) continue;
    const twin = keys.get(key);
    const other = twin === undefined ? removed.get(key) : elements[twin]?.round.cell.span;
    if (other !== undefined) {
      const labels = [secondary(round.cell.span, "the second one"), secondary(other, "the first one")];
      const at = spanOf(module, loop.by ?? loop.collection);
      const text = `gives ${JSON.stringify(key)} twice`;
      reportAt(evaluator, "SP3011", { key, address }, at, text, { labels });
      continue;
    }
    byKey?.delete(key);
    if (own !== undefined && isRemoved(evaluator, address, key, own)) {
      removed.set(key, round.cell.span);
      continue;
    }
    const placed = own === undefined ? forAll : inOrder(forAll, own);
    keys.set(key, elements.length);
    elements.push({ key, round, layers: placed });
  }
  const all = elementsOf({ site, address, loop, scope, span }, elements);
  const container = newContainer(elementShape(keys, all), address, "", span);
  for (const left of byKey?.values() ?? []) {
    const over = namingCollection(evaluator, loop, module, scope);
    for (const keyed of left) reportNoKey(evaluator, address, keyed, container, over);
  }
  return container;
}

/** One that is there. */
interface Element {
  readonly key: string;
  readonly round: Round;
  readonly layers: readonly Placed[];
}

interface Loops {
  readonly site: Site;
  readonly address: Address;
  readonly loop: Loop;
  /** Around the loop. */
  readonly scope: Scope;
  readonly span: Span;
}

/**
 * Resources are made one by one, by whoever reads them: most are written down and never looked at again. Systems are made at
 * once, because they count how deep they stand.
 */
function elementsOf(from: Loops, elements: readonly Element[]): Elements {
  const { evaluator, member } = from.site;
  const made = member.kind === "resource" ? null : elements.map((item) => makeElement(evaluator, from, item));
  return {
    nameOf: (index) => (elements[index] as Element).key,
    spanOf: (index) => (elements[index] as Element).round.cell.span,
    make: (rt, index) => made?.[index] ?? makeElement(rt, from, elements[index] as Element),
  };
}

function makeElement(evaluator: Evaluator, from: Loops, { key, round, layers }: Element): Value {
  const { site, address, loop, scope, span } = from;
  const { needs } = evaluator;
  const inside = roundScope(loop, round, scope, span);
  const own = evaluator === site.evaluator ? site : { ...site, evaluator };
  const value = placeOne(own, childAddress(address, key), layers, inside);
  // Which resources there are is no edge: reading it is arithmetic.
  evaluator.needs = needs;
  return value;
}

// --- Resources -------------------------------------------------------------------------------------------------------

function makeResource(
  evaluator: Evaluator,
  record: RecordInfo,
  slot: Slot,
  module: Module,
  within: Instance,
  address: Address,
  layers: readonly Placed[],
  scope: Scope,
): ResourceValue {
  const span = spanOf(module, slot.name);
  const fields = newContainer(
    baseShape(evaluator, recordType(evaluator, record), null, span),
    address,
    "",
    span,
  );
  const annotations: AppliedAnnotation[] = [];
  const { existing } = slot;
  const resource: ResourceValue = {
    kind: "resource",
    existing,
    record,
    address,
    fields,
    annotations,
    span,
    within,
  };
  fields.it = resource;
  placeBlock(evaluator, fields, slot.block, module, scope, "normal", null);
  annotate(fields, annotations, slot.block, module, null);
  for (let index = 0; index < layers.length; index++) {
    const { block, module: from, scope: outer, strength, guard, fromEach } = layers[index] as Placed;
    placeBlock(evaluator, fields, block, from, outer, strength, guard, null, fromEach);
    annotate(fields, annotations, block, from, guard);
  }
  return resource;
}

/** The annotations of the block that was put on a resource last. */
function annotate(
  fields: Container,
  annotations: AppliedAnnotation[],
  block: Block,
  module: Module,
  guard: Placed["guard"],
): void {
  const { entries } = block;
  for (let index = 0; index < entries.length; index++) {
    const annotation = entries[index] as Entry;
    if (annotation.kind !== "annotation") continue;
    const row = fields.shape.rows - 1;
    annotations.push({ annotation, module, scope: scopeOf(fields, row), guard, row });
  }
}

/** One type for all resources of a kind, so that they have one shape. */
function recordType(evaluator: Evaluator, record: RecordInfo): RecordTypeOf {
  const { recordTypes } = evaluator.memory;
  const known = recordTypes.get(record);
  if (known !== undefined) return known;
  const type: RecordTypeOf = { kind: "record", record };
  recordTypes.set(record, type);
  return type;
}
