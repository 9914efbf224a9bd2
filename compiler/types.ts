// The type language: what a type is, how it is shown, and which value may stand where another type is asked for.
//
// Surprising: `poison` fits everything and everything fits it. It is the type of what was already reported, so that one
// mistake gives one message.

import type { Expression, Field, KindDeclaration, Range, Slot, System } from "./ast.ts";
import type { Module } from "./bind.ts";
import type { Pattern } from "./pattern.ts";
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

export type Type =
  | { readonly kind: "poison" }
  /** Any data at all: what a renderer takes. */
  | { readonly kind: "data" }
  | { readonly kind: "null" }
  | ScalarType
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | { readonly kind: "optional"; readonly inner: Type }
  | ListTypeOf
  | { readonly kind: "keyed"; readonly element: Type; readonly key: string }
  | { readonly kind: "map"; readonly value: Type }
  | { readonly kind: "record"; readonly record: RecordInfo }
  | { readonly kind: "union"; readonly members: readonly Type[] }
  | { readonly kind: "resource"; readonly record: RecordInfo }
  | { readonly kind: "instance"; readonly system: SystemInfo };

export interface ScalarType {
  readonly kind: "scalar";
  readonly name: ScalarName;
  /** The alias under which people know it, `Path`. */
  readonly alias: string | null;
  readonly limits: readonly Limit[];
}

export interface ListTypeOf {
  readonly kind: "list";
  readonly element: Type;
  readonly size: Range | null;
}

/** A refinement, with the place that declares it. */
export type Limit = { readonly span: Span } & (
  | { readonly kind: "range"; readonly range: Range }
  | { readonly kind: "size"; readonly range: Range }
  | { readonly kind: "pattern"; readonly pattern: Pattern }
);

/** A record type, a kind, or a record that was written without a type (`declaration` null). */
export interface RecordInfo {
  readonly name: string;
  readonly fields: ReadonlyMap<string, FieldInfo>;
  readonly module: Module | null;
  readonly declaration: KindDeclaration | null;
}

export interface FieldInfo {
  readonly name: string;
  readonly type: Type;
  readonly value: Expression | null;
  readonly span: Span;
  readonly key: boolean;
  readonly output: boolean;
  readonly declaration: Field | null;
}

export interface SystemInfo {
  readonly name: string;
  readonly module: Module;
  readonly declaration: System;
  readonly members: ReadonlyMap<string, MemberInfo>;
}

export type MemberInfo =
  | { readonly kind: "param" | "let" | "output"; readonly type: Type; readonly span: Span }
  | { readonly kind: "resource"; readonly record: RecordInfo; readonly slot: Slot; readonly span: Span }
  | { readonly kind: "instance"; readonly system: SystemInfo; readonly slot: Slot; readonly span: Span };

export const POISON: Type = { kind: "poison" };
export const DATA: Type = { kind: "data" };

export function scalar(name: ScalarName): Type {
  return { kind: "scalar", name, alias: null, limits: [] };
}

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
    case "optional":
      return `${showType(type.inner)}?`;
    case "list":
      return `[${showType(type.element)}]`;
    case "keyed":
      return `[${showType(type.element)} by ${type.key}]`;
    case "map":
      return `{String: ${showType(type.value)}}`;
    case "record":
      return type.record.name === "" ? "a record" : type.record.name;
    case "union":
      return type.members.map(showType).join(" | ");
    case "resource":
      return type.record.name;
    case "instance":
      return type.system.name;
  }
}

/** Merged per key, and replaced only by the visible verb. */
export function isContainer(type: Type): boolean {
  const inner = withoutOptional(type);
  return inner.kind === "record" || inner.kind === "map" || inner.kind === "keyed";
}

export function withoutOptional(type: Type): Type {
  return type.kind === "optional" ? withoutOptional(type.inner) : type;
}

