// Unions: may a value belong to two members? Told apart by a literal field, or by what the value is in a graph.
//
// Surprising: an Int and a Duration overlap. In the graph, in data files and in a driver's hands both are numbers, and
// nothing would say which of the two was meant.

import { bare, type ScalarName, type ScalarType, type Type } from "../types.ts";
import { conflict, judgeLimit } from "./limits.ts";

/** Why a value could belong to both, or null where none can. */
export function overlap(a: Type, b: Type): string | null {
  if (isOpen(a) || isOpen(b)) return null;
  if (a.kind === "secret" || b.kind === "secret") {
    return a.kind === b.kind ? "both are secrets, which nobody may look into" : null;
  }
  if (a.kind === "literal" && b.kind === "literal")
    return a.value === b.value ? "they are the same value" : null;
  if (a.kind === "literal" && b.kind === "scalar") return literalIn(a.value, b);
  if (b.kind === "literal" && a.kind === "scalar") return literalIn(b.value, a);
  if (a.kind === "scalar" && b.kind === "scalar") {
    if (shapeOf(a.name) !== shapeOf(b.name)) return null;
    if (a.name === b.name && conflict(a, b) !== null) return null;
    return `both are written as ${shapeOf(a.name)}`;
  }
  if (a.kind === "record" && b.kind === "record") return recordsOverlap(a, b);
  if (a.kind === "resource" && b.kind === "resource")
    return a.record === b.record ? "they are the same kind" : null;
  if (a.kind === "instance" && b.kind === "instance")
    return a.system === b.system ? "they are the same system" : null;
  if (a.kind === "null" && b.kind === "null") return "they are the same value";
  const [x, y] = [containerShape(a), containerShape(b)];
  return x !== null && x === y ? `both are written as ${x}` : null;
}

function isOpen(type: Type): boolean {
  return type.kind === "poison" || type.kind === "parameter" || type.kind === "data";
}

function literalIn(value: string | number | boolean, type: ScalarType): string | null {
  const shape = typeof value === "string" ? "text" : typeof value === "number" ? "a number" : "true or false";
  if (shapeOf(type.name) !== shape) return null;
  if (typeof value !== "boolean" && type.limits.some((limit) => judgeLimit(limit, value) !== null))
    return null;
  return `${JSON.stringify(value)} is one of the values of ${type.alias ?? type.name}`;
}

function shapeOf(name: ScalarName): string {
  switch (name) {
    case "String":
    case "Bytes":
    case "Date":
      return "text";
    case "Int":
    case "Number":
    case "Duration":
    case "Size":
    case "Cpu":
    case "Percent":
      return "a number";
    case "Bool":
      return "true or false";
  }
}

function containerShape(type: Type): string | null {
  if (type.kind === "list") return "`[ ]`";
  return type.kind === "record" || type.kind === "map" || type.kind === "keyed" ? "`{ }`" : null;
}

type RecordType = Type & { kind: "record" };

function recordsOverlap(a: RecordType, b: RecordType): string | null {
  if (a.record === b.record) return "they are the same type";
  return tellingField(a, b) === null ? "no field with a literal type tells them apart" : null;
}

/** The field whose literal types have nothing in common: what it says, says which of the two a record is. */
export function tellingField(a: RecordType, b: RecordType): string | null {
  for (const [name, field] of a.record.fields) {
    const other = b.record.fields.get(name);
    if (other === undefined) continue;
    const [x, y] = [literalsOf(field.type), literalsOf(other.type)];
    if (x !== null && y !== null && x.every((value) => !y.includes(value))) return name;
  }
  return null;
}

function literalsOf(type: Type): readonly unknown[] | null {
  const inner = bare(type);
  if (inner.kind === "literal") return [inner.value];
  if (inner.kind !== "union" || type.kind === "optional") return null;
  const values = inner.members.map((member) => (member.kind === "literal" ? member.value : null));
  return values.includes(null) ? null : values;
}
