// What the families of the grammar share: words, ends, recovery, and the bound on recursion.
//
// Surprising: Chevrotain's own recovery is off. It looks for any token that may follow any rule that is open, and knows no
// brackets, so one mistake in a head makes its whole body a row of others. The scanner hands over balanced brackets
// (lex/brackets.ts), so here a mistake costs the entry that it stands in: what has been read of it is kept, the rest is
// skipped up to the next separator of the same bracket.

import {
  EmbeddedActionsParser,
  isRecognitionException,
  type IOrAlt,
  type IRecognitionException,
  type IToken,
  type TokenType,
} from "chevrotain";
import type { Missing, QualifiedName, Word } from "../ast.ts";
import { MAX_NESTING } from "../lex.ts";
import { LazyLookahead } from "./lookahead.ts";
import * as t from "../lex/tokens.ts";
import type { SourceFile } from "../source.ts";

/** Thrown past every recovery, and caught by `parse`: a file that is too deep is not read at all. */
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
}

/** A token where none of the entries of a bracket can stand. */
export interface Unexpected {
  readonly token: IToken;
  readonly expected: string;
}

/** A bracket whose entries are being read. */
interface OpenBracket {
  readonly closer: TokenType;
  /** Reads an entry. */
  readonly one: () => void;
  /** An entry may have been lost. */
  lost: boolean;
}

const NO_FILE: FileContext = { file: { path: "", text: "", id: "" }, docs: new Map() };

export class BaseParser extends EmbeddedActionsParser {
  protected context: FileContext = NO_FILE;
  /** Inside a head the first `{` outside brackets opens the body, so `Name {` is no constructor there. */
  protected inHead = false;
  protected depth = 0;
  /** Where a line ended in the middle of an entry, or -1. */
  private brokenOff = -1;
  readonly unexpected: Unexpected[] = [];

  constructor(validate: boolean) {
    super([...t.VOCABULARY], {
      recoveryEnabled: false,
      // One token decides nearly everywhere, because the scanner has told verbs from names already.
      maxLookahead: 1,
      lookaheadStrategy: new LazyLookahead({ maxLookahead: 1 }),
      skipValidations: !validate,
    });
  }

  begin(context: FileContext, tokens: IToken[]): void {
    this.context = context;
    this.depth = 0;
    this.inHead = false;
    this.brokenOff = -1;
    this.unexpected.length = 0;
    this.input = tokens;
  }

  // --- Recovery ------------------------------------------------------------------------------------------------------

  /** After a mistake in what began with `first`: to the end of that entry. */
  protected recover(error: unknown, first: IToken, depth: number): void {
    if (!isRecognitionException(error as Error)) throw error;
    const { token } = error as IRecognitionException;
    if (token.tokenType === t.Newline) this.brokenOff = token.startOffset;
    this.inHead = false;
    this.depth = depth;
    this.skipEntry(first, true);
  }

  /** Notes that the next token cannot stand here, and skips the entry that it begins. */
  protected refuseToken(expected: string, commas: boolean): void {
    const token = this.LA(1);
    if (!this.goesOn(token)) this.unexpected.push({ token, expected });
    if (isOpener(token.tokenType) === 0 && !isEnd(token.tokenType, commas)) this.SKIP_TOKEN();
    this.skipEntry(this.LA(1), commas);
  }

  /** The rest of an entry that was broken off at the end of its line, which was reported: the next line, further in. */
  private goesOn({ startOffset }: IToken): boolean {
    const { text } = this.context.file;
    const { brokenOff } = this;
    if (brokenOff < 0 || startOffset < brokenOff || text.slice(brokenOff + 1, startOffset).trim() !== "")
      return false;
    return indentAt(text, startOffset) > indentAt(text, brokenOff);
  }

  /**
   * To the next separator or closing bracket that belongs to the bracket in which `first` stands. Answers whether what was
   * skipped may have declared a name.
   */
  protected skipEntry(first: IToken, commas: boolean): boolean {
    let level = this.levelSince(first);
    let declares = false;
    for (;;) {
      const type = this.LA(1).tokenType;
      if (type.name === "EOF") return declares;
      if (level <= 0 && isEnd(type, commas)) return declares;
      if (level <= 0 && (type === t.Colon || type === t.Let || t.HEADS.has(this.LA(1).image)))
        declares = true;
      level += isOpener(type);
      this.SKIP_TOKEN();
    }
  }

  /** How many brackets are open between a token that was read and the next one. */
  private levelSince(first: IToken): number {
    const tokens = this.input;
    const next = this.LA(1);
    if (first === next) return 0;
    let at = next.tokenType.name === "EOF" ? tokens.length : tokens.lastIndexOf(next);
    let level = 0;
    while (--at >= 0) {
      const token = tokens[at] as IToken;
      level += isOpener(token.tokenType);
      if (token === first) break;
    }
    return level;
  }

