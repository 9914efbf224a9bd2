// The grammar of expressions.

import { tokenMatcher, type IToken } from "chevrotain";
import type { BinaryOperator, Expression, QualifiedName, Step, Word } from "../ast.ts";
import type { ScannedNumber } from "../lex/numbers.ts";
import * as t from "../lex/tokens.ts";
import { MAX_NESTING } from "../lex.ts";
import { endOf, isEnd, TooDeep, type Alternatives } from "./base.ts";
import { CollectionParser } from "./collections.ts";
import { CONSTRUCTOR_IN_HEAD } from "./expected.ts";
import { climbRow, type RowItem } from "./precedence.ts";

const MAX_PREFIXES = 50;

export abstract class ExpressionParser extends CollectionParser {
  readonly expression = this.RULE("expression", (): Expression => {
    const depth = this.enter();
    // Most expressions are one operand: the row is made when a second thing is seen.
    let row: RowItem[] | null = null;
    this.MANY(() => {
      row ??= [];
      this.pushPrefix(row, this.CONSUME(t.Prefix));
    });
    const first = this.SUBRULE(this.access);
    let items = row as RowItem[] | null;
    items?.push({ kind: "operand", expression: first });
    this.MANY2(() => {
      const token = this.CONSUME(t.BinaryOperator);
      // What stands for an operator of another language carries the one that was meant.
      const operator = (token.payload ?? token.image) as BinaryOperator | "..";
      items ??= [{ kind: "operand", expression: first }];
      const after = items;
      after.push({ kind: "binary", operator, token });
      this.MANY3(() => this.pushPrefix(after, this.CONSUME2(t.Prefix)));
      after.push({ kind: "operand", expression: this.SUBRULE2(this.access) });
    });
    this.depth = depth;
    if (items === null || this.RECORDING_PHASE) return first;
    return climbRow(items, (token) => {
      this.unexpected.push({ token, expected: "one `..` only" });
    });
  });

  private pushPrefix(items: RowItem[], token: IToken): void {
    const operator = token.tokenType === t.Not ? "not" : "-";
    items.push({ kind: "prefix", operator, token });
    if (items.length > MAX_PREFIXES && items.slice(-MAX_PREFIXES).every((item) => item.kind === "prefix")) {
      throw new TooDeep(token.startOffset);
    }
  }

  private readonly access = this.RULE("access", (): Expression => {
    const base = this.SUBRULE(this.primary);
    let steps: Step[] | null = null;
    this.MANY(() => {
      const step = this.SUBRULE(this.step);
      if (steps === null) steps = [step];
      else steps.push(step);
    });
    if (steps === null || this.RECORDING_PHASE) return base;
    return { kind: "access", base, steps, start: base.start, end: this.lastEnd() };
  });

  private readonly step = this.RULE("step", (): Step =>
    this.OR((this.stepAlternatives ??= this.makeStepAlternatives())),
  );

  // Alternatives are made once: a closure for each operand would be most of what a parse leaves to the garbage collector.
  private stepAlternatives: Alternatives<Step> | null = null;

