// The grammar of files: imports, systems, types, kinds, overlays and environments.

import type {
  Annotation,
  Declaration,
  Expression,
  Field,
  Import,
  Loop,
  Member,
  OverlayUse,
  Param,
  Slot,
  Word,
} from "../ast.ts";
import type { TypeExpression } from "../ast.ts";
import * as t from "../lex/tokens.ts";
import type { Alternatives } from "./base.ts";
import { BlockParser } from "./blocks.ts";

export interface FileItems {
  readonly imports: readonly Import[];
  readonly declarations: readonly Declaration[];
}

export class DeclarationParser extends BlockParser {
  constructor(validate: boolean) {
    super(validate);
    this.performSelfAnalysis();
  }

  readonly file = this.RULE(
    "file",
    (): FileItems => {
      const imports: Import[] = [];
      const declarations: Declaration[] = [];
      this.MANY(() => {
        this.OR([
          { ALT: () => this.CONSUME(t.Newline) },
          { ALT: () => this.keep(imports, this.SUBRULE(this.import)) },
          { ALT: () => this.keep(declarations, this.SUBRULE(this.system)) },
          { ALT: () => this.keep(declarations, this.SUBRULE(this.typeDeclaration)) },
          { ALT: () => this.keep(declarations, this.SUBRULE(this.kind)) },
          { ALT: () => this.keep(declarations, this.SUBRULE(this.overlay)) },
          { ALT: () => this.keep(declarations, this.SUBRULE(this.environment)) },
          { ALT: () => this.keep(declarations, this.SUBRULE(this.letDeclaration)) },
        ]);
      });
      return { imports, declarations };
    },
    { recoveryValueFunc: (): FileItems => ({ imports: [], declarations: [] }) },
  );

  private readonly import = this.RULE(
    "import",
    (): Import | null => {
      const start = this.CONSUME(t.Import).startOffset;
      const from = this.OR<Alternatives<Import["from"]>>([
        { ALT: () => ({ kind: "path", path: this.word(this.CONSUME(t.StringLiteral)) }) },
        {
          ALT: () => {
            const words = [this.word(this.CONSUME(t.Name))];
            this.MANY(() => {
              this.CONSUME(t.Dot);
              words.push(this.word(this.CONSUME2(t.Name)));
            });
            return { kind: "module", words };
          },
        },
      ]);
      const names: { name: Word; as: Word | null }[] = [];
      this.OR2([
        {
          ALT: () => {
            this.CONSUME(t.LCurly);
            this.OPTION(() => {
              names.push(this.SUBRULE(this.importName));
              this.MANY2(() => {
                this.SUBRULE(this.separator);
                this.OPTION2(() => names.push(this.SUBRULE2(this.importName)));
              });
            });
            this.CONSUME(t.RCurly);
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(t.As);
            this.ACTION(() => {
              this.unsupported("importing a data file", this.word(token));
            });
            this.CONSUME3(t.Name);
            this.CONSUME(t.Colon);
            this.SUBRULE(this.type);
          },
        },
      ]);
      return { from, names, start, end: this.lastEnd() };
    },
    { recoveryValueFunc: (): Import | null => null },
  );

  private readonly importName = this.RULE(
    "importName",
    (): { name: Word; as: Word | null } => {
      const name = this.SUBRULE(this.memberName);
      const as =
        this.OPTION(() => {
          this.CONSUME(t.As);
          return this.SUBRULE2(this.memberName);
        }) ?? null;
      return { name, as };
    },
    { recoveryValueFunc: (): { name: Word; as: Word | null } => ({ name: this.noWord(), as: null }) },
  );

  // --- Systems -------------------------------------------------------------------------------------------------------

