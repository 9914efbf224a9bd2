// What evaluation makes: values, and the two things that hold them: containers with their definitions, and cells.
//
// A *shape* says which definitions stand on which key of a container, in which order. It is known before any value is, and
// all containers that were written by the same blocks share one, as objects of a JavaScript engine share a hidden class: to
// put a block on a container is to follow an edge from shape to shape. A container itself is a row of values, each computed
// at most once and only when somebody reads it: that is the whole of late binding.
// Surprising: amending a container costs nothing for what stays. Every layer keeps the scope in which it was written, and
// what its expressions call `it` is bound when they are run, so that definitions below see what stands above them.

import type { Address } from "./address.ts";
import type { Annotation, Block, EachEntry, Expression, Strength } from "./ast.ts";
import type { FnInfo } from "./check/context.ts";
import type { Module } from "./bind.ts";
import type { Evaluator } from "./evaluate/context.ts";
import type { Demand } from "./evaluate/hold.ts";
import type { Direct } from "./evaluate/direct.ts";
import type { Json } from "./json.ts";
import type { Span } from "./source.ts";
import type { MemberInfo, PlacedMember, RecordInfo, SystemInfo, Type } from "./types.ts";

export type Value =
  | string
  | number
  | boolean
  | null
  | ListValue
  | Container
  | Deferred
  | ResourceValue
  | Instance
  | FunctionValue
  | Absent
  | Poison;

export interface ListValue {
  readonly kind: "list";
  readonly type: Type | null;
  readonly items: readonly Cell[];
}

/** What a parameter that is a function stands for: a function by its name, or one that was written in place. */
export interface FunctionValue {
  readonly kind: "function";
  readonly of:
    | { readonly kind: "fn"; readonly fn: FnInfo }
    | {
        readonly kind: "lambda";
        readonly params: readonly string[];
        readonly body: Code;
        readonly span: Span;
      };
  readonly scope: Scope;
}

/** Known only after apply: the residual that the runtime computes, and from which outputs. */
export interface Deferred {
  readonly kind: "deferred";
  readonly residual: Json;
  /** In how many parts it is written. Parts are shared where it is made, so that a few lines make one without an end. */
  readonly size: number;
  readonly from: readonly Address[];
  /** As people write it: `config.sha256`. */
  readonly path: string;
}

export interface ResourceValue {
  readonly kind: "resource";
  /** `existing`: read, never written; what it does not give is known only after it was read. */
  readonly existing: boolean;
  readonly record: RecordInfo;
  readonly address: Address;
  readonly fields: Container;
  readonly annotations: readonly AppliedAnnotation[];
  readonly span: Span;
  /** The system that it stands in. */
  readonly within: Instance;
}

export interface AppliedAnnotation {
  readonly annotation: Annotation;
  readonly module: Module;
  readonly scope: Scope;
  /** Of an `each … where`: whether it counts, asked of the resource below the layer of this row. */
  readonly guard: Guard | null;
  readonly row: number;
}

export interface Instance {
  readonly kind: "instance";
  readonly system: SystemInfo;
  readonly address: Address | null;
  readonly fields: Container;
  /** Who asked for the system: where a parameter without a value is missed. */
  readonly asked: Span;
  /** The blocks that stand on it, lowest first: what they move, remove and annotate. */
  readonly layers: readonly Placed[];
}

/** A block on a system or a resource, with the scope in which it was written. */
export interface Placed {
  readonly block: Block;
  readonly module: Module;
  readonly scope: Scope;
  readonly strength: Strength;
  readonly guard: Guard | null;
  /** By `each`: on a slot with `for` it is for every element. */
  readonly each: boolean;
  /** It is the block of an `each`, or stands in one. */
  readonly fromEach: boolean;
}

export interface Absent {
  readonly kind: "absent";
}
export interface Poison {
  readonly kind: "poison";
}
export const ABSENT: Absent = { kind: "absent" };
export const POISONED: Poison = { kind: "poison" };

/** An expression, made ready to run. */
export type Code = (evaluator: Evaluator, scope: Scope) => Value;

// --- Scopes ----------------------------------------------------------------------------------------------------------

/** Which definitions a block belongs to: the body is level 0, and what stands side by side has one level. */
export interface Layer {
  readonly level: number;
  /** Which of those that stand side by side, from 1; 0 where there is only one. */
  readonly sibling: number;
  readonly overlay: string | null;
}

export const BODY: Layer = { level: 0, sibling: 0, overlay: null };

