// Standing in a folder: what is in it is then met by its bare name, at half of what a path by way of /proc costs.
//
// In:  a folder that is held (folder.ts). Out: the same folder, to be used by names, and as safe: where the process stands is a
// reference to the very folder that was checked, as the descriptor is.
// Surprising: a process has one working folder, for all that runs in it. So from the first `enter` to `leave` is one synchronous
// piece in which nothing else can run, and it ends where it began, by a descriptor and not by a path. Who cannot do that goes by
// way of /proc: a thread that is not the main one, and a process that could not come back to where it was started.

import { closeSync } from "node:fs";
import { holdFolder, pathOfDescriptor, type Folder } from "./folder.ts";

/** To leave and to come back costs as much as it gives for these. */
const FEW = 2;

export class Footing {
  #home: number | null = null;
  #folder: Folder | null = null;
  #here: Folder | null = null;
  #isAble: boolean;

  /** `count`: how many objects are about to be met. */
  constructor(count: number) {
    this.#isAble = count > FEW;
  }

  enter(folder: Folder): Folder {
    if (folder.descriptor === null || !this.#isAble) return folder;
    if (this.#folder === folder && this.#here !== null) return this.#here;
    this.#here = null;
    this.#isAble = this.#home !== null || this.#holdHome();
    if (!this.#isAble) return folder;
    try {
      process.chdir(folder.at);
    } catch {
      // Who may not search it is told so by what is tried next.
      return folder;
    }
    this.#folder = folder;
    this.#here = { ...folder, at: "." };
    return this.#here;
  }

  /** Back, before anything else of the process can run. */
  leave(): void {
    if (this.#home === null) return;
    this.#folder = null;
    this.#here = null;
    process.chdir(pathOfDescriptor(this.#home));
    closeSync(this.#home);
    this.#home = null;
  }

  /** Whether there is a way back: it is tried before anybody leaves. */
  #holdHome(): boolean {
    let home: number | null = null;
    try {
      home = holdFolder(".");
      process.chdir(pathOfDescriptor(home));
    } catch {
      if (home !== null) closeSync(home);
      return false;
    }
    this.#home = home;
    return true;
  }
}
