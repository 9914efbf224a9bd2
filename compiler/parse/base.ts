// What the families of the grammar share: words, ends, reports, and the bound on recursion.

import { EmbeddedActionsParser, type IOrAlt, type IToken } from "chevrotain";
import type { Missing, Word } from "../ast.ts";
import { diagnose, primary, type Diagnostic } from "../diagnostics.ts";
import { MAX_NESTING } from "../lex.ts";
import { VOCABULARY } from "../lex/tokens.ts";
import type { SourceFile } from "../source.ts";

/** Thrown past Chevrotain's recovery, and caught by `parse`: a file that is too deep is not read at all. */
export class TooDeep extends Error {
  readonly offset: number;
  constructor(offset: number) {
    super("too deep");
    this.offset = offset;
  }
}

/** The alternatives of an `OR`, all of one type. */
export type Alternatives<T> = IOrAlt<T>[];

export interface FileContext {
  readonly file: SourceFile;
  readonly docs: ReadonlyMap<number, string>;
  readonly diagnostics: Diagnostic[];
}

const NO_FILE: FileContext = { file: { path: "", text: "", id: "" }, docs: new Map(), diagnostics: [] };

export class BaseParser extends EmbeddedActionsParser {
  protected context: FileContext = NO_FILE;
  private depth = 0;

  constructor(validate: boolean) {
    super([...VOCABULARY], {
      recoveryEnabled: true,
      // One token decides nearly everywhere, because the scanner has told verbs from names already.
      maxLookahead: 1,
      skipValidations: !validate,
    });
  }

  begin(context: FileContext, tokens: IToken[]): void {
    this.context = context;
    this.depth = 0;
    this.input = tokens;
  }

  /** What was left over once the file's rule was through. */
  get rest(): IToken {
    return this.LA(1);
  }

  /** One level of recursion that no bracket accounts for (`if a then if b then ...`). */
  protected nested<T>(inner: () => T): T {
    if (this.RECORDING_PHASE) return inner();
    this.depth++;
    if (this.depth > MAX_NESTING) throw new TooDeep(this.LA(1).startOffset);
    try {
      return inner();
    } finally {
      this.depth--;
    }
  }

  protected word(token: IToken): Word {
    const payload = token.payload as unknown;
    const text =
      token.isInsertedInRecovery === true ? "" : typeof payload === "string" ? payload : token.image;
    return { text, start: token.startOffset, end: endOf(token) };
  }

  /** Where the last token that was read ends. */
  protected lastEnd(): number {
    const token = this.LA(0) as IToken | undefined;
    return token === undefined ? 0 : endOf(token);
  }

  protected nextStart(): number {
    const token = this.LA(1);
    return Number.isNaN(token.startOffset) ? this.context.file.text.length : token.startOffset;
  }

  protected doc(start: number): string | null {
    return this.context.docs.get(start) ?? null;
  }

  protected missing(): Missing {
    const at = this.nextStart();
    return { kind: "missing", start: at, end: at };
  }

  protected noWord(): Word {
    const at = this.nextStart();
    return { text: "", start: at, end: at };
  }

  /** Keeps what was read; null was reported. While the grammar is being recorded there is nothing to keep. */
  protected keep<T>(list: T[], item: T | null): void {
    if (!this.RECORDING_PHASE && item !== null) list.push(item);
  }

  /** The language has it, and this compiler does not do it yet: said once, where it stands. */
  protected unsupported(feature: string, token: { readonly start: number; readonly end: number }): void {
    const span = { file: this.context.file, start: token.start, end: token.end };
    this.context.diagnostics.push(
      diagnose("SP9001", { feature }, { labels: [primary(span, "not supported yet")] }),
    );
  }
}

export function endOf(token: IToken): number {
  return Number.isNaN(token.startOffset) ? 0 : (token.endOffset ?? token.startOffset) + 1;
}
