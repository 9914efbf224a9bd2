// The grammar of types: `T?`, `[T by name]`, `{String: T}`, `Int in 1..100`, `"a" | "b"`, `(T) => U`.

import type { IToken, ParserMethod } from "chevrotain";
import type { Argument, Expression, Literal, LiteralType, QualifiedName } from "../ast.ts";
import type { Range, Refinement, TypeExpression, Word } from "../ast.ts";
import * as t from "../lex/tokens.ts";
import type { ScannedNumber } from "../lex/numbers.ts";
import { BaseParser, endOf, type Alternatives } from "./base.ts";

interface Bound {
  readonly value: number;
  readonly type: LiteralType;
}

export abstract class TypeParser extends BaseParser {
  /** Refinements hold expressions; their grammar is a later family's. */
  abstract readonly expression: ParserMethod<[], Expression>;
  abstract readonly args: ParserMethod<[], readonly Argument[]>;

  readonly type = this.RULE("type", (): TypeExpression => {
    const depth = this.enter();
    const first = this.SUBRULE(this.refinedType);
    let members: TypeExpression[] | null = null;
    this.MANY(() => {
      this.CONSUME(t.Pipe);
      members ??= [first];
      members.push(this.SUBRULE2(this.refinedType));
    });
    this.depth = depth;
    return members === null ? first : { kind: "union", members, start: first.start, end: this.lastEnd() };
  });

  private readonly refinedType = this.RULE("refinedType", (): TypeExpression => {
    let type = this.SUBRULE(this.optionalType);
    const { depth } = this;
    this.MANY(() => {
      if (!this.RECORDING_PHASE) this.deepen(1);
      const refinement = this.SUBRULE(this.refinement);
      type = { kind: "refined", base: type, refinement, start: type.start, end: this.lastEnd() };
    });
    this.depth = depth;
    return type;
  });

