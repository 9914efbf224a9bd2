// The vocabulary: every token type of the language. The scanner makes the tokens, the grammar asks for them.
//
// Words fall in three groups. Reserved words are never names. Head words (`system`, `param`, `remove` ...) are tokens of
// their own only where an entry begins: the scanner turns `remove = 1` and `x = kind` into plain names. Link words (`by`, `with` ...)
// are told apart by their position, so they are names as well.

import { createToken, Lexer, type TokenType } from "chevrotain";

function token(name: string, label: string, ...categories: TokenType[]): TokenType {
  return createToken({ name, label, pattern: Lexer.NA, categories });
}

/** Whatever may stand before `=`: a name of any kind, or a text. */
export const Key = token("Key", "a name");
/** Whatever may be the name of a member: a name of any kind. */
export const MemberName = token("MemberName", "a name", Key);
/** Whatever may be used as a lower-case name. */
export const Name = token("Name", "a name", MemberName);
export const Identifier = token("Identifier", "a name", Name);
export const TypeName = token("TypeName", "a type name", MemberName);

export const LCurly = token("LCurly", "`{`");
export const RCurly = token("RCurly", "`}`");
export const LParen = token("LParen", "`(`");
export const RParen = token("RParen", "`)`");
export const LSquare = token("LSquare", "`[`");
export const RSquare = token("RSquare", "`]`");
export const Comma = token("Comma", "`,`");
export const Newline = token("Newline", "a new line");
export const Colon = token("Colon", "`:`");
/** What stands between a key and its value. */
export const Sign = token("Sign", "`=`");
export const Equal = token("Equal", "`=`", Sign);
export const PlusEqual = token("PlusEqual", "`+=`", Sign);
export const MinusEqual = token("MinusEqual", "`-=`", Sign);
export const Dot = token("Dot", "`.`");
export const Ellipsis = token("Ellipsis", "`...`");
export const Question = token("Question", "`?`");
export const QuestionDot = token("QuestionDot", "`?.`");
export const Pipe = token("Pipe", "`|`");
export const Arrow = token("Arrow", "`=>`");
export const At = token("At", "`@`");
/** `<` and `>` around types: no operators. */
export const LAngle = token("LAngle", "`<`");
export const RAngle = token("RAngle", "`>`");
/** The `(` of `(a, b) => ...` and of `(T) => U`: the scanner has seen the arrow. */
export const LambdaParen = token("LambdaParen", "`(`");
/** The name before `=>`. */
export const LambdaName = token("LambdaName", "a name");

/** The operators before an operand. */
export const Prefix = token("Prefix", "an operator");
/** The operators between two operands. `-` is one of them and a prefix too. */
export const BinaryOperator = token("BinaryOperator", "an operator");
export const QuestionQuestion = token("QuestionQuestion", "`??`", BinaryOperator);
export const Plus = token("Plus", "`+`", BinaryOperator);
export const Minus = token("Minus", "`-`", BinaryOperator, Prefix);
export const Star = token("Star", "`*`", BinaryOperator);
export const Slash = token("Slash", "`/`", BinaryOperator);
export const EqualEqual = token("EqualEqual", "`==`", BinaryOperator);
export const NotEqual = token("NotEqual", "`!=`", BinaryOperator);
export const Less = token("Less", "`<`", BinaryOperator);
export const LessEqual = token("LessEqual", "`<=`", BinaryOperator);
export const Greater = token("Greater", "`>`", BinaryOperator);
export const GreaterEqual = token("GreaterEqual", "`>=`", BinaryOperator);
export const DotDot = token("DotDot", "`..`", BinaryOperator);
export const And = token("And", "`and`", BinaryOperator);
export const Or = token("Or", "`or`", BinaryOperator);

/** A literal that is one token; what it is worth is in its payload. */
export const Literal = token("Literal", "a value");
export const StringLiteral = token("StringLiteral", "a string", Literal, Key);
export const NumberLiteral = token("NumberLiteral", "a number", Literal);
export const QuantityLiteral = token("QuantityLiteral", "a quantity", Literal);
export const DateLiteral = token("DateLiteral", "a date", Literal);
export const True = token("True", "`true`", Literal);
export const False = token("False", "`false`", Literal);
export const Null = token("Null", "`null`", Literal);
export const RegexLiteral = token("RegexLiteral", "a pattern");
/** `"a ${`, `} b ${` and `} c"` of an interpolated string. */
export const StringOpen = token("StringOpen", "a string");
export const StringMiddle = token("StringMiddle", "the rest of the string");
export const StringClose = token("StringClose", "the end of the string");

