// The syntax tree of expressions.

import type { Argument, Block, Loop, Node, OverlayUse, QualifiedName, TypeExpression, Word } from "../ast.ts";

export type Expression =
  | Literal
  | Template
  | Regex
  | List
  | Comprehension
  | Block
  | Construct
  | Name
  | It
  | Super
  | Access
  | Chain
  | Unary
  | RangeExpression
  | If
  | Match
  | Lambda
  | With
  | Missing;

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

/** `/re/`: what stands between the slashes. */
export interface Regex extends Node {
  readonly kind: "regex";
  readonly source: string;
}

export interface List extends Node {
  readonly kind: "list";
  readonly items: readonly (Expression | Spread)[];
}

/** `...xs` in a list. */
export interface Spread extends Node {
  readonly kind: "spread";
  readonly value: Expression;
}

/** `[f(x) for x in xs if c]`. */
export interface Comprehension extends Node {
  readonly kind: "comprehension";
  readonly element: Expression;
  readonly loop: Loop;
  readonly condition: Expression | null;
}

/** `Name { }` as a value. */
export interface Construct extends Node {
  readonly kind: "construct";
  readonly name: QualifiedName;
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

/** `1..100`: both ends belong to it. */
export interface RangeExpression extends Node {
  readonly kind: "range";
  readonly from: Expression;
  readonly to: Expression;
}

/** `match x { "edge" => 1, Http as h => h.port, _ => 2 }`. */
export interface Match extends Node {
  readonly kind: "match";
  readonly subject: Expression;
  readonly arms: readonly Arm[];
}

export interface Arm extends Node {
  /** Any of them. */
  readonly patterns: readonly Pattern[];
  readonly value: Expression;
}

export type Pattern = Node &
  (
    | { readonly kind: "any" }
    | { readonly kind: "literal"; readonly literal: Literal }
    | {
        readonly kind: "type";
        /** What it is called; of a list or a map, only where it stands. */
        readonly name: QualifiedName;
        /** `[String]` and `{String: Int}`, which have no name. */
        readonly of: TypeExpression | null;
        readonly as: Word | null;
      }
    | { readonly kind: "missing" }
  );

/** `x => x + 1`, `(a, b) => a + b`. */
export interface Lambda extends Node {
  readonly kind: "lambda";
  readonly params: readonly Word[];
  readonly body: Expression;
}

/** `Shop with production, { release = "2" }`. */
export interface With extends Node {
  readonly kind: "with";
  readonly base: Expression;
  readonly uses: readonly OverlayUse[];
}

/** What could not be read. It has every type and no value, so nothing more is said about it. */
export interface Missing extends Node {
  readonly kind: "missing";
}
