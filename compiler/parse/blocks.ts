// The grammar of blocks: entries, annotations, the verbs of overlays, and the list of overlays after `with`.

import { tokenMatcher, type IToken } from "chevrotain";
import type { Annotation, Argument, Block, Entry, Expression, Let, Loop, OverlayUse } from "../ast.ts";
import type { QualifiedName, Slot, Strength, TypeExpression, Word } from "../ast.ts";
import * as t from "../lex/tokens.ts";
import type { Alternatives } from "./base.ts";
import { ExpressionParser } from "./expressions.ts";

/** What stands before the key of an entry. */
interface Verbs {
  readonly strength: Strength;
  readonly replace: boolean;
  readonly start: number;
}

interface EntryHead {
  readonly first: IToken;
  readonly key: Word;
  readonly path: boolean;
  readonly strength: Strength;
  readonly replace: boolean;
  readonly start: number;
}

interface Definition {
  readonly name: Word;
  readonly type: TypeExpression | null;
  readonly value: Expression;
}

/** What stands before the name of a slot. */
export interface SlotHead {
  readonly name: Word;
  readonly existing: boolean;
  readonly annotations: readonly Annotation[];
  readonly start: number;
}

export class BlockParser extends ExpressionParser {
  readonly block = this.RULE("block", (): Block => {
    const start = this.CONSUME(t.LCurly).startOffset;
    const entries: Entry[] = [];
    const before = this.inHead;
    this.inHead = false;
    this.entries(t.RCurly, "an entry (`name = value`), `,` or `}`", () => {
      const entry = this.plainSetting() ?? this.SUBRULE(this.entry);
      if (entry !== null && !this.RECORDING_PHASE) entries.push(entry);
    });
    this.inHead = before;
    this.CONSUME(t.RCurly);
    return { kind: "block", entries, start, end: this.lastEnd() };
  });

  /** `key = literal`, as most entries are: its tokens tell it from all others, and no rule of the grammar need be asked. */
  private plainSetting(): Entry | null {
    if (this.LA(2).tokenType !== t.Equal || !tokenMatcher(this.LA(1), t.Key) || !this.literalEnds(3))
      return null;
    const key = this.word(this.LA(1));
    const value = this.literalOrMissing(this.LA(3));
    for (let taken = 0; taken < 3; taken++) this.SKIP_TOKEN();
    const { start } = key;
    const end = this.lastEnd();
    return { kind: "set", key, strength: "normal", replace: false, operator: "=", value, start, end };
  }

  private readonly entry = this.RULE("entry", (): Entry | null => {
    const first = this.LA(1);
    const { depth } = this;
    try {
      return this.OR((this.entryAlternatives ??= this.makeEntryAlternatives()));
    } catch (error) {
      this.recover(error, first, depth);
      return null;
    }
  });

  // Alternatives are made once: a closure for each entry would be most of what a parse leaves to the garbage collector.
  private entryAlternatives: Alternatives<Entry | null> | null = null;

  private makeEntryAlternatives(): Alternatives<Entry | null> {
    return [
      { ALT: () => this.SUBRULE(this.keyed) },
      { ALT: () => this.SUBRULE(this.annotation) },
      { ALT: () => this.SUBRULE(this.removal) },
      {
        ALT: () => {
          const start = this.nextStart();
          const declaration = this.SUBRULE(this.letDeclaration, { ARGS: [[], start] });
          return { kind: "let", declaration, start, end: this.lastEnd() };
        },
      },
      { ALT: () => this.SUBRULE(this.verbed) },
      { ALT: () => this.SUBRULE(this.existing) },
      { ALT: () => this.SUBRULE(this.each) },
      {
        ALT: () => {
          const start = this.CONSUME(t.Ellipsis).startOffset;
          return { kind: "spread", value: this.SUBRULE(this.expression), start, end: this.lastEnd() };
        },
      },
      { ALT: () => this.SUBRULE(this.computed) },
      { ALT: () => this.SUBRULE(this.moved) },
      { ALT: () => this.SUBRULE(this.removed) },
    ];
  }

  /** What has been read of the entry that is being read. Whoever reads on takes it before anything else is read. */
  private begun: EntryHead = NO_HEAD;

