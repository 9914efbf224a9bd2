// The dependency graph of an environment as something to draw: targets with their resources, and edges between resources.
//
// In:  a graph. Out: text for Graphviz or Mermaid, or JSON. An arrow leads from a resource to what it needs. Everything is in
// the order of addresses, so that the same graph gives the same text, and no name of a source can break out of its quotes.

import type { Address } from "../../compiler/address.ts";
import type { Graph, Resource } from "../../compiler/graph.ts";
import type { Json } from "../../compiler/json.ts";

export const DRAWING_FORMATS = ["dot", "mermaid", "json"] as const;
export type DrawingFormat = (typeof DRAWING_FORMATS)[number];

interface Drawing {
  readonly targets: readonly {
    readonly name: string;
    readonly driver: string;
    readonly resources: readonly (readonly [Address, Resource])[];
  }[];
  readonly edges: readonly { readonly from: Address; readonly to: Address }[];
}

function drawingOf(graph: Graph): Drawing {
  const resources = (Object.entries(graph.resources) as [Address, Resource][]).toSorted(byFirst);
  const byTarget = Map.groupBy(resources, ([, { target }]) => target);
  return {
    targets: Object.entries(graph.targets)
      .toSorted(byFirst)
      .map(([name, { driver }]) => ({ name, driver, resources: byTarget.get(name) ?? [] }))
      .filter((target) => target.resources.length > 0),
    edges: resources.flatMap(([from, { needs }]) => needs.map((to) => ({ from, to }))),
  };
}

function byFirst(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}

export function drawingJson(graph: Graph): Json {
  const { targets, edges } = drawingOf(graph);
  return {
    environment: graph.environment,
    graph: graph.hash,
    targets: targets.map(({ name, driver }) => ({ name, driver })),
    resources: targets.flatMap(({ resources }) =>
      resources.map(([address, { kind, target, mode }]) => ({ address, kind, target, mode })),
    ),
    edges: edges.map(({ from, to }) => ({ from, to })),
  };
}

// --- Graphviz --------------------------------------------------------------------------------------------------------

export function drawingDot(graph: Graph): string {
  const { targets, edges } = drawingOf(graph);
  const clusters = targets.flatMap(({ name, driver, resources }, index) => [
    `  subgraph cluster_${index} {`,
    `    label = ${dotLabel([name === driver ? name : `${name} (${driver})`])}`,
    ...resources.map(([address, { kind, mode }]) => {
      const style = mode === "read" ? ', style = "rounded,dashed"' : "";
      return `    ${dotId(address)} [label = ${dotLabel([address, kind])}${style}]`;
    }),
    "  }",
  ]);
  return [
    `digraph ${dotId(graph.environment)} {`,
    "  rankdir = LR",
    '  node [shape = box, style = rounded, fontname = "sans-serif"]',
    '  graph [fontname = "sans-serif", style = rounded]',
    ...clusters,
    ...edges.map(({ from, to }) => `  ${dotId(from)} -> ${dotId(to)}`),
    "}",
    "",
  ].join("\n");
}

/** A backslash before a quote would take the quote's own backslash away. */
function dotId(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** Lines of a label. In it a backslash begins an escape, and `&` a character of HTML. */
function dotLabel(lines: readonly string[]): string {
  return `"${lines.map((line) => dotId(line.replaceAll("&", "&amp;")).slice(1, -1)).join("\\n")}"`;
}

// --- Mermaid ---------------------------------------------------------------------------------------------------------

/** Resources are numbered: what Mermaid takes for a name is too little for an address. */
export function drawingMermaid(graph: Graph): string {
  const { targets, edges } = drawingOf(graph);
  const numbers = new Map<Address, string>();
  for (const { resources } of targets)
    for (const [address] of resources) numbers.set(address, `r${numbers.size}`);
  const clusters = targets.flatMap(({ name, driver, resources }, index) => [
    `  subgraph t${index}["${mermaidText(name === driver ? name : `${name} (${driver})`)}"]`,
    ...resources.map(([address, { kind, mode }]) => {
      const style = mode === "read" ? ":::read" : "";
      return `    ${numbers.get(address)}["${mermaidText(address)}<br>${mermaidText(kind)}"]${style}`;
    }),
    "  end",
  ]);
  const isRead = targets.some(({ resources }) => resources.some(([, { mode }]) => mode === "read"));
  return [
    "flowchart LR",
    ...clusters,
    ...edges.map(({ from, to }) => `  ${numbers.get(from)} --> ${numbers.get(to)}`),
    ...(isRead ? ["  classDef read stroke-dasharray: 4"] : []),
    "",
  ].join("\n");
}

/** Whatever could mean something is written by its number. */
function mermaidText(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_.,: ()/-]/gu, (character) => `#${character.codePointAt(0)};`);
}
