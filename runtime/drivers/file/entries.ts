// Entries: some keys of one table of a file that otherwise belongs to others.
//
// In:  a resource of the kind `std.file.Entries`. Out: readings and outcomes like those of the other kinds. *Gone* means that
// none of its keys is there: then to create is to write them, into the file that is there or into a new one; to remove is to
// take out just them. The file itself is never removed.
// A change is decided by the keys alone: what others do to the rest of the file is no conflict and no drift. The file is
// replaced as a whole, as updates of files are (write.ts), and only if nobody has changed it since it was read for the edit.

import { isUtf8 } from "node:buffer";
import { lstatSync, renameSync } from "node:fs";
import { stepOf } from "../../../compiler/graph.ts";
import type { Json, JsonObject } from "../../../compiler/json.ts";
import type { ActContext, Digests, Outcome, Present, Reading } from "../../driver.ts";
import { codeOf } from "../../refused.ts";
import { readBytes } from "./body.ts";
import { isRefused, spliced, type Document, type Editor, type Refused, type Splice } from "./entries/text.ts";
import { outcomeOf, unknownOf } from "./errors.ts";
import type { Folder } from "./folder.ts";
import { ownersOf, type Owners } from "./owners.ts";
import { typeOf } from "./read.ts";
import { DONE } from "./round.ts";
import { resolveText, type Format, type WantedEntries } from "./spec.ts";
import { discard, temporaryPath, writeTemporary } from "./temporary.ts";
import { isUnchanged, readVersionOf } from "./version.ts";
import { sameJson } from "../../plan/diff.ts";
import { holdsSecret } from "../../resolve.ts";
import type { World } from "./world.ts";
import { changed, placeNew } from "./write.ts";

const LARGEST = 8 * 1024 * 1024;

/** Loaded when the first file of a format is met. */
async function editorOf(format: Format): Promise<Editor> {
  switch (format) {
    case "json":
      return (await import("./entries/json.ts")).jsonEditor;
    case "toml":
      return (await import("./entries/toml.ts")).tomlEditor;
    case "yaml":
      return (await import("./entries/yaml.ts")).yamlEditor;
    case "ini":
      return (await import("./entries/ini.ts")).iniEditor;
  }
}

