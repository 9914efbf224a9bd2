// What people write who know another language: from the place where the grammar stopped to what is written here instead.
//
// In:  the token that cannot stand where it does, its neighbours, and what was expected. Out: a help line, or null where
// nothing is known that would be more use than what was expected.

import type { IToken } from "chevrotain";
import * as t from "../lex/tokens.ts";
import { nearest } from "../near.ts";
import { typeElsewhere } from "../types/elsewhere.ts";
import {
  A_DECLARATION,
  A_MEMBER,
  A_NAME,
  A_PARAMETER,
  A_PATTERN,
  A_TYPE,
  A_TYPE_NAME,
  A_VALUE,
  ALONE,
  AN_ARM,
  CONSTRUCTOR_IN_HEAD,
} from "./expected.ts";

/** The tokens around a mistake. Where there is none, a token without text. */
interface Around {
  readonly before2: IToken;
  readonly before: IToken;
  readonly token: IToken;
  readonly after: IToken;
}

const NOTHING: IToken = { image: "", startOffset: 0, tokenTypeIdx: 0, tokenType: t.Name };

const UNIT = /^(?:[wdhms]|ms|B|[kKMGT]B|[KMGT]iB|m?cpu)$/;
const A_CHOICE = "a choice is written `if a then b else c`";
const A_FUNCTION = "a function in place is written `x => x + 1`";
const A_RESULT = "a function says what it gives: `fn f(a: Int): Int = a + 1`";
const A_RECORD = "a record is declared with `type`: `type Name { field: Type }`";
const A_LET = "a value is declared with `let`: `let name = value`";
const AN_IMPORT = 'names are imported with `import std.file { File }` or `import "./shop.sp" { Shop }`';

/** Words that begin a declaration here. */
const DECLARATIONS = [...A_DECLARATION.matchAll(/`(\w+)`/g)].map((match) => match[1] ?? "");

/** Words that begin a declaration elsewhere. */
const DECLARING: Readonly<Record<string, string>> = {
  var: A_LET,
  val: A_LET,
  const: A_LET,
  local: A_LET,
  locals: A_LET,
  def: "a function is declared with `fn`: `fn name(a: Int): Int = a + 1`",
  func: "a function is declared with `fn`: `fn name(a: Int): Int = a + 1`",
  fun: "a function is declared with `fn`: `fn name(a: Int): Int = a + 1`",
  function: "a function is declared with `fn`: `fn name(a: Int): Int = a + 1`",
  enum: 'a choice of words is a union: `type Level = "low" | "high"`',
  class: A_RECORD,
  struct: A_RECORD,
  record: A_RECORD,
  schema: A_RECORD,
  object: A_RECORD,
  interface: A_RECORD,
  data: A_RECORD,
  resource: "a resource is a slot of a system: `system Site { web: Service { } }`",
  package: "the package is named in `setpoint.toml`; a file declares no name of its own",
  module: "a file is a module and declares none; its system is `system Name { }`",
  variable: "what varies is a parameter of a system: `param name: Type`",
  use: AN_IMPORT,
  from: AN_IMPORT,
  include: AN_IMPORT,
  require: "`require` stands in a policy",
  expect: "`expect` stands in a test",
  param: "`param` stands in a system",
  output: "`output` stands in a system",
  existing: "`existing` stands in a system",
  moved: "`moved` stands in a system or an overlay",
  removed: "`removed` stands in a system or an overlay",
  export: "nothing need be exported: every name of a file can be imported but those that begin with `_`",
  public: "nothing need be exported: every name of a file can be imported but those that begin with `_`",
  private: "what begins with `_` is private to its file",
};