  private readonly keyed = this.RULE("keyed", (verbs?: Verbs): Entry | null => {
    const first = this.LA(1);
    const start = verbs?.start ?? this.nextStart();
    const key = this.word(this.CONSUME(t.Key));
    const keys = this.RECORDING_PHASE || this.nextIs(t.Dot) ? this.restOfPath(key) : null;
    const last = keys?.at(-1) ?? key;
    this.begun = {
      first,
      key: last,
      path: keys !== null,
      strength: verbs?.strength ?? "normal",
      replace: verbs?.replace ?? false,
      // What a path leads through begins with the path; the verb belongs to the innermost.
      start: keys === null ? start : last.start,
    };
    const { depth } = this;
    // Each step of a path is a block inside a block.
    if (keys !== null && !this.RECORDING_PHASE) this.deepen(keys.length - 1);
    // Nearly every key has a value, which is seen here faster than the alternatives find out.
    const entry = this.nextIs(t.Equal)
      ? this.SUBRULE2(this.setting)
      : this.OR((this.keyedAlternatives ??= this.makeKeyedAlternatives()));
    this.depth = depth;
    return keys === null || this.RECORDING_PHASE ? entry : nest(keys, entry, start);
  });

  /** `.b.c` after `a`. */
  private restOfPath(first: Word): Word[] {
    const path = [first];
    this.MANY(() => {
      this.CONSUME(t.Dot);
      path.push(this.word(this.CONSUME2(t.Key)));
    });
    return path;
  }

  private keyedAlternatives: Alternatives<Entry> | null = null;

  private makeKeyedAlternatives(): Alternatives<Entry> {
    return [
      { ALT: () => this.SUBRULE(this.setting) },
      { ALT: () => this.SUBRULE(this.amendment) },
      { ALT: () => this.SUBRULE(this.slotEntry) },
      { ALT: () => this.shorthand() },
    ];
  }

  private readonly setting = this.RULE("setting", (): Entry => {
    const { key, strength, replace, start } = this.begun;
    const sign = this.CONSUME(t.Sign);
    const value = this.SUBRULE(this.value);
    const operator = sign.tokenType === t.Equal ? "=" : sign.tokenType === t.PlusEqual ? "+=" : "-=";
    if (replace && operator !== "=" && !this.RECORDING_PHASE)
      this.unexpected.push({ token: sign, expected: "`=` after `replace`" });
    return { kind: "set", key, strength, replace, operator, value, start, end: this.lastEnd() };
  });

  private readonly amendment = this.RULE("amendment", (): Entry => {
    const { first: token, key, strength, replace, start } = this.begun;
    const block = this.SUBRULE(this.block);
    if (replace && !this.RECORDING_PHASE)
      this.unexpected.push({ token, expected: "`replace` before `name = { ... }`" });
    return { kind: "amend", key, strength, block, start, end: this.lastEnd() };
  });

  private readonly slotEntry = this.RULE("slotEntry", (): Entry => {
    const { first, key, path, strength, replace, start } = this.begun;
    const colon = this.LA(1);
    const head: SlotHead = { name: key, existing: false, annotations: NO_ANNOTATIONS, start };
    const slot = this.SUBRULE(this.slotRest, { ARGS: [head] });
    if (this.RECORDING_PHASE) return { kind: "declare", replace, slot, start, end: start };
    const end = this.lastEnd();
    if (path) this.unexpected.push({ token: colon, expected: "`=` after a path" });
    if (strength !== "normal") this.unexpected.push({ token: first, expected: "`name = value`" });
    // `port: 8080`: what was meant is a value, and that it is none has been said.
    if (slot.of.text !== "") return { kind: "declare", replace, slot, start, end };
    return { kind: "set", operator: "=", key, strength, replace, value: this.missing(), start, end };
  });

  /** `name` alone, which is `name = name`. */
  private shorthand(): Entry {
    const { first, key, path, strength, replace, start } = this.begun;
    const { end } = key;
    const token = this.LA(1);
    if (!this.RECORDING_PHASE && (replace || path || first.tokenType === t.StringLiteral))
      this.unexpected.push({ token, expected: "`=` or `{`" });
    const type = token.tokenType;
    const whole = type === t.Newline || type === t.Comma || type === t.RCurly;
    const value: Expression = whole
      ? { kind: "name", text: key.text, start: key.start, end }
      : this.missing();
    return { kind: "set", operator: "=", key, strength, replace, value, start, end };
  }

