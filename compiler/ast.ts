// The syntax tree: plain values with offsets. What the passes find out about a node lives in side tables, not on it.
//
// Surprising: what could be nested without end in one line is flat here. `a + b - c` is one chain and `a.b(c)[d]` is one
// access with three steps, so the depth of a tree is bounded by its brackets and no pass can run out of stack.

import type { SourceFile } from "./source.ts";

export interface Node {
  readonly start: number;
  readonly end: number;
}

/** A word where it stands. Empty where recovery made it up. */
export interface Word extends Node {
  readonly text: string;
}

export interface FileNode extends Node {
  readonly file: SourceFile;
  readonly imports: readonly Import[];
  readonly declarations: readonly Declaration[];
}

// --- Declarations ----------------------------------------------------------------------------------------------------

export interface Import extends Node {
  /** A path in quotes, or the words of `std.file`. */
  readonly from:
    | { readonly kind: "path"; readonly path: Word }
    | { readonly kind: "module"; readonly words: readonly Word[] };
  readonly names: readonly { readonly name: Word; readonly as: Word | null }[];
}

export type Declaration = System | TypeDeclaration | KindDeclaration | Overlay | Environment | Let;

export interface System extends Node {
  readonly kind: "system";
  readonly name: Word;
  readonly doc: string | null;
  readonly members: readonly Member[];
}

export type Member = Param | Let | Output | Slot;

export interface Param extends Node {
  readonly kind: "param";
  readonly name: Word;
  readonly type: TypeExpression;
  readonly value: Expression | null;
  readonly doc: string | null;
}

export interface Let extends Node {
  readonly kind: "let";
  readonly name: Word;
  readonly type: TypeExpression | null;
  readonly value: Expression;
  readonly doc: string | null;
}

export interface Output extends Node {
  readonly kind: "output";
  readonly name: Word;
  readonly type: TypeExpression | null;
  readonly value: Expression;
  readonly doc: string | null;
}

/** `name: Kind { }` and `name: System { }`. */
export interface Slot extends Node {
  readonly kind: "slot";
  readonly name: Word;
  readonly of: Word;
  readonly with: readonly OverlayUse[];
  readonly loop: Loop | null;
  readonly condition: Expression | null;
  readonly block: Block;
  readonly doc: string | null;
}

export interface Loop extends Node {
  readonly variable: Word;
  readonly collection: Expression;
  readonly by: Expression | null;
}

export interface TypeDeclaration extends Node {
  readonly kind: "type";
  readonly name: Word;
  /** A record, or another type's name with refinements. */
  readonly is:
    | { readonly kind: "record"; readonly fields: readonly Field[] }
    | { readonly kind: "alias"; readonly type: TypeExpression };
  readonly doc: string | null;
}

export interface Field extends Node {
  readonly name: Word;
  readonly type: TypeExpression;
  readonly value: Expression | null;
  readonly annotations: readonly Annotation[];
  readonly output: boolean;
  readonly doc: string | null;
}

export interface KindDeclaration extends Node {
  readonly kind: "kind";
  readonly name: Word;
  readonly driver: Word;
  readonly annotations: readonly Annotation[];
  readonly fields: readonly Field[];
  readonly doc: string | null;
}

export interface Overlay extends Node {
  readonly kind: "overlay";
  readonly name: Word;
  readonly params: readonly Param[];
  readonly on: Word | null;
  readonly block: Block;
  readonly doc: string | null;
}

export interface OverlayUse extends Node {
  /** null: the block stands in the list itself. */
  readonly name: Word | null;
  readonly args: readonly Argument[];
  readonly block: Block | null;
}

export interface Environment extends Node {
  readonly kind: "environment";
  readonly name: Word;
  readonly of: Word;
  readonly with: readonly OverlayUse[];
  readonly doc: string | null;
}

// --- Blocks ----------------------------------------------------------------------------------------------------------

export interface Block extends Node {
  readonly kind: "block";
  readonly entries: readonly Entry[];
}

