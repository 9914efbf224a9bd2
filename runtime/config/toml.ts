// A setpoint.toml as tables whose every value is asked for by name and type.
//
// In:  the text. Out: tables; what is wrong is thrown as a `TomlProblem` with its place, and `readToml` turns it into a
// plain value at the edge.
// Surprising: the parser does not say where a value stood. Places of values that are valid TOML but not what is expected are
// found by scanning the text for their table and key, when there is something to say and only then.

import { scanToml, type TomlStatement } from "../../compiler/data/toml-scan.ts";
import { nearest } from "../../compiler/near.ts";
import { placeOf } from "../../compiler/source.ts";
import { parseToml } from "../toml.ts";

export interface ConfigProblem {
  readonly kind: "problem";
  readonly message: string;
  /** Counted from 1; null where the file as a whole is meant. */
  readonly place: { readonly line: number; readonly column: number } | null;
  readonly help: string | null;
}

/** Runs `read` over the top table of `text`; problems come back as values. */
export function readToml<T>(text: string, read: (top: Table) => T): T | ConfigProblem {
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  try {
    return read(new Table(valuesOf(source), [], source));
  } catch (error) {
    if (!(error instanceof TomlProblem)) throw error;
    return { kind: "problem", message: error.message, place: error.place, help: error.help };
  }
}

class TomlProblem extends Error {
  readonly place: ConfigProblem["place"];
  readonly help: string | null;
  constructor(message: string, place: ConfigProblem["place"], help: string | null) {
    super(message);
    this.place = place;
    this.help = help;
  }
}

type Values = Readonly<Record<string, unknown>>;

export class Table {
  readonly #values: Values;
  readonly #path: readonly string[];
  readonly #text: string;

  constructor(values: Values, path: readonly string[], text: string) {
    this.#values = values;
    this.#path = path;
    this.#text = text;
  }

  /** In the file's order. */
  keys(): readonly string[] {
    return Object.keys(this.#values);
  }

  /** Refuses every key but these. */
  only(known: readonly string[]): void {
    for (const key of this.keys()) {
      if (known.includes(key)) continue;
      const near = nearest(key, known);
      const what = isTable(this.#values[key]) ? "table" : "key";
      throw this.problem(
        key,
        `${this.#name(key)} is not a known ${what}${near === null ? "" : `; did you mean \`${near}\`?`}`,
        known.length === 0
          ? "This table takes no keys."
          : `${this.#path.length === 0 ? "The file" : `[${printPath(this.#path)}]`} knows: ${known.join(", ")}.`,
      );
    }
  }

  text(key: string): string | null {
    return this.#read(key, "a string", (value) => (typeof value === "string" ? value : null));
  }

  flag(key: string): boolean | null {
    return this.#read(key, "true or false", (value) => (typeof value === "boolean" ? value : null));
  }

  texts(key: string): readonly string[] | null {
    return this.#read(key, "a list of strings", (value) =>
      Array.isArray(value) && value.every((item) => typeof item === "string") ? value : null,
    );
  }

  /** In milliseconds. */
  duration(key: string): number | null {
    const what = 'a duration, such as "15s", "250ms" or "1h30m"';
    const text = this.#read(key, what, (value) => (typeof value === "string" ? value : null));
    if (text === null) return null;
    const milliseconds = parseDuration(text);
    if (milliseconds === null) throw this.#expected(key, what, `"${text}"`);
    return milliseconds;
  }

  /** A whole number, from 0. */
  count(key: string): number | null {
    return this.#read(key, "a whole number, such as 10", (value) =>
      typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null,
    );
  }

  /** A part of one, written as `"10%"`. */
  share(key: string): number | null {
    const what = 'a percentage, such as "10%"';
    const text = this.#read(key, what, (value) => (typeof value === "string" ? value : null));
    if (text === null) return null;
    const percent = Number(/^(\d+(?:\.\d+)?)\s*%$/.exec(text)?.[1]);
    if (!(percent <= 100)) throw this.#expected(key, what, `"${text}"`);
    return percent / 100;
  }

