// Values as the plan shows them: on one line where they are short, on several where they are not.
//
// Nothing that comes from a file or from the world is trusted to be printable: control characters are shown by their code,
// so that no value can move the cursor or recolour the terminal.

import { keyOfStep, residualName, unescapeKey } from "../../compiler/graph.ts";
import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../compiler/json.ts";
import { inDeclaredOrder } from "../../compiler/render.ts";

const CONTROLS = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;

/** Text on one line, printable; a tabulator stays. */
export function printable(text: string): string {
  return text.replace(CONTROLS, byCode);
}

function byCode(unit: string): string {
  return unit === "\t" ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The value on one line, in the language's own notation. */
export function showValue(value: Json): string {
  if (typeof value === "string") return printable(JSON.stringify(value));
  if (typeof value !== "object" || value === null) return String(value);
  if (isJsonArray(value)) return `[${value.map(showValue).join(", ")}]`;
  const residual = showResidual(value);
  if (residual !== null) return residual;
  const entries = Object.entries(value).map(([key, each]) => `${showKey(key)} = ${showValue(each)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** The value on as many lines as it takes. `expand`: on several even where one would do. */
export function valueLines(value: Json | undefined, expand = false): readonly string[] {
  if (value === undefined) return [];
  const short = showValue(value);
  if (!expand && short.length <= 60) return [short];
  if (isJsonArray(value)) return ["[", ...value.flatMap((each) => indent(valueLines(each))), "]"];
  const rendered = isJsonObject(value) ? renderedIn(value) : null;
  if (rendered !== null) {
    const [first = "", ...rest] = valueLines(rendered.value, expand);
    const last = rest.at(-1);
    if (last === undefined) return [`${rendered.by}(${first})`];
    return [`${rendered.by}(${first}`, ...rest.slice(0, -1), `${last})`];
  }
  if (isJsonObject(value) && residualName(value) === null) {
    const entries = Object.entries(value).flatMap(([key, each]) => {
      const [first = "", ...rest] = valueLines(each);
      return indent([`${showKey(key)} = ${first}`, ...rest]);
    });
    return ["{", ...entries, "}"];
  }
  return [short];
}

/** How the source would say it: `db.url`, `secret.env("X")`, `toml({ … })`; null: it is plain data. */
function showResidual(value: JsonObject): string | null {
  switch (residualName(value)) {
    case null:
      return null;
    case "$from":
      return printable(`${asText(value["$from"])}.${asText(value["output"])}`);
    case "$secret": {
      const { provider, key } = asObject(value["$secret"]);
      return printable(`secret.${asText(provider)}(${JSON.stringify(shortened(asText(key)))})`);
    }
    case "$join": {
      const parts = asList(value["$join"]).map((part) =>
        typeof part === "string" ? JSON.stringify(part).slice(1, -1) : `\${${showValue(part)}}`,
      );
      return printable(`"${parts.join("")}"`);
    }
    case "$render": {
      const rendered = renderedIn(value);
      return rendered === null ? null : `${rendered.by}(${showValue(rendered.value)})`;
    }
    case "$get": {
      const steps = asList(value["path"]).map((step) =>
        typeof step === "number" ? `[${step}]` : `.${showKey(asText(step))}`,
      );
      return `${showValue(value["$get"] ?? null)}${steps.join("")}`;
    }
    case "$regulated": {
      const { min, max, start } = asObject(value["$regulated"]);
      return `${showValue(min ?? null)}..${showValue(max ?? null)} (from ${showValue(start ?? null)})`;
    }
  }
}

function renderedIn(residual: JsonObject): { readonly by: string; readonly value: Json } | null {
  const by = residual["$render"];
  if (typeof by !== "string") return null;
  const { value = null, order } = residual;
  return { by: printable(by), value: isJsonObject(order) ? inDeclaredOrder(value, order) : value };
}

/** What is sealed is long, and says nothing to a person. */
function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 24)}…${text.slice(-8)}`;
}

function asText(value: Json | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

function asList(value: Json | undefined): readonly Json[] {
  return value !== undefined && isJsonArray(value) ? value : [];
}

function asObject(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** Whether it is to be read as a text of lines; one line that ends is still one value. */
export function isText(value: Json | undefined): value is string {
  return typeof value === "string" && /\n./s.test(value);
}

export function textLines(text: string): readonly string[] {
  if (text === "") return [];
  const lines = text.split("\n").map(printable);
  if (lines.at(-1) === "") return lines.slice(0, -1);
  return [...lines.slice(0, -1), `${lines.at(-1) ?? ""} (no newline at the end)`];
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

function showKey(escaped: string): string {
  const key = unescapeKey(escaped);
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? key : printable(JSON.stringify(key));
}

/** Most fields are not inside of another. */
const PLAIN_STEP = /^\/[A-Za-z0-9_-]+$/;

/** `/env/LOG~1LEVEL` as `env."LOG/LEVEL"`. */
export function showPointer(pointer: string): string {
  if (PLAIN_STEP.test(pointer)) return pointer.slice(1);
  const steps = pointer.split("/").slice(1);
  return steps
    .map(keyOfStep)
    .map((step) => (/^[A-Za-z0-9_-]+$/.test(step) ? step : printable(JSON.stringify(step))))
    .join(".");
}

/** To the minute, in UTC: `2026-11-29 12:37Z` */
export function showMoment(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")}Z`;
}

/** `1.2 s`, `340 ms`, `3 min 5 s`. */
export function showDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${Math.round(milliseconds / 100) / 10} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** `there is prod`, `there are dev, prod` */
export function thereAre(names: readonly string[]): string {
  return `there ${names.length === 1 ? "is" : "are"} ${names.join(", ")}`;
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
