// The grammar page, made out of the grammar itself: what the parser's rules say is what the page says.
//
// In:  the rules as the parser recorded them. Out: docs/reference/grammar.md. Surprising: the sections are a list here, and
// a rule that stands in none of them is an error, so that no rule can be forgotten.

import { DeclarationParser } from "../compiler/parse/declarations.ts";

/** What the parser recorded, in the fields that are read here. */
interface Node {
  readonly type: string;
  readonly name?: string;
  readonly label?: string;
  readonly definition?: readonly Node[];
  readonly separator?: Node;
}

interface Section {
  readonly title: string;
  readonly text: string;
  /** With blanks between them. */
  readonly rules: string;
}

const SECTIONS: readonly Section[] = [
  {
    title: "Files",
    text: "Declarations are separated by new lines, never by commas.",
    rules: "file fileItem import importName declaration",
  },
  {
    title: "Systems, overlays and environments",
    text: "In a head (`for in if where match on with`) the first `{` outside parentheses opens the body.",
    rules: `system memberOrRule member param output slot slotRest assert moved removed let definition systemValue
      fn params listedParam typedName generics
      overlay uses use overlayName environment environmentBase loop condition`,
  },
  {
    title: "Types and kinds",
    text: "",
    rules: "typeDeclaration extends kind record recordItem field annotations annotation",
  },
  {
    title: "Types where they are used",
    text: "`?` binds to what stands before it, then refinements, then `|`.",
    rules: `type refinedType refinement range bound optionalType simpleType namedType typeArguments typeName
      literalType constant containerType listType mapType functionType`,
  },
  {
    title: "Blocks",
    text: `A verb (\`remove replace default final each output\`) is a name where \`= : { .\`, \`+=\` or the end of the
entry follows.`,
    rules: "block entry keyed setting amendment slotEntry existingEntry value verbed removal each computed",
  },
  {
    title: "Expressions",
    text: `From loose to tight: \`??\`, \`or\`, \`and\`, \`not\`, the comparisons, \`..\`, \`+ -\`, \`* /\`, the sign.
\`(a, b) =>\` and \`x =>\` begin a function, any other parenthesis a group.`,
    rules: `expression access step primary nameOrConstruct construct group args argument
      list listItem template hole conditional match arm pattern patternName lambda regex`,
  },
  {
    title: "Policies and tests",
    text: "",
    rules: "policy subject policyEntry require exempt test testBlock testEntry expect",
  },
];

/** Tokens that are no word and no sign. */
const TOKENS: Readonly<Record<string, readonly [name: string, is: string]>> = {
  Name: [
    "NAME",
    "a word that begins lower case or with `_`; reserved are `if then else for in not and or match import let super it assert true false null`",
  ],
  LambdaName: ["NAME", ""],
  MemberName: ["MEMBER", "a `NAME` or a `TYPE_NAME`"],
  Key: ["KEY", "a `NAME`, a `TYPE_NAME` or a `STRING`"],
  Sign: ["SIGN", "`= += -=`"],
  TypeName: ["TYPE_NAME", "a word that begins upper case, or with `_` and upper case"],
  Literal: [
    "LITERAL",
    "a string without interpolation, a number, a quantity, a date, `true`, `false` or `null`",
  ],
  StringLiteral: ["STRING", '`"…"`, `"""…"""`, `r"…"` or `r"""…"""` without interpolation'],
  NumberLiteral: ["NUMBER", "`1_000 0o644 0xff 0b11 1.5 1e3`"],
  QuantityLiteral: [
    "QUANTITY",
    "a duration `1h30m`, a size `512MiB`, a CPU share `0.25cpu`, a percentage `25%`",
  ],
  DateLiteral: ["DATE", "`2027-01-31`"],
  RegexLiteral: ["PATTERN", "`/…/`, only after `matching ( [ , = =>`"],
  StringOpen: ["STRING_UNTIL_HOLE", "a string up to its first `${`"],
  StringMiddle: ["STRING_BETWEEN_HOLES", "from a `}` to the next `${`"],
  StringClose: ["STRING_AFTER_HOLE", "from the last `}` to the end of the string"],
  Prefix: ["PREFIX", "`not -`"],
  BinaryOperator: ["OPERATOR", "`?? or and == != < <= > >= .. + - * /`"],
  Newline: [
    "NEWLINE",
    "a new line that counts: not in `( )`, not after an operator, `=`, `,`, `=>` or an opening bracket, not before `. ?. ?? | and or else then with for if` or a closing bracket",
  ],
};