  /** The value of an entry: what cannot be read costs no more than itself. */
  protected readonly value = this.RULE("value", (): Expression => {
    const first = this.LA(1);
    const { depth } = this;
    try {
      return this.literalAlone() ?? this.SUBRULE(this.expression);
    } catch (error) {
      this.recover(error, first, depth);
      return this.missing();
    }
  });

  private readonly removal = this.RULE("removal", (): Entry => {
    const start = this.CONSUME(t.Remove).startOffset;
    const path = [this.word(this.CONSUME(t.Key))];
    this.MANY(() => {
      this.CONSUME(t.Dot);
      path.push(this.word(this.CONSUME2(t.Key)));
    });
    const { depth } = this;
    if (!this.RECORDING_PHASE) this.deepen(path.length - 1);
    this.depth = depth;
    const key = path.at(-1) as Word;
    const at = path.length === 1 ? start : key.start;
    const entry: Entry = { kind: "remove", key, start: at, end: this.lastEnd() };
    return this.RECORDING_PHASE ? entry : nest(path, entry, start);
  });

  /** `existing vpc: Network { }`, which something above the system reads and does not manage. */
  private readonly existing = this.RULE("existingEntry", (verbs?: Verbs): Entry => {
    const token = this.LA(1);
    const start = verbs?.start ?? this.nextStart();
    this.CONSUME(t.Existing);
    const name = this.word(this.CONSUME(t.Name));
    const head: SlotHead = { name, existing: true, annotations: NO_ANNOTATIONS, start };
    const slot = this.SUBRULE(this.slotRest, { ARGS: [head] });
    if (!this.RECORDING_PHASE && verbs !== undefined && verbs.strength !== "normal")
      this.unexpected.push({ token, expected: "`name = value`" });
    return { kind: "declare", replace: verbs?.replace ?? false, slot, start, end: this.lastEnd() };
  });

  /** `final x = 1`, `default x = 1`, `replace x = { }`, `final replace x = { }`. */
  private readonly verbed = this.RULE("verbed", (): Entry | null => {
    const start = this.nextStart();
    let strength: Strength = "normal";
    let replace = false;
    this.OR([
      {
        ALT: () => {
          const token = this.OR2([
            { ALT: () => this.CONSUME(t.Final) },
            { ALT: () => this.CONSUME(t.Default) },
          ]);
          strength = token.tokenType === t.Final ? "final" : "default";
          replace = this.OPTION(() => this.CONSUME(t.Replace)) !== undefined;
        },
      },
      {
        ALT: () => {
          this.CONSUME2(t.Replace);
          replace = true;
        },
      },
    ]);
    const verbs: Verbs = { strength, replace, start };
    return this.OR3<Alternatives<Entry | null>>([
      { ALT: () => this.SUBRULE(this.keyed, { ARGS: [verbs] }) },
      { ALT: () => this.SUBRULE(this.existing, { ARGS: [verbs] }) },
    ]);
  });

  private readonly each = this.RULE("each", (): Entry => {
    const start = this.CONSUME(t.Each).startOffset;
    const of = this.SUBRULE(this.typeName);
    const where =
      this.OPTION(() => {
        this.CONSUME(t.Where);
        return this.head(this.expression);
      }) ?? null;
    const block = this.SUBRULE(this.block);
    return { kind: "each", of, where, block, start, end: this.lastEnd() };
  });

  private readonly computed = this.RULE("computed", (): Entry => {
    const start = this.CONSUME(t.LSquare).startOffset;
    const key = this.SUBRULE(this.expression);
    this.CONSUME(t.RSquare);
    this.CONSUME(t.Equal);
    const value = this.SUBRULE(this.value);
    const loop = this.OPTION(() => this.SUBRULE(this.loop)) ?? null;
    const condition = this.OPTION2(() => this.SUBRULE(this.condition)) ?? null;
    return { kind: "computed", key, value, loop, condition, start, end: this.lastEnd() };
  });

