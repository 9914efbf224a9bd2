// The real binary, as a person runs it: words in, exit code and both streams out.

import { spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inject, onTestFinished } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
export const LAUNCHER = join(ROOT, "bin", "setpoint");

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Options {
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** For Node itself, before the launcher. */
  readonly node?: readonly string[];
  readonly launcher?: string;
  /** On standard input, which is otherwise empty. */
  readonly input?: string | Uint8Array;
  /** A program that runs the rest of its words. */
  readonly through?: readonly string[];
}

export interface Running {
  readonly child: ReturnType<typeof spawn>;
  readonly ended: Promise<Ended>;
  /** Resolves when standard output holds the text; rejects when it ended without it. */
  says(text: string): Promise<void>;
}

export function start(words: readonly string[], options: Options = {}): Running {
  const failure = inject("buildFailure");
  if (failure !== "") throw new Error(`dist/ is not up to date: ${failure}`);
  const node = [process.execPath, ...(options.node ?? []), options.launcher ?? LAUNCHER];
  const [program = "", ...rest] = [...(options.through ?? []), ...node, ...words];
  const child = spawn(program, rest, {
    cwd: options.folder ?? ROOT,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  // A program that refuses its arguments reads none of it.
  child.stdin.on("error", () => {}).end(options.input ?? "");
  let stdout = "";
  let stderr = "";
  const waiting = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    for (const look of waiting) look();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const says = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!stdout.includes(text)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
      void ended.then(() => reject(new Error(`it ended without saying "${text}": ${stdout}${stderr}`)));
    });
  return { child, ended, says };
}

export function setpoint(words: readonly string[], options: Options = {}): Promise<Ended> {
  return start(words, options).ended;
}

/** A folder with these files, gone after the test. */
export function folder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), "setpoint-cli-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** A script for `node -r` that makes the running Node say that it is another. */
export function pretend(version: string): string {
  const files = folder({
    "pretend.cjs": `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`,
  });
  return join(files, "pretend.cjs");
}