export function habitOf(token: IToken, tokens: readonly IToken[], expected: string): string | null {
  const at = token.tokenType.name === "EOF" ? tokens.length : tokens.indexOf(token);
  const around: Around = {
    before2: tokens[at - 2] ?? NOTHING,
    before: tokens[at - 1] ?? NOTHING,
    token,
    after: tokens[at + 1] ?? NOTHING,
  };
  if (expected === ALONE)
    return "annotations of a resource stand inside its block: `name: Kind { @protect }`";
  if (expected === A_DECLARATION) return atTop(around);
  if (expected.startsWith(A_MEMBER)) return inSystem(around);
  return (
    inArm(around, expected) ??
    ofCase(around, expected) ??
    inType(around, expected) ??
    inEntry(around, expected) ??
    inExpression(around, expected)
  );
}

// --- Where a declaration or a member is expected ---------------------------------------------------------------------

function atTop({ token, after }: Around): string | null {
  const known = Object.hasOwn(DECLARING, token.image) ? DECLARING[token.image] : undefined;
  if (known !== undefined) return known;
  if (token.tokenType === t.If || token.tokenType === t.For)
    return "there are no statements: a slot carries its own `if` and `for`, `web: Service if cached { }`";
  if (!isName(token)) return null;
  if (after.tokenType === t.Colon) return `slots stand in a system: \`system Name { ${token.image}: ... }\``;
  if (after.tokenType === t.Equal) return `a value is declared with \`let\`: \`let ${token.image} = ...\``;
  if (after.tokenType === t.LCurly)
    return `a block amends, and stands in an overlay: \`overlay name on System { ${token.image} { } }\``;
  const near = nearest(token.image, DECLARATIONS);
  return near === null ? null : `write \`${near}\``;
}

function inSystem({ token, after }: Around): string | null {
  if (token.tokenType === t.If) return "a condition stands behind the kind: `name: Kind if condition { }`";
  if (token.tokenType === t.For) return "a loop stands behind the kind: `name: Kind for x in xs { }`";
  if (token.tokenType === t.TypeName && after.tokenType === t.Colon)
    return ofCase({ before: NOTHING, before2: NOTHING, token, after }, A_NAME);
  if (token.tokenType === t.TypeName && isName(after))
    return `the name stands before its kind: \`${after.image}: ${token.image} { }\``;
  return Object.hasOwn(DECLARING, token.image) ? (DECLARING[token.image] ?? null) : null;
}

// --- match -------------------------------------------------------------------------------------------------------------

/** What other languages call what is left. */
const OTHERWISE = ["else", "default", "otherwise"];

function inArm({ token, after }: Around, expected: string): string | null {
  const isRest = OTHERWISE.includes(token.image);
  if (isRest && (expected === AN_ARM || (expected === A_TYPE_NAME && ARROWS.includes(after.image))))
    return REST;
  if (expected === A_PATTERN)
    return isRest
      ? REST
      : "all that is left is `_ => value`; a name for it stands behind its type: `Http as h => ...`";
  if (expected !== "`=>`") return null;
  if (token.tokenType === t.DotDot)
    return "a range is no pattern: decide with `if`, or name the values, `1 | 2`";
  if (token.tokenType === t.If) return "an arm has no condition: decide with `if` in its value";
  return "an arm is written `pattern => value`";
}

const REST = "the arm for all that is left is `_ => value`";
const ARROWS = ["=>", ":", "->", "="];

// --- Upper and lower case ----------------------------------------------------------------------------------------------

function ofCase({ before2, before, token }: Around, expected: string): string | null {
  const [first = ""] = token.image;
  if (expected === "a type name" && isName(token)) return upperCase(token.image);
  if (NAMES.some((name) => expected.startsWith(name)) && t.FIXED.has(token.image))
    return `\`${token.image}\` is a word of the language: choose another name`;
  if (expected === A_NAME && token.tokenType === t.TypeName)
    return `only types, kinds and systems begin upper case: \`${first.toLowerCase()}${token.image.slice(1)}\``;
  if (token.tokenType === t.LCurly && isName(before) && before2.tokenType === t.Equal)
    return "a value of a type is made with its name, which begins upper case: `Point { }`";
  return null;
}

