// Effects that start together are done in one go, so that the folder in which most of them are is opened once.
//
// In:  places, each with what is to be done there. Out: what came of it. Effects start in hundreds, mostly in one folder, and to
// open it for each took a third of the system's calls. A folder is held for as long as a round lasts, and nothing else of the
// process runs in it. A round is not sliced as looks are (pace.ts): what ends in slices is recorded in slices.

import { wordsOf } from "../../deadline.ts";
import type { Outcome } from "../../driver.ts";
import { outcomeOf, outcomeOfTrouble } from "./errors.ts";
import { Footing } from "./footing.ts";
import { closeFolder, openFolder, type Folder } from "./folder.ts";
import type { Place } from "./paths.ts";

interface Turn {
  readonly place: Place;
  readonly act: (folder: Folder) => Outcome;
  /** What is tried, in words. */
  readonly attempt: string;
  /** Of what is to be removed: where its folder is missing it is gone. */
  readonly isRemoval: boolean;
  readonly resolve: (outcome: Outcome) => void;
}

interface Open {
  readonly place: Place;
  readonly folder: Folder;
}

/** When in a round: folders before what is to stand in them, and what is to go or to be closed after what stands in it. */
type When = "first" | "among" | "last";

/** Without outputs, and without a version: the next look reads what is there. */
export const DONE: Outcome = { kind: "done", outputs: {}, version: null };

export class Rounds {
  readonly #held: boolean;
  #turns: Record<When, Turn[]> = { first: [], among: [], last: [] };
  #isScheduled = false;

  constructor(held: boolean) {
    this.#held = held;
  }

  /** `act` is given the folder of the place and keeps nothing of it; what the system refuses becomes an outcome. */
  join(place: Place, attempt: string, act: Turn["act"]): Promise<Outcome> {
    return this.#join("among", place, attempt, act);
  }

  /** For a folder itself: it goes before the others, since one of them may be to stand in it without saying so. */
  joinFirst(place: Place, attempt: string, act: Turn["act"]): Promise<Outcome> {
    return this.#join("first", place, attempt, act);
  }

  /** For a folder that is to be closed: what is to be written in it could not be after that. */
  joinLast(place: Place, attempt: string, act: Turn["act"]): Promise<Outcome> {
    return this.#join("last", place, attempt, act);
  }

  /** For a folder that is to be removed: what stands in it may be going as well. */
  joinRemoval(place: Place, attempt: string, act: Turn["act"]): Promise<Outcome> {
    return this.#join("last", place, attempt, act, true);
  }

  #join(when: When, place: Place, attempt: string, act: Turn["act"], isRemoval = false): Promise<Outcome> {
    return new Promise((resolve) => {
      if (!this.#isScheduled) queueMicrotask(() => this.#run());
      this.#isScheduled = true;
      this.#turns[when].push({ place, attempt, act, isRemoval, resolve });
    });
  }

  #run(): void {
    const { first, among, last } = this.#turns;
    // Of folders in one another the outer ones are made first, and the inner ones removed first.
    const round = first.toSorted(byDepth).concat(among, last.toSorted(byDepth).toReversed());
    this.#turns = { first: [], among: [], last: [] };
    this.#isScheduled = false;
    const footing = new Footing(round.length);
    let open: Open | null = null;
    try {
      for (const turn of round) open = this.#take(turn, open, footing);
    } finally {
      if (open !== null) letGo(open.folder);
      footing.leave();
    }
  }

  /** Whatever becomes of one of them, those after it are waited for as well. */
  #take(turn: Turn, before: Open | null, footing: Footing): Open | null {
    let open = before;
    if (open !== null && !isStillIn(open, turn.place)) {
      letGo(open.folder);
      open = null;
    }
    try {
      if (open === null) {
        const folder = openFolder(turn.place, this.#held);
        if (folder.kind !== "folder") {
          turn.resolve(
            folder.kind === "missing" && turn.isRemoval ? DONE : outcomeOfTrouble(folder, turn.attempt),
          );
          return null;
        }
        open = { place: turn.place, folder };
      }
      turn.resolve(outcomeIn(footing.enter(open.folder), turn));
    } catch (error) {
      const why = `${turn.attempt} was begun, and ended in a mistake of the agent: ${wordsOf(error)}`;
      turn.resolve({ kind: "undecided", why });
    }
    return open;
  }
}

/** What is not held is looked at anew for each turn: the one before may have left a link in its place. */
function isStillIn({ place, folder }: Open, next: Place): boolean {
  return folder.descriptor !== null && place.folder === next.folder && place.root === next.root;
}

/** Nothing was written by way of the reference, so that nothing is lost where it cannot be closed. */
function letGo(folder: Folder): void {
  try {
    closeFolder(folder);
  } catch {
    // There is nobody to tell: whoever acted in the folder has its outcome.
  }
}

/** A path is longer than those of the folders on the way to it. */
function byDepth(a: Turn, b: Turn): number {
  return a.place.host.length - b.place.host.length;
}

function outcomeIn(folder: Folder, { act, attempt }: Turn): Outcome {
  try {
    return act(folder);
  } catch (error) {
    return outcomeOf(error, attempt);
  }
}