  readonly moved = this.RULE("moved", (): Entry & { kind: "moved" } => {
    const start = this.CONSUME(t.Moved).startOffset;
    const from = this.word(this.CONSUME(t.StringLiteral));
    this.CONSUME(t.To);
    const to = [this.word(this.CONSUME(t.Key))];
    this.MANY(() => {
      this.CONSUME(t.Dot);
      to.push(this.word(this.CONSUME2(t.Key)));
    });
    return { kind: "moved", from, to, start, end: this.lastEnd() };
  });

  readonly removed = this.RULE("removed", (): Entry & { kind: "removed" } => {
    const start = this.CONSUME(t.Removed).startOffset;
    const from = this.word(this.CONSUME(t.StringLiteral));
    const block = this.OPTION(() => this.SUBRULE(this.block)) ?? null;
    return { kind: "removed", from, block, start, end: this.lastEnd() };
  });

  // --- Annotations and names -----------------------------------------------------------------------------------------

  readonly annotation = this.RULE("annotation", (): Annotation => {
    const start = this.CONSUME(t.At).startOffset;
    const name = this.word(this.CONSUME(t.MemberName));
    const args: readonly Argument[] = this.OPTION(() => this.SUBRULE(this.args)) ?? [];
    return { kind: "annotation", name, args, start, end: this.lastEnd() };
  });

  /** Before a declaration, on its line or on lines above it. */
  protected readonly annotations = this.RULE("annotations", (): readonly Annotation[] => {
    let annotations: Annotation[] | null = null;
    this.MANY(() => {
      annotations ??= [];
      annotations.push(this.SUBRULE(this.annotation));
      this.OPTION(() => this.CONSUME(t.Newline));
    });
    return annotations ?? NO_ANNOTATIONS;
  });

  /** The same where there are none, as before nearly every declaration: without the rule. */
  protected annotationsBefore(): readonly Annotation[] {
    return this.RECORDING_PHASE || this.nextIs(t.At) ? this.SUBRULE(this.annotations) : NO_ANNOTATIONS;
  }

  readonly letDeclaration = this.RULE("let", (annotations?: readonly Annotation[], from?: number): Let => {
    const start = this.CONSUME(t.Let).startOffset;
    const { name, type, value } = this.SUBRULE(this.definition);
    const at = from ?? start;
    const doc = this.doc(at);
    return {
      kind: "let",
      name,
      type,
      value,
      annotations: annotations ?? [],
      start: at,
      end: this.lastEnd(),
      doc,
    };
  });

  /** `name = value`, with or without a type. The name is kept whatever follows it. */
  protected readonly definition = this.RULE("definition", (): Definition => {
    const token = this.CONSUME(t.Name);
    const name = this.word(token);
    const { depth } = this;
    let type: TypeExpression | null = null;
    let value: Expression = this.missing();
    try {
      this.OPTION(() => {
        this.CONSUME(t.Colon);
        type = this.SUBRULE(this.type);
      });
      this.CONSUME(t.Equal);
      value = this.SUBRULE(this.systemValue);
    } catch (error) {
      this.recover(error, token, depth);
    }
    return { name, type, value };
  });

  /** An expression, or a system with overlays: `Shop with production`. */
  protected readonly systemValue = this.RULE("systemValue", (): Expression => {
    const base = this.SUBRULE(this.value);
    const uses = this.OPTION(() => this.SUBRULE(this.uses));
    if (uses === undefined) return base;
    return { kind: "with", base, uses, start: base.start, end: this.lastEnd() };
  });

  // --- Overlays after `with` -----------------------------------------------------------------------------------------

  protected readonly uses = this.RULE("uses", (): readonly OverlayUse[] => {
    this.CONSUME(t.With);
    const uses = [this.SUBRULE(this.use)];
    this.MANY({
      GATE: () => this.useFollows(),
      DEF: () => {
        this.CONSUME(t.Comma);
        uses.push(this.SUBRULE2(this.use));
      },
    });
    return uses;
  });

