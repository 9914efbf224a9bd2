// Rounds: what starts together ends, each for itself, whatever happens in one of them.

import * as fs from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Outcome } from "../../runtime/driver.ts";
import { grantsOf, isRefusal, placeOf, type Place } from "../../runtime/drivers/file/paths.ts";
import { Rounds } from "../../runtime/drivers/file/round.ts";
import { freshBase } from "./file-harness.ts";

const DONE: Outcome = { kind: "done", outputs: {}, version: null };

let base = "";
beforeEach(() => {
  base = freshBase();
  for (const folder of ["srv/one", "srv/two", "srv/foreign"]) fs.mkdirSync(`${base}/${folder}`);
});
afterEach(() => {
  fs.rmSync(base, { recursive: true, force: true });
});

function place(path: string): Place {
  const grants = grantsOf("local", base, ["/srv"]);
  const found = typeof grants === "string" ? null : placeOf(path, grants);
  if (found === null || isRefusal(found)) throw new Error(`${path} is not granted`);
  return found;
}

for (const held of [true, false]) {
  test(`a mistake in one is that one's, and what is not known of it is said (${held ? "held" : "checked"} folders)`, async () => {
    const rounds = new Rounds(held);
    const join = (path: string, act: () => Outcome): Promise<Outcome> =>
      rounds.join(place(path), `create ${path}`, act);
    const outcomes = await Promise.all([
      join("/srv/one/a", () => DONE),
      join("/srv/one/b", () => {
        throw new TypeError("x is not a function");
      }),
      join("/srv/one/c", () => DONE),
      join("/srv/two/d", () => DONE),
    ]);
    expect(outcomes).toEqual([
      DONE,
      {
        kind: "undecided",
        why: "create /srv/one/b was begun, and ended in a mistake of the agent: x is not a function",
      },
      DONE,
      DONE,
    ]);
  });

  test(`a folder that can no longer be closed is no reason not to go on (${held ? "held" : "checked"} folders)`, async () => {
    const rounds = new Rounds(held);
    const outcomes = await Promise.all([
      rounds.join(place("/srv/one/a"), "create a", ({ descriptor }) => {
        if (descriptor !== null) fs.closeSync(descriptor);
        return DONE;
      }),
      rounds.join(place("/srv/two/b"), "create b", () => DONE),
      rounds.join(place("/srv/two/c"), "create c", () => DONE),
    ]);
    expect(outcomes).toEqual([DONE, DONE, DONE]);
  });

  test(`a link that takes the folder's place meanwhile leads nobody away (${held ? "held" : "checked"} folders)`, async () => {
    const rounds = new Rounds(held);
    const write = (path: string): Promise<Outcome> =>
      rounds.join(place(path), `create ${path}`, (folder) => {
        fs.writeFileSync(`${folder.at}/${place(path).name}`, "ours\n");
        return DONE;
      });
    const swap = rounds.join(place("/srv/one/a"), "create a", () => {
      fs.renameSync(`${base}/srv/one`, `${base}/srv/moved`);
      fs.symlinkSync(`${base}/srv/foreign`, `${base}/srv/one`);
      return DONE;
    });
    const outcomes = await Promise.all([swap, write("/srv/one/b"), write("/srv/one/c")]);
    expect(fs.readdirSync(`${base}/srv/foreign`)).toEqual([]);
    // Where the folder is held, they go to the one that was checked.
    expect(outcomes.map(({ kind }) => kind)).toEqual(
      held ? ["done", "done", "done"] : ["done", "denied", "denied"],
    );
  });
}
