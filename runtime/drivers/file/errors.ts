// What the file system refuses, in words for people, and which outcome that is.
//
// In:  an error of node:fs, what was being done, and the path. Out: an outcome, or a sentence. Anything that is not an error of
// the system is a mistake of ours and is thrown on.
// Node's own message is not used: it names the temporary file or the descriptor, which means nothing to the reader.

import type { Outcome, Unknown } from "../../driver.ts";
import type { Trouble } from "./folder.ts";

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

export function unknownOf(error: unknown, path: string): Unknown {
  return { kind: "unknown", why: `cannot read ${path}: ${reasonOf(error)}` };
}

/** `attempt`: "create /etc/app.conf". For a call that changes nothing when it fails, as all but a rename on a dying disk do. */
export function outcomeOf(error: unknown, attempt: string): Outcome {
  const code = codeOf(error);
  const why = `cannot ${attempt}: ${reasonOf(error)}`;
  switch (code) {
    case "EACCES":
    case "EPERM":
      return {
        kind: "denied",
        why,
        help: `run the agent as a user who may do that (it runs as user ${process.geteuid?.() ?? "unknown"}), or correct the rights of the folder; chattr +i refuses even root`,
      };
    case "EROFS":
      return { kind: "denied", why, help: "mount the file system for writing, or choose a path on another" };
    case "ENAMETOOLONG":
    case "EINVAL":
      return { kind: "invalid", why, help: "choose a shorter or simpler name" };
    case "EFBIG":
      return { kind: "invalid", why, help: "make the content smaller" };
    case "EEXIST":
    case "ENOENT":
    case "ENOTDIR":
    case "EISDIR":
    case "ENOTEMPTY":
      return { kind: "conflict", why };
    case "EIO":
      return { kind: "undecided", why };
  }
  return { kind: "retryable", why };
}

/** Why nothing may be done in a folder. */
export function outcomeOfTrouble(trouble: Trouble, attempt: string): Outcome {
  switch (trouble.kind) {
    case "missing":
      return {
        kind: "invalid",
        why: trouble.notFolder
          ? `cannot ${attempt}: ${trouble.at} is not a directory`
          : `cannot ${attempt}: its folder ${trouble.at} does not exist`,
        help: "declare it as a Directory and refer to that, so that it is made first",
      };
    case "link":
      return {
        kind: "denied",
        why: `cannot ${attempt}: ${linkWords(trouble)}`,
        help: "write the path that the link leads to, and grant that one; links below a root are never followed",
      };
    case "moving":
      return { kind: "conflict", why: `cannot ${attempt}: ${trouble.at} was moved meanwhile` };
    case "failed":
      return outcomeOf(trouble.error, `${attempt}, in ${trouble.at}`);
  }
}

/** Nothing can be below what is missing; everything else is not for the target to have said. */
export function readingOfTrouble(trouble: Trouble, path: string): Unknown | { readonly kind: "gone" } {
  switch (trouble.kind) {
    case "missing":
      return { kind: "gone" };
    case "link":
      return { kind: "unknown", why: `cannot read ${path}: ${linkWords(trouble)}` };
    case "moving":
      return { kind: "unknown", why: `cannot read ${path}: ${trouble.at} was moved meanwhile` };
    case "failed":
      return {
        kind: "unknown",
        why: `cannot read ${path}: ${trouble.at} cannot be opened: ${reasonOf(trouble.error)}`,
      };
  }
}

function linkWords(link: { readonly at: string; readonly to: string }): string {
  return `${link.at} is a symbolic link to ${link.to}, which may lead out of what is granted`;
}
