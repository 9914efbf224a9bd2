// The standard library's texts, for the compiler. The build folds them in; run from source, they are read from stdlib/.

import { readdirSync, readFileSync } from "node:fs";
import { STANDARD, TREE } from "../compiler/bind.ts";
import { parse } from "../compiler/parse.ts";

/** Set by build.ts. */
declare const STANDARD_LIBRARY: Readonly<Record<string, string>> | undefined;

/** From "file.sp" to its text. */
export function standardLibrary(): Readonly<Record<string, string>> {
  if (typeof STANDARD_LIBRARY !== "undefined") return STANDARD_LIBRARY;
  return readStandardLibrary(new URL("../stdlib/", import.meta.url));
}

/** The texts, each with its tree beside it, so that starting does not pay for parsing them. */
export function prepareStandardLibrary(folder: URL): Readonly<Record<string, string>> {
  const library: Record<string, string> = {};
  for (const [name, text] of Object.entries(readStandardLibrary(folder))) {
    library[name] = text;
    const { node, diagnostics } = parse({ path: `${STANDARD}${name}`, text, id: "" });
    // A file with a mistake is parsed where the mistake can be reported.
    if (diagnostics.length === 0) library[`${name}${TREE}`] = JSON.stringify({ ...node, file: null });
  }
  return library;
}

export function readStandardLibrary(folder: URL): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const name of readdirSync(folder).toSorted())
    if (name.endsWith(".sp")) texts[name] = readFileSync(new URL(name, folder), "utf8");
  return texts;
}