  private readonly system = this.RULE(
    "system",
    (): Declaration | null => {
      const start = this.CONSUME(t.System).startOffset;
      const name = this.word(this.CONSUME(t.TypeName));
      const members: Member[] = [];
      this.CONSUME(t.LCurly);
      this.OPTION(() => {
        this.keep(members, this.SUBRULE(this.member));
        this.MANY(() => {
          this.SUBRULE(this.separator);
          this.OPTION2(() => {
            this.keep(members, this.SUBRULE2(this.member));
          });
        });
      });
      this.CONSUME(t.RCurly);
      return { kind: "system", name, members, doc: this.doc(start), start, end: this.lastEnd() };
    },
    { recoveryValueFunc: (): Declaration | null => null },
  );

  /** null for what was reported. */
  private readonly member = this.RULE(
    "member",
    (): Member | null =>
      this.OR<Alternatives<Member | null>>([
        { ALT: () => this.SUBRULE(this.param) },
        { ALT: () => this.SUBRULE(this.letDeclaration) },
        { ALT: () => this.SUBRULE(this.output) },
        { ALT: () => this.SUBRULE(this.slot) },
        {
          ALT: () => {
            const token = this.CONSUME(t.Existing);
            this.ACTION(() => {
              this.unsupported("`existing`", this.word(token));
            });
            this.SUBRULE2(this.slot);
            return null;
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(t.Assert);
            this.ACTION(() => {
              this.unsupported("`assert`", this.word(token));
            });
            this.SUBRULE(this.expression);
            this.OPTION(() => {
              this.CONSUME(t.Else);
              this.SUBRULE2(this.expression);
            });
            return null;
          },
        },
      ]),
    { recoveryValueFunc: () => null },
  );

  private readonly param = this.RULE(
    "param",
    (): Param | null => {
      const start = this.CONSUME(t.Param).startOffset;
      const rest = this.SUBRULE(this.typedName);
      return { kind: "param", ...rest, start, end: this.lastEnd(), doc: this.doc(start) };
    },
    { recoveryValueFunc: (): Param | null => null },
  );

  private readonly typedName = this.RULE(
    "typedName",
    (): { name: Word; type: TypeExpression; value: Expression | null } => {
      const name = this.word(this.CONSUME(t.Name));
      this.CONSUME(t.Colon);
      const type = this.SUBRULE(this.type);
      const value = this.OPTION(() => {
        this.CONSUME(t.Equal);
        return this.SUBRULE(this.expression);
      });
      return { name, type, value: value ?? null };
    },
    {
      recoveryValueFunc: (): { name: Word; type: TypeExpression; value: Expression | null } => ({
        name: this.noWord(),
        type: this.missing(),
        value: null,
      }),
    },
  );

  private readonly output = this.RULE(
    "output",
    (): Member | null => {
      const start = this.CONSUME(t.Output).startOffset;
      const name = this.word(this.CONSUME(t.Name));
      const type = this.OPTION(() => {
        this.CONSUME(t.Colon);
        return this.SUBRULE(this.type);
      });
      this.CONSUME(t.Equal);
      const value = this.SUBRULE(this.expression);
      const doc = this.doc(start);
      return { kind: "output", name, type: type ?? null, value, doc, start, end: this.lastEnd() };
    },
    { recoveryValueFunc: (): Member | null => null },
  );

  private readonly slot = this.RULE(
    "slot",
    (): Slot | null => {
      const name = this.word(this.CONSUME(t.Name));
      this.CONSUME(t.Colon);
      const of = this.word(this.CONSUME(t.TypeName));
      const uses: OverlayUse[] = [];
      this.OPTION(() => {
        this.CONSUME(t.With);
        uses.push(...this.uses());
      });
      const loop = this.OPTION2(() => this.SUBRULE(this.loop)) ?? null;
      const condition =
        this.OPTION3(() => {
          this.CONSUME(t.If);
          return this.head(() => this.SUBRULE(this.expression));
        }) ?? null;
      const end = this.lastEnd();
      const block = this.OPTION4(() => this.SUBRULE(this.block)) ?? {
        kind: "block" as const,
        entries: [],
        start: end,
        end,
      };
      const doc = this.doc(name.start);
      return {
        kind: "slot",
        name,
        of,
        with: uses,
        loop,
        condition,
        block,
        doc,
        start: name.start,
        end: this.lastEnd(),
      };
    },
    { recoveryValueFunc: (): Slot | null => null },
  );

