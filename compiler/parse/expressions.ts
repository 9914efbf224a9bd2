// The grammar of expressions.

import type { IToken, ParserMethod } from "chevrotain";
import type { Argument, BinaryOperator, Block, Expression, Step, Word } from "../ast.ts";
import * as t from "../lex/tokens.ts";
import { endOf, TooDeep, type Alternatives } from "./base.ts";
import { climbRow, type RowItem } from "./precedence.ts";
import { TypeParser } from "./types.ts";

const MAX_PREFIXES = 50;

export abstract class ExpressionParser extends TypeParser {
  /** Blocks are values too; their grammar is the next family's. */
  abstract readonly block: ParserMethod<[], Block>;

  /** Inside a head the first `{` outside brackets opens the body, so `Name {` is no constructor there. */
  protected inHead = false;

  readonly expression = this.RULE("expression", (): Expression => this.nested(() => this.row()), {
    recoveryValueFunc: (): Expression => this.missing(),
  });

  private row(): Expression {
    const items: RowItem[] = [];
    this.prefixes(items);
    items.push({ kind: "operand", expression: this.SUBRULE(this.access) });
    this.MANY(() => {
      const token = this.CONSUME(t.BinaryOperator);
      const operator = token.image as BinaryOperator;
      items.push({ kind: "binary", operator, start: token.startOffset, end: endOf(token) });
      this.prefixes2(items);
      items.push({ kind: "operand", expression: this.SUBRULE2(this.access) });
    });
    return this.ACTION(() => climbRow(items));
  }

  private prefixes(items: RowItem[]): void {
    this.MANY2(() => {
      const token = this.OR([{ ALT: () => this.CONSUME(t.Not) }, { ALT: () => this.CONSUME(t.Minus) }]);
      this.pushPrefix(items, token);
    });
  }

  private prefixes2(items: RowItem[]): void {
    this.MANY3(() => {
      const token = this.OR2([{ ALT: () => this.CONSUME2(t.Not) }, { ALT: () => this.CONSUME2(t.Minus) }]);
      this.pushPrefix(items, token);
    });
  }

  private pushPrefix(items: RowItem[], token: IToken): void {
    const operator = token.tokenType === t.Not ? "not" : "-";
    items.push({ kind: "prefix", operator, start: token.startOffset, end: endOf(token) });
    if (items.length > MAX_PREFIXES && items.slice(-MAX_PREFIXES).every((item) => item.kind === "prefix")) {
      throw new TooDeep(token.startOffset);
    }
  }

  private readonly access = this.RULE(
    "access",
    (): Expression => {
      const base = this.SUBRULE(this.primary);
      const steps: Step[] = [];
      this.MANY(() => {
        this.keep(steps, this.SUBRULE(this.step));
      });
      return steps.length === 0
        ? base
        : { kind: "access", base, steps, start: base.start, end: this.lastEnd() };
    },
    { recoveryValueFunc: (): Expression => this.missing() },
  );

