// Watching: which resources may have changed, by one watch for each folder and none for each file.
//
// In:  resources. Out: calls of `look` with addresses, at most one in `GATHER` milliseconds; `degraded`, once.
//
// The folders from a root down to the parents form a tree of nodes. A node's watch tells of everything in its folder: files
// that are resources, and folders that are nodes themselves, which may come, go, or be replaced by others of their name; then
// the part of the tree below is watched anew, and all of it may have changed. A folder that is not there yet is waited for
// in the nearest one above it that is, even above the root. A folder *above* the root that is renamed is the one thing that
// is not told (nobody watches it while the root is there): the next poll finds everything gone, and looks.
//
// A copy is also told of when its source changes, and a directory that is to be purged when a name comes or goes in it, or
// in a watched folder below it.
//
// What happened before `watch` returned is not told: look once after it. An overflow of the kernel's queue is not told by
// Node either; it can only follow a burst, and after a large burst anything may have changed.

import { lstatSync, realpathSync, watch as watchFolder } from "node:fs";
import { posix } from "node:path";
import type { Address } from "../../../compiler/address.ts";
import type { Json } from "../../../compiler/json.ts";
import type { Subject, Watch } from "../../driver.ts";
import { codeOf, reasonOf } from "../../refused.ts";
import { isInside, isRefusal, placeOf, RESERVED, type Grants } from "./paths.ts";

/** How long a burst is gathered. */
const GATHER = 5;
/** Half of what the kernel keeps for a reader by default. */
const LARGE_BURST = 8192;

/** node:fs's own, or a test's. It throws what node:fs throws. */
export type WatchFolder = (
  folder: string,
  tell: (event: string, name: string | null) => void,
  fail: (error: unknown) => void,
) => Watcher;

export interface Watcher {
  close(): void;
}

export function watchFiles(
  subjects: readonly Subject[],
  grants: Grants,
  look: (addresses: readonly Address[] | null) => void,
  degraded: (why: string) => void,
  watch: WatchFolder = watchByNode,
): Watch {
  const tree = new Tree(grants.base, look, degraded, watch);
  const update = (subjects: readonly Subject[]): void => {
    const wanted = new Map<string, Leaf>();
    const roots = new Map<string, string>();
    const add = (address: Address, path: Json | undefined, all: boolean): void => {
      const place = placeOf(path, grants);
      if (isRefusal(place)) return;
      // A root may be reached through links; what is watched is the folder that they lead to.
      const root = roots.get(place.root) ?? realOrSame(place.root);
      roots.set(place.root, root);
      const inside = isInside(place.folder, place.root);
      const parent = inside ? posix.join(root, posix.relative(place.root, place.folder)) : place.folder;
      const leaf = all
        ? { address, folder: posix.join(parent, place.name), name: ANY, root }
        : { address, folder: parent, name: place.name, root };
      wanted.set(`${address}\0${leaf.folder}\0${leaf.name}`, leaf);
    };
    for (const { address, kind, spec } of subjects) {
      add(address, spec["path"], false);
      if (kind === "std.file.File" && spec["source"] !== undefined) add(address, spec["source"], false);
      if (spec["purge"] === true) add(address, spec["path"], true);
    }
    tree.update(wanted);
  };
  update(subjects);
  return { update, close: () => tree.close() };
}

/** Stands for every name in a folder; no file can be called so. */
const ANY = "";

interface Leaf {
  readonly address: Address;
  readonly folder: string;
  readonly name: string;
  readonly root: string;
}

interface Node {
  readonly path: string;
  /** The resources in this folder, by name. */
  readonly leaves: Map<string, Set<Address>>;
  readonly below: Map<string, Node>;
  watcher: Watcher | null;
}

class Tree {
  readonly #base: string;
  readonly #look: (addresses: readonly Address[] | null) => void;
  readonly #degraded: (why: string) => void;
  readonly #watch: WatchFolder;
  readonly #nodes = new Map<string, Node>();
  /** By address, folder and name. */
  readonly #leaves = new Map<string, Leaf>();
  readonly #changed = new Set<Address>();
  #events = 0;
  #timer: NodeJS.Timeout | null = null;
  #told = false;

  constructor(
    base: string,
    look: (addresses: readonly Address[] | null) => void,
    degraded: (why: string) => void,
    watch: WatchFolder,
  ) {
    this.#base = base;
    this.#look = look;
    this.#degraded = degraded;
    this.#watch = watch;
  }

