// What can be wrong with a program, by the rule that it breaks, and the compiler's codes for each.
//
// The reference says which rule is broken; how the compiler words it, and where it points, is held by test/language.

/** Thrown where a value was asked for that does not exist; the walk over the graph collects them. */
export class Wrong extends Error {
  readonly rule: Rule;

  constructor(rule: Rule, what: string) {
    super(`${rule}: ${what}`);
    this.rule = rule;
  }
}

/** The reference does not know the form: the program is left out of the comparison. */
export class Unknown extends Error {}

export type Rule = keyof typeof CODES;

export const CODES = {
  /** Rule 2: a normal definition above a `final`, or a `remove` or `replace` over one. */
  "over a final": ["SP2210"],
  /** Rule 3: a bare `=` on a container that has something below. */
  "a bare =": ["SP2201"],
  /** Rule 3: `-=` takes away what is not there. */
  "-= hits nothing": ["SP2107"],
  /** Rule 4. */
  "amends nothing": ["SP2108"],
  "removes nothing": ["SP2107"],
  "replaces nothing": ["SP2108"],
  /** Rule 6: within one overlay a slot has one definition. */
  "defined twice": ["SP2112"],
  /** Rule 9: two siblings give one leaf different values. */
  "siblings disagree": ["SP2211"],
  /** Rule 10, on the merged result. */
  "not of its type": ["SP2101", "SP2110"],
  "a field is missing": ["SP2105"],
  "a param is missing": ["SP4004"],
  "a value needs itself": ["SP3001"],
  "nothing there": ["SP3006"],
  "needs what was removed": ["SP3007"],
  "two with one key": ["SP3011"],
  "no result": ["SP3005"],
} as const satisfies Readonly<Record<string, readonly string[]>>;
