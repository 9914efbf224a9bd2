// Versions: what `probe` answers, made of what lstat tells.
//
// A regular file or a link: boot, device, inode, ctime, mtime, size. Anything else: boot, type and mode, owner, group,
// device, inode; the times of a directory change with every child, which says nothing about the directory as a resource.
// A file that is a copy has the version of its source as well, behind a bar.
//
// *Racy* versions. File times move in ticks of up to 10 ms, so a write in the tick of the read would leave no trace in
// them. As Git does with its index, a file that changed just before it was read gets a version that no probe ever gives
// (`~` in front): the next look reads it in full again. The clock is the machine's own, the one the file system stamps by.
//
// ctime as a double still tells 0.3 µs apart, so the cheaper stat without bigints is exact enough.

import type { Stats } from "node:fs";

const RACY = 20;

export function versionOf(stats: Stats, boot: string, source: Stats | null = null): string {
  const { dev, ino } = stats;
  // Joined, since it is kept for every object: a template leaves all the pieces that it was put together from.
  const own = (
    isTimed(stats)
      ? [boot, dev, ino, stats.ctimeMs, stats.mtimeMs, stats.size]
      : [boot, stats.mode, stats.uid, stats.gid, dev, ino]
  ).join(":");
  return source === null ? own : `${own}|${versionOf(source, boot)}`;
}

/** Whether `versionOf` says the same of both. */
export function isSameVersion(a: Stats, b: Stats): boolean {
  if (a.ino !== b.ino || a.dev !== b.dev || a.mode !== b.mode) return false;
  return isTimed(a)
    ? a.ctimeMs === b.ctimeMs && a.mtimeMs === b.mtimeMs && a.size === b.size
    : a.uid === b.uid && a.gid === b.gid;
}

/** The version for a reading. `now`: the wall clock, before the first lstat. */
export function readVersionOf(stats: Stats, boot: string, now: number, source: Stats | null = null): string {
  const version = versionOf(stats, boot, source);
  return isRacy(stats, now) || (source !== null && isRacy(source, now)) ? `~${version}` : version;
}

/** Whether what is there now is what a reading with this version saw. A reading without a version proves nothing. */
export function isUnchanged(stats: Stats, boot: string, version: string | null): boolean {
  if (version === null) return true;
  const [own] = (version.startsWith("~") ? version.slice(1) : version).split("|", 1);
  return versionOf(stats, boot) === own;
}

function isTimed(stats: Stats): boolean {
  return stats.isFile() || stats.isSymbolicLink();
}

function isRacy(stats: Stats, now: number): boolean {
  return isTimed(stats) && stats.ctimeMs > now - RACY;
}
