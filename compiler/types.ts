// The type language: what a type is, and how it is shown to people.
//
// Surprising: `poison` fits everything and everything fits it. It is the type of what was already reported, so that one
// mistake gives one message. What a value is (deferred, secret) wraps the type of what it holds, with the place where it
// became so, because the errors about it name the path that it took.

import type { Assert, Expression, Field, KindDeclaration, LiteralType, Range, Slot, System } from "./ast.ts";
import type { Overlay, OverlayUse } from "./ast.ts";
import type { Module } from "./bind.ts";
import type { Pattern } from "./pattern.ts";
import { dateOfNumber, showQuantity } from "./quantities.ts";
import type { Span } from "./source.ts";

export type ScalarName =
  "String" | "Int" | "Number" | "Bool" | "Bytes" | "Duration" | "Size" | "Cpu" | "Percent" | "Date";

export const SCALARS: readonly ScalarName[] = [
  "String",
  "Int",
  "Number",
  "Bool",
  "Bytes",
  "Duration",
  "Size",
  "Cpu",
  "Percent",
  "Date",
];

/** The type of `/a+b/`. */
export const REGEX = "Regex";

/** Names of the language that take types. */
export const WRAPPERS = ["Secret", "Deferred"] as const;

export type Type =
  | { readonly kind: "poison" }
  /** Any data at all: what a renderer takes. */
  | { readonly kind: "data" }
  | { readonly kind: "null" }
  /** `/a+b/` as a value: something that a function asks a text about, and no data. */
  | { readonly kind: "pattern" }
  | ScalarType
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | { readonly kind: "optional"; readonly inner: Type }
  | ListTypeOf
  | KeyedTypeOf
  | MapTypeOf
  | RecordTypeOf
  | { readonly kind: "union"; readonly members: readonly Type[]; readonly alias?: string }
  | ResourceTypeOf
  | InstanceTypeOf
  | { readonly kind: "secret"; readonly inner: Type; readonly from: Origin }
  | { readonly kind: "deferred"; readonly inner: Type; readonly from: Origin }
  | FunctionTypeOf
  | { readonly kind: "parameter"; readonly name: string; readonly owner: object };

export interface ScalarType {
  readonly kind: "scalar";
  readonly name: ScalarName;
  /** The alias under which people know it, `Path`. */
  readonly alias: string | null;
  /** The type of the standard library that it is made of, whose methods it has: `Cidr`. */
  readonly standard?: string;
  readonly limits: readonly Limit[];
}

export interface ListTypeOf {
  readonly kind: "list";
  readonly element: Type;
  readonly size: Range | null;
  readonly limits?: readonly Limit[];
}

export interface KeyedTypeOf {
  readonly kind: "keyed";
  readonly element: Type;
  readonly key: string;
  readonly limits?: readonly Limit[];
}

export interface MapTypeOf {
  readonly kind: "map";
  /** null: any string. */
  readonly key: Type | null;
  readonly value: Type;
  readonly limits?: readonly Limit[];
}

export interface RecordTypeOf {
  readonly kind: "record";
  readonly record: RecordInfo;
  readonly limits?: readonly Limit[];
}

/** A reference to a resource. */
export interface ResourceTypeOf {
  readonly kind: "resource";
  readonly record: RecordInfo;
  /** The fields that an `existing` one gives; without it all are known. */
  readonly lookup?: ReadonlySet<string>;
  /** Where it is declared: what is read of it must outlive a `replace` of that slot. */
  readonly slot?: Slot;
}

export interface InstanceTypeOf {
  readonly kind: "instance";
  readonly system: SystemInfo;
  readonly slot?: Slot;
}

export interface FunctionTypeOf {
  readonly kind: "function";
  readonly params: readonly Type[];
  readonly result: Type;
}

/** Where a value became secret or deferred: `db.url`. */
export interface Origin {
  readonly path: string;
  readonly span: Span;
}

/** A refinement, with the place that declares it. */
export type Limit = { readonly span: Span } & (
  | { readonly kind: "range"; readonly range: Range }
  | { readonly kind: "size"; readonly range: Range }
  /** `like`: examples that the type's declaration gives, which say more to people than the pattern does. */
  | { readonly kind: "pattern"; readonly pattern: Pattern; readonly like: readonly string[] }
  /** Evaluated for each value, which is `it`. */
  | { readonly kind: "where"; readonly condition: Expression; readonly module: Module }
);

/** A record type, a kind, or a record that was written without a type (`name` empty). */
export interface RecordInfo {
  readonly name: string;
  readonly fields: ReadonlyMap<string, FieldInfo>;
  readonly module: Module | null;
  readonly declaration: KindDeclaration | null;
  /** `...`: other fields are let in. */
  readonly open: boolean;
  /** A field could not be read: nobody knows which fields there are not. */
  readonly lost: boolean;
  readonly asserts: readonly RecordAssert[];
  /** The fields that were copied from another record and are declared again here, as they were. */
  readonly again: ReadonlyMap<string, FieldInfo>;
  /** What an environment is to another one: its outputs, or (of one with `for`) those of each of its keys. */
  readonly environment?: { readonly name: string; readonly of: "outputs" | "keys" };
  /** Of a generic type: what it was declared as, and with which types. */
  readonly generic: { readonly of: object; readonly args: readonly Type[] } | null;
}

export interface RecordAssert {
  readonly assert: Assert;
  readonly module: Module;
}

export interface FieldInfo {
  readonly name: string;
  readonly type: Type;
  readonly value: Expression | null;
  readonly span: Span;
  readonly key: boolean;
  readonly output: boolean;
  readonly declaration: Field | null;
  /** Where it was declared: of fields that were copied by `extends`, the other record's. */
  readonly module: Module | null;
}