/** Chevrotain wants tokens and rules to have different names, so a word's token is not named as the word. */
const word = (name: string, ...categories: TokenType[]) =>
  token(`Word ${name}`, `\`${name}\``, ...categories);

function byWord(types: readonly TokenType[]): ReadonlyMap<string, TokenType> {
  return new Map(types.map((type) => [type.name.slice("Word ".length), type]));
}

export const If = word("if");
export const Then = word("then");
export const Else = word("else");
export const For = word("for");
export const In = word("in");
export const Not = word("not", Prefix);
export const Match = word("match");
export const Import = word("import");
export const Let = word("let");
export const Super = word("super");
export const It = word("it");
export const Assert = word("assert");

export const By = word("by", Name);
export const On = word("on", Name);
export const With = word("with", Name);
export const As = word("as", Name);
export const Of = word("of", Name);
export const Where = word("where", Name);
export const Matching = word("matching", Name);
export const Extends = word("extends", Name);
export const To = word("to", Name);
export const Until = word("until", Name);
export const Because = word("because", Name);
export const Matches = word("matches", Name);
export const Snapshot = word("snapshot", Name);
export const Deny = word("deny", Name);
export const Warn = word("warn", Name);
/** `error` after `expect`, where an expected error follows. */
export const ErrorWord = word("error");

export const System = word("system");
export const Type = word("type");
export const Kind = word("kind");
export const Overlay = word("overlay");
export const Environment = word("environment");
export const Policy = word("policy");
export const Test = word("test");
export const Fn = word("fn");
export const Moved = word("moved");
export const Removed = word("removed");
export const Exempt = word("exempt");
export const Param = word("param");
export const Output = word("output");
export const Existing = word("existing");
export const Each = word("each");
export const Remove = word("remove");
export const Replace = word("replace");
export const Default = word("default");
export const Final = word("final");
export const Target = word("target");
export const Require = word("require");
export const Expect = word("expect");

export const RESERVED: ReadonlyMap<string, TokenType> = byWord([
  If,
  Then,
  Else,
  For,
  In,
  Not,
  Match,
  Import,
  Let,
  Super,
  It,
  Assert,
]);
export const RESERVED_VALUES: ReadonlyMap<string, TokenType> = new Map([
  ["true", True],
  ["false", False],
  ["null", Null],
  ["and", And],
  ["or", Or],
]);
export const LINKS: ReadonlyMap<string, TokenType> = byWord([
  By,
  On,
  With,
  As,
  Of,
  Where,
  Matching,
  Extends,
  To,
  Until,
  Because,
  Matches,
  Snapshot,
  Deny,
  Warn,
]);
/** The words that mean the same wherever they stand. */
export const FIXED: ReadonlyMap<string, TokenType> = new Map([...RESERVED, ...RESERVED_VALUES, ...LINKS]);
/** Names where `= : { . += -=` or the end of the entry follows. */
export const HEADS: ReadonlyMap<string, TokenType> = byWord([
  System,
  Type,
  Kind,
  Overlay,
  Environment,
  Policy,
  Test,
  Fn,
  Moved,
  Removed,
  Exempt,
  Param,
  Output,
  Existing,
  Each,
  Remove,
  Replace,
  Default,
  Final,
  Target,
  Require,
  Expect,
]);

export const VOCABULARY: readonly TokenType[] = [
  Key,
  MemberName,
  Name,
  Identifier,
  TypeName,
  LCurly,
  RCurly,
  LParen,
  RParen,
  LSquare,
  RSquare,
  Comma,
  Newline,
  Colon,
  Sign,
  Equal,
  PlusEqual,
  MinusEqual,
  Dot,
  Ellipsis,
  Question,
  QuestionDot,
  Pipe,
  Arrow,
  At,
  LAngle,
  RAngle,
  LambdaParen,
  LambdaName,
  Prefix,
  BinaryOperator,
  QuestionQuestion,
  Plus,
  Minus,
  Star,
  Slash,
  EqualEqual,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  DotDot,
  And,
  Or,
  Literal,
  StringLiteral,
  NumberLiteral,
  QuantityLiteral,
  DateLiteral,
  True,
  False,
  Null,
  RegexLiteral,
  StringOpen,
  StringMiddle,
  StringClose,
  ErrorWord,
  ...RESERVED.values(),
  ...LINKS.values(),
  ...HEADS.values(),
];
