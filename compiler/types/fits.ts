// Which value may stand where another type is asked for, and the type of two alternatives.
//
// Surprising: what is deferred fits where a known value is asked for, because a field may be filled in after apply; what
// must be known (a key, a condition, a loop) is asked for by name and not by type. A secret fits only where one is wanted.

import {
  POISON,
  scalar,
  type FunctionTypeOf,
  type Limit,
  type RecordInfo,
  type SystemInfo,
  type Type,
} from "../types.ts";

export function fits(from: Type, to: Type): boolean {
  if (from.kind === "poison" || to.kind === "poison" || from === to) return true;
  if (from.kind === "deferred") return fits(from.inner, to.kind === "deferred" ? to.inner : to);
  if (to.kind === "deferred") return fits(from, to.inner);
  if (to.kind === "optional") return fits(from.kind === "optional" ? from.inner : from, to.inner);
  if (from.kind === "optional") return false;
  if (to.kind === "union" && from.kind !== "union") {
    return to.members.some((member) => fits(from, member));
  }
  if (from.kind === "union") return from.members.every((member) => fits(member, to));
  if (to.kind === "data") return isData(from);
  if (to.kind === "secret") return fits(from.kind === "secret" ? from.inner : from, to.inner);
  if (from.kind === "secret") return false;
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
      // A keyed list is as good as a list of its elements, and as a map of them.
      if (to.kind === "list") return fits(from.element, to.element);
      if (to.kind === "map") return fits(from.element, to.value);
      return to.kind === "keyed" && from.key === to.key && fits(from.element, to.element);
    case "map":
      return to.kind === "map" && fits(from.value, to.value);
    case "record":
      return fitsRecord(from.record, to);
    case "resource":
      return to.kind === "resource" && from.record === to.record;
    case "instance":
      return to.kind === "instance" && isOn(from.system, to.system);
    case "pattern":
      return to.kind === "pattern";
    case "function":
      return to.kind === "function" && fitsFunction(from, to);
    case "parameter":
      return to.kind === "parameter" && from.name === to.name && from.owner === to.owner;
  }
}

/** A system is as good as itself with fewer overlays. */
function isOn(system: SystemInfo | null, below: SystemInfo): boolean {
  for (let each = system; each !== null; each = each.base) if (each === below) return true;
  return false;
}

/** A function that takes more and gives less can stand for another. */
function fitsFunction(from: FunctionTypeOf, to: FunctionTypeOf): boolean {
  if (from.params.length > to.params.length) return false;
  return (
    from.params.every((param, index) => fits(to.params[index] ?? POISON, param)) &&
    fits(from.result, to.result)
  );
}

function fitsRecord(record: RecordInfo, to: Type): boolean {
  if (to.kind === "map" && record.environment === undefined)
    return [...record.fields.values()].every((field) => fits(field.type, to.value));
  if (to.kind !== "record") return false;
  if (sameRecord(record, to.record)) return true;
  if (record.name !== "" || record.environment !== undefined) return false;
  for (const [name, field] of record.fields) {
    const wanted = to.record.fields.get(name);
    if (wanted === undefined ? !to.record.open && !to.record.lost : !fits(field.type, wanted.type))
      return false;
  }
  for (const [name, wanted] of to.record.fields) {
    const may = wanted.value !== null || wanted.type.kind === "optional" || wanted.type.kind === "literal";
    if (!may && !record.fields.has(name)) return false;
  }
  return true;
}

function sameRecord(a: RecordInfo, b: RecordInfo): boolean {
  if (a === b) return true;
  if (a.generic === null || b.generic === null || a.generic.of !== b.generic.of) return false;
  const others = b.generic.args;
  return a.generic.args.every((arg, index) => fits(arg, others[index] ?? POISON));
}

export function sameType(a: Type, b: Type): boolean {
  if (a === b) return true;
  if (a.kind === "record" && b.kind === "record" && a.record.name === "" && b.record.name === "")
    return false;
  if (a.kind === "scalar" && b.kind === "scalar")
    return a.name === b.name && a.alias === b.alias && sameLimits(a.limits, b.limits);
  return fits(a, b) && fits(b, a);
}

function sameLimits(a: readonly Limit[], b: readonly Limit[]): boolean {
  return a.length === b.length && a.every((limit, index) => limit === b[index]);
}

function isData(type: Type): boolean {
  switch (type.kind) {
    case "resource":
    case "instance":
    case "pattern":
    case "function":
      return false;
    case "list":
    case "keyed":
      return isData(type.element);
    case "map":
      return isData(type.value);
    case "optional":
    case "secret":
    case "deferred":
      return isData(type.inner);
    case "record":
      // Only what is read of it is, output by output.
      return type.record.environment === undefined;
    case "union":
    case "poison":
    case "data":
    case "null":
    case "scalar":
    case "literal":
    case "parameter":
      return true;
  }
}

/** What literals are widened to, thousands of them to the same few. */
const ANY_STRING = scalar("String");
const ANY_BOOL = scalar("Bool");
const ANY_INT = scalar("Int");
const ANY_NUMBER = scalar("Number");

/** The type of what a literal is one of. */
export function widen(type: Type): Type {
  if (type.kind !== "literal") return type;
  if (typeof type.value === "string") return ANY_STRING;
  if (typeof type.value === "boolean") return ANY_BOOL;
  return Number.isInteger(type.value) ? ANY_INT : ANY_NUMBER;
}

/** So many values are worth telling apart. */
const MAX_LITERALS = 16;

/** The members of a union of literals, or the literal; none of anything else. */
function literalsIn(type: Type): readonly Type[] {
  if (type.kind === "literal") return [type];
  return type.kind === "union" && type.members.every((member) => member.kind === "literal")
    ? type.members
    : [];
}

/** The type of two alternatives. */
export function join(a: Type, b: Type): Type {
  if (a.kind === "poison") return b;
  if (b.kind === "poison") return a;
  if (a.kind === "deferred") return { ...a, inner: join(a.inner, b.kind === "deferred" ? b.inner : b) };
  if (b.kind === "deferred") return { ...b, inner: join(a, b.inner) };
  if (a.kind === "secret") return { ...a, inner: join(a.inner, b.kind === "secret" ? b.inner : b) };
  if (b.kind === "secret") return { ...b, inner: join(a, b.inner) };
  if (a.kind === "optional")
    return { kind: "optional", inner: join(a.inner, b.kind === "optional" ? b.inner : b) };
  if (b.kind === "optional") return { kind: "optional", inner: join(a, b.inner) };
  // Of two scalars with different limits, the one without them says what both are.
  if (a.kind === "scalar" && b.kind === "scalar" && a.name === b.name && a.limits !== b.limits)
    return scalar(a.name);
  if (fits(a, b)) return b;
  if (fits(b, a)) return a;
  const literals = [...literalsIn(a), ...literalsIn(b)];
  const both = literalsIn(a).length > 0 && literalsIn(b).length > 0;
  if (both && literals.length <= MAX_LITERALS) return { kind: "union", members: literals };
  if (a.kind === "literal" || b.kind === "literal") return join(widen(a), widen(b));
  if (a.kind === "list" && b.kind === "list")
    return { kind: "list", element: join(a.element, b.element), size: null };
  return { kind: "union", members: a.kind === "union" ? [...a.members, b] : [a, b] };
}
