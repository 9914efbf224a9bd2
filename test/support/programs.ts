// Programs by chance: every form of the grammar, in every layout that the rules of new lines and commas allow.
//
// A program is made in two steps, so that a failing one shrinks well: a skeleton of tokens and brackets, and a number from
// which `render` takes where blanks, new lines, commas and comments stand.

import fc from "fast-check";

export type Skeleton = string | readonly Skeleton[] | Bracket;

interface Bracket {
  readonly open: "{" | "[" | "(";
  readonly items: readonly Skeleton[];
}

const CLOSERS = { "{": "}", "[": "]", "(": ")" } as const;

function bracket(open: Bracket["open"], items: readonly Skeleton[]): Bracket {
  return { open, items };
}

const name = fc.constantFrom("a", "web", "port", "_p", "by", "on", "remove", "each", "x1", "kind", "to");
const plainName = fc.constantFrom("a", "web", "port", "_p", "x1", "production");
const typeName = fc.constantFrom("Service", "File", "Person", "_T");
const qualified = fc.oneof(typeName, fc.constant("rds.Instance"));
const literal = fc.constantFrom(
  "1",
  "0o644",
  "1.5",
  "250ms",
  "512MiB",
  "25%",
  "2027-01-31",
  "true",
  "null",
  '"text"',
  '"// no"',
  '"a\\n\\"b"',
  'r"\\d+"',
  '"""\n    one\n      two\n\n    """',
  'r"""\n  raw ${x}\n  """',
);

function maybe(arbitrary: fc.Arbitrary<Skeleton>): fc.Arbitrary<Skeleton> {
  return fc.oneof(fc.constant<Skeleton>([]), arbitrary);
}

function some(arbitrary: fc.Arbitrary<Skeleton>, max = 3, min = 0): fc.Arbitrary<readonly Skeleton[]> {
  return fc.array(arbitrary, { minLength: min, maxLength: max });
}

type Part = Skeleton | fc.Arbitrary<Skeleton>;

function row(...parts: readonly Part[]): fc.Arbitrary<Skeleton> {
  return fc.tuple(...parts.map((part) => (part instanceof fc.Arbitrary ? part : fc.constant(part))));
}

function group(...parts: readonly Part[]): fc.Arbitrary<Skeleton> {
  return row(...parts).map((item) => bracket("(", [item]));
}

function inside(open: Bracket["open"], items: fc.Arbitrary<readonly Skeleton[]>): fc.Arbitrary<Skeleton> {
  return items.map((list) => bracket(open, list));
}

