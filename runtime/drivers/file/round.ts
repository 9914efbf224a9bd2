// Effects that start together are done in one go, so that the folder in which most of them are is opened once.
//
// In:  places, each with what is to be done there. Out: what came of it. Effects start in hundreds, mostly in one folder, and to
// open it for each took a third of the system's calls. A folder is held for as long as a round lasts, and nothing else of the
// process runs in it. A round is not sliced as looks are (pace.ts): what ends in slices is recorded in slices.

import { Footing } from "./footing.ts";
import { closeFolder, openFolder, type Folder, type Trouble } from "./folder.ts";
import type { Place } from "./paths.ts";

interface Turn {
  readonly place: Place;
  readonly act: (folder: Folder | Trouble) => void;
}

export class Rounds {
  readonly #held: boolean;
  #next: Turn[] = [];

  constructor(held: boolean) {
    this.#held = held;
  }

  /** `act` is given the folder of the place, or why there is none, and keeps nothing of it. */
  join<T>(place: Place, act: (folder: Folder | Trouble) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#next.length === 0) queueMicrotask(() => this.#run());
      this.#next.push({
        place,
        act: (folder) => {
          try {
            resolve(act(folder));
          } catch (error) {
            reject(error);
          }
        },
      });
    });
  }

  #run(): void {
    const round = this.#next;
    this.#next = [];
    const footing = new Footing(round.length);
    let open: { readonly place: Place; readonly folder: Folder } | null = null;
    try {
      for (const { place, act } of round) {
        if (open === null || open.place.folder !== place.folder || open.place.root !== place.root) {
          if (open !== null) closeFolder(open.folder);
          open = null;
          const folder = openFolder(place, this.#held);
          if (folder.kind === "folder") open = { place, folder };
          else act(folder);
        }
        if (open !== null) act(footing.enter(open.folder));
      }
    } finally {
      footing.leave();
      if (open !== null) closeFolder(open.folder);
    }
  }
}