/** May a value of `from` stand where `to` is asked for? Refinements are not its business: they look at values. */
export function fits(from: Type, to: Type): boolean {
  if (from.kind === "poison" || to.kind === "poison" || from === to) return true;
  if (to.kind === "optional") return fits(from.kind === "optional" ? from.inner : from, to.inner);
  if (from.kind === "optional") return false;
  if (to.kind === "union") {
    return from.kind === "union"
      ? from.members.every((member) => fits(member, to))
      : to.members.some((member) => fits(from, member));
  }
  if (from.kind === "union") return from.members.every((member) => fits(member, to));
  if (to.kind === "data") return isData(from);
  switch (from.kind) {
    case "data":
      return false;
    case "null":
      return to.kind === "null";
    case "scalar":
      return to.kind === "scalar" && (from.name === to.name || (from.name === "Int" && to.name === "Number"));
    case "literal":
      return to.kind === "literal" ? from.value === to.value : fits(widen(from), to);
    case "list":
      return to.kind === "list" && fits(from.element, to.element);
    case "keyed":
      return to.kind === "keyed" && from.key === to.key && fits(from.element, to.element);
    case "map":
      return to.kind === "map" && fits(from.value, to.value);
    case "record":
      return fitsRecord(from.record, to);
    case "resource":
      return to.kind === "resource" && from.record === to.record;
    case "instance":
      return to.kind === "instance" && from.system === to.system;
  }
}

function fitsRecord(record: RecordInfo, to: Type): boolean {
  if (to.kind === "map") return [...record.fields.values()].every((field) => fits(field.type, to.value));
  if (to.kind !== "record") return false;
  if (record === to.record) return true;
  if (record.name !== "") return false;
  for (const [name, field] of record.fields) {
    const wanted = to.record.fields.get(name);
    if (wanted === undefined || !fits(field.type, wanted.type)) return false;
  }
  for (const [name, wanted] of to.record.fields) {
    const may = wanted.value !== null || wanted.type.kind === "optional";
    if (!may && !record.fields.has(name)) return false;
  }
  return true;
}

function isData(type: Type): boolean {
  switch (type.kind) {
    case "resource":
    case "instance":
      return false;
    case "list":
    case "keyed":
      return isData(type.element);
    case "map":
      return isData(type.value);
    case "optional":
      return isData(type.inner);
    case "record":
    case "union":
    case "poison":
    case "data":
    case "null":
    case "scalar":
    case "literal":
      return true;
  }
}

export function widen(type: Type): Type {
  if (type.kind !== "literal") return type;
  if (typeof type.value === "string") return scalar("String");
  if (typeof type.value === "boolean") return scalar("Bool");
  return scalar(Number.isInteger(type.value) ? "Int" : "Number");
}

/** The type of two alternatives. */
export function join(a: Type, b: Type): Type {
  if (fits(a, b)) return b;
  if (fits(b, a)) return a;
  if (a.kind === "literal" || b.kind === "literal") return join(widen(a), widen(b));
  return { kind: "union", members: [a, b] };
}

export function showRange(range: Range): string {
  if (range.min === range.max) return `${range.min}`;
  return `${range.min ?? ""}..${range.max ?? ""}`;
}

export function isIn(range: Range, value: number): boolean {
  return (range.min === null || value >= range.min) && (range.max === null || value <= range.max);
}

/** What is wrong with a value by one limit, or null. */
export function judgeLimit(limit: Limit, value: string | number): string | null {
  switch (limit.kind) {
    case "range":
      return typeof value === "number" && !isIn(limit.range, value)
        ? `must be in ${showRange(limit.range)}`
        : null;
    case "size":
      return typeof value === "string" && !isIn(limit.range, Array.from(value).length)
        ? `must have ${showRange(limit.range)} characters`
        : null;
    case "pattern":
      return typeof value === "string" && !limit.pattern.test(value)
        ? `must match /${limit.pattern.source}/`
        : null;
  }
}
