// Secret and deferred values, tracked through types: what an expression's value owes to them, and handing that on.

import type { Origin, Type } from "../types.ts";
import { join } from "./fits.ts";

export interface Marks {
  readonly deferred: Origin | null;
  readonly secret: Origin | null;
}

export const UNMARKED: Marks = { deferred: null, secret: null };

/** What the value itself is; not what it holds. */
export function marksOf(type: Type): Marks {
  if (type.kind === "deferred") return { ...marksOf(type.inner), deferred: type.from };
  if (type.kind === "secret") return { ...marksOf(type.inner), secret: type.from };
  if (type.kind === "optional") return marksOf(type.inner);
  // What may be a secret is treated as one.
  if (type.kind === "union")
    return type.members.reduce((marks, member) => bothMarks(marks, marksOf(member)), UNMARKED);
  return UNMARKED;
}

/** Always a secret, and not only where somebody makes it one. */
export function isSecret(type: Type): boolean {
  if (type.kind === "optional" || type.kind === "deferred") return isSecret(type.inner);
  return type.kind === "secret";
}

const withoutMarks = new WeakMap<Type, Type>();

/** The type without its marks; that it may be absent stays. Of a type that is made of others, found out once. */
export function unmarked(type: Type): Type {
  if (type.kind === "deferred" || type.kind === "secret") return unmarked(type.inner);
  if (type.kind !== "union" && type.kind !== "optional") return type;
  const known = withoutMarks.get(type);
  if (known !== undefined) return known;
  const found = type.kind === "union" ? unmarkedUnion(type) : unmarkedOptional(type);
  withoutMarks.set(type, found);
  return found;
}

function unmarkedUnion(type: Type & { kind: "union" }): Type {
  const isMarked = type.members.some((member) => unmarked(member) !== member);
  return isMarked ? type.members.map(unmarked).reduce(join) : type;
}

function unmarkedOptional(type: Type & { kind: "optional" }): Type {
  const inner = unmarked(type.inner);
  return inner === type.inner ? type : inner.kind === "optional" ? inner : { kind: "optional", inner };
}

export function marked(type: Type, marks: Marks): Type {
  if (type.kind === "poison") return type;
  let result = type;
  // Whether there is a secret is no secret. Whether there is what is deferred nobody knows.
  if (marks.secret !== null && marksOf(result).secret === null)
    result =
      result.kind === "optional"
        ? { kind: "optional", inner: { kind: "secret", inner: result.inner, from: marks.secret } }
        : { kind: "secret", inner: result, from: marks.secret };
  if (marks.deferred !== null && marksOf(result).deferred === null)
    result = { kind: "deferred", inner: result, from: marks.deferred };
  return result;
}

export function bothMarks(a: Marks, b: Marks): Marks {
  if (a === UNMARKED) return b;
  if (b === UNMARKED) return a;
  return { deferred: a.deferred ?? b.deferred, secret: a.secret ?? b.secret };
}

/** What is secret or deferred by its declared type alone is called by the path on which it was reached. */
export function reachedBy(type: Type, path: string, span: Origin["span"]): Type {
  const { deferred, secret } = marksOf(type);
  if (!isDeclared(deferred) && !isDeclared(secret)) return type;
  const from = { path, span };
  return marked(unmarked(type), {
    deferred: isDeclared(deferred) ? from : deferred,
    secret: isDeclared(secret) ? from : secret,
  });
}

function isDeclared(origin: Origin | null): boolean {
  return origin !== null && /^(?:Secret|Deferred)</.test(origin.path);
}

/** What a text that is made of the value owes: everything in it counts. */
export function deepMarks(type: Type): Marks {
  return deep(type, new Set());
}

function deep(type: Type, seen: Set<object>): Marks {
  switch (type.kind) {
    case "deferred":
    case "secret":
      return bothMarks(marksOf(type), deep(type.inner, seen));
    case "optional":
      return deep(type.inner, seen);
    case "list":
    case "keyed":
      return deep(type.element, seen);
    case "map":
      return deep(type.value, seen);
    case "union":
      return type.members.reduce((marks, member) => bothMarks(marks, deep(member, seen)), UNMARKED);
    case "record": {
      if (seen.has(type.record)) return UNMARKED;
      seen.add(type.record);
      let marks = UNMARKED;
      for (const field of type.record.fields.values()) marks = bothMarks(marks, deep(field.type, seen));
      return marks;
    }
    case "poison":
    case "data":
    case "null":
    case "scalar":
    case "literal":
    case "resource":
    case "instance":
    case "pattern":
    case "function":
    case "parameter":
      return UNMARKED;
  }
}
