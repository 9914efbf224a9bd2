// The grammar of blocks: entries, annotations, and the verbs of overlays.

import type { Annotation, Block, Entry, Let, TypeExpression, Word } from "../ast.ts";
import * as t from "../lex/tokens.ts";
import type { Alternatives } from "./base.ts";
import { ExpressionParser } from "./expressions.ts";

export class BlockParser extends ExpressionParser {
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
