// Versions: what `probe` answers, made of what lstat tells.
//
// A regular file: boot, device, inode, ctime, mtime, size. Anything else: boot, type and mode, owner, group, device, inode;
// the times of a directory change with every child, which says nothing about the directory as a resource.
//
// *Racy* versions. File times move in ticks of up to 10 ms, so a write in the tick of the read would leave no trace in
// them. As Git does with its index, a file that changed just before it was read gets a version that no probe ever gives
// (`~` in front): the next look reads it in full again. The clock is the machine's own, the one the file system stamps by.
//
// ctime as a double still tells 0.3 µs apart, so the cheaper stat without bigints is exact enough.

import type { Stats } from "node:fs";

const RACY = 20;

export function versionOf(stats: Stats, boot: string): string {
  return stats.isFile()
    ? `${boot}:${stats.dev}:${stats.ino}:${stats.ctimeMs}:${stats.mtimeMs}:${stats.size}`
    : `${boot}:${stats.mode}:${stats.uid}:${stats.gid}:${stats.dev}:${stats.ino}`;
}

/** The version for a reading. `now`: the wall clock, before the lstat. */
export function readVersionOf(stats: Stats, boot: string, now: number): string {
  const version = versionOf(stats, boot);
  return stats.isFile() && stats.ctimeMs > now - RACY ? `~${version}` : version;
}

/** Whether what is there now is what a reading with this version saw. A reading without a version proves nothing. */
export function isUnchanged(stats: Stats, boot: string, version: string | null): boolean {
  if (version === null) return true;
  return versionOf(stats, boot) === (version.startsWith("~") ? version.slice(1) : version);
}
