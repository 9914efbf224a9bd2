// What the file system refuses, in words for people, and which outcome that is.
//
// In:  an error of node:fs, what was being done, and the path. Out: an outcome, or a sentence. Anything that is not an error of
// the system is a mistake of ours and is thrown on.

import type { Outcome, Unknown } from "../../driver.ts";
import { codeOf, reasonOf } from "../../refused.ts";
import type { Trouble } from "./folder.ts";

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
