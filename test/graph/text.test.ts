// The text of a graph, for values by chance: whatever is written, and however it is said, its bytes are the canonical text of
// what was meant.
//
// In:  types and values with the strings, numbers and keys that a writer of JSON trips over, and what may be absent at every
// place. Out: a program that says them as literals, as parameters, inside templates, and half in an overlay, so that both the
// short and the long way of compiler/evaluate write them.

import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalString } from "../../compiler/json.ts";
import { Sheet } from "../../compiler/sheet.ts";
import { compileFiles } from "../support/compiler-package.ts";

const BRACKETS = ["", "[", "{", ",", "]", "}", "[,", "{,", '"', "\\", '\\"[', ":", "$", "$$", "${", "$from"];
const ODD = [
  "\n",
  "\0",
  "\u001f",
  "\u007f",
  "\u0080",
  "é",
  "\u2028",
  "\ufeff",
  "🎉",
  "\ue000",
  "__proto__",
  "10",
];
const text = fc.oneof(
  fc.constantFrom(...BRACKETS, ...ODD),
  fc.array(fc.constantFrom(...BRACKETS, ...ODD, "a", "b"), { maxLength: 30 }).map((parts) => parts.join("")),
);
const int = fc.oneof(
  fc.constantFrom(0, 9, 10, 99_999, 100_000, -1, 2 ** 53 - 1, 1 - 2 ** 53),
  fc.integer({ min: -1000, max: 1000 }),
);
const number = fc.oneof(
  int,
  fc.constantFrom(0.1, -0.5, 1e21, 1e-7, 5e-324, 123_456.789),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

// --- On a sheet ------------------------------------------------------------------------------------------------------

test("a sheet quotes every text, at once and in parts", () => {
  const units = fc.oneof(text, fc.string({ unit: "grapheme", maxLength: 120 }));
  fc.assert(
    fc.property(fc.array(units, { maxLength: 8 }), (parts) => {
      const sheet = new Sheet(1);
      for (const part of parts) sheet.quoted(part);
      expect(sheet.textSince(0)).toBe(parts.map((part) => JSON.stringify(part)).join(""));
      const { end } = sheet;
      sheet.text('"');
      for (const part of parts) sheet.unquoted(part);
      sheet.text('"');
      expect(sheet.textSince(end)).toBe(JSON.stringify(parts.join("")));
    }),
  );
});

test("a sheet prints every number as JSON does", () => {
  fc.assert(
    fc.property(fc.oneof(number, fc.constant(-0)), (value) => {
      const sheet = new Sheet(1);
      sheet.number(value);
      expect(sheet.textSince(0)).toBe(JSON.stringify(value));
    }),
  );
});

test("a comma that begins a piece is left out after an opening bracket only", () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), fc.boolean(), (items, asBytes) => {
      const sheet = new Sheet(1);
      const piece = (of: string) => {
        if (asBytes) sheet.copy(new TextEncoder().encode(of));
        else sheet.text(of);
      };
      piece("[");
      for (const item of items) {
        piece(",");
        sheet.quoted(item);
      }
      piece("]");
      expect(JSON.parse(sheet.textSince(0))).toEqual(items);
    }),
  );
});

// --- Compiled --------------------------------------------------------------------------------------------------------

/** A value with its type: what is absent has none. */
type Shape =
  | { readonly kind: "text"; readonly value: string | null }
  | { readonly kind: "int" | "number"; readonly value: number | null }
  | { readonly kind: "flag"; readonly value: boolean | null }
  | { readonly kind: "list"; readonly element: Shape; readonly items: readonly Shape[] }
  | { readonly kind: "map"; readonly element: Shape; readonly entries: readonly Entry[] }
  | { readonly kind: "keyed"; readonly fields: readonly Shape[]; readonly entries: readonly Entry[] }
  | { readonly kind: "record"; readonly fields: readonly Shape[] };
interface Entry {
  readonly key: string;
  readonly value: Shape;
}

/** How it is said: each choice takes the next number. */
type Choices = () => number;

/** Without a backslash: `JSON.parse` of Node 24 reads a key `"\n"` as the key `"\\"`, where it saw that one before. */
const keys = fc.uniqueArray(
  text.filter((key) => !key.includes("\\")),
  { maxLength: 3 },
);

