// Types with parameters: putting types in for them, and finding out which from the types of arguments.
//
// Surprising: a record of a generic type is made once for each list of arguments, with fields that are put in when somebody
// asks, so that `type Tree<T> { children: [Tree<T>] }` is no endless work.

import { POISON, type FieldInfo, type FunctionTypeOf, type RecordInfo, type Type } from "../types.ts";
import { join, sameType, widen } from "./fits.ts";

/** What the parameters of one declaration (its `owner`) stand for. */
export interface Binding {
  readonly owner: object;
  readonly types: Map<string, Type>;
}

/** Where the records of generic types are kept, by their declaration. */
export type Instances = Map<object, RecordInfo[]>;

export function substitute(type: Type, binding: Binding, instances: Instances): Type {
  const inside = (inner: Type): Type => substitute(inner, binding, instances);
  switch (type.kind) {
    case "parameter":
      return type.owner === binding.owner ? (binding.types.get(type.name) ?? POISON) : type;
    case "optional": {
      const inner = inside(type.inner);
      return inner.kind === "optional" ? inner : { ...type, inner };
    }
    case "secret":
    case "deferred":
      return { ...type, inner: inside(type.inner) };
    case "list":
    case "keyed":
      return { ...type, element: inside(type.element) };
    case "map":
      return { ...type, value: inside(type.value), key: type.key === null ? null : inside(type.key) };
    case "union":
      return { ...type, members: type.members.map(inside) };
    case "pattern":
      return type;
    case "function":
      return substituteFunction(type, binding, instances);
    case "record": {
      const { generic } = type.record;
      if (generic === null) return type;
      return {
        ...type,
        record: instantiateRecord(instances, type.record, generic.of, generic.args.map(inside)),
      };
    }
    case "poison":
    case "data":
    case "null":
    case "scalar":
    case "literal":
    case "resource":
    case "instance":
      return type;
  }
}

export function substituteFunction(
  type: FunctionTypeOf,
  binding: Binding,
  instances: Instances,
): FunctionTypeOf {
  return {
    kind: "function",
    params: type.params.map((param) => substitute(param, binding, instances)),
    result: substitute(type.result, binding, instances),
  };
}

/** `record` with its own arguments replaced by these. `names` are the parameters, in order. */
export function instantiateRecord(
  instances: Instances,
  record: RecordInfo,
  of: object,
  args: readonly Type[],
): RecordInfo {
  const known = instances.get(of) ?? [];
  instances.set(of, known);
  const same = known.find((item) =>
    item.generic?.args.every((arg, index) => sameType(arg, args[index] ?? POISON)),
  );
  if (same !== undefined) return same;
  const base = known[0] ?? record;
  const binding: Binding = { owner: of, types: new Map() };
  for (const [index, param] of (base.generic?.args ?? []).entries()) {
    if (param.kind === "parameter") binding.types.set(param.name, args[index] ?? POISON);
  }
  const fields = new Map<string, FieldInfo>();
  const made: RecordInfo = { ...base, fields, generic: { of, args } };
  known.push(made);
  for (const [name, field] of base.fields) fields.set(name, lazily(field, binding, instances));
  return made;
}

function lazily(field: FieldInfo, binding: Binding, instances: Instances): FieldInfo {
  let type: Type | null = null;
  return {
    name: field.name,
    value: field.value,
    span: field.span,
    key: field.key,
    output: field.output,
    declaration: field.declaration,
    module: field.module,
    get type() {
      type ??= substitute(field.type, binding, instances);
      return type;
    },
  };
}

/** Finds what the parameters must stand for, so that `found` can stand for `wanted`; says nothing about the rest. */
export function unify(wanted: Type, found: Type, binding: Binding): void {
  if (found.kind === "poison") return;
  if (wanted.kind === "parameter") {
    if (wanted.owner !== binding.owner) return;
    const known = binding.types.get(wanted.name);
    const both = known === undefined ? widen(found) : join(known, widen(found));
    // Two arguments that have nothing in common: the first one says what is wanted.
    const strange = both.kind === "union" && known?.kind !== "union" && found.kind !== "union";
    if (known === undefined || !strange) binding.types.set(wanted.name, both);
    return;
  }
  if (wanted.kind === "optional") {
    unify(wanted.inner, found.kind === "optional" ? found.inner : found, binding);
    return;
  }
  if (wanted.kind === "secret" || wanted.kind === "deferred") {
    unify(wanted.inner, found.kind === wanted.kind ? found.inner : found, binding);
    return;
  }
  if (found.kind === "deferred") {
    unify(wanted, found.inner, binding);
    return;
  }
  switch (wanted.kind) {
    case "list":
      if (found.kind === "list" || found.kind === "keyed") unify(wanted.element, found.element, binding);
      return;
    case "keyed":
      if (found.kind === "keyed") unify(wanted.element, found.element, binding);
      return;
    case "map":
      if (found.kind === "map") unify(wanted.value, found.value, binding);
      else if (found.kind === "keyed") unify(wanted.value, found.element, binding);
      else if (found.kind === "record") {
        for (const field of found.record.fields.values()) unify(wanted.value, field.type, binding);
      }
      return;
    case "function":
      if (found.kind !== "function") return;
      for (const [index, param] of wanted.params.entries())
        unify(param, found.params[index] ?? POISON, binding);
      unify(wanted.result, found.result, binding);
      return;
    case "record": {
      const [a, b] = [wanted.record.generic, found.kind === "record" ? found.record.generic : null];
      if (a === null || b === null || a.of !== b.of) return;
      for (const [index, arg] of a.args.entries()) unify(arg, b.args[index] ?? POISON, binding);
      return;
    }
    case "poison":
    case "data":
    case "null":
    case "pattern":
    case "scalar":
    case "literal":
    case "union":
    case "resource":
    case "instance":
      return;
  }
}
