// Fixes onto the disk: the package with some texts changed, and those texts written.
//
// Only files of the package are ever changed, each whole or not at all, and only while they still read as they did.

import { join } from "node:path";
import { STANDARD } from "../compiler/bind.ts";
import { mainLabel } from "../compiler/diagnostics.ts";
import type { Repaired, Texts } from "../compiler/diagnostics/repair.ts";
import { placeOf, showPlace } from "../compiler/source.ts";
import { folderSnapshot } from "../runtime/store/folder.ts";
import { Failure } from "./failure.ts";
import { writeWhole } from "./files.ts";
import type { Host } from "./host.ts";
import type { Files, OpenPackage } from "./package.ts";

/** Not of the standard library. */
export function isOfPackage(path: string): boolean {
  return !path.startsWith(STANDARD);
}

export function withChanges(files: Files, changed: Texts): Files {
  return {
    ...files,
    read(path) {
      const text = changed.get(path);
      return text === undefined ? files.read(path) : { kind: "text", text, id: "" };
    },
  };
}

export function writeRepaired(host: Host, { root, files }: OpenPackage, { changed }: Repaired): void {
  const now = folderSnapshot(root);
  for (const path of changed.keys()) {
    const was = files.read(path);
    const is = now.read(path);
    if (was.kind !== "text" || is.kind !== "text" || was.text !== is.text)
      throw new Failure(`\`${path}\` has changed meanwhile`, "nothing was written; try again");
  }
  for (const [path, text] of changed) writeWhole(host, join(root, path), text);
}

/** What was done, a line for each. */
export function appliedText({ applied }: Repaired): string {
  const lines = applied.map(({ diagnostic, fix }) => {
    const span = mainLabel(diagnostic)?.span;
    return `fixed ${diagnostic.code}${span === undefined ? "" : ` at ${showPlace(placeOf(span))}`}: ${fix.title}\n`;
  });
  return lines.length === 0 ? "nothing can be fixed without a guess\n" : `${lines.join("")}\n`;
}