const grammar = fc.letrec<Record<string, Skeleton>>((tie) => {
  const expression = tie("expression");
  const type = tie("type");
  const block = tie("block");
  const deeper = { depthSize: "small", withCrossShrink: true } as const;
  const loop = row("for", fc.oneof(plainName, row("k", ",", "v")), "in", group(expression));
  const argument = fc.oneof(expression, row(name, "=", expression));
  const operator = fc.constantFrom("+", "-", "*", "/", "and", "or", "??", "==", "..");
  const use = fc.oneof(
    { maxDepth: 1 },
    row(plainName),
    row(plainName, inside("(", some(argument, 2, 1))),
    block,
    inside("(", some(fc.oneof(plainName, row(plainName, inside("(", fc.constant([]))), block), 2, 1)),
  );
  const uses = fc
    .array(use, { minLength: 1, maxLength: 2 })
    .map((list): Skeleton => ["with", ...list.flatMap((item, at) => (at === 0 ? [item] : [",", item]))]);
  const slot = row(qualified, maybe(uses), maybe(loop), maybe(row("if", group(expression))), maybe(block));
  return {
    expression: fc.oneof(
      deeper,
      literal,
      plainName,
      fc.constantFrom("it", "super"),
      group(expression, operator, expression),
      group("-", expression),
      row("not", plainName),
      row(plainName, ".", name),
      row(plainName, "?.", name, inside("(", some(argument))),
      row(plainName, inside("[", some(expression, 1, 1))),
      row('"a ${', expression, '} b"'),
      row('"""\n    one ${', expression, '}\n      two\n    """'),
      inside("[", some(fc.oneof(expression, row("...", expression)))),
      inside(
        "[",
        row(expression, loop, maybe(row("if", group(expression)))).map((item) => [item]),
      ),
      block,
      row(qualified, block),
      group("if", expression, "then", expression, maybe(row("else", expression))),
      group(plainName, "=>", expression),
      group(bracket("(", ["a", "b"]), "=>", expression),
      row("match", group(expression), inside("{", some(tie("arm"), 3, 1))),
      row("f", inside("(", some(row("/[a-z]/"), 1, 1))),
    ),
    arm: row(
      fc.oneof(
        fc.constantFrom('"x"', "-1", "_", "null"),
        row(qualified, maybe(row("as", "h"))),
        row('"a"', "|", "2"),
      ),
      "=>",
      expression,
    ),
    type: fc.oneof(
      deeper,
      qualified,
      row(typeName, "?"),
      row("Secret", "<", type, ">"),
      row("Map", "<", "String", ",", type, ">"),
      inside(
        "[",
        row(type, maybe(row("by", plainName))).map((item) => [item]),
      ),
      inside(
        "{",
        row("String", ":", type).map((item) => [item]),
      ),
      group(type, "|", type),
      row("Int", "in", fc.constantFrom("1..9", "..9", "1..", "-1..1s")),
      row("String", "matching", "/^a$/"),
      row("Int", "where", group(expression)),
      row(bracket("(", ["Int"]), "=>", type),
      fc.constantFrom('"a"', "3", "-1"),
    ),
    block: inside("{", some(tie("entry"))),
    entry: fc.oneof(
      { depthSize: "small" },
      row(name, "=", expression),
      row(name, ".", name, "=", expression),
      row(fc.constantFrom("final", "default", "replace"), plainName, "=", expression),
      row(plainName, fc.constantFrom("+=", "-="), expression),
      row('"a key"', "=", expression),
      row(inside("[", some(expression, 1, 1)), "=", expression, maybe(loop)),
      row("...", expression),
      row(plainName, block),
      row("remove", plainName),
      row("@after", inside("(", some(expression, 2, 1))),
      row("let", plainName, "=", expression),
      row("each", qualified, maybe(row("where", group(expression))), block),
      row(plainName, ":", slot),
    ),
    field: fc.oneof(
      row(maybe(fc.constant("@key")), plainName, ":", type, maybe(row("=", expression))),
      row("output", plainName, ":", type),
      row("assert", expression, "else", '"why"'),
      fc.constant<Skeleton>("..."),
    ),
    member: fc.oneof(
      row("param", plainName, ":", type, maybe(row("=", expression))),
      row("let", plainName, "=", expression, maybe(uses)),
      row("output", plainName, "=", expression),
      row(maybe(fc.constant("existing")), plainName, ":", slot),
      row("assert", expression, maybe(row("else", expression))),
      row("moved", '"a.b"', "to", "c", ".", "d"),
      row("removed", '"a"', maybe(block)),
    ),
    declaration: fc.oneof(
      row("system", typeName, inside("{", some(tie("member"), 4))),
      row("type", typeName, "=", type),
      row(
        "type",
        typeName,
        maybe(row("<", "T", ",", "U", ">")),
        maybe(row("extends", qualified)),
        inside("{", some(tie("field"))),
      ),
      row(maybe(fc.constant("target")), "kind", typeName, "by", plainName, inside("{", some(tie("field")))),
      row(
        "overlay",
        plainName,
        maybe(inside("(", some(row(plainName, ":", type), 2, 1))),
        "on",
        qualified,
        block,
      ),
      row("environment", plainName, "=", qualified, maybe(uses)),
      row("let", plainName, "=", expression),
      row("fn", plainName, inside("(", some(row(plainName, ":", type), 2)), ":", type, "=", expression),
      row(
        "policy",
        '"p"',
        maybe(fc.constant("warn")),
        "on",
        qualified,
        "as",
        "s",
        inside("{", some(row("require", group(expression), "else", '"no"'))),
      ),
      row(
        "test",
        '"t"',
        inside("{", some(fc.oneof(row("expect", group(expression)), row("let", "g", "=", "Shop", uses)))),
      ),
      row("import", "std", ".", "file", inside("{", some(typeName, 3, 1))),
    ),
  };
});

