// A real Git repository made by the real `git`, in a folder that the test removes.
//
// Every commit is made without the person's own configuration, at a fixed time, so that ids are the same everywhere.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface TestRepository {
  readonly folder: string;
  git(...words: string[]): string;
  write(path: string, content: string | Uint8Array): void;
  link(path: string, to: string): void;
  /** Commits all that is in the work tree; returns the commit's id. */
  commit(message: string): string;
}

/** Seconds since 1970, of every commit. */
export const COMMITTED = 1_767_323_045;

export function makeRepository(folder: string): TestRepository {
  mkdirSync(folder, { recursive: true });
  const git = (...words: string[]): string => runGit(folder, words);
  git("init", "--quiet", "--initial-branch=main");
  return {
    folder,
    git,
    write: (path, content) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    },
    link: (path, to) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      symlinkSync(to, join(folder, path));
    },
    commit: (message) => {
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "--message", message);
      return git("rev-parse", "HEAD");
    },
  };
}

export function runGit(folder: string, words: readonly string[], input?: string): string {
  return execFileSync("git", words, {
    cwd: folder,
    encoding: "utf8",
    input,
    stdio: ["pipe", "pipe", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
    env: {
      PATH: process.env["PATH"],
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_AUTHOR_NAME: "Ada Lovelace",
      GIT_AUTHOR_EMAIL: "ada@example.com",
      GIT_AUTHOR_DATE: `${COMMITTED} +0000`,
      GIT_COMMITTER_NAME: "Grace Hopper",
      GIT_COMMITTER_EMAIL: "grace@example.com",
      GIT_COMMITTER_DATE: `${COMMITTED} +0000`,
    },
  }).trim();
}

/** A folder of the test's own. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "setpoint-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