/** A system as it is declared, or with overlays on it, which may have declared more slots. */
export interface SystemInfo {
  readonly name: string;
  readonly module: Module;
  readonly declaration: System;
  readonly members: ReadonlyMap<string, MemberInfo>;
  /** The same without the topmost overlay or block; null for the system as it is declared. */
  readonly base: SystemInfo | null;
  /** What stands on it, the lowest first: overlays with a name, and blocks in their places. */
  readonly layers: readonly (Overlay | OverlayUse)[];
}

export type MemberInfo = ValueMember | PlacedMember;

export interface ValueMember {
  readonly kind: "param" | "let" | "output";
  readonly type: Type;
  readonly span: Span;
}

/** A slot that holds resources or systems. */
export type PlacedMember = {
  readonly slot: Slot;
  /** The file in which the slot stands: of an overlay's slot, the overlay's. */
  readonly module: Module;
  readonly span: Span;
} & (
  | { readonly kind: "resource"; readonly record: RecordInfo }
  | { readonly kind: "instance"; readonly system: SystemInfo }
);

export function isSensitive({ declaration }: FieldInfo): boolean {
  return declaration?.annotations.some((item) => item.name.text === "sensitive") === true;
}

/** A name with `_` belongs to the file that declares it. */
export function isHidden(system: SystemInfo, name: string, member: MemberInfo, from: Module): boolean {
  return name.startsWith("_") && ("slot" in member ? member.module : system.module) !== from;
}

export const POISON: Type = { kind: "poison" };
export const DATA: Type = { kind: "data" };
export const PATTERN: Type = { kind: "pattern" };
export const STRING: Type = scalar("String");
export const BOOL: Type = scalar("Bool");
export const INT: Type = scalar("Int");

export function scalar(name: ScalarName): ScalarType {
  return { kind: "scalar", name, alias: null, limits: [] };
}

export function plainRecord(fields: ReadonlyMap<string, FieldInfo>): RecordTypeOf {
  const record = {
    name: "",
    fields,
    module: null,
    declaration: null,
    open: false,
    lost: false,
    asserts: [],
    again: new Map<string, FieldInfo>(),
    generic: null,
  };
  return { kind: "record", record };
}

export function optionalOf(type: Type): Type {
  return type.kind === "optional" || type.kind === "poison" ? type : { kind: "optional", inner: type };
}

export function withoutOptional(type: Type): Type {
  return type.kind === "optional" ? withoutOptional(type.inner) : type;
}

/** What a value of the type holds, without regard to whether it is known, secret or there. */
export function bare(type: Type): Type {
  switch (type.kind) {
    case "optional":
    case "secret":
    case "deferred":
      return bare(type.inner);
    case "poison":
    case "data":
    case "null":
    case "scalar":
    case "literal":
    case "list":
    case "keyed":
    case "map":
    case "record":
    case "union":
    case "resource":
    case "instance":
    case "pattern":
    case "function":
    case "parameter":
      return type;
  }
}

/** Merged per key, and replaced only by the visible verb. */
export function isContainer(type: Type): boolean {
  const inner = bare(type);
  return inner.kind === "record" || inner.kind === "map" || inner.kind === "keyed";
}

// --- For people ------------------------------------------------------------------------------------------------------

export function showType(type: Type): string {
  switch (type.kind) {
    case "poison":
      return "?";
    case "data":
      return "data";
    case "null":
      return "null";
    case "scalar":
      return type.alias ?? type.name;
    case "literal":
      return JSON.stringify(type.value);
    case "optional": {
      const inner = showType(type.inner);
      return inner.includes(" | ") ? `(${inner})?` : `${inner}?`;
    }
    case "list":
      if (type.element.kind === "poison") return "a list";
      return type.size === null
        ? `[${showType(type.element)}]`
        : `[${showType(type.element)} of ${showRange(type.size)}]`;
    case "keyed":
      return `[${showType(type.element)} by ${type.key}]`;
    case "map":
      return `{${type.key === null ? "String" : showType(type.key)}: ${showType(type.value)}}`;
    case "record":
      return showRecord(type.record);
    case "union":
      return type.alias ?? type.members.map(showType).join(" | ");
    case "resource":
      return type.record.name;
    case "instance":
      return type.system.name;
    case "secret":
      return `Secret<${showType(type.inner)}>`;
    case "deferred":
      return `Deferred<${showType(type.inner)}>`;
    case "pattern":
      return REGEX;
    case "function":
      return `(${type.params.map(showType).join(", ")}) => ${showType(type.result)}`;
    case "parameter":
      return type.name;
  }
}

function showRecord(record: RecordInfo): string {
  if (record.environment !== undefined) return `environment ${record.environment.name}`;
  if (record.name === "") return "a record";
  if (record.generic === null) return record.name;
  return `${record.name}<${record.generic.args.map(showType).join(", ")}>`;
}

export function showRange(range: Range): string {
  if (range.min !== null && range.min === range.max) return showBound(range.min, range.minType);
  return `${showBound(range.min, range.minType)}..${showBound(range.max, range.maxType)}`;
}

function showBound(value: number | null, type: LiteralType | null): string {
  if (value === null) return "";
  switch (type) {
    case "Duration":
    case "Size":
    case "Cpu":
    case "Percent":
      return showQuantity(type, value);
    case "Date":
      return dateOfNumber(value);
    case "String":
    case "Int":
    case "Number":
    case "Bool":
    case "Null":
    case null:
      return String(value);
  }
}
