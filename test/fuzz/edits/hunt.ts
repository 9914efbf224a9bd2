// Programs that are edited again and again: after each edit, what a warm program says must be what one made from nothing says,
// to the byte: graphs, where every value comes from, and what is reported where.

import { findClashes } from "../../../compiler/clashes.ts";
import { analyze, type Analysis, type AnalysisRequest } from "../../../compiler/compile.ts";
import type { Diagnostic } from "../../../compiler/diagnostics.ts";
import { diagnosticToJson } from "../../../compiler/report/json.ts";
import { openProgram } from "../../../compiler/warm.ts";
import { DATE, hostOf, STANDARD } from "../../support/compiler-package.ts";
import { diceOf } from "../../support/programs.ts";
import { editOnce, replaceAll, type Workspace } from "./edit.ts";
import { packageOf, type Corpus, type Package } from "./packages.ts";

export interface Hunted {
  readonly edits: number;
  /** After how many of them all environments had a graph. */
  readonly right: number;
  /** What the two say, and after which edits; null where it is always the same. */
  readonly difference: string | null;
}

/** Program number `index` of a seed, edited that many times. */
export function hunt(corpus: Corpus, seed: number, index: number, edits: number): Hunted {
  const dice = diceOf(seed * 1_000_003 + index);
  return follow(packageOf(corpus, dice, seed * 1000 + index), edits, dice);
}

export function follow(from: Package, edits: number, dice: (sides: number) => number): Hunted {
  const space: Workspace = { original: from.files, files: new Map(from.files), past: [] };
  const request: AnalysisRequest = {
    host: { ...hostOf({}), read: (path) => hostOf(Object.fromEntries(space.files)).read(path) },
    std: STANDARD,
    entries: from.entries,
    date: DATE,
  };
  const program = openProgram(request);
  const done: string[] = [];
  let right = 0;
  /** The files when all was right last, and whether they are what they were then. */
  let good: ReadonlyMap<string, string> = from.files;
  let isGood = true;
  for (let count = 0; count <= edits; count++) {
    const before = new Map(space.files);
    if (count > 0) {
      // What is broken is mended before long; sometimes several files are saved at once.
      if (!isGood && dice(3) > 0) {
        replaceAll(space, good);
        done.push("mend");
      } else for (let more = dice(5) === 0 ? 2 : 1; more > 0; more--) done.push(editOnce(space, dice));
    }
    const changed = [...new Set([...before.keys(), ...space.files.keys()])].filter(
      (path) => before.get(path) !== space.files.get(path),
    );
    const warm = said(program.update(changed));
    const cold = said(analyze(request));
    isGood = cold.isRight;
    if (isGood) {
      right++;
      good = new Map(space.files);
    }
    if (warm.text !== cold.text)
      return { edits: count, right, difference: differenceOf(from.name, done, space, cold.text, warm.text) };
  }
  return { edits, right, difference: null };
}

const AROUND = 4;

function differenceOf(
  name: string,
  edits: readonly string[],
  { files }: Workspace,
  cold: string,
  warm: string,
): string {
  const [one, other] = [cold.split("\n"), warm.split("\n")];
  const at = one.findIndex((line, index) => line !== other[index]);
  const near = (lines: readonly string[]) => lines.slice(Math.max(0, at - AROUND), at + AROUND).join("\n");
  const texts = [...files].map(([path, text]) => `// --- file: ${path}\n${text}`);
  return [
    ...texts,
    `--- ${name}, after: ${edits.join("; ")}`,
    "--- made from nothing",
    near(one),
    "--- kept warm",
    near(other),
  ].join("\n");
}

interface Said {
  readonly text: string;
  readonly isRight: boolean;
}

/** All that an analysis can be asked. */
function said(analysis: Analysis): Said {
  const shown = (diagnostics: readonly Diagnostic[]) => diagnostics.map(diagnosticToJson);
  const names = analysis.environments.length === 0 ? [null] : analysis.environments;
  const environments = names.map((name) => {
    const { text, diagnostics, managed, verdict, ...rest } = analysis.compile(name);
    return {
      name,
      diagnostics: shown(diagnostics),
      exempted: shown(verdict.exempted),
      text,
      keys: sorted(
        Object.fromEntries(
          [...(managed?.keys ?? [])].map(([group, keys]) => [group, sorted(Object.fromEntries(keys))]),
        ),
      ),
      targets: [...(managed?.resources.keys() ?? [])]
        .toSorted()
        .map((address) => [address, managed?.targetOf(address)]),
      provenance: text === null ? null : sorted(rest.provenance()),
    };
  });
  const all = {
    diagnostics: shown(analysis.diagnostics),
    environments,
    clashes: shown(findClashes(analysis)),
  };
  return { text: JSON.stringify(all, null, 1), isRight: environments.every(({ text }) => text !== null) };
}

function sorted(map: Readonly<Record<string, unknown>>): readonly unknown[] {
  return Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
