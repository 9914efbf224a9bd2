// `setpoint compile --watch`: the graph again after every edit, and which resources changed in it.
//
// Surprising: what is said goes to standard error, as everything does that is not the graph, so that standard output holds a
// graph a line. While something is wrong nothing is written: whoever reads the files has the last version that was right.

import type { Address } from "../../compiler/address.ts";
import type { Analysis } from "../../compiler/compile.ts";
import type { CommandInput } from "../input.ts";
import { isOn, textsOf } from "../input.ts";
import type { Host } from "../host.ts";
import { namesOf, tookOf, watchPackage, type Round } from "./package.ts";

/** The exit code of a compilation that is written, or of what is said where there is none. */
type Write = (analysis: Analysis, root: string) => Promise<number>;

/** By environment, the hashes of the resources in its last graph. */
type Graphs = ReadonlyMap<string, ReadonlyMap<Address, string>>;

export function watchCompile(input: CommandInput, host: Host, write: Write): Promise<number> {
  let before: Graphs | null = null;
  return watchPackage(host, textsOf(input, "file"), async ({ root, analysis, changed, since }: Round) => {
    const code = await write(analysis, root);
    const took = tookOf(host.clock.monotonic() - since);
    const after = changed === null ? "" : ` after a change of ${namesOf(changed)}`;
    if (code !== 0) {
      host.err.write(`nothing is written${after}, ${took}\n\n`);
      return;
    }
    const names = isOn(input, "all")
      ? analysis.environments
      : [input.arguments[0] ?? analysis.environments[0] ?? ""];
    const graphs: Graphs = new Map(names.map((name) => [name, hashesOf(analysis, name)]));
    for (const name of names)
      host.err.write(changesOf(name, before?.get(name) ?? null, graphs.get(name) ?? new Map()));
    before = graphs;
    host.err.write(`compiled${after}, ${took}; waiting for edits, Ctrl-C ends it\n\n`);
  });
}

function hashesOf(analysis: Analysis, name: string): ReadonlyMap<Address, string> {
  return analysis.compile(name).managed?.hashes() ?? new Map<Address, string>();
}

/** How many are shown of each environment. */
const SHOWN = 20;

function changesOf(
  name: string,
  before: ReadonlyMap<Address, string> | null,
  now: ReadonlyMap<Address, string>,
): string {
  if (before === null) return `${name}: ${now.size === 1 ? "1 resource" : `${now.size} resources`}\n`;
  const lines: [Address, string][] = [];
  for (const [address, hash] of now) {
    const old = before.get(address);
    if (old !== hash) lines.push([address, old === undefined ? "+" : "~"]);
  }
  for (const address of before.keys()) if (!now.has(address)) lines.push([address, "-"]);
  lines.sort(([a], [b]) => (a < b ? -1 : 1));
  const shown = lines.slice(0, SHOWN).map(([address, sign]) => `${sign} ${name}/${address}\n`);
  const more = lines.length - shown.length;
  return `${shown.join("")}${more > 0 ? `and ${more} more of ${name}\n` : ""}`;
}
