// The grammar of types, kinds and functions as they are declared.

import type { Annotation, Assert, Declaration, Expression, Field, Node, Param } from "../ast.ts";
import type { RecordBody, TypeExpression, Word } from "../ast.ts";
import * as t from "../lex/tokens.ts";
import type { Alternatives } from "./base.ts";
import { BlockParser } from "./blocks.ts";
import { A_PARAMETER } from "./expected.ts";

/** What stands before a declaration. */
export interface Before {
  readonly annotations: readonly Annotation[];
  readonly start: number;
}

interface Typed {
  readonly name: Word;
  readonly type: TypeExpression;
  readonly value: Expression | null;
}

type RecordItem = Field | Assert | (Node & { readonly kind: "open" });

export class RecordParser extends BlockParser {
  protected readonly typedName = this.RULE("typedName", (): Typed => {
    const token = this.CONSUME(t.Name);
    const name = this.word(token);
    const { depth } = this;
    try {
      this.CONSUME(t.Colon);
      const type = this.SUBRULE(this.type);
      const value = this.OPTION(() => {
        this.CONSUME(t.Equal);
        return this.SUBRULE(this.value);
      });
      return { name, type, value: value ?? null };
    } catch (error) {
      this.recover(error, token, depth);
      return { name, type: this.missing(), value: null };
    }
  });

  protected readonly params = this.RULE("params", (): readonly Param[] => {
    const params: Param[] = [];
    this.CONSUME(t.LParen);
    const lost = this.entries(t.RParen, A_PARAMETER, () => {
      const param = this.SUBRULE(this.listedParam);
      if (!this.RECORDING_PHASE) params.push(param);
    });
    this.CONSUME(t.RParen);
    if (lost) params.push(this.lostParam(this.LA(0).startOffset));
    return params;
  });

  /** One that could not be read has no name, and nobody knows how many there are. */
  private lostParam(start: number): Param {
    const end = this.lastEnd();
    const name = { text: "", start, end };
    const doc = null;
    return { kind: "param", name, type: this.missing(), value: null, annotations: [], doc, start, end };
  }

  private readonly listedParam = this.RULE("listedParam", (): Param => {
    const first = this.LA(1);
    const start = first.startOffset;
    const { depth } = this;
    try {
      const { name, type, value } = this.SUBRULE(this.typedName);
      const doc = this.doc(start);
      return { kind: "param", name, type, value, annotations: [], doc, start, end: this.lastEnd() };
    } catch (error) {
      this.recover(error, first, depth);
      return this.lostParam(start);
    }
  });

