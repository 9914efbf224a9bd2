// From a resource to what is wanted, checked: a `Wanted`, or a refusal in words.
//
// The compiler has checked the types already; here the ranges are checked that a file system has and a type does not.
// What a file is to hold may still hold secret references. They are resolved by `resolveBody`, inside the effect and nowhere
// else.

import { isJsonObject, type Json, type JsonObject } from "../../../compiler/json.ts";
import type { ActContext, Outcome, Subject } from "../../driver.ts";
import { holdsSecret, reveal } from "../../resolve.ts";
import { isRefusal, placeOf, type Grants, type Place, type Refusal } from "./paths.ts";

export interface WantedFile {
  readonly kind: "file";
  readonly place: Place;
  /** As the graph names it. */
  readonly path: string;
  /** Null: whatever is there may stay, and a new file is empty. */
  readonly body: Body | null;
  readonly mode: number;
  readonly owner: string | null;
  readonly group: string | null;
}

/** Where the bytes of a file come from, by the field that says so. */
export type Body =
  /** A text, or what holds a secret; `bytes` is in base64. `sealed`: a secret is in it, or was when it was last applied. */
  | { readonly field: "content" | "bytes"; readonly value: Json; readonly sealed: boolean }
  /** Another file of the same target. */
  | { readonly field: "source"; readonly value: string; readonly place: Place; readonly sealed: false };

export interface WantedDirectory {
  readonly kind: "directory";
  readonly place: Place;
  readonly path: string;
  readonly mode: number;
  readonly owner: string | null;
  readonly group: string | null;
  readonly purge: boolean;
}

export interface WantedLink {
  readonly kind: "link";
  readonly place: Place;
  readonly path: string;
  readonly to: string;
  readonly owner: string | null;
  readonly group: string | null;
}

export const FORMATS = ["json", "toml", "yaml", "ini"] as const;
export type Format = (typeof FORMATS)[number];

/** Some keys of one table of a file that otherwise belongs to others. */
export interface WantedEntries {
  readonly kind: "entries";
  readonly place: Place;
  readonly path: string;
  readonly format: Format;
  /** The table as the graph names it (`server.tls`), and its steps. */
  readonly table: string;
  readonly steps: readonly string[];
  readonly values: JsonObject;
  /** Keys that were applied and are no longer wanted. */
  readonly dropped: readonly string[];
  /** Keys whose value is a secret, or was when it was last applied. */
  readonly sealed: ReadonlySet<string>;
  readonly owner: null;
  readonly group: null;
}

/** What stands at its path as a whole. */
export type WantedObject = WantedFile | WantedDirectory | WantedLink;
export type Wanted = WantedObject | WantedEntries;

const KINDS: Readonly<Record<string, Wanted["kind"]>> = {
  "std.file.File": "file",
  "std.file.Directory": "directory",
  "std.file.Symlink": "link",
  "std.file.Entries": "entries",
};
const FIELDS: Readonly<Record<Wanted["kind"], readonly string[]>> = {
  file: ["path", "content", "bytes", "source", "mode", "owner", "group"],
  directory: ["path", "mode", "owner", "group", "purge"],
  link: ["path", "to", "owner", "group"],
  entries: ["path", "table", "format", "values"],
};
export const BODY_FIELDS: readonly Body["field"][] = ["content", "bytes", "source"];
/** What Linux allows for the text of a link. */
const LONGEST_LINK = 4095;

export function kindOf(subject: Pick<Subject, "kind">): Wanted["kind"] {
  return KINDS[subject.kind] ?? "file";
}

export function wantedOf(subject: Subject, grants: Grants): Wanted | Refusal {
  const { spec } = subject;
  const odd = oddIn(subject);
  if (odd !== null) return odd;
  const place = placeOf(spec["path"], grants);
  if (isRefusal(place)) return place;
  const path = spec["path"] as string;
  const kind = kindOf(subject);
  if (kind === "entries") return entriesOf(subject, path, place);
  const owner = spec["owner"] ?? null;
  const group = spec["group"] ?? null;
  if (!isName(owner) || !isName(group))
    return invalid(
      `the owner or the group of ${path} is not a name`,
      'write a name or a number as a text: owner = "www-data"',
    );
  if (kind === "link") return linkOf(spec["to"], { path, place, owner, group });
  const mode = spec["mode"] ?? (kind === "directory" ? 0o755 : 0o644);
  if (typeof mode !== "number" || !Number.isInteger(mode) || mode < 0 || mode > 0o7777)
    return invalid(
      `the mode of ${path} is ${JSON.stringify(mode)}, and not a number between 0 and 0o7777`,
      "write it in octal: mode = 0o644",
    );
  if (kind === "directory") return { kind, place, path, mode, owner, group, purge: spec["purge"] === true };
  const body = bodyOf(subject, path, grants);
  return isBody(body) ? { kind, place, path, body, mode, owner, group } : body;
}

/** A graph from elsewhere may ask for what this driver has never heard of; to leave it out would be to say that it is so. */
function oddIn({ kind, spec }: Subject): Refusal | null {
  const known = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (known === undefined)
    return invalid(`this driver has no kind ${kind}`, `it has ${Object.keys(KINDS).join(", ")}`);
  const fields = FIELDS[known];
  for (const field in spec)
    if (!fields.includes(field))
      return invalid(`${kind} has no field \`${field}\``, `it has ${fields.join(", ")}`);
  return null;
}

