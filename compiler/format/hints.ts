// What only the tree knows of the tokens: which brackets belong to what stands before them, which commas continue a `with`.

import type { FileNode, Node } from "../ast.ts";

export interface TreeHints {
  /** The offsets of the `(` and `[` of calls, parameters, annotations and indices. */
  readonly tight: ReadonlySet<number>;
  /** The offsets of the `{` of map types, which have no blanks inside. */
  readonly snug: ReadonlySet<number>;
  /** Where an overlay ends that another one follows. */
  readonly useEnds: ReadonlySet<number>;
}

const BLANKS = /(?:\s|\/\/[^\n]*\n)*/y;

export function hintsOf(file: FileNode): TreeHints {
  const tight = new Set<number>();
  const snug = new Set<number>();
  const useEnds = new Set<number>();
  const { text } = file.file;
  const after = (end: number) => {
    BLANKS.lastIndex = end;
    BLANKS.test(text);
    if (text[BLANKS.lastIndex] === "(") tight.add(BLANKS.lastIndex);
  };
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) {
      for (const item of value) visit(item);
      return;
    }
    const node = value as Partial<Hinted>;
    if ((node.kind === "call" || node.kind === "index") && node.start !== undefined) tight.add(node.start);
    if (node.kind === "map" && node.start !== undefined) {
      // The node may begin with the parentheses around it.
      snug.add(text.indexOf("{", node.start));
    }
    const named = node.kind === "annotation" || node.kind === "overlay" || node.siblings === null;
    if (named && node.name !== undefined && node.name !== null) after(node.name.end);
    if (node.kind === "fn" && node.name !== undefined && node.name !== null)
      after(
        node.generics?.at(-1) === undefined
          ? node.name.end
          : text.indexOf(">", node.generics.at(-1)?.end) + 1,
      );
    for (const uses of [node.with, node.uses]) {
      for (const use of uses?.slice(0, -1) ?? []) useEnds.add(use.end);
    }
    for (const key in value) {
      if (key !== "file") visit((value as Readonly<Record<string, unknown>>)[key]);
    }
  };
  visit(file);
  return { tight, snug, useEnds };
}

interface Hinted {
  readonly kind: string;
  readonly start: number;
  readonly name: Node | null;
  readonly generics: readonly Node[];
  readonly with: readonly Node[];
  readonly uses: readonly Node[];
  readonly siblings: readonly Node[] | null;
}
