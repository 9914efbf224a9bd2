// The grammar of files: imports, declarations and checks.

import type { Check, Declaration, Import, ImportedName, TypeExpression, Word } from "../ast.ts";
import * as t from "../lex/tokens.ts";
import type { Alternatives } from "./base.ts";
import { CheckParser } from "./checks.ts";
import { A_DECLARATION, ALONE } from "./expected.ts";
import { begin, type Prepared } from "./prepared.ts";
import type { Before } from "./records.ts";

export interface FileItems {
  readonly imports: readonly Import[];
  readonly declarations: readonly Declaration[];
  readonly checks: readonly Check[];
  readonly lost: boolean;
}

type FileItem = Import | Declaration | Check;

export class DeclarationParser extends CheckParser {
  /** Something of this file that may have declared a name could not be read. */
  private lost = false;

  constructor(validate: boolean, prepared: Prepared | null = null) {
    super(validate);
    if (prepared === null) this.performSelfAnalysis();
    else begin(this, prepared);
  }

  /** The whole file: what is no declaration is noted and skipped to the end of its line. */
  readFile(): FileItems {
    const items: FileItem[] = [];
    this.lost = false;
    for (;;) {
      items.push(...this.file());
      if (this.LA(1).tokenType.name === "EOF") break;
      this.lost = true;
      this.refuseToken(A_DECLARATION, false);
      // A closing bracket: the scanner has reported it.
      if (!this.nextIs(t.Newline)) this.SKIP_TOKEN();
    }
    const imports: Import[] = [];
    const declarations: Declaration[] = [];
    const checks: Check[] = [];
    for (const item of items) {
      if (!("kind" in item)) imports.push(item);
      else if (item.kind === "policy" || item.kind === "exempt" || item.kind === "test") checks.push(item);
      else declarations.push(item);
    }
    return { imports, declarations, checks, lost: this.lost };
  }

  private readonly file = this.RULE("file", (): readonly FileItem[] => {
    const items: FileItem[] = [];
    this.MANY(() => {
      this.OR([
        { ALT: () => this.CONSUME(t.Newline) },
        {
          ALT: () => {
            const item = this.SUBRULE(this.fileItem);
            if (item !== null && !this.RECORDING_PHASE) items.push(item);
          },
        },
      ]);
    });
    return items;
  });

  private readonly fileItem = this.RULE("fileItem", (): FileItem | null => {
    const first = this.LA(1);
    const { depth } = this;
    try {
      const item = this.OR<Alternatives<FileItem | null>>([
        { ALT: () => this.SUBRULE(this.import) },
        { ALT: () => this.SUBRULE(this.exempt) },
        { ALT: () => this.SUBRULE(this.declaration) },
      ]);
      const { name } = this.LA(1).tokenType;
      if (this.RECORDING_PHASE || name === "Newline" || name === "EOF") return item;
      this.unexpected.push({ token: this.LA(1), expected: "a new line" });
      if (this.skipEntry(first, false)) this.lost = true;
      return item;
    } catch (error) {
      this.lost = true;
      this.recover(error, first, depth);
      this.skipEntry(this.LA(1), false);
      return null;
    }
  });

  private readonly declaration = this.RULE("declaration", (): Declaration | Check | null => {
    const start = this.nextStart();
    const first = this.LA(1);
    const annotations = this.annotationsBefore();
    const before: Before = { annotations, start };
    if (!this.RECORDING_PHASE && annotations.length > 0 && this.endsHere()) {
      this.unexpected.push({ token: first, expected: ALONE });
      return null;
    }
    return this.OR<Alternatives<Declaration | Check>>([
      { ALT: () => this.SUBRULE(this.system, { ARGS: [before] }) },
      { ALT: () => this.SUBRULE(this.typeDeclaration, { ARGS: [before] }) },
      { ALT: () => this.SUBRULE(this.kind, { ARGS: [before] }) },
      { ALT: () => this.SUBRULE(this.overlay, { ARGS: [before] }) },
      { ALT: () => this.SUBRULE(this.environment, { ARGS: [before] }) },
      { ALT: () => this.SUBRULE(this.letDeclaration, { ARGS: [annotations, start] }) },
      { ALT: () => this.SUBRULE(this.fn, { ARGS: [before] }) },
      { ALT: () => this.SUBRULE(this.policy, { ARGS: [before] }) },
      { ALT: () => this.SUBRULE(this.test, { ARGS: [before] }) },
    ]);
  });

  private readonly import = this.RULE("import", (): Import => {
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
    const names: ImportedName[] = [];
    let as: Import["as"] = null;
    this.OR2([
      {
        ALT: () => {
          this.CONSUME(t.LCurly);
          this.entries(t.RCurly, "a name, `,` or `}`", () => {
            const name = this.SUBRULE(this.importName);
            if (!this.RECORDING_PHASE) names.push(name);
          });
          this.CONSUME(t.RCurly);
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.As);
          const name = this.word(this.CONSUME3(t.Name));
          let type: TypeExpression | null = null;
          this.OPTION(() => {
            this.CONSUME(t.Colon);
            type = this.SUBRULE(this.type);
          });
          as = { name, type };
        },
      },
    ]);
    return { from, names, as, start, end: this.lastEnd() };
  });

  private readonly importName = this.RULE("importName", (): ImportedName => {
    const name = this.word(this.CONSUME(t.MemberName));
    const as = this.OPTION((): Word => {
      this.CONSUME(t.As);
      return this.word(this.CONSUME2(t.MemberName));
    });
    return { name, as: as ?? null };
  });
}