/** What a default of a type, or of a parameter, writes as a literal: whoever writes above it finds nothing below. */
export const DEFAULTS: Layer = { level: 0, sibling: 0, overlay: null };

/** Where an expression is evaluated: what the names that the checker resolved stand for. */
export class Scope {
  readonly instance: Instance | null;
  readonly frame: Frame | null;
  readonly it: Value;
  /** The container whose definition this is: what `super` is read from. */
  readonly self: Container | null;
  /** In the default of a type, the record that it belongs to, and in whatever is written in it. */
  readonly siblings: Container | null;
  readonly layer: Layer;

  constructor(
    instance: Instance | null,
    frame: Frame | null,
    it: Value,
    self: Container | null,
    siblings: Container | null,
    layer: Layer,
  ) {
    this.instance = instance;
    this.frame = frame;
    this.it = it;
    this.self = self;
    this.siblings = siblings;
    this.layer = layer;
  }

  /** The same for another layer, and with another `it`. */
  onLayer(layer: Layer, it: Value): Scope {
    return new Scope(this.instance, this.frame, it, this.self, this.siblings, layer);
  }

  withFrame(frame: Frame | null): Scope {
    return new Scope(this.instance, frame, this.it, this.self, this.siblings, this.layer);
  }
}

/** Where nothing is known but a value, and what stands in a container that is judged. */
export function scopeAlone(it: Value, siblings: Container | null = null): Scope {
  return new Scope(null, null, it, siblings, siblings, BODY);
}

/** A file's own scope. */
export const FILE_SCOPE = new Scope(null, null, POISONED, null, null, BODY);

/** One name of a loop, a function, an overlay's parameters; those around it follow. */
export interface Frame {
  readonly name: string;
  readonly cell: Cell;
  readonly outer: Frame | null;
}

export function cellOf(frame: Frame | null, name: string): Cell | null {
  for (let level = frame; level !== null; level = level.outer) if (level.name === name) return level.cell;
  return null;
}

export function withName(scope: Scope, name: string, cell: Cell): Scope {
  return scope.withFrame({ name, cell, outer: scope.frame });
}

// --- Definitions -----------------------------------------------------------------------------------------------------

export type Operation = "default" | "set" | "amend" | "replace" | "change" | "remove";

/** The condition of an `each … where`, asked of the container on which its block stands. */
export interface Guard {
  readonly each: EachEntry;
  readonly module: Module;
}

export type Source =
  | { readonly kind: "expression"; readonly expression: Expression }
  /**
   * `each`: on a slot with `for` the block is for each of its elements, and nothing need be there. `inner` is what must hold
   * of what the block is put on.
   */
  | { readonly kind: "amend"; readonly block: Block; readonly each: boolean; readonly inner: Guard | null }
  /** `+=` and `-=` on the list below. */
  | { readonly kind: "change"; readonly operator: "+=" | "-="; readonly expression: Expression }
  | { readonly kind: "value"; readonly value: Value }
  /** The same key of the container that this one is a view of. */
  | { readonly kind: "view"; readonly of: Container; readonly key: string }
  | { readonly kind: "cell"; readonly cell: Cell }
  | { readonly kind: "absent" }
  /** The key of the entry that the container is. */
  | { readonly kind: "key" }
  /** Taken away: whoever reads a slot that is gone is told where. */
  | { readonly kind: "removed" }
  /** Two that stand side by side, and must give the same; `twice`: two `each` of one overlay, of which only one may hit. */
  | { readonly kind: "agree"; readonly one: Definition; readonly other: Definition; readonly twice: boolean }
  | { readonly kind: "missing-field"; readonly owner: string; readonly required: Span }
  | { readonly kind: "missing-param"; readonly system: string }
  | { readonly kind: "slot"; readonly member: PlacedMember }
  /** Of a slot with `for`. */
  | { readonly kind: "element"; readonly elements: Elements; readonly index: number };

export const NO_LOCKS: readonly Definition[] = [];

