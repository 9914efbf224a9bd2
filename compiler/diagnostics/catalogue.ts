// The catalogue: every diagnostic of the compiler, in one place.
//
// Codes are stable. SP10xx: files and packages. SP11xx: the text. SP20xx: names. SP21xx: types. SP22xx: overlays.
// SP30xx: values and edges. SP40xx: environments. SP90xx: what the language has and this compiler does not do yet.
// The message alone must make sense; the help is an action.

interface Entry<P> {
  readonly severity: "error" | "warning";
  readonly title: string;
  readonly message: (parameters: P) => string;
  readonly help: ((parameters: P) => string | null) | null;
}

function error<P>(
  title: string,
  message: (parameters: P) => string,
  help: ((parameters: P) => string | null) | null = null,
): Entry<P> {
  return { severity: "error", title, message, help };
}

export const CATALOGUE = {
  SP1001: error(
    "a source file is missing",
    (p: { path: string }) => `there is no file \`${p.path}\``,
    () => "check the path; it is relative to the package root (in an import: to the file that imports)",
  ),
  SP1101: error(
    "text that is no token",
    (p: { text: string }) => `\`${p.text}\` is not part of the language`,
  ),
  SP1102: error(
    "not closed",
    (p: { quotes: string }) =>
      p.quotes === "/" ? "this pattern is not closed" : "this string is not closed",
    (p) => `close it with \`${p.quotes}\``,
  ),
  SP1103: error(
    "no such escape",
    (p: { text: string }) => `there is no escape \`${p.text}\` in strings`,
    () => 'the escapes are \\n \\r \\t \\0 \\" \\\\ \\$ and \\u{1F600}; r"..." takes everything as it is',
  ),
  SP1104: error(
    "not a number",
    (p: { text: string; why: string }) => `\`${p.text}\` is not a number: ${p.why}`,
    () => "write for example 1_000, 0o644, 0xff, 1.5, 1h30m, 512MiB, 0.25cpu, 25% or 2027-01-31",
  ),
  SP1105: error(
    "nested too deeply",
    (p: { limit: number }) => `this is nested more than ${p.limit} levels deep`,
    () => "name the inner parts with `let`",
  ),
  SP1106: error("a crooked text block", (p: { why: string }) => `this text block is crooked: ${p.why}`),
  SP1201: error(
    "a syntax error",
    (p: { expected: string; found: string }) => `expected ${p.expected}, found ${p.found}`,
  ),
  SP9001: error(
    "not supported yet",
    (p: { feature: string }) => `${p.feature} is part of the language and not supported by this compiler yet`,
  ),
} as const;
