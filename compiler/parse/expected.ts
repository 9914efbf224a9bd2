// What the grammar expected, in the words of the messages, where more than one place speaks of it.

export const A_VALUE = "a value";
export const A_TYPE = "a type";
export const A_TYPE_NAME = "the name of a type";
export const A_NAME = "a name";
export const AN_ENTRY = "an entry (`name = value`)";
export const A_SLOT = "a slot (`name: Kind { }`)";
export const A_MEMBER = "`param`, `let`, `output`";
export const A_DECLARATION =
  "a declaration (`import`, `system`, `type`, `kind`, `overlay`, `environment`, `let`, `fn`, `policy`, `exempt`, `test`)";
export const A_PARAMETER = "a parameter (`name: Type`), `,` or `)`";
export const A_PATTERN = "a literal, a type or `_`";
export const AN_ARM = "an arm (`pattern => value`), `,` or `}`";
/** Of an annotation. */
export const ALONE = "a declaration behind this annotation";
export const CONSTRUCTOR_IN_HEAD = "parentheses around this constructor";
