// Effects that start together are done in one go, so that the folder in which most of them are is opened once.
//
// In:  places, each with what is to be done there. Out: what came of it. Effects start in hundreds, mostly in one folder, and to
// open it for each took a third of the system's calls. A folder is held for as long as a round lasts, and nothing else of the
// process runs in it. A round is not sliced as looks are (pace.ts): what ends in slices is recorded in slices.

import type { Outcome } from "../../driver.ts";
import { outcomeOf, outcomeOfTrouble } from "./errors.ts";
import { Footing } from "./footing.ts";
import { closeFolder, openFolder, type Folder } from "./folder.ts";
import type { Place } from "./paths.ts";

interface Turn {
  readonly place: Place;
  /** What is tried, in words. */
  readonly attempt: string;
  readonly act: (folder: Folder) => Outcome;
  readonly resolve: (outcome: Outcome) => void;
}

export class Rounds {
  readonly #held: boolean;
  #folders: Turn[] = [];
  #others: Turn[] = [];

  constructor(held: boolean) {
    this.#held = held;
  }

  /** `act` is given the folder of the place and keeps nothing of it; what the system refuses becomes an outcome. */
  join(place: Place, attempt: string, act: Turn["act"]): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#schedule();
      this.#others.push({ place, attempt, act, resolve });
    });
  }

  /** For a folder itself: it goes before the others, since one of them may be to stand in it without saying so. */
  joinFirst(place: Place, attempt: string, act: Turn["act"]): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#schedule();
      this.#folders.push({ place, attempt, act, resolve });
    });
  }

  #schedule(): void {
    if (this.#folders.length + this.#others.length === 0) queueMicrotask(() => this.#run());
  }

  #run(): void {
    const round = this.#folders.concat(this.#others);
    this.#folders = [];
    this.#others = [];
    const footing = new Footing(round.length);
    let open: { readonly place: Place; readonly folder: Folder } | null = null;
    try {
      for (const turn of round) {
        const { place } = turn;
        if (open === null || open.place.folder !== place.folder || open.place.root !== place.root) {
          if (open !== null) closeFolder(open.folder);
          open = null;
          const folder = openFolder(place, this.#held);
          if (folder.kind === "folder") open = { place, folder };
          else turn.resolve(outcomeOfTrouble(folder, turn.attempt));
        }
        if (open !== null) turn.resolve(outcomeIn(footing.enter(open.folder), turn));
      }
    } finally {
      footing.leave();
      if (open !== null) closeFolder(open.folder);
    }
  }
}

function outcomeIn(folder: Folder, { act, attempt }: Turn): Outcome {
  try {
    return act(folder);
  } catch (error) {
    return outcomeOf(error, attempt);
  }
}
