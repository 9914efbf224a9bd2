// Looking: what is there, byte for byte, and the cheap versions between full reads. Nothing is ever changed here.
//
// In:  resources. Out: a reading for each; or a version for each that is there.
//
// `live` has the fields of the spec: path, mode or where a link leads, and content (body.ts), owner and group where those are
// wanted. Something else than was asked for is `{ path, type }`, which no spec is. A directory that is to be purged reads
// `purge: true` when nothing is left to remove, and else as the list of it.
// Only regular files are opened, never following a link and never waiting, so a FIFO cannot hold the agent.
// The stat comes before the read: should someone write in between, the version is too old and the next probe says so.

import { lstatSync, opendirSync, readlinkSync, type Stats } from "node:fs";
import type { Address } from "../../../compiler/address.ts";
import type { Json } from "../../../compiler/json.ts";
import type { LookContext, Reading, Subject } from "../../driver.ts";
import { outputsOf, readBody } from "./body.ts";
import { readingOfTrouble, unknownOf } from "./errors.ts";
import { closeFolder, openFolder, type Folder, type Trouble } from "./folder.ts";
import { Footing } from "./footing.ts";
import { ownersOf } from "./owners.ts";
import { startPace } from "./pace.ts";
import { isRefusal, placeOf, type Place, type Refusal } from "./paths.ts";
import { spokenFor, undeclaredIn, type Spoken } from "./purge.ts";
import { kindOf, wantedOf, type WantedObject } from "./spec.ts";
import { isSameVersion, readVersionOf, versionOf } from "./version.ts";
import type { World } from "./world.ts";

/** Folders that are held at a time; far below the usual limit of 1024 open files. */
const MOST_FOLDERS = 100;
/** To ask the folder costs as much as some dozen names. */
const MANY_GONE = 30;
/** In characters of three bytes as many as any file system takes. */
const SHORT_NAME = 85;
const GONE: Reading = { kind: "gone" };

export async function readAll(
  subjects: readonly Subject[],
  world: World,
  ctx: LookContext,
): Promise<ReadonlyMap<Address, Reading>> {
  const readings = new Map<Address, Reading>();
  const folders = new Folders(world.held);
  const spoken = await spokenOf(subjects, world, ctx);
  const editor = subjects.some(isEntries) ? await import("./entries.ts") : null;
  const owners = editor === null ? null : await ownersOf(world, ctx);
  const pace = startPace();
  const footing = new Footing(subjects.length);
  const bare = new Bare();
  // Before anything else of the process can run.
  const leave = (): void => {
    footing.leave();
    bare.forget();
  };
  try {
    for (const subject of subjects) {
      if (pace.due()) {
        leave();
        await pace.rest();
        // What is missing in the answer counts as unknown.
        if (ctx.signal.aborted) break;
      }
      const wanted = wantedOf(subject, world.grants);
      if (isRefusal(wanted)) {
        readings.set(subject.address, { kind: "unknown", why: `${wanted.why}; ${wanted.help}` });
        continue;
      }
      const folder = folders.open(wanted.place);
      if (folder.kind !== "folder")
        readings.set(subject.address, readingOfTrouble(folder, wanted.place.host));
      else if (wanted.kind !== "entries") {
        const reading = bare.has(folder, wanted.place.name)
          ? GONE
          : look(wanted, footing.enter(folder), world, spoken);
        bare.note(folder, reading);
        readings.set(subject.address, reading);
      } else if (editor !== null && owners !== null) {
        leave();
        readings.set(subject.address, await editor.readEntries(wanted, folder, world, owners));
      }
    }
  } finally {
    footing.leave();
    folders.close();
  }
  return readings;
}

/** What is spoken for, where one of the directories is to be purged. */
export async function spokenOf(
  subjects: readonly Subject[],
  world: World,
  ctx: LookContext,
): Promise<Spoken | null> {
  if (ctx.claims === undefined || !subjects.some((subject) => subject.spec["purge"] === true)) return null;
  return spokenFor(await ctx.claims(), world.machine, world.grants.base);
}