/** One definition of one key. `below` is the one under it, so the chain from the top down is the stack of the rules. */
export class Definition {
  readonly key: string;
  /** The row of the container's layers in whose scope it is evaluated. */
  readonly row: number;
  readonly layer: Layer;
  readonly strength: Strength;
  readonly operation: Operation;
  readonly below: Definition | null;
  readonly type: Type | null;
  /** null where there is no expression. */
  readonly module: Module | null;
  readonly span: Span;
  readonly source: Source;
  /** Of an entry of a keyed list: the name of the key's field. */
  readonly given: string | null;
  readonly guard: Guard | null;
  /** Of an entry of a comprehension: the names of its round. */
  readonly round: Frame | null;
  /** In the block of an `each`. */
  readonly fromEach: boolean;
  /** Below it, what is final where the condition of an `each` holds. */
  readonly locks: readonly Definition[];
  /** What is found out once: the code of its expression, what its type asks, and the value of one that is the same everywhere. */
  code: Code | null = null;
  demand: Demand | null = null;
  /** What amends, lowest first, and what it amends; null where a condition may change that. */
  amendments: Amendments | null | undefined = undefined;
  constant: Value | undefined = undefined;
  isConstant: boolean | null = null;

  constructor(from: NewDefinition) {
    this.key = from.key;
    this.row = from.row;
    this.layer = from.layer;
    this.strength = from.strength ?? "normal";
    this.operation = from.operation;
    this.below = from.below ?? null;
    this.type = from.type ?? null;
    this.module = from.module;
    this.span = from.span;
    this.source = from.source;
    this.given = from.given ?? null;
    this.guard = from.guard ?? null;
    this.round = from.round ?? null;
    this.fromEach = from.fromEach ?? false;
    this.locks = from.locks ?? NO_LOCKS;
  }

  /** The same definition over another one. */
  standingOn(below: Definition): Definition {
    const { key, row, layer, strength, operation, type, module, span, source } = this;
    const { given, guard, round, fromEach, locks } = this;
    const own = { key, row, layer, strength, operation, type, module, span, source };
    return new Definition({ ...own, given, guard, round, fromEach, locks, below });
  }
}

export interface Amendments {
  readonly layers: readonly Definition[];
  readonly bottom: Definition | null;
}

export type NewDefinition = Pick<
  Definition,
  "key" | "row" | "layer" | "operation" | "module" | "span" | "source"
> &
  Partial<
    Pick<Definition, "strength" | "below" | "type" | "given" | "guard" | "round" | "fromEach" | "locks">
  >;

// --- Shapes ----------------------------------------------------------------------------------------------------------

/** Which definitions stand on a container. Never changed; what follows from it is remembered on it. */
export class Shape {
  /** null: a record that was written without a type. */
  readonly type: Type | null;
  /** Of a system: what its members are, those that overlays declare included. */
  readonly members: ReadonlyMap<string, MemberInfo> | null;
  readonly keys: ReadonlyMap<string, number>;
  /** The tops of the stacks, in the order in which the keys were declared. */
  readonly tops: readonly Definition[];
  /** How many blocks were put on it: the next one's row. */
  readonly rows: number;
  /** What was taken out of a map or a keyed list. */
  readonly gone: ReadonlyMap<string, Definition>;
  /** null: no block was put on it yet, as on most. */
  edges: Map<object, Edge[]> | null = null;
  /** For writing: the places in canonical order, and each key as JSON. Made when first needed; `once`: when needed again. */
  writing: Writing | "once" | null = null;
  /** The shape without what stands at a level and above it. null: nobody asked. */
  cuts: Map<number, Shape> | null = null;
  /** Of a slot with `for`. */
  readonly elements: Elements | null;

  constructor(
    type: Type | null,
    members: ReadonlyMap<string, MemberInfo> | null,
    tops: readonly Definition[],
    rows: number,
    gone: ReadonlyMap<string, Definition>,
    keys = keysOf(tops),
    elements: Elements | null = null,
  ) {
    this.type = type;
    this.members = members;
    this.keys = keys;
    this.tops = tops;
    this.rows = rows;
    this.gone = gone;
    this.elements = elements;
  }
}

export function keysOf(tops: readonly Definition[]): ReadonlyMap<string, number> {
  const keys = new Map<string, number>();
  for (let index = 0; index < tops.length; index++) keys.set((tops[index] as Definition).key, index);
  return keys;
}

/** What a slot with `for` holds: each is made when somebody reads it. */
export interface Elements {
  nameOf(index: number): string;
  /** Of what the loop goes over. */
  spanOf(index: number): Span;
  make(evaluator: Evaluator, index: number): Value;
}

/** How containers of a shape are written: what is the same in all of them as text, and what is not by its place. */
export interface Writing {
  readonly steps: readonly WritingStep[];
  /** What stands after the last step. */
  readonly after: Uint8Array;
}

export interface WritingStep {
  readonly index: number;
  /** What stands before it, up to its key and a colon. */
  readonly before: Uint8Array;
  /** How many bytes of that are not there either where it is absent. */
  readonly own: number;
  /** The short way to its text, where there is one. */
  readonly direct: Direct | null;
}

