// What the next token means at every place of the grammar, worked out when the program is built.
//
// In:  a parser whose grammar was analyzed. Out: tables, with which another one begins to read at once.
// Surprising: to analyze a grammar Chevrotain calls each of its rules and records what they ask for, whenever a parser is made,
// which takes longer than to read a small file. One token decides at every place, so a place can be asked about each token
// there is, and the answers are all that an analysis is for. Chevrotain has no name for where they go: it is named here, and
// test/syntax/prepared.test.ts reads the same files with both.

import { EOF, NoViableAltException, type IToken, type TokenType } from "chevrotain";
import * as t from "../lex/tokens.ts";
import type { Follows } from "./lookahead.ts";

/** Set by build.ts. */
declare const GRAMMAR: string | undefined;

/** At a kind of place, for each rule that has one: a character for each token. */
type Answers = Readonly<Record<number, string>>;

export interface Prepared {
  readonly rules: number;
  /** By Chevrotain's number for the kind of place and its occurrence in a rule. */
  readonly places: Readonly<Record<number, Answers>>;
}

/** Where none of the alternatives can begin, or what may be left out is. */
const NONE = " ";
/** The same where something must stand. */
const WRONG = "!";
const YES = "y";
const FIRST = 0x30;

/** What of a parser Chevrotain's types do not tell. */
interface Inside {
  selfAnalysisDone: boolean;
  lookAheadFuncsCache: Lookahead[][];
  readonly currRuleShortName: number;
  LA(ahead: number): IToken;
  SAVE_ERROR(error: Error): Error;
}

type Lookahead = ((this: Inside) => number | boolean | undefined) & Partial<Follows>;

const TOKENS: readonly TokenType[] = [EOF, ...t.VOCABULARY];

/** null where the program runs from source: then the parser analyzes its grammar. */
export function preparedGrammar(): Prepared | null {
  return typeof GRAMMAR === "undefined" ? null : (JSON.parse(GRAMMAR) as Prepared);
}

export function prepare(parser: object): Prepared {
  const { lookAheadFuncsCache } = parser as Inside;
  const places: Record<number, Record<number, string>> = {};
  lookAheadFuncsCache.forEach((lookaheads, rule) => {
    lookaheads.forEach((lookahead, place) => {
      const answers = TOKENS.map((tokenType) => {
        const token = { tokenType, tokenTypeIdx: tokenType.tokenTypeIdx };
        const next = { LA: () => token, LA_FAST: () => token };
        const answer = lookahead.call(next as unknown as Inside);
        if (typeof answer === "number") return String.fromCharCode(FIRST + answer);
        return answer === true ? YES : answer === undefined || lookahead.isMandatory === true ? WRONG : NONE;
      });
      (places[place] ??= {})[rule] = answers.join("");
    });
  });
  return { rules: lookAheadFuncsCache.length, places };
}

/** In the place of an analysis. */
export function begin(parser: object, { rules, places }: Prepared): void {
  const inside = parser as Inside;
  const columns: number[] = [];
  for (let column = 0; column < TOKENS.length; column++)
    columns[(TOKENS[column] as TokenType).tokenTypeIdx as number] = column;
  // What a place is asked says which rule it is asked for, so all rules have the same functions.
  const lookaheads: Lookahead[] = [];
  for (const place of Object.keys(places).map(Number)) {
    const answers = places[place] as Answers;
    lookaheads[place] = function lookahead() {
      const next = this.LA(1);
      const answer = (answers[this.currRuleShortName] as string)[columns[next.tokenTypeIdx] as number];
      if (answer === YES) return true;
      if (answer === NONE) return false;
      // Its sentence is nowhere shown: what was expected is said by the rule (explain.ts).
      if (answer === WRONG || answer === undefined)
        throw this.SAVE_ERROR(new NoViableAltException("", next, this.LA(0)));
      return answer.charCodeAt(0) - FIRST;
    };
  }
  inside.lookAheadFuncsCache = Array.from({ length: rules }, () => lookaheads);
  inside.selfAnalysisDone = true;
}
