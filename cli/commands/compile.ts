// `setpoint compile`: source files in, the canonical graph out, with where every value comes from if that is asked for.
//
// Surprising: with --json the diagnostics go to standard output beside the graph, since whoever asks for JSON reads one
// stream; the other formats stay on standard error, where the text is. The graph is written last and whole: a failed compile
// leaves the former file as it was.

import { canonicalJson, type Json } from "../../compiler/json.ts";
import { printGraph } from "../../compiler/graph.ts";
import { diagnosticToJson } from "../../compiler/report/json.ts";
import type { CommandRun } from "../commands.ts";
import { formatOf, printFindings } from "../findings.ts";
import { textOf, textsOf } from "../input.ts";
import { compilePackage } from "../package.ts";
import { writeWhole } from "../files.ts";

export const run: CommandRun = async (input, host) => {
  const format = formatOf(input, host);
  const { compilation, root } = await compilePackage(host, {
    files: textsOf(input, "file"),
    environment: input.arguments[0] ?? null,
  });
  const { graph, diagnostics } = compilation;
  const output = textOf(input, "output");
  const map = textOf(input, "map");
  if (graph !== null && map !== null) {
    writeWhole(host, map, `${canonicalJson(compilation.provenance() as unknown as Json)}\n`);
  }
  if (graph !== null && output !== null) writeWhole(host, output, `${printGraph(graph)}\n`);
  if (format === "json") {
    const shown = output === null ? (graph as unknown as Json) : null;
    host.out.write(`${canonicalJson({ diagnostics: diagnostics.map(diagnosticToJson), graph: shown })}\n`);
  } else {
    await printFindings({ ...host, out: host.err }, diagnostics, format, root);
    if (graph !== null && output === null) host.out.write(`${printGraph(graph)}\n`);
  }
  return graph === null ? 1 : 0;
};