  /** After the comma: one more overlay, or the next entry of the block in which this stands? */
  private useFollows(): boolean {
    const type = this.LA(2).tokenType;
    if (type === t.LCurly || type === t.LParen) return true;
    if (type !== t.Identifier && !t.LINKS.has(this.LA(2).image)) return false;
    const after = this.LA(this.LA(3).tokenType === t.Dot ? 5 : 3).tokenType;
    return after !== t.Equal && after !== t.Colon && after !== t.PlusEqual && after !== t.MinusEqual;
  }

  private readonly use = this.RULE("use", (): OverlayUse => {
    const start = this.nextStart();
    return this.OR<Alternatives<OverlayUse>>([
      {
        ALT: () => {
          const name = this.SUBRULE(this.overlayName);
          const args = this.OPTION(() => this.SUBRULE(this.args)) ?? [];
          return { name, args, block: null, siblings: null, start, end: this.lastEnd() };
        },
      },
      {
        ALT: () => {
          const block = this.SUBRULE(this.block);
          return { name: null, args: [], block, siblings: null, start, end: this.lastEnd() };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.LParen);
          const siblings: OverlayUse[] = [];
          this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => siblings.push(this.SUBRULE(this.use)) });
          this.CONSUME(t.RParen);
          return { name: null, args: [], block: null, siblings, start, end: this.lastEnd() };
        },
      },
    ]);
  });

  /** `production`, or `hardening.strict` of a module that was imported whole. */
  private readonly overlayName = this.RULE("overlayName", (): QualifiedName => {
    const name = this.plain(this.CONSUME(t.Name));
    const member = this.OPTION(() => {
      this.CONSUME(t.Dot);
      return this.CONSUME2(t.Name);
    });
    return member === undefined ? name : { ...this.plain(member), module: name };
  });

  // --- Slots ---------------------------------------------------------------------------------------------------------

  private readonly someBlock = () => this.SUBRULE(this.block);

  /** From the colon on: `: Service with small for x in xs if cond { }`. What can be read of it is kept. */
  protected readonly slotRest = this.RULE("slotRest", (head?: SlotHead): Slot => {
    const first = this.LA(0);
    const { depth } = this;
    let of: QualifiedName | null = null;
    let uses: readonly OverlayUse[] = NO_USES;
    let loop: Loop | null = null;
    let condition: Expression | null = null;
    let block: Block | null = null;
    try {
      this.CONSUME(t.Colon);
      of = this.SUBRULE(this.typeName);
      // Most slots have nothing before their block.
      if (this.RECORDING_PHASE || !this.nextIs(t.LCurly)) {
        uses = this.OPTION(() => this.SUBRULE(this.uses)) ?? NO_USES;
        loop = this.OPTION2(() => this.SUBRULE(this.loop)) ?? null;
        condition = this.OPTION3(() => this.SUBRULE(this.condition)) ?? null;
      }
      block = this.OPTION4(this.someBlock) ?? null;
    } catch (error) {
      this.recover(error, first, depth);
      of = this.noWord();
    }
    const end = this.lastEnd();
    const start = head?.start ?? 0;
    return {
      kind: "slot",
      name: head?.name ?? this.noWord(),
      existing: head?.existing ?? false,
      of,
      with: uses,
      loop,
      condition,
      block: block ?? { kind: "block", entries: [], start: end, end },
      annotations: head?.annotations ?? [],
      doc: this.doc(start),
      start,
      end,
    };
  });
}

const NO_HEAD: EntryHead = {
  first: { image: "", startOffset: 0, tokenTypeIdx: 0, tokenType: t.Identifier },
  key: { text: "", start: 0, end: 0 },
  path: false,
  strength: "normal",
  replace: false,
  start: 0,
};
const NO_ANNOTATIONS: readonly Annotation[] = [];
const NO_USES: readonly OverlayUse[] = [];

/** `a.b.c = 1` is `a { b { c = 1 } }`. */
function nest(path: readonly Word[], entry: Entry, start: number): Entry {
  let inner = entry;
  const { end } = entry;
  for (let index = path.length - 2; index >= 0; index--) {
    const key = path[index] as Word;
    const block: Block = { kind: "block", entries: [inner], start: inner.start, end };
    const at = index === 0 ? start : key.start;
    inner = { kind: "amend", key, strength: "normal", block, start: at, end };
  }
  return inner;
}
