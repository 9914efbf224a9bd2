// Seeded bugs: mistakes put into a copy of the engine, each of which the simulator must find.
//
// In:  patches of the product's own source. Out: for each, after how many runs it was found, and by which rule. The copy is
// made in a temporary folder, so that the product carries no switch for its own failure; a patch that no longer applies is a
// failure of its own, and is to be written anew.

import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";

export interface Bug {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Within how many runs it is to be found. */
  readonly runs?: number;
  /** From which seed on: what it takes is seldom met. */
  readonly first?: number;
}

export const BUGS: readonly Bug[] = [
  {
    name: "effects start without an intent in the ledger",
    file: "runtime/engine.ts",
    from: "const entries = this.#ledger.begin(intents, released);",
    to: "const entries = intents.map((intent, id) => ({ ...intent, id: -1 - id, openedAt: 0, closedAt: null, outcome: null, why: null, took: null })) as unknown as readonly JournalEntry[];",
  },
  {
    name: "a result is recorded before the effect has ended",
    file: "runtime/engine.ts",
    from: "return ended.settled === null ? this.#end(ended) : ended.settled.then(() => this.#end(ended));",
    to: "this.#end(ended);",
  },
  {
    name: "a delete goes before its dependants are updated",
    file: "runtime/schedule.ts",
    from: '  if (task.action === "delete") return true;',
    to: "",
  },
  {
    name: "what is needed is not waited for",
    file: "runtime/schedule.ts",
    from: '  return goesOn || (task.cause !== "corrective" && other.cause !== "corrective");',
    to: "  return goesOn && false;",
  },
  {
    name: "what nobody can read now does not hold up what needs it",
    file: "runtime/engine/tasks.ts",
    from: "  if (!isLookedAt && !world.isOutdated(key))\n",
    to: "  if (!isLookedAt)\n",
  },
  {
    name: "an object is taken over without being compared",
    file: "runtime/plan.ts",
    from: '    if (differences.length === 0) return { action: "adopt", cause: "intended", reason: "found", differences };\n    if (resource.meta.adopt === "must-match") {',
    to: '    if (differences.length === 0) return { action: "adopt", cause: "intended", reason: "found", differences };\n    if (resource.meta.adopt === ("never" as string)) {',
  },
  {
    name: "a stranger's object is adopted as it is",
    file: "runtime/plan.ts",
    from: '    if (differences.length === 0) return { action: "adopt", cause: "intended", reason: "found", differences };',
    to: '    if (differences.length < 9) return { action: "adopt", cause: "intended", reason: "found", differences };',
  },
  {
    name: "a rename is a delete and a create",
    file: "runtime/plan/match.ts",
    from: "    if (identity !== undefined) take(address, byIdentity.get(identity));",
    to: "    if (identity !== undefined && applied.has(address)) take(address, byIdentity.get(identity));",
  },
  {
    name: "protection is read from the declaration",
    file: "runtime/plan.ts",
    from: "  if (row.protect && !Object.hasOwn(",
    to: "  if (released?.meta.protect === true && row.protect === (false as boolean) && !Object.hasOwn(",
  },
  {
    name: "what is to be kept is deleted",
    file: "runtime/plan.ts",
    from: "  if (released?.meta.keep === true) return finish",
    to: "  if (released?.meta.keep === (null as unknown)) return finish",
  },
  {
    name: "gone is believed within the settle time",
    file: "runtime/engine/patience.ts",
    from: "    if (settles === 0) return 0;",
    to: "    if (settles >= 0) return 0;",
  },
  {
    name: "half a new object is taken for a stranger's",
    file: "runtime/engine/record.ts",
    from: '    (outcome.kind === "undecided" || outcome.kind === "retryable")',
    to: '    outcome.kind === ("never" as string)',
  },
  {
    name: "an interrupted create is forgotten at the next start",
    file: "runtime/engine.ts",
    from: "ports, ledger.openIntents(), {",
    to: "ports, [], {",
  },
  {
    name: "the other half of an interrupted replace is forgotten",
    file: "runtime/engine/record.ts",
    from: "  if (!progress.removed || row === undefined) return [];",
    to: "  if (progress.removed || row === undefined) return [];",
  },
  {
    name: "a result counts for the version of the day, and not for the one it was begun under",
    file: "runtime/engine.ts",
    from: "    const results = ended.filter((end) => !isUnsure(end) && !isToVerify(end)).map((end) => resultOf(end, at));",
    to: "    const results = ended.filter((end) => !isUnsure(end) && !isToVerify(end)).map((end) => resultOf({ ...end, effect: { ...end.effect, made: end.effect.made === null ? null : { ...end.effect.made, resource: this.#world.resource(end.effect.key) ?? end.effect.made.resource } } }, at));",
  },
  {
    name: "what an effect runs on may be acted on under another address",
    file: "runtime/engine/tasks.ts",
    from: '  if (view.patience.isTaken(key, item)) return "running";',
    to: "",
    first: 120_000,
  },
  {
    name: "a look that was asked for under another version is believed",
    file: "runtime/engine/patience.ts",
    from: "    if (since < this.#oldest) return true;",
    to: "    if (since < 0) return true;",
  },
  {
    name: "a failed effect is tried again without a look",
    file: "runtime/engine.ts",
    from: '    for (const identity of identitiesOf(effect)) this.#lookAgain(key, identity, "verify");',
    to: '    if (outcome.kind !== "done") return;\n    for (const identity of identitiesOf(effect)) this.#lookAgain(key, identity, "verify");',
  },
  {
    name: "a target that says done is believed",
    file: "runtime/engine/record.ts",
    from: '  return effect.item.action === "delete" && outcome.kind === "done";',
    to: '  return effect.item.action === "delete" && outcome.kind === ("never" as string);',
  },
  {
    name: "the slots of a target are not counted",
    file: "runtime/engine/paces.ts",
    from: "    const free = most - (this.#running.get(target) ?? 0);",
    to: "    const free = most + (this.#running.get(target) ?? 0);",
  },
  {
    name: "another machine behind a target's name is taken for the same",
    file: "runtime/observe.ts",
    from: "before.identity !== session.identity",
    to: 'before.identity === ""',
  },
  {
    name: "limits are ignored",
    file: "runtime/permit.ts",
    from: "  if (facts.limit !== null && !facts.approved) {",
    to: "  if (facts.limit !== null && facts.approved) {",
  },
  {
    name: "of a replace by another kind the new one is asked whether it holds data",
    file: "runtime/engine/gate.ts",
    from: 'const goes = item.reason === "kind-changed" ? (world.row(item.address)?.kind ?? item.kind) : item.kind;',
    to: "const goes = item.kind;",
  },
  {
    name: "waves are ignored",
    file: "runtime/schedule.ts",
    from: "    const before = isRepair ? null : this.#early(key);",
    to: "    const before = null as Key | null;",
  },
  {
    name: "of a batch all are changed at once",
    file: "runtime/engine/scheduling.ts",
    from: "    if (group === undefined) return null;",
    to: "    if (group !== null) return null;",
  },
  {
    name: "a stale approval is accepted: one of another item at the same address",
    file: "runtime/engine/gate.ts",
    from: "    const known = this.#approvals.get(item.digest);",
    to: "    const known = [...this.#approvals.values()].find(({ fact }) => fact.address === item.address);",
  },
  {
    name: "another environment's claim is ignored",
    file: "runtime/plan.ts",
    from: "  if (claim !== null && !isOurs(context, wanted, claim)) {",
    to: '  if (claim !== null && claim.environment === "" && !isOurs(context, wanted, claim)) {',
  },
  {
    name: "a clock that jumps into a window opens it",
    file: "runtime/permit/windows.ts",
    from: "  if (jumped || before.reads) return { reads, open: before.open };",
    to: "  if (before.reads) return { reads, open: before.open };",
  },
  {
    name: "a replace believes its target that the old object has gone",
    file: "runtime/apply.ts",
    from: "  if (await stillStands(session, old, ctx)) {",
    to: "  if (false as boolean) {",
  },
];

