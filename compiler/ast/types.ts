// The syntax tree of types.

import type { Node, QualifiedName, Word } from "../ast.ts";
import type { Expression, Literal, LiteralType } from "./expressions.ts";

export type TypeExpression =
  | NamedType
  | LiteralTypeExpression
  | OptionalType
  | ListType
  | KeyedType
  | MapType
  | FunctionType
  | RefinedType
  | UnionType
  | MissingType;

export interface NamedType extends Node {
  readonly kind: "named";
  readonly name: QualifiedName;
  readonly args: readonly TypeExpression[];
}

export interface LiteralTypeExpression extends Node {
  readonly kind: "literal";
  readonly literal: Literal;
}

export interface OptionalType extends Node {
  readonly kind: "optional";
  readonly inner: TypeExpression;
}

export interface ListType extends Node {
  readonly kind: "list";
  readonly element: TypeExpression;
  readonly size: Range | null;
}

export interface KeyedType extends Node {
  readonly kind: "keyed";
  readonly element: TypeExpression;
  readonly key: Word;
}

export interface MapType extends Node {
  readonly kind: "map";
  readonly key: TypeExpression;
  readonly value: TypeExpression;
}

/** `(T, Int) => U`: what a function takes as a parameter. */
export interface FunctionType extends Node {
  readonly kind: "function";
  readonly params: readonly TypeExpression[];
  readonly result: TypeExpression;
}

export interface RefinedType extends Node {
  readonly kind: "refined";
  readonly base: TypeExpression;
  readonly refinement: Refinement;
}

export interface UnionType extends Node {
  readonly kind: "union";
  readonly members: readonly TypeExpression[];
}

export interface MissingType extends Node {
  readonly kind: "missing";
}

/**
 * Both ends belong to it; null is open. A quantity is in its smallest unit, a date is the number `yyyymmdd`. The types say
 * what stands there.
 */
export interface Range {
  readonly min: number | null;
  readonly max: number | null;
  readonly minType: LiteralType | null;
  readonly maxType: LiteralType | null;
}

export type Refinement = Node &
  (
    | { readonly kind: "range"; readonly range: Range }
    | { readonly kind: "size"; readonly range: Range }
    | { readonly kind: "pattern"; readonly source: string }
    | { readonly kind: "where"; readonly condition: Expression }
  );
