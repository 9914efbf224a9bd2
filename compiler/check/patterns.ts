// Patterns: from the text between the slashes to a regular expression that cannot hang the compiler, or to what is wrong.
//
// Surprising: the machine's own engine backtracks, so a pattern is accepted only where backtracking cannot explode: no
// look-around, no back references, nothing repeated without end inside a repetition, and at most three endless repetitions
// (their number is the degree of the polynomial by which the time can grow).

const MAX_LENGTH = 500;
const MAX_ENDLESS = 3;

export function compilePattern(source: string): RegExp | string {
  if (source.length > MAX_LENGTH) return `a pattern has at most ${MAX_LENGTH} characters`;
  const wrong = judge(source);
  if (wrong !== null) return wrong;
  try {
    return new RegExp(source, "u");
  } catch {
    return "not a pattern";
  }
}

function judge(source: string): string | null {
  // For each open group: does it hold a repetition without end?
  const groups: boolean[] = [];
  let endlessCount = 0;
  let closed = false;
  for (let at = 0; at < source.length; at++) {
    const char = source[at];
    const after = closed;
    closed = false;
    if (char === "\\") {
      at++;
      if (/[1-9k]/.test(source[at] ?? "")) return "a pattern cannot refer back to a group";
    } else if (char === "[") {
      at = classEnd(source, at);
    } else if (char === "(") {
      if (source[at + 1] === "?" && source[at + 2] !== ":")
        return "a pattern has no look-around and no named groups";
      groups.push(false);
    } else if (char === ")") {
      closed = groups.pop() ?? false;
      if (closed && groups.length > 0) groups[groups.length - 1] = true;
    } else if (char === "*" || char === "+" || char === "{") {
      if (after) return "a repetition cannot hold another repetition";
      if (/^(?:[*+]|\{\d+,\}|\{\d*,?\d{3,}\})/.test(source.slice(at))) {
        endlessCount++;
        if (groups.length > 0) groups[groups.length - 1] = true;
      }
    }
  }
  return endlessCount > MAX_ENDLESS ? `a pattern has at most ${MAX_ENDLESS} repetitions without end` : null;
}

function classEnd(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === "]") return at;
  }
  return source.length;
}
