// Every graph that the tests make passes through here: it fits the schema of the format, and is what it says that it is.
//
// In:  a graph, or its text. Out: the same; throws with the place of the first thing that is wrong. What a graph refers to is
// not asked: tests of the runtime make graphs of which a part is missing.

import { hash } from "node:crypto";
import { Ajv2020 } from "ajv/dist/2020.js";
import { analyze, type Analysis, type CompileRequest } from "../../compiler/compile.ts";
import { GRAPH_SCHEMA } from "../../compiler/graph-schema.ts";
import { type Graph, hashGraph, hashResource } from "../../compiler/graph.ts";
import { canonicalJson, type Json } from "../../compiler/json.ts";

const fits = new Ajv2020({ strict: false }).compile(GRAPH_SCHEMA);
const sha256 = (text: string): string => hash("sha256", text);

/** For graphs that a test writes itself. */
export function fitting(graph: Graph): Graph {
  if (fits(graph)) return graph;
  const [error] = fits.errors ?? [];
  throw new Error(`the graph does not fit the schema: ${error?.instancePath} ${error?.message}`);
}

/** For graphs that the compiler wrote: their bytes and their hashes count too. */
export function soundText(text: string): string {
  const graph = fitting(JSON.parse(text) as Graph);
  if (canonicalJson(graph as unknown as Json) !== text) throw new Error("the graph's text is not canonical");
  for (const [address, resource] of Object.entries(graph.resources))
    if (hashResource(resource, sha256) !== resource.hash) throw new Error(`${address} has another hash`);
  if (hashGraph(graph, sha256) !== graph.hash) throw new Error("the graph has another hash");
  return text;
}

/** The compiler's `analyze`, whose every graph is looked at. */
export function analyzeSoundly(request: Omit<CompileRequest, "environment">): Analysis {
  const analysis = analyze(request);
  return {
    ...analysis,
    compile: (environment, without) => {
      const compilation = analysis.compile(environment, without);
      if (compilation.text !== null) soundText(compilation.text);
      return compilation;
    },
  };
}