/** What is expected where a name is declared. */
const NAMES: readonly string[] = [A_NAME, A_PARAMETER, A_MEMBER];

function upperCase(name: string): string {
  const [first = ""] = name;
  return `types, kinds and systems begin upper case: \`${first.toUpperCase()}${name.slice(1)}\``;
}

// --- Where a type is expected ----------------------------------------------------------------------------------------

function inType({ before2, before, token, after }: Around, expected: string): string | null {
  const elsewhere = expected === A_TYPE_NAME ? typeElsewhere(token.image) : null;
  if (elsewhere !== null) return elsewhere;
  if (before.tokenType === t.Colon && (expected === A_TYPE || expected === A_TYPE_NAME)) {
    if (before2.tokenType === t.RParen) return A_RESULT;
    if (isName(token) && after.tokenType === t.LCurly) return upperCase(token.image);
    if (token.tokenType === t.Equal)
      return `write the type between \`:\` and \`=\`, or neither \`:\` nor type`;
    const value = `${before2.image} = ${shownValue(token)}`;
    return `\`:\` gives a type; a value is given with \`=\`: \`${value}\``;
  }
  if (expected === A_TYPE_NAME && isName(token)) {
    if (before.tokenType === t.LCurly && after.tokenType === t.Colon)
      return `the fields of a record stand in a declaration of their own: \`type Name { ${token.image}: Type }\``;
    return upperCase(token.image);
  }
  if (before.tokenType === t.TypeName && token.tokenType === t.LSquare && after.tokenType === t.RSquare)
    return `a list is written with its elements' type: \`[${before.image}]\``;
  if (before.tokenType === t.Matching && token.tokenType !== t.RegexLiteral)
    return "a pattern stands between slashes: `matching /^[a-z]+$/`";
  if (token.tokenType === t.QuestionQuestion && before.tokenType === t.TypeName)
    return `once is enough: \`${before.image}?\``;
  if (token.tokenType === t.Question && after.tokenType === t.Colon && isName(before))
    return `what may be absent has a type with \`?\`: \`${before.image}: Type?\``;
  return null;
}

/** What stands before a name in a block. */
const VERBS = ["remove", "replace", "default", "final", "existing", "each"];

// --- Where an entry is read ------------------------------------------------------------------------------------------

function inEntry({ before2, before, token }: Around, expected: string): string | null {
  if (expected === "`:`" && before.tokenType === t.RParen) return A_RESULT;
  if (expected === "a new line" && before.tokenType === t.TypeName) {
    if (token.tokenType === t.LCurly || token.tokenType === t.Arrow)
      return "what a function gives stands after `=`: `fn f(a: Int): Int = a + 1`";
  }
  if (expected === "`:`" && isName(before)) return withoutColon(before2, before, token);
  if (token.tokenType === t.Comma && expected === "a new line")
    return "declarations are separated by new lines";
  if (expected.startsWith("the names to import")) {
    if (before.tokenType === t.Import)
      return "the module stands before its names: `import std.file { File }`";
    return "name what is needed, `{ A, B }`, or take the module whole, `as name`";
  }
  if (before.tokenType === t.Dot && before2.tokenType !== t.StringLiteral && token.tokenType === t.Star)
    return "name what is needed, `{ A, B }`, or take the module whole, `as name`";
  if (!expected.startsWith("a new line, `,` or")) return null;
  if (token.tokenType === t.Colon && expected.endsWith("`)`"))
    return `an argument is named with \`=\`: \`${before.image} = ...\``;
  if (before.image === "return") return "a function is one expression; there is no `return`";
  if (token.tokenType === t.Equal && before.tokenType === t.TypeName && before2.tokenType === t.Colon)
    return `a slot holds a resource or a system and has no value: \`param name: ${before.image} = ...\` has one`;
  if (token.tokenType === t.EqualEqual && isName(before))
    return `a value is given with one \`=\`: \`${before.image} = ...\``;
  const begins =
    before2.tokenType === t.Newline || before2.tokenType === t.LCurly || before2.tokenType === t.Comma;
  const verb = isName(before) && begins && isName(token) ? nearest(before.image, VERBS) : null;
  if (verb !== null) return `write \`${verb} ${token.image}\``;
  if (isName(before) && begins && isValue(token) && expected.endsWith("`}`"))
    return `a value is given with \`=\`: \`${before.image} = ${shownValue(token)}\``;
  return null;
}

