// The grammar of what stands in brackets: lists, comprehensions, interpolated strings, `match`, arguments.

import type { IToken, ParserMethod } from "chevrotain";
import type { Argument, Arm, Block, Expression, List, Loop, Pattern } from "../ast.ts";
import type { QualifiedName, Regex, Spread, Word } from "../ast.ts";
import * as t from "../lex/tokens.ts";
import { endOf, type Alternatives } from "./base.ts";
import { TypeParser } from "./types.ts";
import { A_PATTERN, AN_ARM } from "./expected.ts";

interface ListItem {
  readonly first: IToken;
  readonly item: Expression | Spread;
  readonly loop: Loop | null;
  readonly condition: Expression | null;
}

export abstract class CollectionParser extends TypeParser {
  /** Blocks are values too; their grammar is a later family's. */
  abstract readonly block: ParserMethod<[], Block>;

  protected readonly list = this.RULE("list", (): Expression => {
    const start = this.CONSUME(t.LSquare).startOffset;
    const items: (Expression | Spread)[] = [];
    let looped: ListItem | null = null;
    const before = this.inHead;
    this.inHead = false;
    this.entries(t.RSquare, "an element, `,` or `]`", () => {
      const read = this.SUBRULE(this.listItem);
      if (this.RECORDING_PHASE) return;
      items.push(read.item);
      if (read.loop !== null) looped = read;
    });
    this.inHead = before;
    this.CONSUME(t.RSquare);
    const end = this.lastEnd();
    return this.ACTION(() => this.listOf(items, looped, start, end));
  });

  private listOf(items: List["items"], looped: ListItem | null, start: number, end: number): Expression {
    const [only] = items;
    if (looped === null || looped.loop === null || only === undefined || only.kind === "spread")
      return { kind: "list", items, start, end };
    if (items.length > 1)
      this.unexpected.push({ token: looped.first, expected: "a comprehension alone in its brackets" });
    const { loop, condition } = looped;
    return { kind: "comprehension", element: only, loop, condition, start, end };
  }

  private readonly listItem = this.RULE("listItem", (): ListItem => {
    const first = this.LA(1);
    const { depth } = this;
    try {
      return this.OR<Alternatives<ListItem>>([
        {
          ALT: () => {
            const dots = this.CONSUME(t.Ellipsis);
            const value = this.SUBRULE(this.expression);
            const item: Spread = { kind: "spread", value, start: dots.startOffset, end: this.lastEnd() };
            return { first, item, loop: null, condition: null };
          },
        },
        {
          ALT: () => {
            const item = this.SUBRULE2(this.expression);
            const loop = this.OPTION(() => this.SUBRULE(this.loop)) ?? null;
            const condition = this.OPTION2(() => this.SUBRULE(this.condition)) ?? null;
            if (!this.RECORDING_PHASE && loop === null && condition !== null)
              this.unexpected.push({ token: first, expected: "`for` before the `if`" });
            return { first, item, loop, condition };
          },
        },
      ]);
    } catch (error) {
      this.recover(error, first, depth);
      return { first, item: this.missing(), loop: null, condition: null };
    }
  });

  /** `if cond` after a loop or in a head. */
  protected readonly condition = this.RULE("condition", (): Expression => {
    this.CONSUME(t.If);
    return this.head(this.expression);
  });

  protected readonly loop = this.RULE("loop", (): Loop => {
    const start = this.CONSUME(t.For).startOffset;
    const one = this.word(this.CONSUME(t.Name));
    const two = this.OPTION(() => {
      this.CONSUME(t.Comma);
      return this.word(this.CONSUME2(t.Name));
    });
    this.CONSUME(t.In);
    const collection = this.head(this.expression);
    const by =
      this.OPTION2(() => {
        this.CONSUME(t.By);
        return this.head2(this.expression);
      }) ?? null;
    const key = two === undefined ? null : one;
    return { key, variable: two ?? one, collection, by, start, end: this.lastEnd() };
  });

  protected readonly template = this.RULE("template", (): Expression => {
    const open = this.CONSUME(t.StringOpen);
    const parts: (string | Expression)[] = [this.textOf(open)];
    parts.push(this.SUBRULE(this.hole));
    this.MANY(() => {
      parts.push(this.textOf(this.CONSUME(t.StringMiddle)));
      parts.push(this.SUBRULE2(this.hole));
    });
    parts.push(this.textOf(this.CONSUME(t.StringClose)));
    return { kind: "template", parts, start: open.startOffset, end: this.lastEnd() };
  });

  /** What stands between `${` and `}`. */
  private readonly hole = this.RULE("hole", (): Expression => {
    const first = this.LA(1);
    const { depth, inHead } = this;
    this.inHead = false;
    try {
      const value = this.SUBRULE(this.expression);
      this.inHead = inHead;
      const type = this.LA(1).tokenType;
      if (this.RECORDING_PHASE || type === t.StringMiddle || type === t.StringClose) return value;
      this.unexpected.push({ token: this.LA(1), expected: "the `}` of this `${`" });
      this.skipHole(first);
      return value;
    } catch (error) {
      this.recover(error, first, depth);
      this.skipHole(first);
      this.inHead = inHead;
      return this.missing();
    }
  });

