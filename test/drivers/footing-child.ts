// Several effects and looks of the file driver at once, in the main thread of a process of its own, which has a working folder.
//
// In:  the grant, and whether the working folder is taken away first. Out: as JSON on stdout, what came of it, where the process
// stood whenever anything else of it could run, and how often it moved.

import { rmdirSync } from "node:fs";
import type { TargetGrant } from "../../runtime/config.ts";
import { actContext, lookContext, subjectOf } from "../../runtime/conformance.ts";
import { openFiles } from "../../runtime/drivers/file/driver.ts";

const [grant = "", gone] = process.argv.slice(2);
const home = process.cwd();
if (gone === "gone") rmdirSync(home);
let moves = 0;
const move = process.chdir.bind(process);
process.chdir = (folder) => {
  moves++;
  move(folder);
};

const stood = new Set<string>();
const work = { isDone: false };
async function watch(): Promise<void> {
  for (let turn = 0; !work.isDone; turn++) {
    stood.add(whereAmI());
    // A look rests now and then until the event loop has come round.
    await (turn % 100 === 99 ? new Promise(setImmediate) : Promise.resolve());
  }
}
function whereAmI(): string {
  try {
    return process.cwd();
  } catch {
    return home;
  }
}

const session = openFiles(JSON.parse(grant) as TargetGrant);
const names = ["/srv/a/1", "/srv/a/2", "/srv/b/1", "/srv/none/1", "/srv/b/2", "/srv/a/3"];
const subjects = names.map((path) => subjectOf("std.file.File", path, { path, content: path, mode: 0o644 }));
const watching = watch();
const outcomes = await Promise.all(subjects.map((subject) => session.create(subject, actContext(1))));
const readings = await session.read(subjects, lookContext());
work.isDone = true;
await watching;
process.stdout.write(
  JSON.stringify({
    outcomes: outcomes.map(({ kind }) => kind),
    contents: subjects.map(({ address }) => {
      const reading = readings.get(address);
      return reading?.kind === "present" ? reading.live["content"] : reading?.kind;
    }),
    stood: [...stood],
    home,
    moves,
  }),
);