  private readonly loop = this.RULE(
    "loop",
    (): Loop => {
      const start = this.CONSUME(t.For).startOffset;
      const variable = this.word(this.CONSUME(t.Name));
      this.CONSUME(t.In);
      const collection = this.head(() => this.SUBRULE(this.expression));
      const by =
        this.OPTION(() => {
          this.CONSUME(t.By);
          return this.head(() => this.SUBRULE2(this.expression));
        }) ?? null;
      return { variable, collection, by, start, end: this.lastEnd() };
    },
    {
      recoveryValueFunc: (): Loop => ({
        ...this.missing(),
        variable: this.noWord(),
        collection: this.missing(),
        by: null,
      }),
    },
  );

  // --- Types and kinds -----------------------------------------------------------------------------------------------

  private readonly typeDeclaration = this.RULE(
    "typeDeclaration",
    (): Declaration | null => {
      const start = this.CONSUME(t.Type).startOffset;
      const name = this.word(this.CONSUME(t.TypeName));
      const doc = this.doc(start);
      return this.OR<Alternatives<Declaration>>([
        {
          ALT: () => {
            this.CONSUME(t.Equal);
            const type = this.SUBRULE(this.type);
            return { kind: "type", name, is: { kind: "alias", type }, doc, start, end: this.lastEnd() };
          },
        },
        {
          ALT: () => {
            const fields = this.SUBRULE(this.fields);
            return { kind: "type", name, is: { kind: "record", fields }, doc, start, end: this.lastEnd() };
          },
        },
      ]);
    },
    { recoveryValueFunc: (): Declaration | null => null },
  );

  private readonly fields = this.RULE(
    "fields",
    (): readonly Field[] => {
      const fields: Field[] = [];
      this.CONSUME(t.LCurly);
      this.OPTION(() => {
        this.keep(fields, this.SUBRULE(this.field));
        this.MANY(() => {
          this.SUBRULE(this.separator);
          this.OPTION2(() => this.keep(fields, this.SUBRULE2(this.field)));
        });
      });
      this.CONSUME(t.RCurly);
      return fields;
    },
    { recoveryValueFunc: (): readonly Field[] => [] },
  );

  private readonly field = this.RULE(
    "field",
    (): Field | null => {
      const start = this.nextStart();
      const annotations: Annotation[] = [];
      this.MANY(() => {
        annotations.push(this.SUBRULE(this.annotation));
        this.OPTION(() => this.CONSUME(t.Newline));
      });
      const output = this.OPTION2(() => this.CONSUME(t.Output)) !== undefined;
      const rest = this.SUBRULE(this.typedName);
      return { ...rest, annotations, output, doc: this.doc(start), start, end: this.lastEnd() };
    },
    { recoveryValueFunc: (): Field | null => null },
  );

  private readonly kind = this.RULE(
    "kind",
    (): Declaration | null => {
      const start = this.nextStart();
      const annotations: Annotation[] = [];
      this.MANY(() => {
        annotations.push(this.SUBRULE(this.annotation));
        this.OPTION(() => this.CONSUME(t.Newline));
      });
      this.CONSUME(t.Kind);
      const name = this.word(this.CONSUME(t.TypeName));
      this.CONSUME(t.By);
      const driver = this.word(this.CONSUME(t.Name));
      const fields = this.SUBRULE(this.fields);
      return {
        kind: "kind",
        name,
        driver,
        annotations,
        fields,
        doc: this.doc(start),
        start,
        end: this.lastEnd(),
      };
    },
    { recoveryValueFunc: (): Declaration | null => null },
  );