function isBody(body: Body | Refusal | null): body is Body | null {
  return body === null || "field" in body;
}

function bodyOf(subject: Subject, path: string, grants: Grants): Body | Refusal | null {
  const { spec, applied } = subject;
  const isGiven = (field: Body["field"]): boolean => spec[field] !== undefined;
  const field = BODY_FIELDS.find(isGiven);
  if (field === undefined) return null;
  const other = BODY_FIELDS.findLast(isGiven);
  if (other !== field)
    return invalid(
      `${path} is given both \`${field}\` and \`${other}\``,
      "keep one: a file has its bytes from one place",
    );
  const value = spec[field] as Json;
  if (field !== "source") {
    const sealed = holdsSecret(value) || holdsSecret(applied?.["content"]) || holdsSecret(applied?.["bytes"]);
    return { field, value, sealed };
  }
  const place = placeOf(value, grants);
  if (isRefusal(place)) return { ...place, why: `the source of ${path}: ${place.why}` };
  return { field, value: value as string, place, sealed: false };
}

function linkOf(to: Json | undefined, fields: Omit<WantedLink, "kind" | "to">): WantedLink | Refusal {
  if (
    typeof to === "string" &&
    to !== "" &&
    !to.includes("\0") &&
    to.isWellFormed() &&
    Buffer.byteLength(to) <= LONGEST_LINK
  )
    return { kind: "link", ...fields, to };
  return invalid(
    `${fields.path} is a link to ${JSON.stringify(to ?? null)}, which no file system can hold`,
    'write where it leads: to = "/srv/releases/7"',
  );
}

function entriesOf(subject: Subject, path: string, place: Place): WantedEntries | Refusal {
  const { spec } = subject;
  const format = FORMATS.find((format) => format === spec["format"]);
  if (format === undefined)
    return invalid(
      `the format of ${path} is ${JSON.stringify(spec["format"] ?? null)}`,
      `the formats are: ${FORMATS.join(", ")}`,
    );
  const table = spec["table"] ?? "";
  const values = spec["values"] ?? {};
  const steps = typeof table === "string" ? stepsOf(table, format) : null;
  if (steps === null || typeof table !== "string")
    return invalid(
      `the table ${JSON.stringify(table)} of ${path} cannot be read`,
      format === "ini"
        ? "write the section's name as it stands in the file, without the brackets"
        : 'write names with dots between, and in quotes only what is no plain word: table = "tool.\\"my app\\""',
    );
  if (!isJsonObject(values)) return invalid(`the values of ${path} are no map`, "values = { port = 8080 }");
  const odd = Object.keys(values).find((key) => isJsonObject(values[key]) && !holdsSecret(values[key]));
  if (odd !== undefined)
    return invalid(
      `the value of ${odd} in ${path} is a table`,
      `declare another Entries for it: table = "${[...steps, odd].join(".")}"`,
    );
  const before = subject.applied?.["values"];
  const applied = isJsonObject(before) ? before : {};
  const dropped = Object.keys(applied).filter((key) => !Object.hasOwn(values, key));
  const sealed = new Set(
    [...Object.keys(values), ...dropped].filter(
      (key) => holdsSecret(values[key]) || holdsSecret(applied[key]),
    ),
  );
  return {
    kind: "entries",
    place,
    path,
    format,
    table,
    steps,
    values,
    dropped,
    sealed,
    owner: null,
    group: null,
  };
}

/**
 * One spelling for each table, because the table is part of the resource's identity: two spellings would be two owners of
 * the same keys.
 */
function stepsOf(table: string, format: Format): readonly string[] | null {
  if (table === "") return [];
  if (format === "ini") return /^[^\s[\]\0](?:[^\n\r[\]\0]*[^\s[\]\0])?$/.test(table) ? [table] : null;
  const steps: string[] = [];
  const step = /(?:([A-Za-z0-9_-]+)|"((?:[^"\\]|\\.)*)")(\.|$)/y;
  for (;;) {
    const match = step.exec(table);
    if (match === null) return null;
    const [, plain, quoted, dot] = match;
    const name = plain ?? textIn(`"${quoted}"`);
    if (name === null || (plain === undefined && /^[A-Za-z0-9_-]+$/.test(name))) return null;
    steps.push(name);
    if (dot === "") return steps;
  }
}

function textIn(quoted: string): string | null {
  try {
    const value = JSON.parse(quoted) as Json;
    return typeof value === "string" && JSON.stringify(value) === quoted ? value : null;
  } catch {
    return null;
  }
}

function invalid(why: string, help: string): Refusal {
  return { kind: "invalid", why, help };
}

// --- Secrets, inside an effect ------------------------------------------------------------------------------------------

/** The text of a field, its secrets in place. What it returns stays in the call. */
export async function resolveText(value: Json, path: string, ctx: ActContext): Promise<string | Outcome> {
  try {
    const text = await reveal(value, (reference) => ctx.secret(reference));
    if (typeof text === "string") return text;
  } catch (error) {
    return {
      kind: "denied",
      why: `the content of ${path} needs a secret: ${error instanceof Error ? error.message : "refused"}`,
    };
  }
  return { kind: "invalid", why: "its content is not a text", help: 'write a text: content = "…"' };
}

function isName(value: Json): value is string | null {
  return value === null || (typeof value === "string" && value !== "");
}
