// Two texts, compared line by line: what a person wants to see of a change inside a file.
//
// In:  the lines of before and after. Out: the lines to show, changed ones and a little around them, with how many are left
// out. A longest common subsequence by table, after the common head and tail are cut off; where the table would be too
// large the middle is shown as replaced whole, which is true if not minimal.

export type DiffLine =
  | { readonly kind: "same" | "old" | "new"; readonly text: string }
  | { readonly kind: "gap"; readonly lines: number };

const CONTEXT = 2;
const MAX_CELLS = 4_000_000;

export function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const all: DiffLine[] = before.slice(0, head).map((text) => ({ kind: "same", text }));
  all.push(...diffMiddle(before.slice(head, before.length - tail), after.slice(head, after.length - tail)));
  for (const text of before.slice(before.length - tail)) all.push({ kind: "same", text });
  return withGaps(all);
}

function diffMiddle(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  if (before.length * after.length > MAX_CELLS) {
    return [
      ...before.map((text) => ({ kind: "old", text }) as const),
      ...after.map((text) => ({ kind: "new", text }) as const),
    ];
  }
  const width = after.length + 1;
  // length[i * width + j]: the longest common subsequence of before[i…] and after[j…].
  const length = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number): number => length[i * width + j] as number;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      length[i * width + j] =
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const old = before[i];
    const fresh = after[j];
    if (old !== undefined && old === fresh) {
      lines.push({ kind: "same", text: old });
      i++;
      j++;
    } else if (old !== undefined && (fresh === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: "old", text: old });
      i++;
    } else if (fresh !== undefined) {
      lines.push({ kind: "new", text: fresh });
      j++;
    }
  }
  return lines;
}

function withGaps(lines: readonly DiffLine[]): readonly DiffLine[] {
  const near = new Uint8Array(lines.length);
  for (const [index, line] of lines.entries()) {
    if (line.kind !== "same") near.fill(1, Math.max(0, index - CONTEXT), index + CONTEXT + 1);
  }
  const shown: DiffLine[] = [];
  let hidden = 0;
  for (const [index, line] of lines.entries()) {
    if (near[index] === 0) {
      hidden++;
      continue;
    }
    if (hidden > 0) shown.push({ kind: "gap", lines: hidden });
    hidden = 0;
    shown.push(line);
  }
  if (hidden > 0) shown.push({ kind: "gap", lines: hidden });
  return shown;
}