export interface Edge {
  readonly layer: Layer;
  readonly strength: Strength;
  readonly guard: Guard | null;
  readonly to: Shape;
}

export const NOTHING_GONE: ReadonlyMap<string, Definition> = new Map();

// --- Containers and cells --------------------------------------------------------------------------------------------

/** Edges that a value carries: which resources it comes from, and where it was read. */
export type Needs = ReadonlyMap<Address, Span>;

/** Stands in the row of a container while the value is being computed. */
export const RUNNING: Poison = { kind: "poison" };

/** What has a name for people: `config.content`, `xs[0]`. */
export type Named = Container | Cell | string | null;

const TYPE_ONLY: (Scope | null)[] = [null];
const UNREAD: (Value | undefined)[] = [];

/** A record, a map or a keyed list; and the fields of a resource, and the slots of a system. */
export class Container {
  readonly kind = "container";
  /** Grows while blocks are put on it, and is fixed before anybody else sees the container. */
  shape: Shape;
  readonly up: Named;
  readonly label: string;
  /** Inside it, what `it` is; null: the same as outside. */
  it: Value | null = null;
  /** For each block the scope in which it was written, with the container in it. The first row is the type's; made late. */
  rows: (Scope | null)[] = TYPE_ONLY;
  /** Made when the first one is computed to be kept. */
  values: (Value | undefined)[] = UNREAD;
  needs: (Needs | null | undefined)[] | null = null;
  /** Of rows whose block reads `super`: whose value it writes. */
  owners: (Owner | undefined)[] | null = null;
  /** What definitions give that are not on top. */
  lower: Map<Definition, Value> | null = null;
  guards: Map<EachEntry, boolean | null> | null = null;
  /** Its canonical JSON, where it holds nothing but constants. */
  text: Uint8Array | null = null;
  /** The same for everybody: what is found out of it may be kept with it. */
  shared = false;
  verified = false;
  readonly span: Span | null;

  constructor(shape: Shape, up: Named, label: string, span: Span | null) {
    this.shape = shape;
    this.up = up;
    this.label = label;
    this.span = span;
  }

  keep(index: number, value: Value | undefined): void {
    if (this.values === UNREAD) {
      this.values = [];
      // Room for all of them at once.
      this.values.length = this.shape.keys.size;
    }
    this.values[index] = value;
  }
}

/** Where a value stands: the place that is blamed, what is below it, and what it is called. */
export interface Seat {
  readonly span: Span;
  readonly below: Definition | null;
  readonly up: Named;
  readonly label: string;
}

/** A slot of a container, by the definition that is being computed. */
export interface Owner {
  readonly container: Container;
  readonly definition: Definition;
}

/** An element of a list, an argument, a value of a file: computed when somebody reads it. */
export class Cell {
  readonly kind = "cell";
  readonly up: Named;
  readonly label: string;
  readonly span: Span;
  readonly type: Type | null;
  code: Code | null;
  readonly scope: Scope;
  state: "new" | "running" | "done" = "new";
  value: Value = POISONED;
  needs: Needs | null = null;

  constructor(up: Named, label: string, span: Span, type: Type | null, code: Code | null, scope: Scope) {
    this.up = up;
    this.label = label;
    this.span = span;
    this.type = type;
    this.code = code;
    this.scope = scope;
  }

  seat(): Seat {
    return { span: this.span, below: null, up: this.up, label: this.label };
  }
}

/** A cell whose value is known from the start. */
export function knownCell(up: Named, label: string, span: Span, value: Value): Cell {
  const cell = new Cell(up, label, span, null, null, FILE_SCOPE);
  cell.state = "done";
  cell.value = value;
  return cell;
}

export function nameOf(named: Named): string {
  if (named === null) return "";
  if (typeof named === "string") return named;
  const outer = nameOf(named.up);
  if (outer === "" || named.label === "" || named.label.startsWith("[")) return `${outer}${named.label}`;
  return `${outer}.${named.label}`;
}

export function isAbsent(value: Value): value is Absent {
  return typeof value === "object" && value !== null && value.kind === "absent";
}

export function isPoison(value: Value): value is Poison {
  return typeof value === "object" && value !== null && value.kind === "poison";
}

export function isDeferred(value: Value): value is Deferred {
  return typeof value === "object" && value !== null && value.kind === "deferred";
}

export function isContainerValue(value: Value): value is Container {
  return typeof value === "object" && value !== null && value.kind === "container";
}
