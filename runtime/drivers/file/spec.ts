// From a resource to what is wanted, checked: a `Wanted`, or a refusal in words.
//
// The compiler has checked the types already; here the ranges are checked that a file system has and a type does not.
// `content` may still hold secret references. They are resolved by `resolveText`, inside the effect and nowhere else.

import { isJsonArray, isJsonObject, type Json } from "../../../compiler/json.ts";
import type { ActContext, Outcome, Subject } from "../../driver.ts";
import { isRefusal, placeOf, type Grants, type Place, type Refusal } from "./paths.ts";

export interface WantedFile {
  readonly kind: "file";
  readonly place: Place;
  /** As the graph names it. */
  readonly path: string;
  /** A text, or what holds a secret; null: whatever is there may stay, and a new file is empty. */
  readonly content: Json;
  readonly mode: number;
  readonly owner: string | null;
  readonly group: string | null;
}

export interface WantedDirectory {
  readonly kind: "directory";
  readonly place: Place;
  readonly path: string;
  readonly mode: number;
  readonly owner: string | null;
  readonly group: string | null;
  readonly purge: boolean;
}

export type Wanted = WantedFile | WantedDirectory;

export function wantedOf(subject: Subject, grants: Grants): Wanted | Refusal {
  const { spec } = subject;
  const place = placeOf(spec["path"], grants);
  if (isRefusal(place)) return place;
  const path = spec["path"] as string;
  const directory = kindOf(subject) === "directory";
  const mode = spec["mode"] ?? (directory ? 0o755 : 0o644);
  if (typeof mode !== "number" || !Number.isInteger(mode) || mode < 0 || mode > 0o7777)
    return {
      kind: "invalid",
      why: `the mode of ${path} is ${JSON.stringify(mode)}, and not a number between 0 and 0o7777`,
      help: "write it in octal: mode = 0o644",
    };
  const owner = spec["owner"] ?? null;
  const group = spec["group"] ?? null;
  if (!isName(owner) || !isName(group))
    return {
      kind: "invalid",
      why: `the owner or the group of ${path} is not a name`,
      help: 'write a name or a number as a text: owner = "www-data"',
    };
  if (!directory) return { kind: "file", place, path, content: spec["content"] ?? null, mode, owner, group };
  const purge = spec["purge"] === true;
  return { kind: "directory", place, path, mode, owner, group, purge };
}

export function kindOf(subject: Pick<Subject, "kind">): "file" | "directory" {
  return subject.kind === "std.file.Directory" ? "directory" : "file";
}

/** The text of a file, its secrets in place; null where none is wanted. What it returns stays in the call. */
export async function resolveText(wanted: WantedFile, ctx: ActContext): Promise<string | null | Outcome> {
  if (wanted.content === null || typeof wanted.content === "string") return wanted.content;
  try {
    return await textOf(wanted.content, ctx);
  } catch (error) {
    return {
      kind: "denied",
      why: `the content of ${wanted.path} needs a secret: ${error instanceof Error ? error.message : "refused"}`,
    };
  }
}

async function textOf(value: Json, ctx: ActContext): Promise<string | Outcome> {
  if (typeof value === "string") return value;
  if (isJsonObject(value) && Object.hasOwn(value, "$secret")) return ctx.secret(value);
  const parts = isJsonObject(value) ? value["$join"] : undefined;
  if (parts === undefined || !isJsonArray(parts))
    return { kind: "invalid", why: "its content is not a text", help: 'write a text: content = "…"' };
  let text = "";
  for (const part of parts) {
    const piece = await textOf(part, ctx);
    if (typeof piece !== "string") return piece;
    text += piece;
  }
  return text;
}

function isName(value: Json): value is string | null {
  return value === null || (typeof value === "string" && value !== "");
}
