// The grammar of types: `T?`, `[T by name]`, `{String: T}`, `Int in 1..100`, `"a" | "b"`.

import type { IToken } from "chevrotain";
import type { Literal, Range, Refinement, TypeExpression, Word } from "../ast.ts";
import * as t from "../lex/tokens.ts";
import type { ScannedNumber } from "../lex/numbers.ts";
import { BaseParser, endOf, type Alternatives } from "./base.ts";

export class TypeParser extends BaseParser {
  readonly type = this.RULE("type", (): TypeExpression => this.nested(() => this.unionType()), {
    recoveryValueFunc: (): TypeExpression => this.missing(),
  });

  private unionType(): TypeExpression {
    const first = this.SUBRULE(this.refinedType);
    const members = [first];
    this.MANY(() => {
      this.CONSUME(t.Pipe);
      members.push(this.SUBRULE2(this.refinedType));
    });
    return members.length === 1 ? first : { kind: "union", members, start: first.start, end: this.lastEnd() };
  }

  private readonly refinedType = this.RULE(
    "refinedType",
    (): TypeExpression => {
      let type = this.SUBRULE(this.simpleType);
      this.MANY(() => {
        const refinement = this.SUBRULE(this.refinement);
        if (refinement !== null)
          type = { kind: "refined", base: type, refinement, start: type.start, end: refinement.end };
      });
      return type;
    },
    { recoveryValueFunc: (): TypeExpression => this.missing() },
  );

  private readonly refinement = this.RULE(
    "refinement",
    (): Refinement | null => {
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
      ]);
    },
    { recoveryValueFunc: (): Refinement | null => null },
  );

  readonly range = this.RULE(
    "range",
    (): Range => {
      const min = this.OPTION(() => this.SUBRULE(this.bound)) ?? null;
      if (this.OPTION2(() => this.CONSUME(t.DotDot)) === undefined) return { min, max: min };
      const max = this.OPTION3(() => this.SUBRULE2(this.bound)) ?? null;
      return { min, max };
    },
    { recoveryValueFunc: (): Range => ({ min: null, max: null }) },
  );

  private readonly bound = this.RULE(
    "bound",
    (): number => {
      const minus = this.OPTION(() => this.CONSUME(t.Minus));
      const token = this.CONSUME(t.NumberLiteral);
      const value = (token.payload as ScannedNumber | undefined)?.value ?? 0;
      return minus === undefined ? value : -value;
    },
    { recoveryValueFunc: (): number => 0 },
  );

  private readonly simpleType = this.RULE(
    "simpleType",
    (): TypeExpression => {
      let type = this.OR<Alternatives<TypeExpression>>([
        { ALT: () => this.namedType() },
        { ALT: () => this.literalType() },
        { ALT: () => this.SUBRULE(this.listType) },
        { ALT: () => this.SUBRULE(this.mapType) },
        {
          ALT: () => {
            const start = this.CONSUME(t.LParen).startOffset;
            const inner = this.SUBRULE(this.type);
            this.CONSUME(t.RParen);
            return { ...inner, start, end: this.lastEnd() };
          },
        },
      ]);
      this.OPTION2(() => {
        this.CONSUME(t.Question);
        type = { kind: "optional", inner: type, start: type.start, end: this.lastEnd() };
      });
      return type;
    },
    { recoveryValueFunc: (): TypeExpression => this.missing() },
  );

  private namedType(): TypeExpression {
    const first = this.word(this.CONSUME(t.TypeName));
    const args: TypeExpression[] = [];
    this.OPTION(() => {
      this.CONSUME(t.Less);
      this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => args.push(this.SUBRULE2(this.type)) });
      this.CONSUME(t.Greater);
    });
    return { kind: "named", name: first, args, start: first.start, end: this.lastEnd() };
  }

  private literalType(): TypeExpression {
    const token = this.CONSUME(t.Literal);
    const literal = this.ACTION(() => this.literal(token));
    return { kind: "literal", literal, start: token.startOffset, end: endOf(token) };
  }

  private readonly listType = this.RULE(
    "listType",
    (): TypeExpression => {
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
    },
    { recoveryValueFunc: (): TypeExpression => this.missing() },
  );

  private readonly mapType = this.RULE(
    "mapType",
    (): TypeExpression => {
      const start = this.CONSUME(t.LCurly).startOffset;
      const key = this.SUBRULE(this.type);
      this.CONSUME(t.Colon);
      const value = this.SUBRULE2(this.type);
      this.CONSUME(t.RCurly);
      const end = this.lastEnd();
      this.ACTION(() => {
        const plain = key.kind === "missing" || (key.kind === "named" && key.name.text === "String");
        if (!plain) this.unsupported("a map with keys that are not plain strings", key);
      });
      return { kind: "map", value, start, end };
    },
    { recoveryValueFunc: (): TypeExpression => this.missing() },
  );

  protected literal(token: IToken): Literal {
    const at = { start: token.startOffset, end: endOf(token) };
    const payload = token.payload as unknown;
    if (token.tokenType === t.True || token.tokenType === t.False)
      return { kind: "literal", type: "Bool", value: payload === true, ...at };
    if (typeof payload === "string") return { kind: "literal", type: "String", value: payload, ...at };
    if (payload === null || payload === undefined)
      return { kind: "literal", type: "Null", value: null, ...at };
    const number = payload as ScannedNumber;
    switch (number.kind) {
      case "number":
        return { kind: "literal", type: number.integer ? "Int" : "Number", value: number.value, ...at };
      case "date":
        return { kind: "literal", type: "Date", value: number.text, ...at };
      case "Duration":
      case "Size":
      case "Cpu":
      case "Percent":
        return { kind: "literal", type: number.kind, value: number.value, ...at };
    }
  }
}
