// The long explanations of the diagnostics. The build folds them into the chunk of the command that shows them; run from
// source, they are read from compiler/diagnostics/explanations/.

import { readdirSync, readFileSync } from "node:fs";

/** Set by build.ts. */
declare const EXPLANATIONS: string | undefined;

/** From "SP2107" to its Markdown. */
export function explanations(): Readonly<Record<string, string>> {
  if (typeof EXPLANATIONS !== "undefined")
    return JSON.parse(EXPLANATIONS) as Readonly<Record<string, string>>;
  return readExplanations(new URL("../compiler/diagnostics/explanations/", import.meta.url));
}

export function readExplanations(folder: URL): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const name of readdirSync(folder).toSorted())
    if (name.endsWith(".md")) texts[name.slice(0, -3)] = readFileSync(new URL(name, folder), "utf8");
  return texts;
}
