// The declarations of a program, by name, and its types.
//
// In:  the trees of all its files. Out: what each name declares. The reference asks that no two files declare the same
// name, so it reads no imports: which name is seen where is a matter of test/language/names.

import type {
  Environment,
  Expression,
  Field,
  FileNode,
  Fn,
  KindDeclaration,
  Let,
  Overlay,
  Range,
  System,
  TypeDeclaration,
  TypeExpression,
} from "../../compiler/ast.ts";
import { isContainer, isList, type Value } from "./values.ts";
import { Unknown } from "./wrong.ts";

export interface Program {
  readonly systems: ReadonlyMap<string, System>;
  readonly kinds: ReadonlyMap<string, KindDeclaration>;
  readonly types: ReadonlyMap<string, TypeDeclaration>;
  readonly overlays: ReadonlyMap<string, Overlay>;
  readonly environments: ReadonlyMap<string, Environment>;
  readonly lets: ReadonlyMap<string, Let>;
  readonly fns: ReadonlyMap<string, Fn>;
}

export function programOf(files: readonly FileNode[]): Program {
  const all = files.flatMap((file) => file.declarations);
  const named = <K extends (typeof all)[number]["kind"]>(kind: K) =>
    new Map(
      all
        .filter((item): item is Extract<typeof item, { readonly kind: K }> => item.kind === kind)
        .map((item) => [item.name.text, item] as const),
    );
  return {
    systems: named("system"),
    kinds: named("kind"),
    types: named("type"),
    overlays: named("overlay"),
    environments: named("environment"),
    lets: named("let"),
    fns: named("fn"),
  };
}

/** `any`: what no type was written for. `scalar`: a leaf, with what its refinements ask. */
export type Type =
  | { readonly kind: "any" }
  | { readonly kind: "scalar"; readonly name: string; readonly fits: (value: Value) => boolean }
  | { readonly kind: "optional"; readonly inner: Type }
  | { readonly kind: "list"; readonly element: Type }
  | { readonly kind: "map"; readonly value: Type }
  | { readonly kind: "keyed"; readonly element: RecordType; readonly by: string }
  | RecordType;

export interface RecordType {
  readonly kind: "record";
  readonly name: string;
  readonly fields: readonly TypedField[];
}

export interface TypedField {
  readonly name: string;
  readonly type: Type;
  /** The type's default. */
  readonly value: Expression | null;
}

export const ANY: Type = { kind: "any" };

const SCALARS: Readonly<Record<string, (value: Value) => boolean>> = {
  Bool: (value) => typeof value === "boolean",
  Int: (value) => Number.isSafeInteger(value),
  Number: (value) => typeof value === "number",
  String: (value) => typeof value === "string",
  /** Nothing that the reference knows. */
  Secret: () => false,
};

export function typeOf(program: Program, type: TypeExpression): Type {
  switch (type.kind) {
    case "named":
      return namedType(program, type.name.text);
    case "literal": {
      const { value } = type.literal;
      return { kind: "scalar", name: String(value), fits: (found) => found === value };
    }
    case "optional":
      return { kind: "optional", inner: typeOf(program, type.inner) };
    case "list":
      return { kind: "list", element: typeOf(program, type.element) };
    case "map":
      return { kind: "map", value: typeOf(program, type.value) };
    case "keyed": {
      const element = typeOf(program, type.element);
      if (element.kind !== "record") throw new Unknown("a keyed list of what is no record");
      return { kind: "keyed", element, by: type.key.text };
    }
    case "refined": {
      const base = typeOf(program, type.base);
      const { refinement } = type;
      if (base.kind !== "scalar") throw new Unknown("a refinement of what is no scalar");
      if (refinement.kind === "where") throw new Unknown("a refinement by a condition");
      const holds = (value: Value): boolean => {
        switch (refinement.kind) {
          case "range":
            return typeof value === "number" && within(value, refinement.range);
          case "size":
            return typeof value === "string" && within(Array.from(value).length, refinement.range);
          case "pattern":
            return typeof value === "string" && new RegExp(refinement.source, "u").test(value);
        }
      };
      return { ...base, fits: (value) => base.fits(value) && holds(value) };
    }
    case "union": {
      const members = type.members.map((member) => typeOf(program, member));
      const scalars = members.filter((member) => member.kind === "scalar");
      if (scalars.length !== members.length) throw new Unknown("a union of what are no scalars");
      return { kind: "scalar", name: "union", fits: (value) => scalars.some((item) => item.fits(value)) };
    }
    case "function":
    case "missing":
      throw new Unknown(`a type: ${type.kind}`);
  }
}

function within(value: number, { min, max }: Range): boolean {
  return (min === null || value >= min) && (max === null || value <= max);
}

function namedType(program: Program, name: string): Type {
  const fits = SCALARS[name];
  if (fits !== undefined) return { kind: "scalar", name, fits };
  const declared = program.types.get(name);
  if (declared === undefined) throw new Unknown(`the type ${name}`);
  if (declared.is.kind === "alias") return typeOf(program, declared.is.type);
  return recordOf(program, name, declared.is.extends, declared.is.fields);
}

/** A kind's fields, without its outputs: those are known after apply. */
export function kindType(program: Program, name: string): RecordType {
  const kind = program.kinds.get(name);
  if (kind === undefined) throw new Unknown(`the kind ${name}`);
  const fields = kind.fields.filter((field) => !field.output);
  return recordOf(program, name, kind.extends, fields);
}

function recordOf(
  program: Program,
  name: string,
  base: TypeExpression | null,
  fields: readonly Field[],
): RecordType {
  if (base !== null) throw new Unknown("extends");
  return {
    kind: "record",
    name,
    fields: fields.map((field) => ({
      name: field.name.text,
      type: typeOf(program, field.type),
      value: field.value,
    })),
  };
}

/** Rule 10: what the merged result is held to, at a leaf. */
export function leafFits(type: Type, value: Value): boolean {
  switch (type.kind) {
    case "any":
      return true;
    case "scalar":
      return type.fits(value);
    case "optional":
      return leafFits(type.inner, value);
    case "list":
      return isList(value) && value.every((item) => leafFits(type.element, item));
    case "map":
    case "keyed":
    case "record":
      return isContainer(value);
  }
}

/** Whether definitions merge there per key. */
export function isMerged(type: Type): boolean {
  return plain(type).kind === "map" || plain(type).kind === "keyed" || plain(type).kind === "record";
}

export function plain(type: Type): Exclude<Type, { readonly kind: "optional" }> {
  return type.kind === "optional" ? plain(type.inner) : type;
}