/** Values of one type, which the first of them has. */
function shapes(depth: number): fc.Arbitrary<fc.Arbitrary<Shape>> {
  const leaf = (kind: Shape["kind"], value: fc.Arbitrary<unknown>) =>
    fc
      .boolean()
      .map((optional) =>
        (optional ? fc.option(value, { freq: 3 }) : value).map((of) => ({ kind, value: of }) as Shape),
      );
  const leaves = fc.oneof(
    leaf("text", text),
    leaf("text", text),
    leaf("int", int),
    leaf("number", number),
    leaf("flag", fc.boolean()),
  );
  if (depth === 0) return leaves;
  const inner = shapes(depth - 1);
  const whole = shapes(depth - 1);
  const fields = fc.array(inner, { minLength: 1, maxLength: 4 });
  return fc.oneof(
    leaves,
    whole.map((element) =>
      fc
        .tuple(present(element), fc.array(present(element), { maxLength: 3 }))
        .map(([first, items]): Shape => ({ kind: "list", element: first, items })),
    ),
    whole.map((element) =>
      fc
        .tuple(present(element), keys, fc.array(present(element), { minLength: 3, maxLength: 3 }))
        .map(([first, names, values]): Shape => ({
          kind: "map",
          element: first,
          entries: names.map((key, index) => ({ key, value: values[index] ?? first })),
        })),
    ),
    fields.map((list) =>
      fc
        .tuple(keys, fc.array(fc.tuple(...list), { minLength: 4, maxLength: 4 }))
        .map(([names, values]): Shape => {
          const rows = values.map((row): readonly Shape[] => row);
          return {
            kind: "keyed",
            fields: rows[3] ?? [],
            entries: names.map((key, index) => ({
              key,
              value: { kind: "record", fields: rows[index] ?? [] },
            })),
          };
        }),
    ),
    fields.map((list) => fc.tuple(...list).map((row): Shape => ({ kind: "record", fields: row }))),
  );
}

function present(shape: fc.Arbitrary<Shape>): fc.Arbitrary<Shape> {
  return shape.filter((of) => !("value" in of) || of.value !== null);
}

/** The canonical text that is meant; null where it is absent. */
function meant(shape: Shape): string | null {
  switch (shape.kind) {
    case "text":
      return shape.value === null ? null : JSON.stringify(shape.value);
    case "int":
    case "number":
    case "flag":
      return shape.value === null ? null : JSON.stringify(shape.value);
    case "list":
      return `[${shape.items.map(meant).join(",")}]`;
    case "map":
      return object(shape.entries.map(({ key, value }) => [escaped(key), meant(value)]));
    case "keyed":
      return `[${shape.entries.map(({ key, value }) => object([["key", JSON.stringify(key)], ...fieldsOf(value)])).join(",")}]`;
    case "record":
      return object(fieldsOf(shape));
  }
}

function fieldsOf(shape: Shape): [string, string | null][] {
  return shape.kind === "record" ? shape.fields.map((field, index) => [`f${index}`, meant(field)]) : [];
}

function object(entries: readonly (readonly [string, string | null])[]): string {
  const present = entries.filter(([, value]) => value !== null);
  const sorted = present.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${sorted.map(([key, value]) => `${canonicalString(key)}:${value}`).join(",")}}`;
}

function escaped(key: string): string {
  return key.startsWith("$") ? `$${key}` : key;
}

/** The program that says it. */
class Program {
  readonly types: string[] = [];
  readonly params: string[] = [];
  readonly #choose: Choices;

  constructor(choose: Choices) {
    this.#choose = choose;
  }

  type(shape: Shape): string {
    switch (shape.kind) {
      case "text":
        return "String";
      case "int":
        return "Int";
      case "number":
        return "Number";
      case "flag":
        return "Bool";
      case "list":
        return `[${this.type(shape.element)}]`;
      case "map":
        return `{String: ${this.type(shape.element)}}`;
      case "keyed":
        return `[${this.record(["key: String"], shape.fields)} by key]`;
      case "record":
        return this.record([], shape.fields);
    }
  }

  record(first: readonly string[], fields: readonly Shape[]): string {
    const all = fields.map((field, index) => `f${index}: ${this.type(field)}${"value" in field ? "?" : ""}`);
    const name = `T${this.types.length}`;
    this.types.push("");
    this.types[Number(name.slice(1))] = `type ${name} { ${[...first, ...all].join(", ")} }`;
    return name;
  }

  #param(type: string, value: string | null): string {
    const name = `p${this.params.length}`;
    this.params.push(`param ${name}: ${type}${value === null ? "?" : ` = ${value}`}`);
    return name;
  }

  /** null: left out. */
  expression(shape: Shape): string | null {
    switch (shape.kind) {
      case "text":
        return this.#text(shape.value);
      case "int":
      case "number":
      case "flag":
        return this.#plain(shape);
      case "list": {
        const items = shape.items.map((item) => this.expression(item) ?? "");
        return this.#choose() % 3 === 0 ? `[...[${items.join(", ")}]]` : `[${items.join(", ")}]`;
      }
      case "map":
      case "keyed":
      case "record":
        return `{ ${this.entries(shape).join(", ")} }`;
    }
  }

  /** What stands inside the block. */
  entries(shape: Shape): string[] {
    switch (shape.kind) {
      case "map":
      case "keyed":
        return shape.entries.map(({ key, value }) => {
          const name = this.#choose() % 3 === 0 ? `[${this.#param("String", quote(key))}]` : quote(key);
          return `${name} = ${this.expression(value) ?? ""}`;
        });
      case "record":
        return shape.fields.flatMap((field, index) => {
          const value = this.expression(field);
          return value === null ? [] : [`f${index} = ${value}`];
        });
      case "text":
      case "int":
      case "number":
      case "flag":
      case "list":
        return [];
    }
  }

  #text(value: string | null): string | null {
    const choice = this.#choose() % 5;
    if (value === null) return choice < 2 ? null : this.#param("String", null);
    if (choice < 2) return quote(value);
    if (choice === 2) return this.#param("String", quote(value));
    // In the middle of a pair of surrogates there is no text.
    const points = Array.from(value);
    const half = Math.floor(points.length / 2);
    const [left, right] = [points.slice(0, half).join(""), points.slice(half).join("")];
    if (choice === 3) return `"\${${this.#param("String", quote(left))}}${quote(right).slice(1)}`;
    return `${quote(left).slice(0, -1)}\${${this.#param("String", quote(right))}}"`;
  }

  #plain({ kind, value }: { readonly kind: string; readonly value: number | boolean | null }): string | null {
    const type = kind === "int" ? "Int" : kind === "number" ? "Number" : "Bool";
    const choice = this.#choose() % 4;
    const said = value === null ? null : typeof value === "number" ? decimal(value) : String(value);
    if (said === null && choice < 2) return null;
    if (choice < 2) return said;
    const param = this.#param(type, said);
    return choice === 3 && value !== null && type !== "Bool" ? `if yes then ${param} else 1` : param;
  }
}

