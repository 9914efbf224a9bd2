// `setpoint compile`: source files in, the canonical graph out, with where every value comes from if that is asked for.
//
// Surprising: with --json the diagnostics go to standard output beside the graph, since whoever asks for JSON reads one
// stream; the other formats stay on standard error, where the text is. Graphs are written last and whole: a failed compile
// leaves the former files as they were, and with --all one environment that fails holds back all of them, so that a folder
// never holds the graphs of two versions.

import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Analysis, Compilation } from "../../compiler/compile.ts";
import { type Diagnostic, distinct } from "../../compiler/diagnostics.ts";
import { canonicalJson, canonicalString } from "../../compiler/json.ts";
import { diagnosticToJson } from "../../compiler/report/json.ts";
import type { CommandRun } from "../command.ts";
import { compileEvery, everyOf, type EveryEnvironment } from "../every-environment.ts";
import { Failure, UsageFailure, whyOf } from "../failure.ts";
import { pieces, writeWhole, type Text } from "../files.ts";
import { formatOf, limitOf, printFindings } from "../findings.ts";
import type { Host } from "../host.ts";
import { type CommandInput, isOn, textOf, textsOf } from "../input.ts";
import { analyzePackage } from "../package.ts";

export const run: CommandRun = async (input, host) => {
  const isAll = isOn(input, "all");
  const [environment] = input.arguments;
  if (isAll && environment !== undefined)
    throw new UsageFailure(`either \`${environment}\` or --all`, "--all compiles every environment");
  if (isOn(input, "watch")) {
    const { watchCompile } = await import("../watching/compile.ts");
    return watchCompile(input, host, (analysis, root) =>
      isAll ? writeEvery(input, host, everyOf(analysis, root)) : writeOne(input, host, analysis, root),
    );
  }
  const files = textsOf(input, "file");
  if (isAll) return writeEvery(input, host, await compileEvery(host, files, textOf(input, "map") !== null));
  const { analysis, root } = await analyzePackage(host, files);
  return writeOne(input, host, analysis, root);
};

async function writeOne(input: CommandInput, host: Host, analysis: Analysis, root: string): Promise<number> {
  const format = formatOf(input, host);
  const limit = limitOf(input);
  const compilation = analysis.compile(input.arguments[0] ?? null);
  const { chunks, diagnostics } = compilation;
  const output = textOf(input, "output");
  const map = textOf(input, "map");
  if (chunks !== null && map !== null) writeWhole(host, map, mapText(compilation));
  if (chunks !== null && output !== null) writeWhole(host, output, [chunks, "\n"]);
  if (format === "json") {
    const said = canonicalJson(diagnostics.map(diagnosticToJson));
    const shown = output === null && chunks !== null ? chunks : "null";
    print(host, [`{"diagnostics":${said},"graph":`, shown, "}\n"]);
  } else {
    await printFindings({ ...host, out: host.err }, diagnostics, format, root, limit);
    if (chunks !== null && output === null) print(host, [chunks, "\n"]);
  }
  return chunks === null ? 1 : 0;
}

async function writeEvery(
  input: CommandInput,
  host: Host,
  { root, analysis, compiled, clashes }: EveryEnvironment,
): Promise<number> {
  const format = formatOf(input, host);
  const limit = limitOf(input);
  const maps = textOf(input, "map");
  const diagnostics: readonly Diagnostic[] = distinct([
    ...compiled.flatMap((each) => each.diagnostics),
    ...clashes,
  ]);
  const graphs = compiled.flatMap(({ name, chunks }): NamedGraph[] =>
    chunks === null ? [] : [{ name, chunks }],
  );
  const isWhole = graphs.length === compiled.length && clashes.length === 0;
  const output = textOf(input, "output");
  const shown = output === null && isWhole ? graphs : [];
  if (isWhole) writeAll(host, output, maps, graphs, analysis);
  if (format === "json") {
    // The names are sorted, as canonical JSON wants them.
    const said = canonicalJson(diagnostics.map(diagnosticToJson));
    const byName = shown.flatMap(({ name, chunks }, index) => [
      `${index === 0 ? "" : ","}${canonicalString(name)}:`,
      chunks,
    ]);
    const whole = isWhole ? ["{", ...byName, "}"] : ["null"];
    print(host, [`{"diagnostics":${said},"graphs":`, ...whole, "}\n"]);
  } else {
    await printFindings({ ...host, out: host.err }, diagnostics, format, root, limit);
    for (const { chunks } of shown) print(host, [chunks, "\n"]);
  }
  return isWhole ? 0 : 1;
}

interface NamedGraph {
  readonly name: string;
  readonly chunks: Iterable<Uint8Array>;
}

function print(host: Host, text: Text): void {
  for (const piece of pieces(text)) host.out.write(piece);
}

function mapText(compilation: Compilation): Text {
  return [compilation.provenanceText(), "\n"];
}

// --- A folder of graphs ----------------------------------------------------------------------------------------------

/** Every name is known before the first file is written. */
function writeAll(
  host: Host,
  graphs: string | null,
  maps: string | null,
  compiled: readonly NamedGraph[],
  analysis: Analysis,
): void {
  const files = new Map<string, () => Text>();
  const add = (folder: string | null, name: string, text: () => Text): void => {
    if (folder === null) return;
    const path = join(folder, name);
    if (files.has(path))
      throw new Failure(
        `\`${path}\` would be the graph of one environment and the map of another`,
        "write the maps into a folder of their own: --map maps",
      );
    files.set(path, text);
  };
  for (const { name, chunks } of compiled) {
    add(graphs, `${fileName(name)}.json`, () => [chunks, "\n"]);
    add(maps, `${fileName(name)}.map.json`, () => mapText(analysis.compile(name)));
  }
  for (const folder of new Set([graphs, maps])) if (folder !== null) makeFolder(host, folder);
  for (const [path, text] of files) writeWhole(host, path, text());
}

/** The environment's name, with everything escaped that could lead to another folder: a loop's keys may be any text. */
function fileName(environment: string): string {
  return environment.replaceAll(/[^A-Za-z0-9._-]/gu, encodeURIComponent).replace(/^\./, "%2E");
}

function makeFolder(host: Host, folder: string): void {
  try {
    mkdirSync(resolve(host.folder, folder), { recursive: true });
  } catch (error) {
    throw new Failure(`cannot make the folder \`${folder}\`: ${whyOf(error)}`, null, { cause: error });
  }
}
