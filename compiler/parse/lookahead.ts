// Which alternative the next token begins: worked out for a place of the grammar when the parser first comes by.
//
// Chevrotain works all of them out when a parser is made, which is most of what starting up costs; a file comes by less than
// half of the places.

import { LLkLookaheadStrategy, type BaseParser, type ILookaheadStrategy, type IOrAlt } from "chevrotain";

type Alternation = Parameters<ILookaheadStrategy["buildLookaheadForAlternation"]>[0];
type Optional = Parameters<ILookaheadStrategy["buildLookaheadForOptional"]>[0];

export interface Follows {
  /** Where it says no, Chevrotain refuses the token. (`AT_LEAST_ONE`, which asks the same at its end, is not used.) */
  readonly isMandatory: boolean;
}

export class LazyLookahead extends LLkLookaheadStrategy {
  override buildLookaheadForAlternation(options: Alternation) {
    const make = () => super.buildLookaheadForAlternation(options);
    let made: ReturnType<typeof make> | null = null;
    return function choose(this: BaseParser, alternatives?: IOrAlt<unknown>[]): number | undefined {
      return (made ??= make()).call(this, alternatives);
    };
  }

  override buildLookaheadForOptional(options: Optional) {
    const make = () => super.buildLookaheadForOptional(options);
    let made: ReturnType<typeof make> | null = null;
    const follows = function (this: BaseParser): boolean {
      return (made ??= make()).call(this);
    };
    return Object.assign(follows, { isMandatory: options.prodType === "RepetitionMandatoryWithSeparator" });
  }
}
