// The code blocks of a Markdown text, and the packages that they make.
//
// In:  Markdown. Out: its fenced blocks with their words and their lines, and files by name: a block whose first line is
// `// env/prod.sp` is that file. Surprising: a block with a longer fence may hold others, as in CommonMark, so a page may
// show how such blocks are written without their being taken for programs.

export interface Fence {
  /** The words after the backticks: the language first. */
  readonly info: readonly string[];
  readonly text: string;
  /** Of the block's first line of content, from 1. */
  readonly line: number;
}

export function fencesOf(markdown: string): readonly Fence[] {
  const fences: Fence[] = [];
  const lines = markdown.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const open = /^( {0,3})(`{3,}|~{3,})([^`]*)$/.exec(lines[at] as string);
    if (open === null) continue;
    const [, indent = "", ticks = "", info = ""] = open;
    const close = new RegExp(`^ {0,3}${ticks[0] === "`" ? "`" : "~"}{${ticks.length},}\\s*$`);
    const first = at + 1;
    for (at = first; at < lines.length && !close.test(lines[at] as string); at++);
    const body = lines
      .slice(first, at)
      .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
    fences.push({ info: info.trim().split(/\s+/), text: `${body.join("\n")}\n`, line: first + 1 });
  }
  return fences;
}

/** The name that a block gives itself in its first line. */
export function fileNameOf(text: string): string | null {
  return /^\/\/ ((?:[\w.-]+\/)*[\w-]+\.(?:sp|toml|json|yaml|csv|txt))[ \t]*\n/.exec(text)?.[1] ?? null;
}

export type Files = Readonly<Record<string, string>>;

/** The blocks as files. One without a name is `main.sp`. Data has no comments, so its name is no part of it. */
export function filesOf(fences: readonly Fence[]): Files {
  return Object.fromEntries(
    fences.map(({ text }) => {
      const name = fileNameOf(text) ?? "main.sp";
      return [name, name.endsWith(".sp") ? text : text.slice(text.indexOf("\n") + 1)];
    }),
  );
}
