// A process to be killed: converges one version of a generated world, and writes a line for each thing that it does.
//
// Arguments: the scratch folder, the number of files, the version. Each version changes, adds and removes some files of the
// one before, so that creates, updates and deletes are all under way when the signal comes.

import { writeSync } from "node:fs";
import { join } from "node:path";
import { realClock } from "../../cli/host.ts";
import { openEngine } from "../../runtime/engine.ts";
import { openLedger } from "../../runtime/ledger/open.ts";
import { filePorts } from "./files.ts";
import { type Declared, directory, file, graphOf, versionOf } from "./graphs.ts";

export function declaredFor(files: number, version: number): Record<string, Declared> {
  const declared: Record<string, Declared> = { root: directory("/srv/site") };
  for (let index = 0; index < files; index++) {
    // A third is there in every other version only, a third changes with each, a third stays.
    if (index % 3 === 0 && (index + version) % 2 === 0) continue;
    const content = `file ${index}\n${index % 3 === 1 ? `version ${version}\n` : ""}${"x".repeat(index % 97)}\n`;
    declared[`f${index}`] = file(`/srv/site/f${index}`, content, { needs: ["root"] });
  }
  return declared;
}

if (process.argv[1] === import.meta.filename) {
  const [scratch = "", files = "", version = ""] = process.argv.slice(2);
  const say = (line: string): number => writeSync(1, `${line}\n`);
  const ledger = openLedger({ path: join(scratch, "ledger.db"), clock: realClock, holder: "killed" });
  say(`open ${ledger.openIntents().length}`);
  const ports = filePorts(join(scratch, "world"), ledger.path, (event) => {
    if (event.kind === "action-started" || event.kind === "action-finished") say(event.kind);
  });
  const engine = openEngine(ports, ledger, "test");
  engine.desire(versionOf(graphOf(declaredFor(Number(files), Number(version)))));
  const result = await engine.converge(new AbortController().signal);
  say(`end ${result.converged}`);
  await engine.close();
  ledger.close();
}
