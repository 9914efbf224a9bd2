// Which source files a command is about: those that were named, and every `.sp` file in the folders that were named.
//
// Surprising: a folder is walked to its end, past the package's entries: a file that nothing imports yet counts too.

import { readdirSync, statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { Failure, whyOf } from "./failure.ts";
import type { Host } from "./host.ts";

const SKIPPED = new Set(["node_modules", "dist"]);

/** The files that were named, and every `.sp` file in the folders that were named; each once, relative to the work folder. */
export function sourceFiles(host: Host, given: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const path of given) {
    const there = statSync(resolve(host.folder, path), { throwIfNoEntry: false });
    if (there === undefined) throw new Failure(`there is no \`${path}\``);
    if (!there.isDirectory()) {
      found.add(path);
      continue;
    }
    for (const file of filesBelow(resolve(host.folder, path)))
      found.add(relative(host.folder, file).split(sep).join("/"));
  }
  return [...found];
}

function filesBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const path = resolve(folder, entry.name);
        if (entry.isDirectory())
          return SKIPPED.has(entry.name) || entry.name.startsWith(".") ? [] : filesBelow(path);
        return entry.isFile() && entry.name.endsWith(".sp") ? [path] : [];
      });
  } catch (error) {
    throw new Failure(`cannot read \`${folder}\`: ${whyOf(error)}`, null, { cause: error });
  }
}
