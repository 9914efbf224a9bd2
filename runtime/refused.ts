// What the operating system refused, in words for people.
//
// In:  an error of node:fs. Out: a reason, without the path. Anything that is not an error of the system is a mistake of ours and
// is thrown on.
// Node's own message is not used: it names the temporary file or the descriptor, which means nothing to the reader.

const WORDS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EAGAIN: "it is busy",
  EBUSY: "it is in use, or something is mounted on it",
  EDQUOT: "the disk quota is used up",
  EEXIST: "something is there already",
  EFBIG: "it is too large for its file system",
  EINVAL: "its file system does not accept that name or that call",
  EIO: "the disk reports an error",
  EISDIR: "it is a directory",
  ELOOP: "there is a symbolic link in its path",
  EMFILE: "the agent has too many files open",
  EMLINK: "it has too many links",
  ENAMETOOLONG: "its name is too long for the file system",
  ENFILE: "the machine has too many files open",
  ENODEV: "its device is gone",
  ENOENT: "it does not exist",
  ENOMEM: "the machine is out of memory",
  ENOSPC: "no space is left on its file system",
  ENOTDIR: "one of its parents is not a directory",
  ENOTEMPTY: "it is not empty",
  EPERM: "the system does not permit it",
  EROFS: "its file system is read-only",
  ESTALE: "the file server no longer knows it",
};

export function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  // Errors of Node's own making (ERR_…) are mistakes of the caller.
  if (typeof code !== "string" || !/^E[A-Z0-9]+$/.test(code)) throw error;
  return code;
}

/** `permission denied (EACCES)` */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return `${WORDS[code] ?? "the system refused"} (${code})`;
}
