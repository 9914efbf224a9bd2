// YAML 1.2, in block style, readable by parsers of 1.1 as the same data.
//
// Surprising: a string is written bare only when no parser of any version takes it for something else. `no`, `1e3`, `0o7`,
// `2027-01-31` and `12:30` are quoted: the Norway problem is the writer's to solve.

import { unescapeKey } from "../graph.ts";
import { isJsonArray, isJsonObject, type Json } from "../json.ts";

const BARE = /^[A-Za-z_/][A-Za-z0-9_./ -]*$/;
const WORDS = /^(?:true|false|yes|no|on|off|y|n|null|nan|inf|~)$/i;

export function renderYaml(value: Json): string {
  if (!isJsonObject(value) && !isJsonArray(value)) return `${scalar(value)}\n`;
  const lines: string[] = [];
  write(lines, value, "");
  return `${lines.join("\n")}\n`;
}

function write(lines: string[], value: Json, indent: string): void {
  if (isJsonArray(value)) {
    if (value.length === 0) lines.push(`${indent}[]`);
    for (const item of value) writeItem(lines, item, indent);
  } else if (isJsonObject(value)) {
    const entries = Object.entries(value);
    if (entries.length === 0) lines.push(`${indent}{}`);
    for (const [key, inner] of entries) writeEntry(lines, unescapeKey(key), inner, indent);
  }
}

function writeItem(lines: string[], item: Json, indent: string): void {
  if (!isBlock(item)) {
    lines.push(`${indent}- ${inline(item)}`);
    return;
  }
  const inner: string[] = [];
  write(inner, item, `${indent}  `);
  const [first = "", ...rest] = inner;
  lines.push(`${indent}- ${first.slice(indent.length + 2)}`, ...rest);
}

function writeEntry(lines: string[], key: string, value: Json, indent: string): void {
  const name = scalar(key);
  if (!isBlock(value)) lines.push(`${indent}${name}: ${inline(value)}`);
  else {
    lines.push(`${indent}${name}:`);
    write(lines, value, `${indent}  `);
  }
}

function isBlock(value: Json): boolean {
  if (isJsonArray(value)) return value.length > 0;
  return isJsonObject(value) && Object.keys(value).length > 0;
}

function inline(value: Json): string {
  if (isJsonArray(value)) return "[]";
  return isJsonObject(value) ? "{}" : scalar(value);
}

function scalar(value: Json): string {
  if (typeof value !== "string") return JSON.stringify(value);
  const bare = BARE.test(value) && !value.endsWith(" ") && !WORDS.test(value);
  return bare ? value : quote(value);
}

/** JSON's strings are YAML's, but for what YAML will not have unescaped. */
function quote(value: string): string {
  return JSON.stringify(value).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
