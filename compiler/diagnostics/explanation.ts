// The long explanation of a code: the prose, a program that draws the code, and the one that does not.
//
// In:  the Markdown of `explanations/SP2107.md`. Out: its parts, or what it lacks. The prose comes first, then blocks marked
// `wrong` and `right`. More words may follow: `compile` or `compile=prod` (the program is compiled so and not only checked),
// `with:logo.png=binary` (a file that is no text), `abridged` (too long to show; the code's own fixture is the program).
//
// Surprising: these texts are no part of the catalogue's module, so that compiling never loads them.

import { fencesOf, filesOf, type Fence, type Files } from "../document/fences.ts";

export interface Explanation {
  /** Paragraphs with an empty line between them. */
  readonly text: string;
  readonly wrong: ExampleProgram;
  readonly right: ExampleProgram;
}

export interface ExampleProgram {
  readonly files: Files;
  /** How it is compiled: undefined where it is only checked, null where no environment is named. */
  readonly environment: string | null | undefined;
  /** Files that are no text, by what is wrong with them. */
  readonly broken: Readonly<Record<string, string>>;
  readonly abridged: boolean;
}

export type ReadExplanation =
  | { readonly kind: "explanation"; readonly explanation: Explanation }
  | { readonly kind: "lacks"; readonly what: string };

export function readExplanation(markdown: string): ReadExplanation {
  const end = markdown.search(/^```/m);
  const text = (end < 0 ? markdown : markdown.slice(0, end)).trim();
  const fences = fencesOf(markdown).filter((fence) => fence.info[0] === "setpoint");
  const marked = (word: string) => fences.filter((fence) => fence.info[1] === word);
  const wrong = marked("wrong");
  const right = marked("right");
  if (text === "") return { kind: "lacks", what: "a paragraph that explains it" };
  if (wrong.length === 0) return { kind: "lacks", what: "a block ```setpoint wrong" };
  if (right.length === 0) return { kind: "lacks", what: "a block ```setpoint right" };
  return { kind: "explanation", explanation: { text, wrong: programOf(wrong), right: programOf(right) } };
}

function programOf(fences: readonly Fence[]): ExampleProgram {
  const words = fences.flatMap((fence) => fence.info.slice(2));
  const compiled = words.find((word) => /^compile\b/.test(word));
  const broken: Record<string, string> = {};
  for (const word of words) {
    const [, path, what] = /^with:(.+)=(.+)$/.exec(word) ?? [];
    if (path !== undefined && what !== undefined) broken[path] = what;
  }
  return {
    files: filesOf(fences),
    environment: compiled === undefined ? undefined : (compiled.split("=")[1] ?? null),
    broken,
    abridged: words.includes("abridged"),
  };
}
