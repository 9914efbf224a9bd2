// The grammar of policies, exemptions and tests: what judges the rest and has no name.

import type { Exempt, Expression, Let, Policy, Regex, Require, Test, TestEntry } from "../ast.ts";
import * as t from "../lex/tokens.ts";
import type { Alternatives } from "./base.ts";
import { NOTHING, type Before } from "./records.ts";
import { SystemParser } from "./systems.ts";

const A_TEST_ENTRY = "`let`, `expect` or `}`";

export class CheckParser extends SystemParser {
  protected readonly policy = this.RULE("policy", (before?: Before): Policy => {
    this.CONSUME(t.Policy);
    const title = this.word(this.CONSUME(t.StringLiteral));
    let level: Policy["level"] = "deny";
    this.OPTION(() => {
      const token = this.OR([{ ALT: () => this.CONSUME(t.Warn) }, { ALT: () => this.CONSUME(t.Deny) }]);
      if (token.tokenType === t.Warn) level = "warn";
    });
    const on = this.OPTION2(() => this.SUBRULE(this.subject)) ?? null;
    const entries: (Let | Require)[] = [];
    this.CONSUME(t.LCurly);
    this.entries(t.RCurly, "`require`, `let` or `}`", () => {
      const entry = this.SUBRULE(this.policyEntry);
      if (entry !== null && !this.RECORDING_PHASE) entries.push(entry);
    });
    this.CONSUME(t.RCurly);
    const { annotations, start } = before ?? NOTHING;
    const doc = this.doc(start);
    return { kind: "policy", title, level, on, entries, annotations, doc, start, end: this.lastEnd() };
  });

  /** `on Service as s where s.replicas > 1`. */
  private readonly subject = this.RULE("subject", (): Policy["on"] => {
    this.CONSUME(t.On);
    const of = this.SUBRULE(this.typeName);
    const as = this.OPTION(() => {
      this.CONSUME(t.As);
      return this.word(this.CONSUME(t.Name));
    });
    const where = this.OPTION2(() => {
      this.CONSUME(t.Where);
      return this.head(this.expression);
    });
    return { of, as: as ?? null, where: where ?? null };
  });

  private readonly policyEntry = this.RULE("policyEntry", (): Let | Require | null => {
    const first = this.LA(1);
    const { depth } = this;
    try {
      return this.OR<Alternatives<Let | Require>>([
        { ALT: () => this.SUBRULE(this.require) },
        { ALT: () => this.SUBRULE(this.letDeclaration) },
      ]);
    } catch (error) {
      this.recover(error, first, depth);
      return null;
    }
  });

  private readonly require = this.RULE("require", (): Require => {
    const start = this.CONSUME(t.Require).startOffset;
    const condition = this.SUBRULE(this.expression);
    const message = this.OPTION(() => {
      this.CONSUME(t.Else);
      return this.SUBRULE2(this.expression);
    });
    return { kind: "require", condition, message: message ?? null, start, end: this.lastEnd() };
  });

  protected readonly exempt = this.RULE("exempt", (): Exempt => {
    const start = this.CONSUME(t.Exempt).startOffset;
    const policy = this.word(this.CONSUME(t.StringLiteral));
    this.CONSUME(t.For);
    const address = this.word(this.CONSUME2(t.StringLiteral));
    this.CONSUME(t.Until);
    const date = this.CONSUME(t.DateLiteral);
    const until = this.ACTION(() => this.literal(date));
    this.CONSUME(t.Because);
    const because: Expression = this.SUBRULE(this.value);
    return { kind: "exempt", policy, address, until, because, start, end: this.lastEnd() };
  });

  // --- Tests ---------------------------------------------------------------------------------------------------------

  protected readonly test = this.RULE("test", (before?: Before): Test => {
    this.CONSUME(t.Test);
    const title = this.word(this.CONSUME(t.StringLiteral));
    const entries = this.SUBRULE(this.testBlock);
    const { annotations, start } = before ?? NOTHING;
    const doc = this.doc(start);
    return { kind: "test", title, entries, annotations, doc, start, end: this.lastEnd() };
  });

  private readonly testBlock = this.RULE("testBlock", (): readonly TestEntry[] => {
    const entries: TestEntry[] = [];
    this.CONSUME(t.LCurly);
    this.entries(t.RCurly, A_TEST_ENTRY, () => {
      const entry = this.SUBRULE(this.testEntry);
      if (entry !== null && !this.RECORDING_PHASE) entries.push(entry);
    });
    this.CONSUME(t.RCurly);
    return entries;
  });

  private readonly testEntry = this.RULE("testEntry", (): TestEntry | null => {
    const first = this.LA(1);
    const { depth } = this;
    try {
      return this.OR<Alternatives<TestEntry | null>>([
        { ALT: () => this.SUBRULE(this.letDeclaration) },
        { ALT: () => this.SUBRULE(this.expect) },
        {
          ALT: () => {
            const value = this.SUBRULE(this.systemValue);
            // As everywhere, no entry begins with a `{`: on a line of its own it would have lost its head.
            if (!this.RECORDING_PHASE && first.tokenType === t.LCurly) {
              this.unexpected.push({ token: first, expected: A_TEST_ENTRY });
              return null;
            }
            return { kind: "value", value, start: value.start, end: this.lastEnd() };
          },
        },
      ]);
    } catch (error) {
      this.recover(error, first, depth);
      return null;
    }
  });

  private readonly expect = this.RULE("expect", (): TestEntry => {
    const start = this.CONSUME(t.Expect).startOffset;
    return this.OR<Alternatives<TestEntry>>([
      {
        ALT: () => {
          this.CONSUME(t.ErrorWord);
          const matching: Regex | null =
            this.OPTION(() => {
              this.CONSUME(t.Matching);
              return this.SUBRULE(this.regex);
            }) ?? null;
          const entries = this.SUBRULE(this.testBlock);
          return { kind: "expect-error", matching, entries, start, end: this.lastEnd() };
        },
      },
      {
        ALT: () => {
          const value = this.SUBRULE(this.systemValue);
          const snapshot = this.OPTION2(() => {
            this.CONSUME(t.Matches);
            return this.CONSUME(t.Snapshot);
          });
          const end = this.lastEnd();
          if (snapshot === undefined) return { kind: "expect", condition: value, start, end };
          return { kind: "expect-snapshot", value, start, end };
        },
      },
    ]);
  });
}