  private skipHole(first: IToken): void {
    for (;;) {
      this.skipEntry(first, false);
      const type = this.LA(1).tokenType;
      if (type === t.StringMiddle || type === t.StringClose || type.name === "EOF") return;
      this.SKIP_TOKEN();
    }
  }

  private textOf(token: IToken): string {
    const payload = token.payload as unknown;
    return typeof payload === "string" ? payload : "";
  }

  readonly args = this.RULE("args", (): readonly Argument[] => {
    const args: Argument[] = [];
    this.CONSUME(t.LParen);
    const before = this.inHead;
    this.inHead = false;
    const mistakes = this.unexpected.length;
    this.entries(t.RParen, "a value, `,` or `)`", () => {
      const arg = this.SUBRULE(this.argument);
      if (!this.RECORDING_PHASE) args.push(arg);
    });
    this.inHead = before;
    // Something stood there: how many values it was meant to be, nobody knows.
    if (this.unexpected.length > mistakes) {
      const value = this.missing();
      args.push({ name: null, value, start: value.start, end: value.end });
    }
    this.CONSUME(t.RParen);
    return args;
  });

  private readonly argument = this.RULE("argument", (): Argument => {
    const first = this.LA(1);
    const { depth } = this;
    let name: Word | null = null;
    try {
      if (this.RECORDING_PHASE || this.LA(2).tokenType === t.Equal)
        this.OPTION(() => {
          name = this.word(this.CONSUME(t.Name));
          this.CONSUME(t.Equal);
        });
      const value = this.SUBRULE(this.expression);
      return { name, value, start: first.startOffset, end: this.lastEnd() };
    } catch (error) {
      this.recover(error, first, depth);
      return { name, value: this.missing(), start: first.startOffset, end: this.lastEnd() };
    }
  });

  // --- match ---------------------------------------------------------------------------------------------------------

  protected readonly match = this.RULE("match", (): Expression => {
    const start = this.CONSUME(t.Match).startOffset;
    const subject = this.head(this.expression);
    const arms: Arm[] = [];
    this.CONSUME(t.LCurly);
    const before = this.inHead;
    this.inHead = false;
    const lost = this.entries(t.RCurly, AN_ARM, () => {
      const arm = this.SUBRULE(this.arm);
      if (!this.RECORDING_PHASE) arms.push(arm);
    });
    this.inHead = before;
    const { startOffset: end } = this.CONSUME(t.RCurly);
    // It may have been for what no other arm is for.
    if (lost) arms.push({ patterns: [this.missing()], value: this.missing(), start: end, end });
    return { kind: "match", subject, arms, start, end: this.lastEnd() };
  });

  private readonly arm = this.RULE("arm", (): Arm => {
    const first = this.LA(1);
    const { depth } = this;
    const patterns: Pattern[] = [];
    try {
      patterns.push(this.SUBRULE(this.pattern));
      this.MANY(() => {
        this.CONSUME(t.Pipe);
        patterns.push(this.SUBRULE2(this.pattern));
      });
      this.CONSUME(t.Arrow);
      const value = this.SUBRULE(this.expression);
      return { patterns, value, start: first.startOffset, end: this.lastEnd() };
    } catch (error) {
      this.recover(error, first, depth);
      if (patterns.length === 0) patterns.push(this.missing());
      return { patterns, value: this.missing(), start: first.startOffset, end: this.lastEnd() };
    }
  });

  private readonly pattern = this.RULE("pattern", (): Pattern =>
    this.OR<Alternatives<Pattern>>([
      {
        ALT: () => {
          const literal = this.SUBRULE(this.constant);
          return { kind: "literal", literal, start: literal.start, end: literal.end };
        },
      },
      {
        ALT: () => {
          const token = this.CONSUME(t.LambdaName);
          if (!this.RECORDING_PHASE && token.image !== "_")
            this.unexpected.push({ token, expected: A_PATTERN });
          return { kind: "any", start: token.startOffset, end: endOf(token) };
        },
      },
      {
        ALT: () => {
          const name = this.SUBRULE(this.typeName);
          const as = this.OPTION(() => this.SUBRULE(this.patternName)) ?? null;
          return { kind: "type", name, of: null, as, start: name.start, end: this.lastEnd() };
        },
      },
      {
        ALT: () => {
          const of = this.SUBRULE(this.containerType);
          const { start, end } = of;
          const as = this.OPTION2(() => this.SUBRULE2(this.patternName)) ?? null;
          const name: QualifiedName = { text: of.kind, start, end, module: null };
          return { kind: "type", name, of, as, start, end: this.lastEnd() };
        },
      },
    ]),
  );

  private readonly patternName = this.RULE("patternName", (): Word => {
    this.CONSUME(t.As);
    return this.word(this.CONSUME(t.LambdaName));
  });

  protected readonly regex = this.RULE("regex", (): Regex => {
    const token = this.CONSUME(t.RegexLiteral);
    return { kind: "regex", source: this.word(token).text, start: token.startOffset, end: endOf(token) };
  });
}
