// Files with private keys, as `setpoint seal --keygen` and `age-keygen` write them.
//
// In:  a path. Out: the keys in it, or an `AgeError` that says why the file is not used. A file that others may read, or that
// somebody else owns, is refused: its keys are no secret. A group may read what belongs to root, as services are given it.

import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { AgeError } from "./age.ts";

/** A file of keys has a few lines. */
const LARGEST = 64 * 1024;

export async function readIdentities(path: string): Promise<readonly string[]> {
  let file: FileHandle;
  try {
    // A pipe without a writer would not let itself be opened otherwise.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new AgeError(`the key file ${path} cannot be read: ${whyNot(error)}`);
  }
  try {
    const { size, mode, uid } = await checked(file, path);
    const own = process.getuid?.() ?? uid;
    if (uid !== own && uid !== 0) throw new AgeError(`the key file ${path} belongs to another user`);
    const others = uid === own ? 0o077 : 0o037;
    if ((mode & others) !== 0)
      throw new AgeError(
        `the key file ${path} is open to others (mode 0${(mode & 0o777).toString(8)}): chmod 600 ${path}`,
      );
    if (size > LARGEST) throw new AgeError(`the key file ${path} is too large for one`);
    return keysIn(await file.readFile("utf8"), path);
  } finally {
    await file.close();
  }
}

async function checked(file: FileHandle, path: string) {
  const stats = await file.stat();
  if (!stats.isFile()) throw new AgeError(`the key file ${path} is no regular file`);
  return stats;
}

/** One on a line; what begins with `#` is a comment. */
function keysIn(text: string, path: string): readonly string[] {
  const lines = text.split("\n").map((line) => line.trim());
  const keys = lines.filter((line) => line !== "" && !line.startsWith("#"));
  if (lines.some((line) => line.startsWith("age-encryption.org/") || line.startsWith("-----BEGIN AGE")))
    throw new AgeError(`the key file ${path} is itself sealed, and nobody is there to open it`);
  if (keys.length === 0 || !keys.every((key) => key.startsWith("AGE-SECRET-KEY-")))
    throw new AgeError(`the key file ${path} holds no age key (AGE-SECRET-KEY-1…)`);
  return keys;
}

function whyNot(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ENOENT") return "it does not exist";
  if (code === "EACCES" || code === "EPERM") return "this user may not read it";
  return error instanceof Error ? error.message : String(error);
}
