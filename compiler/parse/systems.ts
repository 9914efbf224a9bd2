// The grammar of systems, overlays and environments.

import type { Assert, Block, Declaration, Loop, Member, Moved, OverlayUse } from "../ast.ts";
import type { Param, QualifiedName, Removed } from "../ast.ts";
import * as t from "../lex/tokens.ts";
import type { Alternatives } from "./base.ts";
import { A_MEMBER, A_SLOT, ALONE } from "./expected.ts";
import { NOTHING, RecordParser, type Before } from "./records.ts";

type Rule = Assert | Moved | Removed;

export class SystemParser extends RecordParser {
  protected readonly system = this.RULE("system", (before?: Before): Declaration => {
    this.CONSUME(t.System);
    const name = this.word(this.CONSUME(t.TypeName));
    const members: Member[] = [];
    const rules: Rule[] = [];
    this.CONSUME(t.LCurly);
    let unread = false;
    const skipped = this.entries(t.RCurly, `${A_MEMBER}, ${A_SLOT} or \`}\``, () => {
      const read = this.SUBRULE(this.memberOrRule);
      if (this.RECORDING_PHASE) return;
      if (read === null) unread = true;
      else if (read.kind === "assert" || read.kind === "moved" || read.kind === "removed") rules.push(read);
      else members.push(read);
    });
    this.CONSUME(t.RCurly);
    const { annotations, start } = before ?? NOTHING;
    const doc = this.doc(start);
    const lost = unread || skipped;
    return { kind: "system", name, annotations, doc, members, rules, lost, start, end: this.lastEnd() };
  });

  private readonly memberOrRule = this.RULE("memberOrRule", (): Member | Rule | null => {
    const first = this.LA(1);
    const { depth } = this;
    try {
      return this.OR((this.memberOrRuleAlternatives ??= this.makeMemberOrRuleAlternatives()));
    } catch (error) {
      this.recover(error, first, depth);
      return null;
    }
  });

  private memberOrRuleAlternatives: Alternatives<Member | Rule | null> | null = null;

  private makeMemberOrRuleAlternatives(): Alternatives<Member | Rule | null> {
    return [
      { ALT: () => this.SUBRULE(this.member) },
      { ALT: () => this.SUBRULE(this.assert) },
      { ALT: () => this.SUBRULE(this.moved) },
      { ALT: () => this.SUBRULE(this.removed) },
    ];
  }

  /** What stands before the member that is being read. Whoever reads on takes it before anything else is read. */
  private before: Before = NOTHING;

  private readonly member = this.RULE("member", (): Member | null => {
    const start = this.nextStart();
    const first = this.LA(1);
    const annotations = this.annotationsBefore();
    if (!this.RECORDING_PHASE && annotations.length > 0 && this.endsHere()) {
      this.unexpected.push({ token: first, expected: ALONE });
      return null;
    }
    this.before = { annotations, start };
    return this.OR((this.memberAlternatives ??= this.makeMemberAlternatives()));
  });

  private memberAlternatives: Alternatives<Member> | null = null;

  private makeMemberAlternatives(): Alternatives<Member> {
    return [
      { ALT: () => this.SUBRULE(this.slot) },
      { ALT: () => this.SUBRULE(this.param) },
      {
        ALT: () => {
          const { annotations, start } = this.before;
          return this.SUBRULE(this.letDeclaration, { ARGS: [annotations, start] });
        },
      },
      { ALT: () => this.SUBRULE(this.output) },
    ];
  }

  private readonly param = this.RULE("param", (): Param => {
    const { annotations, start } = this.before;
    this.CONSUME(t.Param);
    const { name, type, value } = this.SUBRULE(this.typedName);
    const doc = this.doc(start);
    return { kind: "param", name, type, value, annotations, doc, start, end: this.lastEnd() };
  });

  private readonly output = this.RULE("output", (): Member => {
    const { annotations, start } = this.before;
    this.CONSUME(t.Output);
    const { name, type, value } = this.SUBRULE(this.definition);
    const doc = this.doc(start);
    return { kind: "output", name, type, value, annotations, doc, start, end: this.lastEnd() };
  });

  private readonly slot = this.RULE("slot", (): Member => {
    const { annotations, start } = this.before;
    const existing = this.OPTION(() => this.CONSUME(t.Existing)) !== undefined;
    const name = this.word(this.CONSUME(t.Name));
    return this.SUBRULE(this.slotRest, { ARGS: [{ name, existing, annotations, start }] });
  });

  // --- Overlays and environments -------------------------------------------------------------------------------------

  protected readonly overlay = this.RULE("overlay", (before?: Before): Declaration => {
    this.CONSUME(t.Overlay);
    const name = this.word(this.CONSUME(t.Name));
    const params = this.OPTION(() => this.SUBRULE(this.params)) ?? [];
    let on: QualifiedName | null = null;
    let uses: readonly OverlayUse[] = [];
    this.OPTION2(() => {
      this.CONSUME(t.On);
      on = this.SUBRULE(this.typeName);
      uses = this.OPTION3(() => this.SUBRULE(this.uses)) ?? [];
    });
    const block = this.SUBRULE(this.block);
    const { annotations, start } = before ?? NOTHING;
    const doc = this.doc(start);
    return {
      kind: "overlay",
      name,
      params,
      annotations,
      on,
      with: uses,
      block,
      doc,
      start,
      end: this.lastEnd(),
    };
  });

  protected readonly environment = this.RULE("environment", (before?: Before): Declaration => {
    this.CONSUME(t.Environment);
    const name = this.word(this.CONSUME(t.Name));
    const loop: Loop | null = this.OPTION(() => this.SUBRULE(this.loop)) ?? null;
    const equal = this.CONSUME(t.Equal);
    const { depth } = this;
    let of: QualifiedName = this.noWord();
    let uses: readonly OverlayUse[] = [];
    let settings: Block | null = null;
    try {
      of = this.SUBRULE(this.environmentBase);
      uses = this.OPTION2(() => this.SUBRULE(this.uses)) ?? [];
      settings = this.OPTION3(() => this.SUBRULE(this.block)) ?? null;
    } catch (error) {
      this.recover(error, equal, depth);
      of = this.noWord();
    }
    const { annotations, start } = before ?? NOTHING;
    const doc = this.doc(start);
    const end = this.lastEnd();
    return { kind: "environment", name, loop, of, with: uses, settings, annotations, doc, start, end };
  });

  /** A system, `Shop` or `shops.Shop`; or an environment, `prod` or `prod.eu`. */
  private readonly environmentBase = this.RULE("environmentBase", (): QualifiedName =>
    this.OR<Alternatives<QualifiedName>>([
      { ALT: () => this.plain(this.CONSUME(t.TypeName)) },
      {
        ALT: () => {
          const name = this.plain(this.CONSUME(t.Name));
          const member = this.OPTION(() => {
            this.CONSUME(t.Dot);
            return this.word(this.CONSUME2(t.MemberName));
          });
          return member === undefined ? name : { ...member, module: name };
        },
      },
    ]),
  );
}
