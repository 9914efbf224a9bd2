// Real processes with the file driver, killed with SIGKILL in the midst of convergences.
//
// In:  a number of kills, spread over every phase of a run. Out: whether the tree is in the end byte for byte what was wanted,
// the ledger agrees with it, and enough of the starts found an intent that was left open.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { isDeepStrictEqual } from "node:util";
import { readLedger } from "../../runtime/ledger/open.ts";
import { treeOf } from "../support/files.ts";
import { declaredFor } from "../support/killed-agent.ts";

const FILES = 120;
const KILLS = 300;
const FOUND = 200;
/** Kills in one world before it is held against what was wanted. */
const ROUND = 25;
const AGENT = join(import.meta.dirname, "../support/killed-agent.ts");

interface Life {
  readonly found: number;
  readonly killed: boolean;
  readonly converged: boolean;
}

/** Runs the agent and kills it at its `killAt`th line; Infinity lets it end. */
function live(scratch: string, version: number, killAt: number): Promise<Life> {
  return new Promise((resolve, reject) => {
    const args = [AGENT, scratch, String(FILES), String(version)];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    let lines = 0;
    let found = 0;
    let converged = false;
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.startsWith("open ")) found = Number(line.slice(5));
      if (line.startsWith("end ")) converged = line === "end true";
      else if (++lines === killAt) child.kill("SIGKILL");
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code !== 0 && signal !== "SIGKILL") reject(new Error(`the agent ended with ${code ?? signal}`));
      else resolve({ found, killed: signal === "SIGKILL", converged });
    });
  });
}

/** What is wrong after a round of kills and one run that was left alone; empty: nothing. */
function wrongIn(scratch: string, version: number): string {
  const expected: Record<string, string> = { "/srv": "755 folder", "/srv/site": "755 folder" };
  for (const { kind, spec } of Object.values(declaredFor(FILES, version)))
    if (kind === "std.file.File") expected[spec["path"] as string] = `644 ${spec["content"] as string}`;
  if (!isDeepStrictEqual(treeOf(join(scratch, "world")), expected)) return "the tree is not what was wanted";
  const ledger = readLedger({ path: join(scratch, "ledger.db") });
  const open = ledger?.openIntents().length ?? -1;
  const rows = ledger?.applied("test").size ?? -1;
  ledger?.close();
  if (open !== 0) return `${open} intents are still open`;
  return rows === Object.keys(expected).length - 1 ? "" : `the ledger has ${rows} rows`;
}

export async function killMany(say: (line: string) => void, kills = KILLS, least = FOUND): Promise<boolean> {
  let killed = 0;
  let found = 0;
  let isFine = true;
  for (let round = 0; killed < kills; round++) {
    const scratch = mkdtempSync(join(tmpdir(), "setpoint-kills-"));
    mkdirSync(join(scratch, "world", "srv"), { recursive: true });
    let version = 0;
    for (let count = 0; count < ROUND && killed < kills; count++) {
      version = count >> 1;
      // Spread over the life of a run: the first line, the first intents, the midst, the results.
      const life = await live(scratch, version, 2 + (((round * ROUND + count) * 37) % 60));
      if (life.killed) killed++;
      if (life.found > 0) found++;
    }
    const last = await live(scratch, version, Number.POSITIVE_INFINITY);
    if (last.found > 0) found++;
    const wrong = last.converged ? wrongIn(scratch, version) : "it does not converge";
    if (wrong !== "") isFine = false;
    say(
      `${killed} kills, ${found} starts with an open intent${wrong === "" ? "" : `, WRONG: ${wrong} (${scratch})`}`,
    );
    if (wrong === "") rmSync(scratch, { recursive: true });
  }
  if (found < least) say(`only ${found} starts found an open intent, and ${least} are wanted`);
  return isFine && found >= least;
}