  // --- Overlays and environments -------------------------------------------------------------------------------------

  private readonly overlay = this.RULE(
    "overlay",
    (): Declaration | null => {
      const start = this.CONSUME(t.Overlay).startOffset;
      const name = this.word(this.CONSUME(t.Name));
      const params: Param[] = [];
      this.OPTION(() => {
        this.CONSUME(t.LParen);
        this.MANY_SEP({
          SEP: t.Comma,
          DEF: () => {
            const at = this.nextStart();
            const rest = this.SUBRULE(this.typedName);
            params.push({ kind: "param", ...rest, start: at, end: this.lastEnd(), doc: null });
          },
        });
        this.CONSUME(t.RParen);
      });
      const on =
        this.OPTION2(() => {
          this.CONSUME(t.On);
          return this.word(this.CONSUME(t.TypeName));
        }) ?? null;
      this.OPTION3(() => {
        const token = this.CONSUME(t.With);
        this.ACTION(() => {
          this.unsupported("an overlay on a system `with` overlays", this.word(token));
        });
        this.uses2();
      });
      const block = this.SUBRULE(this.block);
      return { kind: "overlay", name, params, on, block, doc: this.doc(start), start, end: this.lastEnd() };
    },
    { recoveryValueFunc: (): Declaration | null => null },
  );

  private readonly environment = this.RULE(
    "environment",
    (): Declaration | null => {
      const start = this.CONSUME(t.Environment).startOffset;
      const name = this.word(this.CONSUME(t.Name));
      this.OPTION(() => {
        const loop = this.SUBRULE(this.loop);
        this.ACTION(() => {
          this.unsupported("an environment with `for`", loop);
        });
      });
      this.CONSUME(t.Equal);
      const of = this.OR([
        { ALT: () => this.word(this.CONSUME(t.TypeName)) },
        {
          ALT: () => {
            const base = this.word(this.CONSUME2(t.Name));
            this.ACTION(() => {
              this.unsupported("an environment that inherits from another", base);
            });
            return { ...base, text: "" };
          },
        },
      ]);
      const uses: OverlayUse[] = [];
      this.OPTION2(() => {
        this.CONSUME(t.With);
        uses.push(...this.uses());
      });
      this.OPTION3(() => {
        const settings = this.SUBRULE(this.block);
        this.ACTION(() => {
          this.unsupported("settings of an environment", { start: settings.start, end: settings.start + 1 });
        });
      });
      return { kind: "environment", name, of, with: uses, doc: this.doc(start), start, end: this.lastEnd() };
    },
    { recoveryValueFunc: (): Declaration | null => null },
  );

  private uses(): OverlayUse[] {
    const uses: OverlayUse[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => uses.push(this.SUBRULE(this.use)) });
    return uses;
  }

  private uses2(): void {
    this.AT_LEAST_ONE_SEP2({ SEP: t.Comma, DEF: () => this.SUBRULE2(this.use) });
  }

  private readonly use = this.RULE(
    "use",
    (): OverlayUse => {
      const start = this.nextStart();
      return this.OR<Alternatives<OverlayUse>>([
        {
          ALT: () => {
            const name = this.word(this.CONSUME(t.Name));
            const args = this.OPTION(() => this.SUBRULE(this.args)) ?? [];
            return { name, args, block: null, start, end: this.lastEnd() };
          },
        },
        {
          ALT: () => {
            const block = this.SUBRULE(this.block);
            return { name: null, args: [], block, start, end: this.lastEnd() };
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(t.LParen);
            this.ACTION(() => {
              this.unsupported("overlays as siblings, `(a, b)`", this.word(token));
            });
            this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.use) });
            this.CONSUME(t.RParen);
            return { name: null, args: [], block: null, start, end: this.lastEnd() };
          },
        },
      ]);
    },
    { recoveryValueFunc: (): OverlayUse => ({ ...this.missing(), name: null, args: [], block: null }) },
  );
}