function withoutColon(before2: IToken, before: IToken, token: IToken): string | null {
  if (Object.hasOwn(DECLARING, before.image)) return DECLARING[before.image] ?? null;
  const param = before2.tokenType === t.Param;
  if (token.tokenType === t.Equal) {
    if (param) return `a parameter has a type: \`param ${before.image}: Type = ...\``;
    return `\`=\` declares no name; a slot is declared with its kind: \`${before.image}: Kind { }\``;
  }
  if (token.tokenType === t.TypeName)
    return `\`:\` stands between a name and what it is: \`${before.image}: ${token.image}\``;
  if (param || isName(token)) return null;
  return `a name is declared with its type: \`${before.image}: Type\`; a choice of words is \`"a" | "b"\``;
}

// --- Where an expression is read -------------------------------------------------------------------------------------

function inExpression({ before2, before, token, after }: Around, expected: string): string | null {
  if (expected === CONSTRUCTOR_IN_HEAD)
    return `in a head the first \`{\` opens the body: write \`(${before.image} { ... })\``;
  if (token.tokenType === t.LCurly && expected === A_VALUE)
    return "in a head the first `{` opens the body: put the value in parentheses";
  if (before.tokenType === t.QuantityLiteral && before.image.endsWith("%"))
    return "the remainder is `a.mod(b)`";
  if (before.tokenType === t.NumberLiteral && UNIT.test(token.image))
    return `a quantity is written without a blank: \`${before.image}${token.image}\``;
  if (expected === "`then`" || token.tokenType === t.Question) return A_CHOICE;
  if (token.image === "elif" || token.image === "elsif" || token.image === "elseif") return "write `else if`";
  if (token.tokenType === t.Pipe && expected.startsWith(A_VALUE)) return A_FUNCTION;
  if (before.image === "lambda" || before2.image === "lambda") return A_FUNCTION;
  if (token.tokenType === t.Dot && after.tokenType === t.NumberLiteral)
    return `a number begins with a digit: \`0.${after.image}\``;
  if (token.tokenType === t.In && expected.startsWith("a new line"))
    return "inside a range is said with comparisons: `1 <= x and x <= 5`";
  if (!isText(token)) return null;
  if (before.tokenType === t.Dot || isText(before)) return 'texts are joined in one string: `"${a}${b}"`';
  if (isName(before) && (before.endOffset ?? 0) + 1 === token.startOffset)
    return 'every string takes `${...}`; `r"..."` takes everything as it is';
  return null;
}

function isName({ tokenType, image }: IToken): boolean {
  return tokenType === t.Identifier || tokenType === t.LambdaName || t.LINKS.has(image);
}

function isText({ tokenType }: IToken): boolean {
  return tokenType === t.StringLiteral || tokenType === t.StringOpen;
}

function isValue(token: IToken): boolean {
  switch (token.tokenType) {
    case t.NumberLiteral:
    case t.QuantityLiteral:
    case t.DateLiteral:
    case t.True:
    case t.False:
    case t.LSquare:
      return true;
    default:
      return isText(token) || isName(token);
  }
}

function shownValue(token: IToken): string {
  if (token.tokenType === t.LCurly) return "{ ... }";
  if (!isValue(token)) return "...";
  return token.image.length > 20 || token.image.includes("\n") ? "..." : token.image;
}
