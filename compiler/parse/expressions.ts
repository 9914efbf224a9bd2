// The grammar of expressions and blocks.

import type { IToken } from "chevrotain";
import type {
  Annotation,
  Argument,
  BinaryOperator,
  Block,
  Entry,
  Expression,
  Let,
  Step,
  TypeExpression,
  Word,
} from "../ast.ts";
import * as t from "../lex/tokens.ts";
import { endOf, TooDeep, type Alternatives } from "./base.ts";
import { climbRow, type RowItem } from "./precedence.ts";
import { TypeParser } from "./types.ts";

const MAX_PREFIXES = 50;

export class ExpressionParser extends TypeParser {
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

  private readonly comprehension = this.RULE("comprehension", (): void => {
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

  // --- Blocks --------------------------------------------------------------------------------------------------------

  readonly block = this.RULE(
    "block",
    (): Block => {
      const start = this.CONSUME(t.LCurly).startOffset;
      const entries: Entry[] = [];
      this.bracketed(() => {
        this.OPTION(() => {
          this.keepAll(entries, this.SUBRULE(this.entry));
          this.MANY(() => {
            this.SUBRULE(this.separator);
            this.OPTION2(() => {
              this.keepAll(entries, this.SUBRULE2(this.entry));
            });
          });
        });
      });
      this.CONSUME(t.RCurly);
      return { kind: "block", entries, start, end: this.lastEnd() };
    },
    { recoveryValueFunc: (): Block => ({ ...this.missing(), kind: "block", entries: [] }) },
  );

  private keepAll(entries: Entry[], read: readonly Entry[]): void {
    this.ACTION(() => entries.push(...read));
  }

  /** More than one for `remove a, b`; none for what was reported. */
  private readonly entry = this.RULE(
    "entry",
    (): readonly Entry[] =>
      this.OR<Alternatives<readonly Entry[]>>([
        { ALT: () => [this.SUBRULE(this.annotation)] },
        { ALT: () => this.SUBRULE(this.removal) },
        {
          ALT: () => {
            const declaration = this.SUBRULE(this.letDeclaration);
            if (declaration === null) return [];
            return [{ kind: "let", declaration, start: declaration.start, end: declaration.end }];
          },
        },
        { ALT: () => this.SUBRULE(this.verb) },
        { ALT: () => this.SUBRULE(this.unsupportedEntry) },
        { ALT: () => this.SUBRULE(this.keyed) },
      ]),
    { recoveryValueFunc: (): readonly Entry[] => [] },
  );

  private readonly key = this.RULE(
    "key",
    (): Word => {
      const token = this.OR([
        { ALT: () => this.CONSUME(t.Name) },
        { ALT: () => this.CONSUME(t.TypeName) },
        { ALT: () => this.CONSUME(t.StringLiteral) },
      ]);
      return this.word(token);
    },
    { recoveryValueFunc: (): Word => this.noWord() },
  );

  private readonly keyed = this.RULE(
    "keyed",
    (): readonly Entry[] => {
      const start = this.nextStart();
      const path = [this.SUBRULE(this.key)];
      this.MANY(() => {
        this.CONSUME(t.Dot);
        path.push(this.SUBRULE2(this.key));
      });
      const key = path.at(-1) as Word;
      const entry = this.OR<Alternatives<Entry | null>>([
        {
          ALT: () => {
            this.CONSUME(t.Equal);
            const value = this.SUBRULE(this.expression);
            return { kind: "set", key, value, start, end: this.lastEnd() };
          },
        },
        {
          ALT: () => {
            const token = this.OR2([
              { ALT: () => this.CONSUME(t.PlusEqual) },
              { ALT: () => this.CONSUME(t.MinusEqual) },
            ]);
            this.ACTION(() => {
              this.unsupported(`\`${token.image}\``, this.word(token));
            });
            this.SUBRULE2(this.expression);
            return null;
          },
        },
        {
          ALT: () => {
            const block = this.SUBRULE(this.block);
            return { kind: "amend", key, block, start, end: this.lastEnd() };
          },
        },
        {
          ALT: () => {
            const colon = this.CONSUME(t.Colon);
            this.ACTION(() => {
              this.unsupported("declaring a new slot here", this.word(colon));
            });
            this.SUBRULE(this.type);
            this.OPTION2(() => this.SUBRULE2(this.block));
            return null;
          },
        },
        {
          ALT: () => ({
            kind: "set",
            key,
            value: { kind: "name", text: key.text, start: key.start, end: key.end },
            start,
            end: key.end,
          }),
        },
      ]);
      return this.ACTION(() => (entry === null ? [] : [nest(path, entry)]));
    },
    { recoveryValueFunc: (): readonly Entry[] => [] },
  );

  private readonly removal = this.RULE(
    "removal",
    (): readonly Entry[] => {
      const start = this.CONSUME(t.Remove).startOffset;
      const path = [this.SUBRULE(this.key)];
      this.MANY(() => {
        this.CONSUME(t.Dot);
        path.push(this.SUBRULE2(this.key));
      });
      const entry: Entry = { kind: "remove", key: path.at(-1) as Word, start, end: this.lastEnd() };
      return this.ACTION(() => [nest(path, entry)]);
    },
    { recoveryValueFunc: (): readonly Entry[] => [] },
  );

  readonly annotation = this.RULE(
    "annotation",
    (): Annotation => {
      const start = this.CONSUME(t.At).startOffset;
      const name = this.SUBRULE(this.memberName);
      const args = this.OPTION(() => this.SUBRULE(this.args)) ?? [];
      return { kind: "annotation", name, args, start, end: this.lastEnd() };
    },
    {
      recoveryValueFunc: (): Annotation => ({
        ...this.missing(),
        kind: "annotation",
        name: this.noWord(),
        args: [],
      }),
    },
  );

  readonly letDeclaration = this.RULE(
    "let",
    (): Let | null => {
      const start = this.CONSUME(t.Let).startOffset;
      const name = this.word(this.CONSUME(t.Name));
      let type: TypeExpression | null = null;
      this.OPTION(() => {
        this.CONSUME(t.Colon);
        type = this.SUBRULE(this.type);
      });
      this.CONSUME(t.Equal);
      const value = this.SUBRULE(this.expression);
      return { kind: "let", name, type, value, start, end: this.lastEnd(), doc: this.doc(start) };
    },
    { recoveryValueFunc: (): Let | null => null },
  );

  /** `replace`, `final`, `default`: read as the entry that they stand before, and reported. */
  private readonly verb = this.RULE(
    "verb",
    (): readonly Entry[] => {
      const token = this.OR([
        { ALT: () => this.CONSUME(t.Replace) },
        { ALT: () => this.CONSUME(t.Final) },
        { ALT: () => this.CONSUME(t.Default) },
      ]);
      this.ACTION(() => {
        this.unsupported(`\`${token.image}\``, this.word(token));
      });
      this.SUBRULE(this.keyed);
      return [];
    },
    { recoveryValueFunc: (): readonly Entry[] => [] },
  );

  private readonly unsupportedEntry = this.RULE(
    "unsupportedEntry",
    (): readonly Entry[] => {
      this.OR([
        {
          ALT: () => {
            const token = this.CONSUME(t.Each);
            this.ACTION(() => {
              this.unsupported("`each`", this.word(token));
            });
            this.CONSUME(t.TypeName);
            this.OPTION(() => {
              this.CONSUME(t.Where);
              this.head(() => this.SUBRULE(this.expression));
            });
            this.SUBRULE(this.block);
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(t.Ellipsis);
            this.ACTION(() => {
              this.unsupported("spreading (`...xs`)", this.word(token));
            });
            this.SUBRULE2(this.expression);
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(t.LSquare);
            this.ACTION(() => {
              this.unsupported("a computed key (`[k] = v`)", this.word(token));
            });
            this.SUBRULE3(this.expression);
            this.CONSUME(t.RSquare);
            this.CONSUME(t.Equal);
            this.SUBRULE4(this.expression);
            this.OPTION2(() => this.SUBRULE(this.comprehension));
          },
        },
      ]);
      return [];
    },
    { recoveryValueFunc: (): readonly Entry[] => [] },
  );
}

/** `a.b.c = 1` is `a { b { c = 1 } }`. */
function nest(path: readonly Word[], entry: Entry): Entry {
  let inner = entry;
  for (let index = path.length - 2; index >= 0; index--) {
    const key = path[index] as Word;
    const at = { start: inner.start, end: inner.end };
    inner = {
      kind: "amend",
      key,
      block: { kind: "block", entries: [inner], ...at },
      start: key.start,
      end: inner.end,
    };
  }
  return inner;
}
