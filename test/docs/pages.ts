// The programs in a page of Markdown.
//
// How a page writes them:
//
//   ```setpoint              a whole file, compiled with all its environments; it must draw nothing
//   ```setpoint fragment     members of a system, which are put into one; the kinds of the standard library are imported
//   ```setpoint wrong SP2107 draws exactly this code
//
// Another language with a file's name behind it, ```yaml people.yaml, is a file that programs of the page may import.
//
// A block whose first line is `// env/prod.sp` is that file from there on, and imports what earlier blocks of the page have
// named. A later block of the same name takes its place, so a page may build a file up step by step.

import { mainLabel, type Diagnostic } from "../../compiler/diagnostics.ts";
import { fencesOf, fileNameOf, type Fence } from "../../compiler/document/fences.ts";
import { placeOf } from "../../compiler/source.ts";
import { DATE, hostOf, STANDARD } from "../support/compiler-package.ts";
import { analyzeSoundly } from "../support/sound.ts";

export interface Block {
  /** Of the fence's first line of content. */
  readonly line: number;
  /** What is wrong with it, each with the page's own line; empty when all is as the page says. */
  readonly problems: (page: string) => readonly string[];
}

export function blocksOf(markdown: string): readonly Block[] {
  const named: Record<string, string> = {};
  for (const { info, text } of fencesOf(markdown)) {
    const [language, name] = info;
    if (language !== "setpoint" && name !== undefined) named[name] = text;
  }
  return fencesOf(markdown)
    .filter((fence) => fence.info[0] === "setpoint")
    .map((fence) => {
      const name = fileNameOf(fence.text);
      if (name !== null) named[name] = fence.text;
      const others = { ...named };
      return { line: fence.line, problems: (page) => problemsOf(page, fence, name ?? "main.sp", others) };
    });
}

function problemsOf(
  page: string,
  fence: Fence,
  name: string,
  others: Readonly<Record<string, string>>,
): readonly string[] {
  const [, mark, wanted] = fence.info;
  const wrapped = mark === "fragment" ? wrap(fence.text) : { text: fence.text, before: 0 };
  const diagnostics = compileAll({ ...others, [name]: wrapped.text }, name);
  if (mark === "wrong") {
    const codes = [...new Set(diagnostics.map(({ code }) => code))];
    if (codes.length === 1 && codes[0] === wanted) return [];
    return [`${page}:${fence.line}: should draw ${wanted}, and draws ${codes.join(", ") || "nothing"}`];
  }
  if (mark !== undefined && mark !== "fragment") return [`${page}:${fence.line}: what is \`${mark}\`?`];
  return diagnostics.map((diagnostic) => {
    const span = mainLabel(diagnostic)?.span;
    const place = span === undefined ? null : placeOf(span);
    const inside = place !== null && place.file === name;
    const line = inside ? fence.line + place.line - 1 - wrapped.before : fence.line;
    const elsewhere = place === null || inside ? "" : ` (in ${place.file}:${place.line})`;
    return `${page}:${line}: ${diagnostic.code}: ${diagnostic.message}${elsewhere}`;
  });
}

function compileAll(files: Readonly<Record<string, string>>, entry: string): readonly Diagnostic[] {
  const analysis = analyzeSoundly({ host: hostOf(files), std: STANDARD, entries: [entry], date: DATE });
  if (analysis.environments.length === 0) return analysis.diagnostics;
  return analysis.environments.flatMap((name) => analysis.compile(name).diagnostics);
}

/** Into a system, with an import of every kind that it uses. */
function wrap(text: string): { readonly text: string; readonly before: number } {
  const used = new Set(Array.from(text.matchAll(/:\s*([A-Z]\w*)\s*\{/g), ([, kind = ""]) => kind));
  const imports = Object.entries(STANDARD).flatMap(([file, source]) => {
    const kinds = Array.from(source.matchAll(/^(?:target )?kind (\w+)/gm), ([, kind = ""]) => kind);
    const names = kinds.filter((kind) => used.has(kind));
    const module = file.replace(/\.sp$/, "").replaceAll("/", ".");
    return names.length === 0 ? [] : [`import std.${module} { ${names.join(", ")} }`];
  });
  const head = [...imports, "system Example {"];
  return { text: `${head.join("\n")}\n${text}}\n`, before: head.length };
}