export function grammarPage(): string {
  const recorded: readonly Node[] = new DeclarationParser(false).getSerializedGastProductions();
  const rules = new Map(recorded.map((rule) => [rule.name ?? "", rule]));
  const listed = SECTIONS.flatMap((section) => namesOf(section));
  const forgotten = [...rules.keys()].filter((name) => !listed.includes(name));
  if (forgotten.length > 0) throw new Error(`docs/grammar.ts: no section has ${forgotten.join(", ")}`);
  const sections = SECTIONS.map((section) => {
    const { title, text } = section;
    const shown = namesOf(section).map((name) => {
      const rule = rules.get(name);
      if (rule === undefined) throw new Error(`docs/grammar.ts: there is no rule ${name}`);
      return showRule(rule);
    });
    return [`## ${title}`, ...(text === "" ? [] : [text]), `\`\`\`ebnf\n${shown.join("\n")}\n\`\`\``].join(
      "\n\n",
    );
  });
  return `${[INTRODUCTION, ...sections, tokenTable()].join("\n\n")}\n`;
}

function namesOf({ rules }: Section): readonly string[] {
  return rules.split(/\s+/);
}

const INTRODUCTION = `<!-- Made by \`npm run docs\` out of the grammar. Do not edit. -->

# Grammar

What the parser accepts, rule by rule. \`x?\` is an option, \`x*\` none or more, \`x+\` one or more, \`|\` separates alternatives, and
what stands in quotes is written as it is. \`entries(x)\` is any number of \`x\`, separated by new lines or commas; in \`( )\` by
commas only.`;

function tokenTable(): string {
  const rows = Object.values(TOKENS)
    .filter(([, is]) => is !== "")
    .map(([name, is]) => `- \`${name}\`: ${is}`);
  return `## Tokens\n\n${rows.join("\n")}`;
}

const WIDTH = 110;

function showRule({ name = "", definition = [] }: Node): string {
  const [only] = definition;
  const body = definition.map((node) => show(node, definition.length > 1)).join(" ");
  const line = `${name} = ${body} ;`;
  if (line.length <= WIDTH || only?.type !== "Alternation" || definition.length > 1) return line;
  const lines = alternatives(only).map((text, index) => `  ${index === 0 ? " " : "|"} ${text}`);
  return `${name} =\n${lines.join("\n")} ;`;
}

function alternatives(node: Node): readonly string[] {
  return childrenOf(node).map((child) => show(child, false));
}

/** `inside`: it stands beside others, so alternatives need parentheses. */
function show(node: Node, inside: boolean): string {
  switch (node.type) {
    case "NonTerminal":
      return node.name ?? "";
    case "Terminal":
      return terminal(node);
    case "Option":
      return `${grouped(node)}?`;
    case "Repetition":
      return entriesOf(node) ?? `${grouped(node)}*`;
    case "RepetitionMandatory":
      return `${grouped(node)}+`;
    case "RepetitionWithSeparator":
      return `(${separated(node)})?`;
    case "RepetitionMandatoryWithSeparator":
      return separated(node);
    case "Alternation": {
      const all = alternatives(node);
      const shown = all.filter((text) => text !== "");
      const text = shown.join(" | ");
      if (shown.length < all.length) return `(${text})?`;
      return inside ? `(${text})` : text;
    }
    default: {
      const children = childrenOf(node);
      return children.map((child) => show(child, children.length > 1)).join(" ");
    }
  }
}

function childrenOf({ definition = [] }: Node): readonly Node[] {
  return definition;
}

function grouped(node: Node): string {
  const children = childrenOf(node);
  const text = children.map((child) => show(child, children.length > 1)).join(" ");
  return children.length === 1 && !text.includes(" ") ? text : `(${text})`;
}

function separated(node: Node): string {
  const { separator } = node;
  const item = grouped(node);
  return `${item} (${separator === undefined ? "" : terminal(separator)} ${item})*`;
}

/** \`(entry | NEWLINE | ",")*\`: what \`entries\` of the parser makes. */
function entriesOf(node: Node): string | null {
  const [only] = childrenOf(node);
  if (only?.type !== "Alternation") return null;
  const shown = alternatives(only);
  const [first] = shown;
  return shown.length === 3 && shown[1] === "NEWLINE" && first !== undefined ? `entries(${first})` : null;
}

function terminal({ name = "", label = "" }: Node): string {
  const known = TOKENS[name];
  return known === undefined ? JSON.stringify(label.replaceAll("`", "")) : known[0];
}