const RUNS = 5_000;
const ROOT = join(import.meta.dirname, "../..");
const COPIED = ["compiler", "runtime", "test/faults", "test/support", "package.json"];

export interface Hunt {
  readonly bug: Bug;
  /** How many runs it took; null: it was not found. */
  readonly found: number | null;
  readonly rule: string;
}

/** Why the patch cannot be put into the product as it is now, or null. */
export function stale({ file, from }: Bug): string | null {
  const source = readFileSync(join(ROOT, file), "utf8");
  return source.split(from).length === 2 ? null : `the patch does not apply once to ${file}`;
}

/** Puts the bug into a copy, and lets the simulator look for it. */
export async function hunt(bug: Bug): Promise<Hunt> {
  const rule = stale(bug);
  if (rule !== null) return { bug, found: null, rule };
  const copy = mkdtempSync(join(tmpdir(), "setpoint-bug-"));
  try {
    for (const path of COPIED) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
    writeFileSync(
      join(copy, bug.file),
      readFileSync(join(ROOT, bug.file), "utf8").replace(bug.from, () => bug.to),
    );
    const line = await run(join(copy, "test/faults/hunt.ts"), bug.runs ?? RUNS, bug.first ?? 0);
    const [count = "", ...rule] = line.split(" ");
    return { bug, found: count === "-" ? null : Number(count), rule: rule.join(" ") };
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function run(program: string, runs: number, first: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const words = [program, String(runs), String(first)];
    const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let trouble = "";
    child.stdout.on("data", (data: Buffer) => (out += data.toString()));
    child.stderr.on("data", (data: Buffer) => (trouble += data.toString()));
    child.on("error", reject);
    child.on("close", () =>
      resolve(out === "" ? `- the copy does not run: ${trouble.slice(0, 200)}` : out.trim()),
    );
  });
}

export async function findBugs(say: (line: string) => void): Promise<boolean> {
  say("\nSeeded bugs, and after how many runs each was found:\n");
  const queue = [...BUGS];
  let isFine = true;
  await Promise.all(
    Array.from({ length: availableParallelism() }, async () => {
      for (let bug = queue.shift(); bug !== undefined; bug = queue.shift()) {
        const { found, rule } = await hunt(bug);
        if (found === null) isFine = false;
        say(`${found === null ? "NOT FOUND" : String(found).padStart(9)}  ${bug.name}\n           ${rule}`);
      }
    }),
  );
  return isFine;
}
