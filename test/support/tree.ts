// A syntax tree without its places: to compare two of them, and as text for golden files.

import { parse } from "../../compiler/parse.ts";
import type { FileNode } from "../../compiler/ast.ts";
import type { Diagnostic } from "../../compiler/diagnostics.ts";

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

const PLACES = new Set(["start", "end", "file"]);

/** What of a tree means something: no places, and no fields that say nothing. */
export function plainTree(value: unknown): Plain {
  if (Array.isArray(value)) return value.map(plainTree);
  if (typeof value !== "object" || value === null) return value as string | number | boolean | null;
  const entries = Object.entries(value).filter(([key]) => !PLACES.has(key));
  if (entries.length === 0) return true;
  if (entries.every(([key]) => key === "text" || key === "module")) return wordOf(value);
  const kept: Record<string, Plain> = {};
  for (const [key, item] of entries) {
    const plain = plainTree(item);
    const empty = plain === null || plain === false || plain === "normal" || isEmpty(plain);
    if (!empty || (key === "value" && "kind" in value && value.kind === "literal")) kept[key] = plain;
  }
  return kept;
}

function isEmpty(plain: Plain): boolean {
  return Array.isArray(plain) && plain.length === 0;
}

function wordOf(value: object): string {
  const { text, module } = value as {
    readonly text: string;
    readonly module?: { readonly text: string } | null;
  };
  return module === null || module === undefined ? text : `${module.text}.${text}`;
}

/** One line for what fits in one, indented otherwise. */
export function showTree(plain: Plain, indent = ""): string {
  const flat = flatTree(plain);
  if (flat.length + indent.length <= 100 || typeof plain !== "object" || plain === null) return flat;
  const inner = `${indent}  `;
  if (Array.isArray(plain)) {
    const items = plain.map((item: Plain) => `\n${inner}${showTree(item, inner)}`);
    return `[${items.join("")}\n${indent}]`;
  }
  const { kind, ...rest } = plain as Record<string, Plain>;
  const fields = Object.entries(rest).map(([key, item]) => `\n${inner}${key}: ${showTree(item, inner)}`);
  return `${typeof kind === "string" ? kind : ""}(${fields.join("")}\n${indent})`;
}

function flatTree(plain: Plain): string {
  if (typeof plain === "string") return /^[\w.]+$/.test(plain) ? plain : JSON.stringify(plain);
  if (Array.isArray(plain)) return `[${plain.map(flatTree).join(", ")}]`;
  if (typeof plain !== "object" || plain === null) return String(plain);
  const { kind, ...rest } = plain as Record<string, Plain>;
  if (kind === "name") return flatTree(rest["text"] ?? "");
  if (kind === "literal" && "type" in rest) {
    const { type, value = null } = rest;
    return type === "String" || type === "Int" || type === "Bool"
      ? JSON.stringify(value)
      : `${typeof type === "string" ? type : ""}(${JSON.stringify(value)})`;
  }
  const fields = Object.entries(rest).map(([key, item]) => `${key}: ${flatTree(item)}`);
  return `${typeof kind === "string" ? kind : ""}(${fields.join(", ")})`;
}

export interface ParsedText {
  readonly node: FileNode;
  readonly tree: Plain;
  readonly diagnostics: readonly Diagnostic[];
}

export function parseText(text: string): ParsedText {
  const { node, diagnostics } = parse({ path: "main.sp", text, id: "" });
  const { imports, declarations, checks } = node;
  return { node, tree: plainTree({ imports, declarations, checks }), diagnostics };
}
