// The compiler as the agent's port: one environment of one commit, compiled as `setpoint compile` would.

import { reportDiagnostic } from "../compiler/report.ts";
import type { CompilerHost } from "../compiler/source.ts";
import type { CompileVersion } from "../runtime/accept.ts";
import { readPackage } from "../runtime/config.ts";
import { compileFiles, dayOf, type Files, findEntries, MANIFEST, unreadable } from "./package.ts";

const WIDTH = 100;
/** The package is sound, and declares others or none. */
const NO_SUCH_ENVIRONMENT: ReadonlySet<string> = new Set(["SP4001", "SP4003"]);

export function versionCompiler(sha256: CompilerHost["sha256"]): CompileVersion {
  return (snapshot, environment, committedAt) => {
    const entries = entriesOf(snapshot);
    if ("refused" in entries) return entries;
    const compilation = compileFiles(snapshot, sha256, entries.files, dayOf(committedAt), environment);
    if (compilation.graph !== null)
      return { graph: compilation.graph, place: (address, pointer) => compilation.place(address, pointer) };
    const errors = compilation.diagnostics.filter(({ severity }) => severity === "error");
    if (errors.length > 0 && errors.every(({ code }) => NO_SUCH_ENVIRONMENT.has(code)))
      return { vanished: true };
    const words = compilation.diagnostics.map((each) =>
      reportDiagnostic(each, { color: false, width: WIDTH }),
    );
    return { refused: words.join("\n\n") };
  };
}

function entriesOf(files: Files): { readonly files: readonly string[] } | { readonly refused: string } {
  const manifest = files.read(MANIFEST);
  if (manifest.kind === "missing") return { files: findEntries(files) };
  if (manifest.kind !== "text") return { refused: `cannot read ${MANIFEST}: ${unreadable(manifest)}` };
  const result = readPackage(manifest.text, `/${MANIFEST}`);
  if (result.kind === "package") {
    const { entry, policies } = result.package;
    return { files: [...new Set([...(entry ?? findEntries(files)), ...policies])] };
  }
  const where = result.place === null ? MANIFEST : `${MANIFEST}:${result.place.line}:${result.place.column}`;
  return { refused: `${where}: ${result.message}` };
}
