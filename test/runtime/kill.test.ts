// SIGKILL in the midst of convergences: every start settles what the one before left open, and the end is byte for byte what
// an undisturbed run makes.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { readLedger } from "../../runtime/ledger/open.ts";
import { treeOf } from "../support/files.ts";
import { declaredFor } from "../support/killed-agent.ts";

const FILES = 300;
const KILLS = 24;
const AGENT = join(import.meta.dirname, "../support/killed-agent.ts");

interface Life {
  /** Open intents that it found when it started. */
  readonly found: number;
  readonly converged: boolean;
  readonly killed: boolean;
}

/** Runs the agent and kills it at its `killAt`th line; Infinity lets it end. */
function live(scratch: string, version: number, killAt: number): Promise<Life> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [AGENT, scratch, String(FILES), String(version)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
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
      else resolve({ found, converged, killed: signal === "SIGKILL" });
    });
  });
}

test("twenty-four kills, and the tree is byte for byte what was wanted", { timeout: 120_000 }, async () => {
  const scratch = mkdtempSync(join(tmpdir(), "setpoint-kill-"));
  mkdirSync(join(scratch, "world", "srv"), { recursive: true });
  let found = 0;
  let killed = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    // Spread over the life of a run: the first line, the first effects, the midst, the results.
    // Each life has a version of its own, so there is always more to do than it lives to see.
    const life = await live(scratch, kill, 1 + ((kill * 37) % 150));
    if (life.found > 0) found++;
    if (life.killed) killed++;
  }
  const last = KILLS;
  const life = await live(scratch, last, Number.POSITIVE_INFINITY);
  if (life.found > 0) found++;
  expect(life.converged).toBe(true);
  expect(killed).toBe(KILLS);
  expect(found).toBeGreaterThanOrEqual(10);

  const expected: Record<string, string> = { "/srv": "755 folder", "/srv/site": "755 folder" };
  for (const { kind, spec } of Object.values(declaredFor(FILES, last))) {
    if (kind === "std.file.File") expected[spec["path"] as string] = `644 ${spec["content"] as string}`;
  }
  expect(treeOf(join(scratch, "world"))).toEqual(expected);
  const ledger = readLedger({ path: join(scratch, "ledger.db") });
  expect(ledger?.openIntents()).toEqual([]);
  expect(ledger?.applied("test").size).toBe(Object.keys(expected).length - 1);
  ledger?.close();
  rmSync(scratch, { recursive: true });
});