  private readonly refinement = this.RULE("refinement", (): Refinement => {
    const start = this.nextStart();
    return this.OR<Alternatives<Refinement>>([
      {
        ALT: () => {
          this.CONSUME(t.In);
          const range = this.SUBRULE(this.range);
          return { kind: "range", range, start, end: this.lastEnd() };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Of);
          const range = this.SUBRULE2(this.range);
          return { kind: "size", range, start, end: this.lastEnd() };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Matching);
          const pattern = this.CONSUME(t.RegexLiteral);
          return { kind: "pattern", source: this.word(pattern).text, start, end: this.lastEnd() };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Where);
          const condition = this.head(this.expression);
          return { kind: "where", condition, start, end: this.lastEnd() };
        },
      },
    ]);
  });

  /** An expression in a head: the first `{` outside brackets opens the body. */
  protected head(expression: ParserMethod<[], Expression>): Expression {
    const before = this.inHead;
    this.inHead = true;
    const found = this.SUBRULE(expression);
    this.inHead = before;
    return found;
  }

  protected head2(expression: ParserMethod<[], Expression>): Expression {
    const before = this.inHead;
    this.inHead = true;
    const found = this.SUBRULE2(expression);
    this.inHead = before;
    return found;
  }

  private readonly range = this.RULE("range", (): Range =>
    this.OR<Alternatives<Range>>([
      {
        ALT: () => {
          const min = this.SUBRULE(this.bound);
          let max: Bound | null = min;
          this.OPTION(() => {
            this.CONSUME(t.DotDot);
            max = this.OPTION2(() => this.SUBRULE2(this.bound)) ?? null;
          });
          return rangeOf(min, max);
        },
      },
      {
        ALT: () => {
          this.CONSUME2(t.DotDot);
          return rangeOf(null, this.SUBRULE3(this.bound));
        },
      },
    ]),
  );

  private readonly bound = this.RULE("bound", (): Bound => {
    const minus = this.OPTION(() => this.CONSUME(t.Minus));
    const token = this.OR([
      { ALT: () => this.CONSUME(t.NumberLiteral) },
      { ALT: () => this.CONSUME(t.QuantityLiteral) },
      { ALT: () => this.CONSUME(t.DateLiteral) },
    ]);
    if (this.RECORDING_PHASE) return { type: "Int", value: 0 };
    const { type, value } = this.literal(token);
    const number = type === "Date" ? Number(String(value).replaceAll("-", "")) : Number(value);
    return { type, value: minus === undefined ? number : -number };
  });

  private readonly optionalType = this.RULE("optionalType", (): TypeExpression => {
    const inner = this.SUBRULE(this.simpleType);
    const question = this.OPTION(() => this.CONSUME(t.Question));
    if (question === undefined) return inner;
    return { kind: "optional", inner, start: inner.start, end: endOf(question) };
  });

  private readonly simpleType = this.RULE("simpleType", (): TypeExpression =>
    this.OR<Alternatives<TypeExpression>>([
      { ALT: () => this.SUBRULE(this.namedType) },
      { ALT: () => this.SUBRULE(this.literalType) },
      { ALT: () => this.SUBRULE(this.containerType) },
      { ALT: () => this.SUBRULE(this.functionType) },
      {
        ALT: () => {
          const start = this.CONSUME(t.LParen).startOffset;
          const inner = this.SUBRULE(this.type);
          this.CONSUME(t.RParen);
          return { ...inner, start, end: this.lastEnd() };
        },
      },
    ]),
  );

  protected readonly namedType = this.RULE("namedType", (): TypeExpression => {
    const name = this.SUBRULE(this.typeName);
    const args = this.OPTION(() => this.SUBRULE(this.typeArguments)) ?? [];
    return { kind: "named", name, args, start: name.start, end: this.lastEnd() };
  });

  private readonly typeArguments = this.RULE("typeArguments", (): readonly TypeExpression[] => {
    const args: TypeExpression[] = [];
    this.CONSUME(t.LAngle);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => args.push(this.SUBRULE(this.type)) });
    this.CONSUME(t.RAngle);
    return args;
  });

  /** `Service`, or `rds.Instance` of a module that was imported whole. */
  readonly typeName = this.RULE("typeName", (): QualifiedName =>
    this.OR((this.typeNames ??= this.makeTypeNames())),
  );

  private typeNames: Alternatives<QualifiedName> | null = null;

  private makeTypeNames(): Alternatives<QualifiedName> {
    return [
      { ALT: () => this.plain(this.CONSUME(t.TypeName)) },
      {
        ALT: () => {
          const module = this.word(this.CONSUME(t.Name));
          this.CONSUME(t.Dot);
          return { ...this.plain(this.CONSUME2(t.TypeName)), module };
        },
      },
    ];
  }

  private readonly literalType = this.RULE("literalType", (): TypeExpression => {
    const literal = this.SUBRULE(this.constant);
    return { kind: "literal", literal, start: literal.start, end: literal.end };
  });

  /** A literal with its sign. */
  protected readonly constant = this.RULE("constant", (): Literal => {
    const minus = this.OPTION(() => this.CONSUME(t.Minus));
    const token = this.CONSUME(t.Literal);
    return this.ACTION(() => {
      const literal = this.literal(token);
      if (minus === undefined) return literal;
      const value = typeof literal.value === "number" ? -literal.value : literal.value;
      return { ...literal, value, start: minus.startOffset };
    });
  });

  /** `[T]` and `{String: T}`. */
  protected readonly containerType = this.RULE("containerType", (): TypeExpression =>
    this.OR<Alternatives<TypeExpression>>([
      { ALT: () => this.SUBRULE(this.listType) },
      { ALT: () => this.SUBRULE(this.mapType) },
    ]),
  );

  private readonly listType = this.RULE("listType", (): TypeExpression => {
    const start = this.CONSUME(t.LSquare).startOffset;
    const element = this.SUBRULE(this.type);
    let key: Word | null = null;
    this.OPTION(() => {
      this.CONSUME(t.By);
      key = this.word(this.CONSUME(t.Name));
    });
    this.CONSUME(t.RSquare);
    const end = this.lastEnd();
    if (key !== null) return { kind: "keyed", element, key, start, end };
    // `[T of 1..]`: the length belongs to the list and not to its elements, as it does in `[(T of 1..)]`.
    const grouped = this.context.file.text[element.end - 1] === ")";
    if (element.kind === "refined" && element.refinement.kind === "size" && !grouped) {
      return { kind: "list", element: element.base, size: element.refinement.range, start, end };
    }
    return { kind: "list", element, size: null, start, end };
  });

  private readonly mapType = this.RULE("mapType", (): TypeExpression => {
    const start = this.CONSUME(t.LCurly).startOffset;
    const key = this.SUBRULE(this.type);
    this.CONSUME(t.Colon);
    const value = this.SUBRULE2(this.type);
    this.CONSUME(t.RCurly);
    return { kind: "map", key, value, start, end: this.lastEnd() };
  });

  private readonly functionType = this.RULE("functionType", (): TypeExpression => {
    const start = this.CONSUME(t.LambdaParen).startOffset;
    const params: TypeExpression[] = [];
    this.MANY_SEP({ SEP: t.Comma, DEF: () => params.push(this.SUBRULE(this.type)) });
    this.CONSUME(t.RParen);
    this.CONSUME(t.Arrow);
    const result = this.SUBRULE2(this.type);
    return { kind: "function", params, result, start, end: this.lastEnd() };
  });

  protected literal(token: IToken): Literal {
    const start = token.startOffset;
    const end = endOf(token);
    const payload = token.payload as unknown;
    switch (token.tokenType) {
      case t.StringLiteral:
        return { kind: "literal", type: "String", value: String(payload), start, end };
      case t.True:
      case t.False:
        return { kind: "literal", type: "Bool", value: token.tokenType === t.True, start, end };
      case t.Null:
        return { kind: "literal", type: "Null", value: null, start, end };
      default: {
        const { kind, integer, value, text } = payload as ScannedNumber;
        if (kind === "date") return { kind: "literal", type: "Date", value: text, start, end };
        const type = kind !== "number" ? kind : integer ? "Int" : "Number";
        return { kind: "literal", type, value, start, end };
      }
    }
  }
}

function rangeOf(min: Bound | null, max: Bound | null): Range {
  return {
    min: min?.value ?? null,
    max: max?.value ?? null,
    minType: min?.type ?? null,
    maxType: max?.type ?? null,
  };
}