  protected readonly generics = this.RULE("generics", (): readonly Word[] => {
    const names: Word[] = [];
    this.CONSUME(t.LAngle);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => names.push(this.word(this.CONSUME(t.TypeName))) });
    this.CONSUME(t.RAngle);
    return names;
  });

  protected readonly fn = this.RULE("fn", (before?: Before): Declaration => {
    this.CONSUME(t.Fn);
    const name = this.word(this.CONSUME(t.Name));
    const generics = this.OPTION(() => this.SUBRULE(this.generics)) ?? [];
    const params = this.SUBRULE(this.params);
    const next = this.LA(1);
    const { depth } = this;
    let result: TypeExpression = this.missing();
    let value: Expression | null = null;
    try {
      this.CONSUME(t.Colon);
      result = this.SUBRULE(this.type);
      value =
        this.OPTION2(() => {
          this.CONSUME(t.Equal);
          return this.SUBRULE(this.value);
        }) ?? null;
    } catch (error) {
      this.recover(error, next, depth);
      value = this.missing();
    }
    // What should stand after `=` stands there in the way of another language.
    if (value === null && !this.RECORDING_PHASE && !this.endsHere()) value = this.missing();
    const { annotations, start } = before ?? NOTHING;
    const doc = this.doc(start);
    return {
      kind: "fn",
      name,
      generics,
      params,
      result,
      value,
      annotations,
      doc,
      start,
      end: this.lastEnd(),
    };
  });

  // --- Records -------------------------------------------------------------------------------------------------------

  protected readonly typeDeclaration = this.RULE("typeDeclaration", (before?: Before): Declaration => {
    this.CONSUME(t.Type);
    const name = this.word(this.CONSUME(t.TypeName));
    const generics = this.OPTION(() => this.SUBRULE(this.generics)) ?? [];
    const { annotations, start } = before ?? NOTHING;
    const doc = this.doc(start);
    const is = this.OR<Alternatives<(Declaration & { kind: "type" })["is"]>>([
      {
        ALT: () => {
          const equal = this.CONSUME(t.Equal);
          const { depth } = this;
          try {
            return { kind: "alias", type: this.SUBRULE(this.type) };
          } catch (error) {
            this.recover(error, equal, depth);
            return { kind: "alias", type: this.missing() };
          }
        },
      },
      {
        ALT: () => {
          const base = this.OPTION2(() => this.SUBRULE(this.extension)) ?? null;
          return this.SUBRULE(this.record, { ARGS: [base] });
        },
      },
    ]);
    return { kind: "type", name, generics, annotations, is, doc, start, end: this.lastEnd() };
  });

  private readonly extension = this.RULE("extends", (): TypeExpression => {
    this.CONSUME(t.Extends);
    return this.SUBRULE(this.namedType);
  });

  protected readonly kind = this.RULE("kind", (before?: Before): Declaration => {
    const target = this.OPTION(() => this.CONSUME(t.Target)) !== undefined;
    this.CONSUME(t.Kind);
    const name = this.word(this.CONSUME(t.TypeName));
    const base = this.OPTION2(() => this.SUBRULE(this.extension)) ?? null;
    this.CONSUME(t.By);
    const driver = this.word(this.CONSUME(t.Name));
    const body = this.SUBRULE(this.record, { ARGS: [base] });
    const { annotations, start } = before ?? NOTHING;
    const doc = this.doc(start);
    return { ...body, kind: "kind", name, driver, target, annotations, doc, start, end: this.lastEnd() };
  });

  private readonly record = this.RULE("record", (base?: TypeExpression | null): RecordBody => {
    const fields: Field[] = [];
    const asserts: Assert[] = [];
    let open: Node | null = null;
    this.CONSUME(t.LCurly);
    let unread = false;
    const skipped = this.entries(t.RCurly, "a field (`name: Type`), `,` or `}`", () => {
      const item = this.SUBRULE(this.recordItem);
      if (this.RECORDING_PHASE) return;
      if (item === null) unread = true;
      else if (!("kind" in item)) fields.push(item);
      else if (item.kind === "assert") asserts.push(item);
      else open = { start: item.start, end: item.end };
    });
    this.CONSUME(t.RCurly);
    return { kind: "record", extends: base ?? null, fields, asserts, open, lost: unread || skipped };
  });

  private readonly recordItem = this.RULE("recordItem", (): RecordItem | null => {
    const first = this.LA(1);
    const { depth } = this;
    try {
      return this.OR<Alternatives<RecordItem>>([
        { ALT: () => this.SUBRULE(this.field) },
        { ALT: () => this.SUBRULE(this.assert) },
        {
          ALT: () => {
            const start = this.CONSUME(t.Ellipsis).startOffset;
            return { kind: "open", start, end: this.lastEnd() };
          },
        },
      ]);
    } catch (error) {
      this.recover(error, first, depth);
      return null;
    }
  });

  private readonly field = this.RULE("field", (): Field => {
    const start = this.nextStart();
    const annotations = this.annotationsBefore();
    const output = this.OPTION(() => this.CONSUME(t.Output)) !== undefined;
    const { name, type, value } = this.SUBRULE(this.typedName);
    const doc = this.doc(start);
    return { name, type, value, annotations, output, doc, start, end: this.lastEnd() };
  });

  protected readonly assert = this.RULE("assert", (): Assert => {
    const start = this.CONSUME(t.Assert).startOffset;
    const condition = this.SUBRULE(this.expression);
    const message =
      this.OPTION(() => {
        this.CONSUME(t.Else);
        return this.SUBRULE2(this.expression);
      }) ?? null;
    return { kind: "assert", condition, message, start, end: this.lastEnd() };
  });
}

/** While the grammar is recorded, its rules are called with nothing. */
export const NOTHING: Before = { annotations: [], start: 0 };