  /**
   * The entries between two brackets, up to the closing one: `one` reads an entry. What can begin no entry, or stands where
   * a separator should, is noted and skipped. Answers whether an entry may have been lost so.
   */
  protected entries(closer: TokenType, expected: string, one: () => void): boolean {
    const around = this.bracket;
    const bracket: OpenBracket = { closer, one, lost: false };
    try {
      for (;;) {
        this.bracket = bracket;
        this.MANY9(this.separatorOrEntry);
        if (this.RECORDING_PHASE) return false;
        const next = this.LA(1).tokenType;
        if (next === closer || next.name === "EOF") return bracket.lost;
        this.refuseToken(expected, true);
        bracket.lost = true;
        // A closing bracket of another kind: the scanner has reported it.
        if (isOpener(this.LA(1).tokenType) < 0) return true;
      }
    } finally {
      this.bracket = around;
    }
  }

  /** Whose entries are being read. */
  private bracket: OpenBracket = { closer: t.RCurly, one: () => undefined, lost: false };

  private readonly separatorOrEntry = () => {
    this.OR9((this.bracketAlternatives ??= this.makeBracketAlternatives()));
  };

  private bracketAlternatives: Alternatives<unknown> | null = null;

  private makeBracketAlternatives(): Alternatives<unknown> {
    return [
      {
        ALT: () => {
          this.entryAndEnd(this.bracket);
        },
      },
      { ALT: () => this.CONSUME9(t.Newline) },
      { ALT: () => this.CONSUME9(t.Comma) },
    ];
  }

  private entryAndEnd(bracket: OpenBracket): void {
    const { closer, one } = bracket;
    if (this.RECORDING_PHASE) {
      one();
      return;
    }
    const first = this.LA(1);
    one();
    const type = this.LA(1).tokenType;
    if (type === t.Newline || type === t.Comma) {
      // The separator that follows nearly every entry needs no turn of its own.
      this.SKIP_TOKEN();
      return;
    }
    if (type === closer || type.name === "EOF") return;
    this.unexpected.push({ token: this.LA(1), expected: `a new line, \`,\` or ${closer.LABEL ?? ""}` });
    if (this.skipEntry(first, true)) bracket.lost = true;
  }

  // --- Recursion -----------------------------------------------------------------------------------------------------

  /** One more level of recursion, of which no bracket need tell (`if a then if b then ...`). Answers what it was. */
  protected enter(): number {
    const before = this.depth;
    if (!this.RECORDING_PHASE) this.deepen(1);
    return before;
  }

  protected deepen(levels: number): void {
    if (this.depth + levels > MAX_NESTING) throw new TooDeep(this.nextStart());
    this.depth += levels;
  }

  // --- Words and places ----------------------------------------------------------------------------------------------

  protected word(token: IToken): Word {
    const payload = token.payload as unknown;
    return {
      // A text that is not closed says nothing.
      text: typeof payload === "string" ? payload : payload === null ? "" : token.image,
      start: token.startOffset,
      end: endOf(token),
    };
  }

  protected plain(token: IToken): QualifiedName {
    return { text: token.image, start: token.startOffset, end: endOf(token), module: null };
  }

  /** Where the last token that was read ends. */
  protected lastEnd(): number {
    return endOf(this.LA(0));
  }

  protected nextStart(): number {
    const token = this.LA(1);
    return Number.isNaN(token.startOffset) ? this.context.file.text.length : token.startOffset;
  }

  protected doc(start: number): string | null {
    return this.context.docs.get(start) ?? null;
  }

  protected missing(): Missing {
    const at = this.lastEnd();
    return { kind: "missing", start: at, end: at };
  }

  protected noWord(): QualifiedName {
    const at = this.lastEnd();
    return { text: "", start: at, end: at, module: null };
  }

  /** Does nothing more of an entry follow? */
  protected endsHere(): boolean {
    const type = this.LA(1).tokenType;
    return isEnd(type, true) || type.name === "EOF";
  }

  protected nextIs(type: TokenType): boolean {
    return this.LA(1).tokenType === type;
  }
}

/** 1 for what opens a bracket, -1 for what closes one. */
function isOpener(type: TokenType): number {
  switch (type) {
    case t.LCurly:
    case t.LSquare:
    case t.LParen:
    case t.LambdaParen:
    case t.StringOpen:
      return 1;
    case t.RCurly:
    case t.RSquare:
    case t.RParen:
    case t.StringClose:
      return -1;
    default:
      return 0;
  }
}

export function isEnd(type: TokenType, commas: boolean): boolean {
  return type === t.Newline || (commas && type === t.Comma) || isOpener(type) < 0;
}

export function endOf(token: IToken): number {
  return Number.isNaN(token.startOffset) ? 0 : (token.endOffset ?? token.startOffset) + 1;
}

/** How far in the line begins in which a place is. */
function indentAt(text: string, place: number): number {
  const start = text.lastIndexOf("\n", place - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, place))?.[0].length ?? 0;
}