  private makeStepAlternatives(): Alternatives<Step> {
    return [
      {
        ALT: () => {
          this.CONSUME(t.Dot);
          const name = this.word(this.CONSUME(t.MemberName));
          return { kind: "field", name, optional: false, end: this.lastEnd() };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.QuestionDot);
          const name = this.word(this.CONSUME2(t.MemberName));
          return { kind: "field", name, optional: true, end: this.lastEnd() };
        },
      },
      {
        ALT: () => {
          const start = this.nextStart();
          return { kind: "call", args: this.SUBRULE(this.args), start, end: this.lastEnd() };
        },
      },
      {
        ALT: () => {
          const start = this.CONSUME(t.LSquare).startOffset;
          const before = this.inHead;
          this.inHead = false;
          const index = this.SUBRULE(this.expression);
          this.inHead = before;
          this.CONSUME(t.RSquare);
          return { kind: "index", index, start, end: this.lastEnd() };
        },
      },
    ];
  }

  private readonly primary = this.RULE("primary", (): Expression =>
    this.OR((this.primaryAlternatives ??= this.makePrimaryAlternatives())),
  );

  private primaryAlternatives: Alternatives<Expression> | null = null;

  private makePrimaryAlternatives(): Alternatives<Expression> {
    return [
      {
        ALT: () => {
          const token = this.CONSUME(t.Literal);
          return this.RECORDING_PHASE ? this.missing() : this.literalOrMissing(token);
        },
      },
      { ALT: () => this.SUBRULE(this.template) },
      { ALT: () => this.SUBRULE(this.nameOrConstruct) },
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
      {
        ALT: () => {
          if (this.inHead && !this.RECORDING_PHASE)
            this.unexpected.push({ token: this.LA(1), expected: "a value" });
          return this.SUBRULE(this.block);
        },
      },
      { ALT: () => this.SUBRULE(this.group) },
      { ALT: () => this.SUBRULE(this.conditional) },
      { ALT: () => this.SUBRULE(this.match) },
      { ALT: () => this.SUBRULE(this.lambda) },
      {
        ALT: () => {
          const regex = this.SUBRULE(this.regex);
          const { start, end } = regex;
          return !this.RECORDING_PHASE && this.LA(0).payload === null
            ? { kind: "missing", start, end }
            : regex;
        },
      },
    ];
  }

  /** A number that is none and a text without an end were reported, and have no type that anything could clash with. */
  protected literalOrMissing(token: IToken): Expression {
    const literal = this.literal(token);
    const scanned = token.payload as ScannedNumber | string | null | undefined;
    const wrong = scanned === null || (typeof scanned === "object" && scanned.wrong !== null);
    return wrong ? { kind: "missing", start: literal.start, end: literal.end } : literal;
  }

  /** The value that is one literal, as most are: seen here faster than the rules of an expression find out. */
  protected literalAlone(): Expression | null {
    return this.literalEnds(1) ? this.literalOrMissing(this.CONSUME(t.Literal)) : null;
  }

  /** Is there a literal so many tokens ahead, and nothing behind it? */
  protected literalEnds(ahead: number): boolean {
    const isAlone = tokenMatcher(this.LA(ahead), t.Literal) && isEnd(this.LA(ahead + 1).tokenType, true);
    return isAlone && this.depth < MAX_NESTING;
  }

  private readonly group = this.RULE("group", (): Expression => {
    this.CONSUME(t.LParen);
    const before = this.inHead;
    this.inHead = false;
    const inner = this.SUBRULE(this.expression);
    this.inHead = before;
    this.CONSUME(t.RParen);
    return inner;
  });

  /** `xs`, and `rds.Spec { }`: the constructor of a module that was imported whole. */
  private readonly nameOrConstruct = this.RULE("nameOrConstruct", (): Expression => {
    const token = this.CONSUME(t.Name);
    const end = endOf(token);
    const name: Expression = { kind: "name", text: token.image, start: token.startOffset, end };
    // Nearly every name is only a name, which is seen here faster than an option of the grammar finds out.
    const alone = this.inHead || this.LA(3).tokenType !== t.LCurly || this.LA(2).tokenType !== t.TypeName;
    if (alone && !this.RECORDING_PHASE) return name;
    const construct = this.OPTION((): Expression => {
      this.CONSUME(t.Dot);
      const type = this.plain(this.CONSUME(t.TypeName));
      const module: Word = { text: token.image, start: token.startOffset, end };
      const block = this.SUBRULE(this.block);
      const full: QualifiedName = { ...type, module };
      return { kind: "construct", name: full, block, start: token.startOffset, end: this.lastEnd() };
    });
    return construct ?? name;
  });

  private readonly construct = this.RULE("construct", (): Expression => {
    const token = this.CONSUME(t.TypeName);
    const start = token.startOffset;
    const bare = this.inHead && !this.RECORDING_PHASE && !this.constructsInHead();
    const block = bare ? undefined : this.OPTION(() => this.SUBRULE(this.block));
    if (block === undefined) return { kind: "name", text: token.image, start, end: endOf(token) };
    return { kind: "construct", name: this.plain(token), block, start, end: this.lastEnd() };
  });

  /** `match Point { x = 1 } { ... }`: the constructor that wants parentheses is read as one, and noted. */
  private constructsInHead(): boolean {
    if (!this.nextIs(t.LCurly)) return false;
    let at = 1;
    for (let level = 0; ; at++) {
      const type = this.LA(at).tokenType;
      if (type.name === "EOF") return false;
      if (type === t.LCurly) level++;
      else if (type === t.RCurly && --level === 0) break;
    }
    const after = this.LA(at + 1);
    const { tokenType } = after;
    const goesOn = tokenType === t.LCurly || tokenType === t.Dot || tokenType === t.RSquare;
    if (!goesOn && !tokenMatcher(after, t.BinaryOperator)) return false;
    this.unexpected.push({ token: this.LA(1), expected: CONSTRUCTOR_IN_HEAD });
    return true;
  }

  private readonly conditional = this.RULE("conditional", (): Expression => {
    const start = this.CONSUME(t.If).startOffset;
    const condition = this.SUBRULE(this.expression);
    this.CONSUME(t.Then);
    const yes = this.SUBRULE2(this.expression);
    const no = this.OPTION(() => {
      this.CONSUME(t.Else);
      return this.SUBRULE3(this.expression);
    });
    return { kind: "if", condition, yes, no: no ?? null, start, end: this.lastEnd() };
  });

  private readonly lambda = this.RULE("lambda", (): Expression => {
    const start = this.nextStart();
    const params: Word[] = [];
    this.OR([
      { ALT: () => params.push(this.word(this.CONSUME(t.LambdaName))) },
      {
        ALT: () => {
          this.CONSUME(t.LambdaParen);
          this.MANY_SEP({ SEP: t.Comma, DEF: () => params.push(this.word(this.CONSUME(t.Name))) });
          this.CONSUME(t.RParen);
        },
      },
    ]);
    this.CONSUME(t.Arrow);
    const body = this.SUBRULE(this.expression);
    return { kind: "lambda", params, body, start, end: this.lastEnd() };
  });
}