function isEntries(subject: Subject): boolean {
  return kindOf(subject) === "entries";
}

export function readOne(wanted: WantedObject, world: World, spoken: Spoken | null): Reading {
  const folder = openFolder(wanted.place, world.held);
  if (folder.kind !== "folder") return readingOfTrouble(folder, wanted.place.host);
  try {
    return look(wanted, folder, world, spoken);
  } finally {
    closeFolder(folder);
  }
}

/**
 * The folder is checked once for all of its files, and the files are then met by their plain paths, which is twice as fast.
 * Should the folder be swapped for a link meanwhile, the version is that of some other file, which is no version of ours.
 */
export async function probeAll(
  subjects: readonly Subject[],
  world: World,
  ctx: LookContext,
): Promise<ReadonlyMap<Address, string>> {
  const versions = new Map<Address, string>();
  const folders = new Folders(world.held);
  const pace = startPace();
  try {
    for (const subject of subjects) {
      if (pace.due()) {
        await pace.rest();
        if (ctx.signal.aborted) break;
      }
      const place = placeFor(subject, world);
      if (isRefusal(place) || folders.open(place).kind !== "folder") continue;
      // What is in a directory that is to be purged has no cheap version.
      if (subject.spec["purge"] === true) continue;
      const stats = statOrNull(place.host);
      if (stats === null) continue;
      const { source } = subject.spec;
      if (source === undefined || kindOf(subject) !== "file") {
        versions.set(subject.address, versionFor(subject, stats, world));
        continue;
      }
      const from = placeOf(source, world.grants);
      const there = isRefusal(from) || folders.open(from).kind !== "folder" ? null : statOrNull(from.host);
      if (there !== null) versions.set(subject.address, versionOf(stats, world.boot, there));
    }
  } finally {
    folders.close();
  }
  return versions;
}

/** The engine gives the same subject again while nothing about it is new: then neither is its place. */
function placeFor(subject: Subject, world: World): Place | Refusal {
  const known = world.places.get(subject);
  if (known !== undefined) return known;
  const place = placeOf(subject.spec["path"], world.grants);
  world.places.set(subject, place);
  return place;
}

/** To write a version down costs as much as the stat, so it is done only when it is another. */
function versionFor(subject: Subject, stats: Stats, world: World): string {
  const known = world.versions.get(subject);
  if (known !== undefined && isSameVersion(known.stats, stats)) return known.version;
  const version = versionOf(stats, world.boot);
  world.versions.set(subject, { stats, version });
  return version;
}

/** What is in an open folder under the name of what is wanted. */
export function look(wanted: WantedObject, folder: Folder, world: World, spoken: Spoken | null): Reading {
  const at = `${folder.at}/${wanted.place.name}`;
  const now = Date.now();
  try {
    const stats = lstatSync(at, { throwIfNoEntry: false });
    if (stats === undefined) return GONE;
    const source = sourceStats(wanted);
    const version = readVersionOf(stats, world.boot, now, source);
    const type = typeOf(stats);
    if (type !== TYPES[wanted.kind])
      return {
        kind: "present",
        live: { path: wanted.path, type },
        outputs: {},
        version,
        instead: `a ${type}`,
      };
    const live: { [field: string]: Json } = { path: wanted.path };
    if (wanted.kind === "link") live["to"] = readlinkSync(at);
    else live["mode"] = stats.mode & 0o7777;
    if (wanted.owner !== null) live["owner"] = world.accounts.ownerAs(stats.uid, wanted.owner);
    if (wanted.group !== null) live["group"] = world.accounts.groupAs(stats.gid, wanted.group);
    if (wanted.kind === "link") return { kind: "present", live, outputs: {}, version };
    if (wanted.kind === "directory") {
      if (!wanted.purge || spoken === null)
        return { kind: "present", live: { ...live, purge: false }, outputs: {}, version };
      const { found, unlisted } = undeclaredIn(at, spoken);
      if (unlisted !== null) return unknownOf(unlisted.error, `${wanted.place.host}/${unlisted.name}`);
      const removes = [...found.keys()];
      live["purge"] = removes.length === 0 ? true : removes;
      return { kind: "present", live, outputs: {}, version, removes };
    }
    const body = readBody(at, stats, wanted.body, world);
    if ("kind" in body) return { kind: "unknown", why: `cannot read ${wanted.place.host}: ${body.why}` };
    Object.assign(live, body.live);
    return { kind: "present", live, outputs: outputsOf(wanted.body, body.sha256), version };
  } catch (error) {
    return unknownOf(error, wanted.place.host);
  }
}