  table(key: string): Table | null {
    const values = this.#read(key, "a table", (value) => (isTable(value) ? value : null));
    return values === null ? null : new Table(values, [...this.#path, key], this.#text);
  }

  /** The tables inside the table `key`, by name, in the file's order. */
  tables(key: string): readonly (readonly [name: string, table: Table])[] {
    const outer = this.table(key);
    if (outer === null) return [];
    return outer.keys().map((name) => [name, outer.table(name) ?? outer] as const);
  }

  problem(key: string | null, message: string, help: string | null): Error {
    const path = key === null ? this.#path : [...this.#path, key];
    return new TomlProblem(
      `${message.replace(/[.?]$/, "")}${message.endsWith("?") ? "?" : "."}`,
      findPlace(this.#text, path),
      help,
    );
  }

  #read<T>(key: string, expected: string, accept: (value: unknown) => T | null): T | null {
    if (!Object.hasOwn(this.#values, key)) return null;
    const value = this.#values[key];
    const accepted = accept(value);
    if (accepted === null) throw this.#expected(key, expected, describe(value));
    return accepted;
  }

  #expected(key: string, expected: string, found: string): Error {
    return this.problem(key, `${this.#name(key)} must be ${expected}, and is ${found}`, null);
  }

  #name(key: string): string {
    return `\`${printPath([...this.#path, key])}\``;
  }
}

function isTable(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function describe(value: unknown): string {
  if (typeof value === "string") return `the string ${JSON.stringify(value)}`;
  if (typeof value === "number" || typeof value === "bigint") return `the number ${value}`;
  if (typeof value === "boolean") return String(value);
  if (value instanceof Date) return "a date";
  if (!Array.isArray(value)) return "a table";
  const odd = value.find((item) => typeof item !== "string") as unknown;
  return odd === undefined ? "a list" : `a list with ${describe(odd)}`;
}

export function printPath(path: readonly string[]): string {
  return path.map((key) => (/^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key))).join(".");
}

// --- Durations, as in the language ------------------------------------------------------------------------------------

const DURATION = /^(?:\d[\d_]*(?:\.\d+)?(?:ms|[smhdw]))+$/;
const DURATION_PART = /([\d_.]+)(ms|[smhdw])/g;
const MILLISECONDS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

function parseDuration(text: string): number | null {
  if (!DURATION.test(text)) return null;
  let total = 0;
  for (const [, amount = "", unit = ""] of text.matchAll(DURATION_PART))
    total += Number(amount.replaceAll("_", "")) * MILLISECONDS[unit as keyof typeof MILLISECONDS];
  return Number.isSafeInteger(Math.round(total)) ? Math.round(total) : null;
}

// --- Places -----------------------------------------------------------------------------------------------------------

function valuesOf(text: string): Values {
  const parsed = parseToml(text);
  if (parsed.kind === "toml") return parsed.values;
  const { line, column } = placeOf({ file: { path: "", text, id: "" }, start: parsed.at, end: parsed.at });
  throw new TomlProblem(
    `This is not valid TOML: ${parsed.why}.`,
    { line, column },
    'Strings stand in quotes (name = "web-1"), tables in brackets ([agent]), and each key is given once.',
  );
}

/** Levels of brackets; what is nested deeper is shown at the last one. */
const DEEPEST = 100;

/** Where the key at the end of `path` stands: before its value, or as part of a header. */
function findPlace(text: string, path: readonly string[]): ConfigProblem["place"] {
  let table: readonly string[] = [];
  for (const statement of scanToml(text, DEEPEST).statements) {
    if (statement.kind === "header") table = [];
    const key = findKey(statement, table, path);
    if (statement.kind === "header") table = statement.keys.map(({ text: name }) => name);
    if (key === null) continue;
    const { line, column } = placeOf({ file: { path: "", text, id: "" }, start: key.start, end: key.end });
    return { line, column };
  }
  return null;
}

function findKey(
  statement: TomlStatement,
  above: readonly string[],
  path: readonly string[],
): TomlStatement["keys"][number] | null {
  const full = [...above, ...statement.keys.map(({ text }) => text)];
  if (path.every((step, at) => full[at] === step))
    return statement.keys[path.length - 1 - above.length] ?? null;
  if (statement.kind === "header" || statement.value.kind !== "table") return null;
  if (!full.every((step, at) => path[at] === step)) return null;
  const inside = statement.value.pairs.map((pair) => findKey(pair, full, path));
  return inside.find((key) => key !== null) ?? null;
}