  private readonly step = this.RULE(
    "step",
    (): Step | null => {
      const start = this.nextStart();
      return this.OR<Alternatives<Step>>([
        {
          ALT: () => {
            this.CONSUME(t.Dot);
            const name = this.SUBRULE(this.memberName);
            return { kind: "field", name, optional: false, end: name.end };
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.QuestionDot);
            const name = this.SUBRULE2(this.memberName);
            return { kind: "field", name, optional: true, end: name.end };
          },
        },
        {
          ALT: () => ({ kind: "call", args: this.SUBRULE(this.args), start, end: this.lastEnd() }),
        },
        {
          ALT: () => {
            this.CONSUME(t.LSquare);
            const index = this.bracketed(() => this.SUBRULE(this.expression));
            this.CONSUME(t.RSquare);
            return { kind: "index", index, start, end: this.lastEnd() };
          },
        },
      ]);
    },
    { recoveryValueFunc: (): Step | null => null },
  );

  protected readonly memberName = this.RULE(
    "memberName",
    (): Word => {
      const token = this.OR([{ ALT: () => this.CONSUME(t.Name) }, { ALT: () => this.CONSUME(t.TypeName) }]);
      return this.word(token);
    },
    { recoveryValueFunc: (): Word => this.noWord() },
  );

  readonly args = this.RULE(
    "args",
    (): readonly Argument[] => {
      const args: Argument[] = [];
      this.CONSUME(t.LParen);
      this.bracketed(() =>
        this.OPTION(() => {
          args.push(this.SUBRULE(this.argument));
          this.MANY(() => {
            this.CONSUME(t.Comma);
            this.OPTION2(() => args.push(this.SUBRULE2(this.argument)));
          });
        }),
      );
      this.CONSUME(t.RParen);
      return args;
    },
    { recoveryValueFunc: (): readonly Argument[] => [] },
  );

  private readonly argument = this.RULE(
    "argument",
    (): Argument => {
      const start = this.nextStart();
      let name: Word | null = null;
      this.OPTION({
        MAX_LOOKAHEAD: 2,
        DEF: () => {
          name = this.word(this.CONSUME(t.Name));
          this.OR([
            { ALT: () => this.CONSUME(t.Equal) },
            {
              ALT: () => {
                const arrow = this.CONSUME(t.Arrow);
                this.ACTION(() => {
                  this.unsupported("a function written in place (`x => ...`)", this.word(arrow));
                });
              },
            },
          ]);
        },
      });
      const value = this.SUBRULE(this.expression);
      return { name, value, start, end: this.lastEnd() };
    },
    { recoveryValueFunc: (): Argument => ({ ...this.missing(), name: null, value: this.missing() }) },
  );

  /** Inside brackets a `{` is a value again. */
  protected bracketed<T>(inner: () => T): T {
    const before = this.inHead;
    this.inHead = false;
    try {
      return inner();
    } finally {
      this.inHead = before;
    }
  }

  private readonly primary = this.RULE(
    "primary",
    (): Expression =>
      this.OR<Alternatives<Expression>>([
        {
          ALT: () => {
            const token = this.CONSUME(t.Literal);
            return this.ACTION(() => this.literal(token));
          },
        },
        { ALT: () => this.SUBRULE(this.template) },
        {
          ALT: () => {
            const token = this.CONSUME(t.Name);
            return { kind: "name", text: this.word(token).text, start: token.startOffset, end: endOf(token) };
          },
        },
        { ALT: () => this.SUBRULE(this.construct) },
        {
          ALT: () => {
            const token = this.CONSUME(t.It);
            return { kind: "it", start: token.startOffset, end: endOf(token) };
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(t.Super);
            return { kind: "super", start: token.startOffset, end: endOf(token) };
          },
        },
        { ALT: () => this.SUBRULE(this.list) },
        { ALT: () => this.SUBRULE(this.block) },
        {
          ALT: () => {
            this.CONSUME(t.LParen);
            const inner = this.bracketed(() => this.SUBRULE(this.expression));
            this.CONSUME(t.RParen);
            return inner;
          },
        },
        { ALT: () => this.SUBRULE(this.conditional) },
        { ALT: () => this.SUBRULE(this.matchExpression) },
      ]),
    { recoveryValueFunc: (): Expression => this.missing() },
  );

  private readonly construct = this.RULE(
    "construct",
    (): Expression => {
      const name = this.word(this.CONSUME(t.TypeName));
      const block = this.OPTION({
        GATE: () => !this.inHead,
        DEF: () => this.SUBRULE(this.block),
      });
      if (block === undefined) return { kind: "name", ...name };
      return { kind: "construct", name, block, start: name.start, end: this.lastEnd() };
    },
    { recoveryValueFunc: (): Expression => this.missing() },
  );

  private readonly template = this.RULE(
    "template",
    (): Expression => {
      const open = this.CONSUME(t.StringOpen);
      const parts: (string | Expression)[] = [this.word(open).text];
      this.bracketed(() => {
        parts.push(this.SUBRULE(this.expression));
        this.MANY(() => {
          parts.push(this.word(this.CONSUME(t.StringMiddle)).text);
          parts.push(this.SUBRULE2(this.expression));
        });
      });
      parts.push(this.word(this.CONSUME(t.StringClose)).text);
      return { kind: "template", parts, start: open.startOffset, end: this.lastEnd() };
    },
    { recoveryValueFunc: (): Expression => this.missing() },
  );

  private readonly list = this.RULE(
    "list",
    (): Expression => {
      const start = this.CONSUME(t.LSquare).startOffset;
      const items: Expression[] = [];
      this.bracketed(() => {
        this.OPTION(() => {
          this.listItem(items);
          this.MANY(() => {
            this.SUBRULE(this.separator);
            this.OPTION2(() => this.listItem2(items));
          });
        });
      });
      this.CONSUME(t.RSquare);
      return { kind: "list", items, start, end: this.lastEnd() };
    },
    { recoveryValueFunc: (): Expression => this.missing() },
  );

  private listItem(items: Expression[]): void {
    this.OR([
      {
        ALT: () => {
          const dots = this.CONSUME(t.Ellipsis);
          this.ACTION(() => {
            this.unsupported("spreading (`...xs`)", this.word(dots));
          });
          this.SUBRULE(this.expression);
        },
      },
      {
        ALT: () => {
          items.push(this.SUBRULE2(this.expression));
          this.OPTION3(() => this.SUBRULE(this.comprehension));
        },
      },
    ]);
  }

  private listItem2(items: Expression[]): void {
    this.OR2([
      {
        ALT: () => {
          const dots = this.CONSUME2(t.Ellipsis);
          this.ACTION(() => {
            this.unsupported("spreading (`...xs`)", this.word(dots));
          });
          this.SUBRULE3(this.expression);
        },
      },
      { ALT: () => items.push(this.SUBRULE4(this.expression)) },
    ]);
  }

  protected readonly comprehension = this.RULE("comprehension", (): void => {
    const token = this.CONSUME(t.For);
    this.ACTION(() => {
      this.unsupported("a comprehension (`[f(x) for x in xs]`)", this.word(token));
    });
    this.CONSUME(t.Name);
    this.CONSUME(t.In);
    this.SUBRULE(this.expression);
    this.OPTION(() => {
      this.CONSUME(t.If);
      this.SUBRULE2(this.expression);
    });
  });

  private readonly conditional = this.RULE(
    "conditional",
    (): Expression => {
      const start = this.CONSUME(t.If).startOffset;
      const condition = this.SUBRULE(this.expression);
      this.CONSUME(t.Then);
      const yes = this.SUBRULE2(this.expression);
      const no = this.OPTION(() => {
        this.CONSUME(t.Else);
        return this.SUBRULE3(this.expression);
      });
      return { kind: "if", condition, yes, no: no ?? null, start, end: this.lastEnd() };
    },
    { recoveryValueFunc: (): Expression => this.missing() },
  );

  private readonly matchExpression = this.RULE(
    "match",
    (): Expression => {
      const token = this.CONSUME(t.Match);
      this.ACTION(() => {
        this.unsupported("`match`", this.word(token));
      });
      this.head(() => this.SUBRULE(this.expression));
      this.CONSUME(t.LCurly);
      this.MANY(() => {
        this.SUBRULE2(this.expression);
        this.CONSUME(t.Arrow);
        this.SUBRULE3(this.expression);
        this.OPTION(() => this.SUBRULE(this.separator));
      });
      this.CONSUME(t.RCurly);
      return { kind: "missing", start: token.startOffset, end: this.lastEnd() };
    },
    { recoveryValueFunc: (): Expression => this.missing() },
  );

  protected head<T>(inner: () => T): T {
    const before = this.inHead;
    this.inHead = true;
    try {
      return inner();
    } finally {
      this.inHead = before;
    }
  }

  protected readonly separator = this.RULE("separator", (): void => {
    this.OR([{ ALT: () => this.CONSUME(t.Comma) }, { ALT: () => this.CONSUME(t.Newline) }]);
  });
}