  update(wanted: ReadonlyMap<string, Leaf>): void {
    for (const [key, { address, folder, name }] of this.#leaves) {
      if (wanted.has(key)) continue;
      this.#leaves.delete(key);
      const sharing = this.#nodes.get(folder)?.leaves;
      sharing?.get(name)?.delete(address);
      if (sharing?.get(name)?.size === 0) sharing.delete(name);
    }
    for (const [key, leaf] of wanted) {
      if (this.#leaves.has(key)) continue;
      this.#leaves.set(key, leaf);
      const { leaves } = this.#chain(leaf.folder, leaf.root);
      const sharing = leaves.get(leaf.name);
      if (sharing === undefined) leaves.set(leaf.name, new Set([leaf.address]));
      else sharing.add(leaf.address);
    }
    this.#prune();
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const node of this.#nodes.values()) detach(node);
    this.#nodes.clear();
    this.#leaves.clear();
    this.#changed.clear();
  }

  /** The node of a folder, with those above it up to the root, all watched as far as they are there. */
  #chain(path: string, root: string): Node {
    const known = this.#nodes.get(path);
    if (known !== undefined) return known;
    const node: Node = { path, leaves: new Map(), below: new Map(), watcher: null };
    this.#nodes.set(path, node);
    if (path !== root && path !== this.#base && isInside(path, root)) {
      this.#chain(posix.dirname(path), root).below.set(posix.basename(path), node);
    }
    this.#attach(node);
    return node;
  }

  #attach(node: Node): void {
    if (isFolder(node.path)) {
      try {
        node.watcher = this.#watch(
          node.path,
          (event, name) => this.#onEvent(node, event, name),
          (error) => this.#tellDegraded(node.path, error),
        );
        return;
      } catch (error) {
        const code = codeOf(error);
        if (code !== "ENOENT" && code !== "ENOTDIR") return this.#tellDegraded(node.path, error);
      }
    }
    // Not there: it is waited for from above, even above the root.
    if (node.path === this.#base) return;
    const above = posix.dirname(node.path);
    this.#chain(above, above).below.set(posix.basename(node.path), node);
    // It may have come between the look and the watch above it.
    if (isFolder(node.path)) this.#reattach(node);
  }

  #onEvent(node: Node, event: string, name: string | null): void {
    this.#events++;
    this.#timer ??= setTimeout(() => this.#flush(), GATHER);
    if (name === null) return this.#reattach(node);
    for (const address of node.leaves.get(name) ?? []) this.#changed.add(address);
    // Only a name that came or went can be another folder now. That it is the same inode says nothing: a folder that was
    // deleted and made again often has the number of the old one, whose watch is dead.
    if (event !== "rename") return;
    if (!name.startsWith(RESERVED)) this.#tellAbove(node);
    const below = node.below.get(name);
    if (below !== undefined) this.#reattach(below);
    // A folder tells of its own end under its own name.
    if (name === posix.basename(node.path)) this.#reattach(node);
  }

  /** A name has come or gone: those who ask for any name, here or in a folder above. */
  #tellAbove(node: Node): void {
    for (let at = node.path; ; at = posix.dirname(at)) {
      for (const address of this.#nodes.get(at)?.leaves.get(ANY) ?? []) this.#changed.add(address);
      if (at === this.#base || at === "/") return;
    }
  }

  /** Watches a folder and all that is below it anew; any of it may have changed. */
  #reattach(node: Node): void {
    detach(node);
    this.#attach(node);
    for (const addresses of node.leaves.values()) for (const address of addresses) this.#changed.add(address);
    for (const below of node.below.values()) this.#reattach(below);
  }

  #flush(): void {
    this.#timer = null;
    const large = this.#events >= LARGE_BURST;
    const addresses = [...this.#changed].toSorted();
    this.#events = 0;
    this.#changed.clear();
    if (large) this.#look(null);
    else if (addresses.length > 0) this.#look(addresses);
  }

  /** Lets go of the folders under which no resource is left. */
  #prune(): void {
    for (const node of this.#nodes.values()) if (!isNeeded(node)) detach(node);
    for (const [path, node] of this.#nodes) {
      if (isNeeded(node)) continue;
      this.#nodes.delete(path);
      this.#nodes.get(posix.dirname(path))?.below.delete(posix.basename(path));
    }
  }

  #tellDegraded(path: string, error: unknown): void {
    if (this.#told) return;
    this.#told = true;
    const limit = ["ENOSPC", "EMFILE", "ENFILE"].includes(codeOf(error));
    this.#degraded(
      limit
        ? `cannot watch ${path}: the machine's limit of watches is reached (${codeOf(error)}); raise fs.inotify.max_user_watches or fs.inotify.max_user_instances`
        : `cannot watch ${path}: ${reasonOf(error)}`,
    );
  }
}

function detach(node: Node): void {
  node.watcher?.close();
  node.watcher = null;
}

function isNeeded(node: Node): boolean {
  if (node.leaves.size > 0) return true;
  for (const below of node.below.values()) if (isNeeded(below)) return true;
  return false;
}

/** A link is no folder here: it is never followed. */
function isFolder(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return false;
  }
}

function realOrSame(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** It keeps no process alive by itself. */
const watchByNode: WatchFolder = (folder, tell, fail) => {
  const watcher = watchFolder(folder, { persistent: false, recursive: false }, tell);
  watcher.on("error", fail);
  return watcher;
};