export type Entry = SetEntry | AmendEntry | RemoveEntry | LetEntry | Annotation;

/** `a = 1`; the shorthand `a` has the name as its value too. */
export interface SetEntry extends Node {
  readonly kind: "set";
  readonly key: Word;
  readonly value: Expression;
}

/** `a { }`, and `a.b = 1`, which is `a { b = 1 }`. */
export interface AmendEntry extends Node {
  readonly kind: "amend";
  readonly key: Word;
  readonly block: Block;
}

export interface RemoveEntry extends Node {
  readonly kind: "remove";
  readonly key: Word;
}

export interface LetEntry extends Node {
  readonly kind: "let";
  readonly declaration: Let;
}

export interface Annotation extends Node {
  readonly kind: "annotation";
  readonly name: Word;
  readonly args: readonly Argument[];
}

export interface Argument extends Node {
  readonly name: Word | null;
  readonly value: Expression;
}

// --- Expressions -----------------------------------------------------------------------------------------------------

export type Expression =
  Literal | Template | List | Block | Construct | Name | It | Super | Access | Chain | Unary | If | Missing;

export type LiteralType =
  "String" | "Int" | "Number" | "Bool" | "Null" | "Duration" | "Size" | "Cpu" | "Percent" | "Date";

export interface Literal extends Node {
  readonly kind: "literal";
  readonly type: LiteralType;
  readonly value: string | number | boolean | null;
}

export interface Template extends Node {
  readonly kind: "template";
  readonly parts: readonly (string | Expression)[];
}

export interface List extends Node {
  readonly kind: "list";
  readonly items: readonly Expression[];
}

/** `Name { }` as a value. */
export interface Construct extends Node {
  readonly kind: "construct";
  readonly name: Word;
  readonly block: Block;
}

export interface Name extends Node {
  readonly kind: "name";
  readonly text: string;
}

export interface It extends Node {
  readonly kind: "it";
}

export interface Super extends Node {
  readonly kind: "super";
}

export interface Access extends Node {
  readonly kind: "access";
  readonly base: Expression;
  readonly steps: readonly Step[];
}

export type Step =
  | { readonly kind: "field"; readonly name: Word; readonly optional: boolean; readonly end: number }
  | {
      readonly kind: "call";
      readonly args: readonly Argument[];
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: "index"; readonly index: Expression; readonly start: number; readonly end: number };

export type BinaryOperator =
  "??" | "or" | "and" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/";

/** Operators of one precedence, from left to right (`??` from right to left). */
export interface Chain extends Node {
  readonly kind: "chain";
  readonly first: Expression;
  readonly rest: readonly Link[];
}

export interface Link extends Node {
  readonly operator: BinaryOperator;
  readonly operand: Expression;
}

export interface Unary extends Node {
  readonly kind: "unary";
  readonly operator: "not" | "-";
  readonly operand: Expression;
}

export interface If extends Node {
  readonly kind: "if";
  readonly condition: Expression;
  readonly yes: Expression;
  readonly no: Expression | null;
}

/** What could not be read. It has every type and no value, so nothing more is said about it. */
export interface Missing extends Node {
  readonly kind: "missing";
}

// --- Types -----------------------------------------------------------------------------------------------------------

export type TypeExpression =
  | NamedType
  | LiteralTypeExpression
  | OptionalType
  | ListType
  | KeyedType
  | MapType
  | RefinedType
  | UnionType
  | MissingType;

export interface NamedType extends Node {
  readonly kind: "named";
  readonly name: Word;
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
  readonly value: TypeExpression;
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

/** Both ends belong to it; null is open. */
export interface Range {
  readonly min: number | null;
  readonly max: number | null;
}

export type Refinement = Node &
  (
    | { readonly kind: "range"; readonly range: Range }
    | { readonly kind: "size"; readonly range: Range }
    | { readonly kind: "pattern"; readonly source: string }
  );
