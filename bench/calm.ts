// Waits until the file system makes files as fast as it can.
//
// In:  a folder of the benchmark's own. Out: nothing, once it is calm, or after six minutes with a word about it.
// Surprising: for five minutes after many files were deleted, ext4 looks past their inodes, one by one, whenever it makes a file
// near them (so that a crash cannot mix up the old and the new one). A thousand files then take half a second more, for every
// tool, and what is compared is the kernel. An `npm ci` or a run of the tests just before is enough, and so is another run of the
// same benchmark. Making a file is held against writing an old one anew, which no deleted file makes slower.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILES = 200;
const LONGEST = 360_000;
const BETWEEN = 10_000;

export async function waitForCalm(scratch: string): Promise<void> {
  const end = Date.now() + LONGEST;
  for (let attempt = 0; !isCalm(join(scratch, `calm-${attempt}`)); attempt++) {
    if (Date.now() > end) {
      process.stdout.write("making files stays slow here: what is compared is the file system as well\n");
      return;
    }
    if (attempt === 0)
      process.stdout.write(
        "making files is slow here, as after many were deleted: waits, six minutes at most\n",
      );
    await new Promise((resolve) => setTimeout(resolve, BETWEEN));
  }
}

/** In a folder that nobody has used, and that stays: to delete it would be the very thing. */
function isCalm(folder: string): boolean {
  mkdirSync(folder);
  // The first calls of a process are slower than all others.
  writeAll(folder, "warm", "first");
  writeAll(folder, "warm", "again");
  const made = writeAll(folder, "new", "first");
  return made < writeAll(folder, "new", "again");
}

/** Milliseconds. */
function writeAll(folder: string, name: string, content: string): number {
  const start = performance.now();
  for (let index = 0; index < FILES; index++) writeFileSync(join(folder, `${name}-${index}`), content);
  return performance.now() - start;
}