interface Text {
  readonly text: string;
  readonly version: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Null: nothing is there. */
function readText(at: string, world: World): Text | { readonly type: string } | Refused | null {
  const now = Date.now();
  const stats = lstatSync(at, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (!stats.isFile()) return { type: typeOf(stats) };
  if (stats.size > LARGEST) return { refused: `it is larger than ${LARGEST / 1024 / 1024} MiB` };
  const bytes = readBytes(at, stats.size, LARGEST);
  if (!isUtf8(bytes)) return { refused: "it is not text in UTF-8" };
  const version = readVersionOf(stats, world.boot, now);
  return { text: bytes.toString("utf8"), version, mode: stats.mode & 0o7777, uid: stats.uid, gid: stats.gid };
}

export async function readEntries(
  wanted: WantedEntries,
  folder: Folder,
  world: World,
  owners: Owners,
): Promise<Reading> {
  const editor = await editorOf(wanted.format);
  const { host, name } = wanted.place;
  try {
    const there = readText(`${folder.at}/${name}`, world);
    if (there === null) return { kind: "gone" };
    if ("refused" in there) return { kind: "unknown", why: `cannot read ${host}: ${there.refused}` };
    if ("type" in there) {
      const live = { path: wanted.path, type: there.type };
      return { kind: "present", live, outputs: {}, version: null, instead: `a ${there.type}` };
    }
    if (owners.has("whole", wanted.path)) {
      const live = { path: wanted.path, type: "file" };
      return { kind: "present", live, outputs: {}, version: there.version, instead: WHOLE };
    }
    const document = editor.open(there.text);
    if (isRefused(document)) return { kind: "unknown", why: `cannot read ${host}: ${document.refused}` };
    const values = liveOf(document, wanted);
    if (Object.keys(values).length === 0 && Object.keys(wanted.values).length > 0) return { kind: "gone" };
    return {
      kind: "present",
      live: liveFields(wanted, masked(values, wanted, world)),
      outputs: {},
      version: there.version,
    };
  } catch (error) {
    return unknownOf(error, host);
  }
}

function liveFields({ path, format, table }: WantedEntries, values: JsonObject): JsonObject {
  return { path, format, table, values };
}

/** Of the keys that are ours, those that are there. */
function liveOf(document: Document, wanted: WantedEntries): JsonObject {
  const keys = [...Object.keys(wanted.values), ...wanted.dropped];
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = document.get(wanted.steps, key, wanted.values[key]);
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
}

/** As a reading shows them: nobody sees a secret that is there. */
function masked(values: JsonObject, wanted: WantedEntries, world: World): JsonObject {
  if (wanted.sealed.size === 0) return values;
  const shown = Object.entries(values).map(([key, value]) => [
    key,
    wanted.sealed.has(key) ? world.seal(Buffer.from(JSON.stringify(value))) : value,
  ]);
  return Object.fromEntries(shown) as JsonObject;
}

export async function createEntries(wanted: WantedEntries, world: World, ctx: ActContext): Promise<Outcome> {
  const attempt = `write ${keysIn(Object.keys(wanted.values))} into ${wanted.place.host}`;
  if (Object.keys(wanted.values).length === 0)
    return {
      kind: "invalid",
      why: `cannot write into ${wanted.place.host}: no key is wanted`,
      help: "name one in `values`",
    };
  const owned = await ownerOf(wanted, world, ctx, attempt);
  if (owned !== null) return owned;
  const values = await resolveValues(wanted, ctx);
  if ("kind" in values) return values.kind;
  const outcome = await edit(wanted, world, attempt, (document) => {
    const live = liveOf(document, wanted);
    if (sameJson(live, values.values)) return "as-wanted";
    if (Object.keys(live).length > 0) return "changed";
    return { set: values.values, remove: [] };
  });
  return withDigests(outcome, values.values, wanted, world);
}

/** What each secret among the values reads as from now on. */
function withDigests(outcome: Outcome, values: JsonObject, wanted: WantedEntries, world: World): Outcome {
  if (outcome.kind !== "done" || wanted.sealed.size === 0) return outcome;
  const read = Object.entries(masked(values, wanted, world)).filter(([key]) => wanted.sealed.has(key));
  const digests = read.map(([key, digest]) => [`/values/${stepOf(key)}`, digest]);
  return { ...outcome, digests: Object.fromEntries(digests) as Digests };
}

export async function updateEntries(
  wanted: WantedEntries,
  present: Present,
  world: World,
  ctx: ActContext,
): Promise<Outcome> {
  const attempt = `write ${keysIn(Object.keys(wanted.values))} into ${wanted.place.host}`;
  const owned = await ownerOf(wanted, world, ctx, attempt);
  if (owned !== null) return owned;
  const values = await resolveValues(wanted, ctx);
  if ("kind" in values) return values.kind;
  const before = present.live["values"] as JsonObject | undefined;
  const outcome = await edit(wanted, world, attempt, (document, isThere) => {
    const live = liveOf(document, wanted);
    if (sameJson(live, values.values)) return "as-wanted";
    if (!isThere || !sameJson(masked(live, wanted, world), before ?? {})) return "changed";
    const remove = Object.keys(live).filter((key) => !Object.hasOwn(values.values, key));
    const set = Object.entries(values.values).filter(([key, value]) => !sameJson(live[key], value));
    return { set: Object.fromEntries(set), remove };
  });
  return withDigests(outcome, values.values, wanted, world);
}

export async function removeEntries(
  wanted: WantedEntries,
  present: Present | null,
  world: World,
  ctx: ActContext,
): Promise<Outcome> {
  // They have given way to the whole: what is in that is no longer theirs to take out.
  if ((await ownersOf(world, ctx)).has("whole", wanted.path)) return DONE;
  const attempt = `take ${keysIn(Object.keys(wanted.values))} out of ${wanted.place.host}`;
  const before = present?.live["values"];
  const decide = (document: Document, isThere: boolean): Decided => {
    const live = liveOf(document, wanted);
    if (!isThere || Object.keys(live).length === 0) return "as-wanted";
    if (before !== undefined && !sameJson(masked(live, wanted, world), before)) return "changed";
    return { set: {}, remove: Object.keys(live) };
  };
  return edit(wanted, world, attempt, decide, true);
}

interface Edit {
  readonly set: JsonObject;
  readonly remove: readonly string[];
}

type Decided = Edit | "as-wanted" | "changed";

/**
 * What `decide` says about the file as it now is, carried out. Everything from the read to the rename is one piece. Where there
 * is no file but something else, nothing is left to remove.
 */
async function edit(
  wanted: WantedEntries,
  world: World,
  attempt: string,
  decide: (document: Document, isThere: boolean) => Decided,
  isRemoval = false,
): Promise<Outcome> {
  const editor = await editorOf(wanted.format);
  return world.rounds.join(wanted.place, attempt, (folder) => {
    const final = `${folder.at}/${wanted.place.name}`;
    const there = readText(final, world);
    if (there !== null && "type" in there)
      return isRemoval ? DONE : refusal(attempt, `there is a ${there.type} where a file is wanted`);
    if (there !== null && "refused" in there) return refusal(attempt, there.refused);
    let text = there?.text ?? "";
    const document = editor.open(text);
    if (isRefused(document)) return refusal(attempt, document.refused);
    const decision = decide(document, there !== null);
    if (decision === "as-wanted") return DONE;
    if (decision === "changed") return changed(attempt);
    for (const [key, value] of [
      ...decision.remove.map((key) => [key, undefined] as const),
      ...Object.entries(decision.set),
    ]) {
      const now = editor.open(text);
      if (isRefused(now)) return refusal(attempt, now.refused);
      const splice: Splice | Refused =
        value === undefined ? now.remove(wanted.steps, key) : now.set(wanted.steps, key, value);
      if (isRefused(splice)) return refusal(attempt, `${key}: ${splice.refused}`);
      text = spliced(text, splice);
    }
    return replace(final, folder, wanted, there, text, world, attempt);
  });
}

function replace(
  final: string,
  folder: Folder,
  wanted: WantedEntries,
  there: Text | null,
  text: string,
  world: World,
  attempt: string,
): Outcome {
  const temporary = temporaryPath(folder, wanted.place);
  // A new file that holds a secret is nobody else's to read.
  const fresh = Object.values(wanted.values).some(holdsSecret) ? 0o600 : 0o644;
  const owner = { uid: there?.uid ?? null, gid: there?.gid ?? null };
  const file = { bytes: Buffer.from(text), mode: there?.mode ?? fresh, ...owner };
  const problem = writeTemporary(temporary, file, attempt, [owner.uid]);
  if (problem !== null) return problem;
  try {
    if (there === null) {
      placeNew(temporary, final);
      return DONE;
    }
    const now = lstatSync(final, { throwIfNoEntry: false });
    if (now === undefined || !isUnchanged(now, world.boot, there.version)) {
      discard(temporary);
      return changed(attempt);
    }
    renameSync(temporary, final);
    return DONE;
  } catch (error) {
    discard(temporary);
    return codeOf(error) === "EEXIST" ? changed(attempt) : outcomeOf(error, attempt);
  }
}

const WHOLE = "a file that is declared as a whole";
const NOBODY: Owners = { has: () => false };

/** Who has the whole of the file: then none of its keys is anybody else's. */
async function ownerOf(
  wanted: WantedEntries,
  world: World,
  ctx: ActContext,
  attempt: string,
): Promise<Outcome | null> {
  if (!(await ownersOf(world, ctx)).has("whole", wanted.path)) return null;
  return {
    kind: "invalid",
    why: `cannot ${attempt}: the whole of it is declared as a resource of its own`,
    help: "declare the file, or entries in it, and not both",
  };
}

/** With secrets in their places. What it returns stays in the call. */
async function resolveValues(
  wanted: WantedEntries,
  ctx: ActContext,
): Promise<{ readonly values: JsonObject } | { readonly kind: Outcome }> {
  const values = new Map<string, Json>();
  for (const [key, value] of Object.entries(wanted.values)) {
    if (!holdsSecret(value)) {
      values.set(key, value);
      continue;
    }
    const text = await resolveText(value, `${key} in ${wanted.path}`, ctx);
    if (typeof text !== "string") return { kind: text };
    values.set(key, text);
  }
  return { values: Object.fromEntries(values) };
}

/** For an intent that led to the keys; what holds a secret cannot be compared. */
export async function settleEntries(
  wanted: WantedEntries,
  folder: Folder,
  world: World,
): Promise<"done" | "not-done" | "unknown"> {
  const reading = await readEntries(wanted, folder, world, NOBODY);
  if (reading.kind === "unknown") return "unknown";
  if (reading.kind === "gone") return "not-done";
  if (Object.values(wanted.values).some(holdsSecret)) return "unknown";
  return sameJson(reading.live["values"], wanted.values) ? "done" : "not-done";
}

function refusal(attempt: string, why: string): Outcome {
  return {
    kind: "invalid",
    why: `cannot ${attempt}: ${why}`,
    help: "change the file by hand so that the key stands plainly on its own, or declare the whole file",
  };
}

function keysIn(keys: readonly string[]): string {
  const shown = keys.slice(0, 3).join(", ");
  const more = keys.length - 3;
  return more > 0 ? `${shown} and ${more} more key${more === 1 ? "" : "s"}` : shown;
}
