// Commands as a user who is nobody in particular, for tests that root runs: root may read and write everything.
//
// In:  nothing. Out: the words to put before a command. Where the checkout stands in a folder that only its owner may enter
// (a temporary one usually is), the command gets a view of the file system of its own, in which that folder may be entered
// and holds nothing but the checkout. Nothing outside of the command changes.

import { mkdtempSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");
const AS_NOBODY = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--"];
const VIEW = `
  root=$1 closed=$2 aside=$3
  shift 3
  mount --bind "$root" "$aside"
  mount -t tmpfs -o mode=755 none "$closed"
  mkdir -p "$root"
  mount --bind "$aside" "$root"
  exec "$@"
`;

/** Null: this user cannot become another. */
export function asNobody(): readonly string[] | null {
  if (process.getuid?.() !== 0) return null;
  const closed = closedAncestor();
  if (closed === null) return AS_NOBODY;
  const aside = mkdtempSync(join(tmpdir(), "setpoint-view-"));
  return ["unshare", "--mount", "sh", "-ec", VIEW, "sh", ROOT, closed, aside, ...AS_NOBODY];
}

/** The outermost folder on the way to the checkout that others may not enter. */
function closedAncestor(): string | null {
  let closed: string | null = null;
  for (let folder = dirname(ROOT); folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) closed = folder;
  }
  return closed;
}
