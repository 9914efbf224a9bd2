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
} as const;