const TYPES: Readonly<Record<WantedObject["kind"], string>> = {
  file: "file",
  directory: "directory",
  link: "symbolic link",
};

/** Of a copy; null for everything else, and where the source cannot be seen, which the read of it then says. */
function sourceStats(wanted: WantedObject): Stats | null {
  const body = wanted.kind === "file" ? wanted.body : null;
  return body?.field === "source" ? statOrNull(body.place.host) : null;
}

export function typeOf(stats: Stats): string {
  if (stats.isFile()) return "file";
  if (stats.isDirectory()) return "directory";
  if (stats.isSymbolicLink()) return "symbolic link";
  if (stats.isFIFO()) return "named pipe";
  if (stats.isSocket()) return "socket";
  return "device";
}

function statOrNull(path: string): Stats | null {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    // The full read says why.
    return null;
  }
}

/**
 * What is to be made for the first time is mostly to be made in hundreds, in a folder that has nothing in it yet. Where so many in
 * a row were gone, the folder is asked once, and each by its name no more. A file system that does not list what it has is taken at
 * its word: to make what is there already is a conflict, and overwrites nothing.
 */
class Bare {
  #folder: Folder | null = null;
  #gone = 0;
  #isBare = false;

  /** Whether nothing at all is in it. A name that is too long is not gone: the system has words for it. */
  has(folder: Folder, name: string): boolean {
    return this.#isBare && folder === this.#folder && name.length <= SHORT_NAME;
  }

  note(folder: Folder, { kind }: Reading): void {
    if (folder !== this.#folder) this.forget();
    this.#folder = folder;
    this.#gone = kind === "gone" ? this.#gone + 1 : 0;
    if (this.#gone === MANY_GONE) this.#isBare = isEmpty(folder);
  }

  /** Others may have made something there since. */
  forget(): void {
    this.#folder = null;
    this.#gone = 0;
    this.#isBare = false;
  }
}

/** False as well where that cannot be told. */
function isEmpty(folder: Folder): boolean {
  try {
    const entries = opendirSync(folder.at);
    try {
      return entries.readSync() === null;
    } finally {
      entries.closeSync();
    }
  } catch {
    return false;
  }
}

/** The folders of one batch, each checked once. */
class Folders {
  readonly #held: boolean;
  readonly #open = new Map<string, Folder | Trouble>();
  #last: { readonly place: Place; readonly folder: Folder | Trouble } | null = null;

  constructor(held: boolean) {
    this.#held = held;
  }

  /** To be used before the next call: the oldest is closed when there are too many. */
  open(place: Place): Folder | Trouble {
    const last = this.#last;
    if (last !== null && last.place.folder === place.folder && last.place.root === place.root)
      return last.folder;
    const key = `${place.root}\0${place.folder}`;
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    if (this.#open.size >= MOST_FOLDERS) {
      const [oldest] = this.#open;
      if (oldest !== undefined) {
        this.#open.delete(oldest[0]);
        this.#last = null;
        if (oldest[1].kind === "folder") closeFolder(oldest[1]);
      }
    }
    const folder = openFolder(place, this.#held);
    this.#open.set(key, folder);
    this.#last = { place, folder };
    return folder;
  }

  close(): void {
    for (const folder of this.#open.values()) if (folder.kind === "folder") closeFolder(folder);
    this.#open.clear();
  }
}