export const program: fc.Arbitrary<readonly Skeleton[]> = fc.array(
  grammar["declaration"] as fc.Arbitrary<Skeleton>,
  {
    maxLength: 4,
  },
);

// --- Layout ----------------------------------------------------------------------------------------------------------

/** Numbers from 0 up to a limit, the same for the same seed. */
export type Dice = (limit: number) => number;

export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

interface Writer {
  readonly dice: Dice;
  text: string;
  comments: number;
  /** In parentheses a new line may stand anywhere. */
  round: number;
  /** A string of one line holds none. */
  flat: number;
  /** In an interpolation nothing is documented. */
  holes: number;
}

/** How a program is laid out: mostly plainly, or with anything anywhere. */
export function render(skeletons: readonly Skeleton[], seed: number): string {
  const writer: Writer = { dice: diceOf(seed), text: "", comments: 0, round: 0, flat: 0, holes: 0 };
  for (const skeleton of skeletons) {
    gap(writer, "entry");
    write(writer, skeleton);
    writer.text += "\n";
  }
  gap(writer, "entry");
  return writer.text;
}

const GOES_ON = new Set(["=", "+", "-", "*", "/", "and", "or", "??", "==", ",", "=>", "|", "+=", "-=", "."]);

function write(w: Writer, skeleton: Skeleton): void {
  if (typeof skeleton === "string") {
    w.text += skeleton;
    return;
  }
  if ("open" in skeleton) {
    writeBracket(w, skeleton);
    return;
  }
  for (const token of flatten(skeleton)) {
    if (typeof token === "string") {
      if (token === '} b"') w.flat -= 1;
      if (token.startsWith("}")) w.holes -= 1;
      if (token.endsWith("${")) w.holes += 1;
      w.text += w.flat > 0 ? onOneLine(token) : token;
      if (token === '"a ${') w.flat += 1;
    } else writeBracket(w, token);
    gap(
      w,
      typeof token === "string" && GOES_ON.has(token) ? "after" : w.round > 0 ? "round" : "blank",
      token,
    );
  }
}

function onOneLine(token: string): string {
  if (token.endsWith("${")) return '"a ${';
  if (token.startsWith("}\n")) return '} b"';
  return token.includes("\n") ? "1" : token;
}

function flatten(skeleton: readonly Skeleton[]): readonly (string | Bracket)[] {
  return skeleton.flatMap((part): readonly (string | Bracket)[] =>
    typeof part === "string" || "open" in part ? [part] : flatten(part),
  );
}

function writeBracket(w: Writer, { open, items }: Bracket): void {
  const { round } = w;
  w.text += open;
  w.round = open === "(" ? 1 : 0;
  const kind = open === "(" ? "round" : "entry";
  gap(w, kind);
  for (const [index, item] of items.entries()) {
    if (index > 0) {
      const comma = open === "(" || w.flat > 0 || w.dice(2) === 0;
      w.text += comma ? "," : "\n";
      gap(w, kind);
    }
    write(w, item);
  }
  gap(w, kind);
  w.text += CLOSERS[open];
  w.round = round;
}

/** What stands between two tokens: a blank at least, except around what is glued. */
function gap(w: Writer, kind: "entry" | "after" | "round" | "blank", after: string | Bracket = ""): void {
  // A text that goes on, and the dots of a path, which stand close.
  if (typeof after === "string" && (after.endsWith("${") || after === "?." || after === "@after")) return;
  const free = kind !== "blank" && w.flat === 0;
  const roll = w.dice(free ? 12 : 6);
  if (free && roll === 0) w.text += "\n";
  else if (free && roll === 1) w.text += "\n\n\n  ";
  else if (free && roll === 2) {
    w.comments++;
    w.text += ` // comment ${w.comments}\n`;
  } else if (free && roll === 3) {
    w.comments++;
    w.text += `\n  ${w.holes > 0 ? "//" : "///"} doc ${w.comments}\n`;
  } else w.text += roll === 4 ? "  " : " ";
}
