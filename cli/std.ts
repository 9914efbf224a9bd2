// The standard library's texts, for the compiler. The build folds them in; run from source, they are read from stdlib/.

import { readdirSync, readFileSync } from "node:fs";

/** Set by build.ts. */
declare const STANDARD_LIBRARY: string | undefined;

/** From "file.sp" to its text. */
export function standardLibrary(): Readonly<Record<string, string>> {
  if (typeof STANDARD_LIBRARY !== "undefined")
    return JSON.parse(STANDARD_LIBRARY) as Readonly<Record<string, string>>;
  return readStandardLibrary(new URL("../stdlib/", import.meta.url));
}

export function readStandardLibrary(folder: URL): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const name of readdirSync(folder).toSorted())
    if (name.endsWith(".sp")) texts[name] = readFileSync(new URL(name, folder), "utf8");
  return texts;
}
