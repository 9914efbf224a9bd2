// Shapes at the bottom: what a container holds before anything is written into it.
//
// In:  a type. Out: its shape: of a record the defaults of its fields, of a system what its body says of each member. Each is
// made once and then shared.

import type { FieldInfo, KeyedTypeOf, MapTypeOf, RecordInfo, SystemInfo, Type } from "../types.ts";
import { spanOf } from "../check/context.ts";
import type { Span } from "../source.ts";
import { BODY, Definition, NOTHING_GONE, Shape, type Elements, type Source } from "../values.ts";
import type { Evaluator } from "./context.ts";

/** The shape of a container without a type, and of one whose type asks for nothing. */
const EMPTY = new Shape(null, null, [], 1, NOTHING_GONE);

export type Shaped = (Type & { kind: "record" }) | MapTypeOf | KeyedTypeOf;

export function isShaped(type: Type | null): type is Shaped {
  return type?.kind === "record" || type?.kind === "map" || type?.kind === "keyed";
}

/** `given`: the field that the key of an entry fills in. */
export function baseShape(
  evaluator: Evaluator,
  type: Shaped | null,
  given: string | null,
  span: Span,
): Shape {
  if (type === null) return EMPTY;
  const cache = given === null ? evaluator.memory.shapes : evaluator.memory.givenShapes;
  const known = cache.get(type);
  if (known !== undefined) return known;
  const shape =
    type.kind === "record"
      ? recordShape(type, type.record, given, span)
      : new Shape(type, null, [], 1, NOTHING_GONE);
  cache.set(type, shape);
  return shape;
}

function recordShape(type: Type, record: RecordInfo, given: string | null, span: Span): Shape {
  const tops: Definition[] = [];
  for (const field of record.fields.values()) {
    if (field.output) continue;
    const isKey = given === field.name;
    const own = field.value !== null && field.module !== null;
    tops.push(
      new Definition({
        key: field.name,
        row: 0,
        layer: BODY,
        operation: isKey ? "set" : "default",
        type: field.type,
        module: field.module,
        span: own && field.module !== null && field.value !== null ? spanOf(field.module, field.value) : span,
        source: isKey ? { kind: "key" } : defaultOf(record, field),
      }),
    );
  }
  return new Shape(type, null, tops, 1, NOTHING_GONE);
}

function defaultOf(record: RecordInfo, field: FieldInfo): Source {
  if (field.value !== null && field.module !== null) return { kind: "expression", expression: field.value };
  if (field.type.kind === "optional") return { kind: "absent" };
  // It has only one value, which tells the members of a union apart.
  if (field.type.kind === "literal") return { kind: "value", value: field.type.value };
  return { kind: "missing-field", owner: record.name, required: field.span };
}

export function systemShape(evaluator: Evaluator, system: SystemInfo): Shape {
  const { shapes } = evaluator.memory;
  const known = shapes.get(system);
  if (known !== undefined) return known;
  const { module } = system;
  const declared = new Map(system.declaration.members.map((member) => [member.name.text, member]));
  const tops: Definition[] = [];
  for (const [key, member] of system.members) {
    const common = { key, row: 0, layer: BODY, operation: "default", module } as const;
    if (member.kind === "resource" || member.kind === "instance") {
      tops.push(new Definition({ ...common, span: member.span, source: { kind: "slot", member } }));
      continue;
    }
    const declaration = declared.get(key);
    const isValue = declaration !== undefined && declaration.kind !== "slot";
    const expression = isValue ? declaration.value : null;
    // The type of an output or a `let` without one is what its value has; only a declared type holds the value to something.
    const type = isValue && declaration.type !== null ? member.type : null;
    const source: Source =
      expression !== null
        ? { kind: "expression", expression }
        : member.type.kind === "optional"
          ? { kind: "absent" }
          : { kind: "missing-param", system: system.name };
    const span = expression === null ? member.span : spanOf(module, expression);
    tops.push(new Definition({ ...common, type, span, source }));
  }
  const shape = new Shape(null, system.members, tops, 1, NOTHING_GONE);
  shapes.set(system, shape);
  return shape;
}

/**
 * The shape of a slot with `for`, by whose keys its elements are found. The definitions of its places say nothing that the
 * elements do not: they are made when somebody asks for them, which for thousands of resources is most often nobody.
 */
export function elementShape(keys: ReadonlyMap<string, number>, elements: Elements): Shape {
  const shape = new Shape(null, null, [], 1, NOTHING_GONE, keys, elements);
  let tops: readonly Definition[] | null = null;
  Object.defineProperty(shape, "tops", {
    get: () => (tops ??= [...keys.values()].map((index) => elementTop(elements, index))),
  });
  return shape;
}

function elementTop(elements: Elements, index: number): Definition {
  const key = elements.nameOf(index);
  const source = { kind: "element", elements, index } as const;
  const span = elements.spanOf(index);
  return new Definition({ key, row: 0, layer: BODY, operation: "set", module: null, span, source });
}

export function entryType(shape: Shape, key: string): Type | null {
  const { type } = shape;
  if (type === null) return null;
  if (type.kind === "record") return type.record.fields.get(key)?.type ?? null;
  if (type.kind === "map") return type.value;
  return type.kind === "keyed" ? type.element : null;
}

/** New keys may be written into it. */
export function isOpen(shape: Shape): boolean {
  return shape.members === null && shape.type?.kind !== "record";
}