function quote(value: string): string {
  let text = "";
  for (const point of value) {
    const code = point.codePointAt(0) ?? 0;
    text +=
      code < 0x20 || point === '"' || point === "\\" || point === "$" ? `\\u{${code.toString(16)}}` : point;
  }
  return `"${text}"`;
}

function decimal(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  // Whole numbers that are not exact are none of the language, but for those that are said as a rounded one.
  const text =
    Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value);
  return text.replace("e+", "e");
}

/** A map or a keyed list without its last entry, and with nothing else: for an overlay to add. */
function withoutLast(shape: Shape): { readonly without: Shape; readonly last: Shape } | null {
  if ((shape.kind !== "map" && shape.kind !== "keyed") || shape.entries.length === 0) return null;
  const { entries } = shape;
  return {
    without: { ...shape, entries: entries.slice(0, -1) },
    last: { ...shape, entries: entries.slice(-1) },
  };
}

const ROUNDS = ["[", "{"];
const sides = fc.array(fc.nat({ max: 59 }), { minLength: 1, maxLength: 40 });
const specs = fc
  .array(shapes(2), { minLength: 1, maxLength: 4 })
  .chain((list) => fc.record({ fields: fc.tuple(...list.map((shape) => present(shape))), numbers: sides }));

test("compiled values are written as they are meant", () => {
  fc.assert(
    fc.property(specs, ({ fields, numbers }) => {
      let at = 0;
      const choose = () => numbers[at++ % numbers.length] ?? 0;
      const program = new Program(choose);
      const types = fields.map((field, index) => `  f${index}: ${program.type(field)}`);
      const body: string[] = [];
      const over: string[] = [];
      for (const [index, field] of fields.entries()) {
        const rest = choose() % 2 === 0 ? null : withoutLast(field);
        body.push(`f${index} = ${program.expression(rest?.without ?? field) ?? ""}`);
        if (rest !== null) over.push(`f${index} { ${program.entries(rest.last).join(", ")} }`);
      }
      const amended = over.length === 0 ? [] : ROUNDS.map((id) => `${quote(id)} { ${over.join(", ")} }`);
      const source = [
        ...program.types,
        "kind Thing by thing {",
        "  @key id: String",
        ...types,
        "}",
        "system S {",
        "  param yes: Bool = true",
        ...program.params.map((param) => `  ${param}`),
        `  a: Thing for id in [${ROUNDS.map(quote).join(", ")}] { id = id, ${body.join(", ")} }`,
        "}",
        `overlay o on S { a { ${amended.join(", ")} } }`,
        "environment e = S with o",
      ].join("\n");
      const { text: found, diagnostics } = compileFiles({ "main.sp": source });
      expect(
        diagnostics
          .filter(({ severity }) => severity === "error")
          .map(({ message }) => `${message}\n${source}`),
      ).toEqual([]);
      const wanted = (id: string) =>
        `"spec":${object([...fieldsOf({ kind: "record", fields }), ["id", JSON.stringify(id)]])}`;
      for (const id of ROUNDS)
        expect({ source, found }).toEqual({ source, found: expect.stringContaining(wanted(id)) });
    }),
    { numRuns: 150 },
  );
}, 120_000);
