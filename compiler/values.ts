// What evaluation makes: values, the cells that hold them, and the stacks that cells form.
//
// A cell is one definition of one slot, field or entry. `below` is the definition under it, so the chain from the topmost
// cell down is the stack of overlay rules 1 to 5, provenance for free. A cell is computed at most once and only when
// somebody reads it: that is the whole of late binding.

import type { Address } from "./address.ts";
import type { Annotation, Block, Expression } from "./ast.ts";
import type { FnInfo } from "./check/context.ts";
import type { Module } from "./bind.ts";
import type { Json } from "./json.ts";
import type { Span } from "./source.ts";
import type { RecordInfo, SystemInfo, Type } from "./types.ts";

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
    | { readonly kind: "lambda"; readonly params: readonly string[]; readonly body: Expression };
  readonly scope: EvalScope;
}

/** A record, a map or a keyed list. */
export interface Container {
  readonly kind: "container";
  /** null: a record that was written without a type. */
  readonly type: Type | null;
  readonly entries: Map<string, Cell>;
}

/** Known only after apply: the residual that the runtime computes, and from which outputs. */
export interface Deferred {
  readonly kind: "deferred";
  readonly residual: Json;
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
  readonly annotations: AppliedAnnotation[];
  readonly span: Span;
}

export interface AppliedAnnotation {
  readonly annotation: Annotation;
  readonly scope: EvalScope;
}

export interface Instance {
  readonly kind: "instance";
  readonly system: SystemInfo;
  readonly address: Address | null;
  readonly slots: Map<string, SlotValue>;
}

export type SlotValue = Cell | ResourceValue | Instance | RemovedSlot;

export interface RemovedSlot {
  readonly kind: "removed";
  readonly span: Span;
  readonly overlay: string | null;
}

export interface Absent {
  readonly kind: "absent";
}
export interface Poison {
  readonly kind: "poison";
}
export const ABSENT: Absent = { kind: "absent" };
export const POISONED: Poison = { kind: "poison" };

/** Where an expression is evaluated: what the names that the checker resolved stand for. */
export interface EvalScope {
  readonly module: Module;
  readonly instance: Instance | null;
  readonly frame: EvalFrame | null;
  readonly siblings: Container | null;
  readonly it: Value;
  readonly overlay: string | null;
}

/** Names of one level, as the checker's frames have them. */
export interface EvalFrame {
  readonly names: ReadonlyMap<string, Cell>;
  readonly outer: EvalFrame | null;
}

export function cellOf(frame: EvalFrame | null, name: string): Cell | undefined {
  for (let level = frame; level !== null; level = level.outer) {
    const found = level.names.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function withFrame(scope: EvalScope, names: ReadonlyMap<string, Cell>): EvalScope {
  return { ...scope, frame: { names, outer: scope.frame } };
}

export function fileEvalScope(module: Module): EvalScope {
  return { module, instance: null, frame: null, siblings: null, it: POISONED, overlay: null };
}

export type Operation = "default" | "set" | "amend" | "remove";

/** A cell whose value is known from the start. */
export function knownCell(name: string, span: Span, value: Value): Cell {
  const cell = newCell({ name, span, source: { kind: "value", value } });
  cell.state = "done";
  cell.value = value;
  return cell;
}

export interface Cell {
  readonly kind: "cell";
  /** For people: `config.content`. */
  readonly name: string;
  readonly span: Span;
  readonly operation: Operation;
  readonly overlay: string | null;
  readonly type: Type | null;
  readonly below: Cell | null;
  readonly source: Source;
  /** The key field of an entry of a keyed list, and its value. */
  readonly given: Given | null;
  state: "new" | "running" | "done";
  value: Value;
  needs: ReadonlyMap<Address, Span> | null;
}

export interface Given {
  readonly key: string;
  readonly value: string;
}

export type Source =
  | { readonly kind: "expression"; readonly expression: Expression; readonly scope: EvalScope }
  | { readonly kind: "amend"; readonly block: Block; readonly scope: EvalScope }
  | { readonly kind: "value"; readonly value: Value }
  /** Another cell's value, held to this cell's type. */
  | { readonly kind: "view"; readonly of: Cell }
  | { readonly kind: "absent" }
  /** `+=` and `-=` on the list below. */
  | {
      readonly kind: "change";
      readonly operator: "+=" | "-=";
      readonly expression: Expression;
      readonly scope: EvalScope;
    }
  /** A slot with `for` or `if`: which resources it has is found when somebody asks. */
  | { readonly kind: "placed"; readonly place: () => Value }
  | { readonly kind: "missing-field"; readonly owner: string; readonly required: Span }
  | { readonly kind: "missing-param"; readonly system: string };

export type NewCell = Pick<Cell, "name" | "span" | "source"> &
  Partial<Pick<Cell, "operation" | "overlay" | "type" | "below" | "given">>;

export function newCell(cell: NewCell): Cell {
  return {
    kind: "cell",
    name: cell.name,
    span: cell.span,
    operation: cell.operation ?? "set",
    overlay: cell.overlay ?? null,
    type: cell.type ?? null,
    below: cell.below ?? null,
    source: cell.source,
    given: cell.given ?? null,
    state: "new",
    value: POISONED,
    needs: null,
  };
}
