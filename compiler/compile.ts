// The table of contents of the compiler: the passes in order.
//
// In:  a request (the host's files, the standard library, the entries, an environment). Out: the graph of that environment
// or the diagnostics, and the provenance of every leaf.

import type { Address } from "./address.ts";
import type { Diagnostic } from "./diagnostics.ts";
import type { Graph, Pointer } from "./graph.ts";
import type { Json } from "./json.ts";
import type { CompilerHost, Place } from "./source.ts";

export interface CompileRequest {
  readonly host: CompilerHost;
  /** The standard library: from "file.sp" to its text. */
  readonly std: Readonly<Record<string, string>>;
  /** Paths relative to the package root. */
  readonly entries: readonly string[];
  /** null: the only one there is. */
  readonly environment: string | null;
}

/** One definition of a leaf's stack, as the side file of the graph shows it. */
export interface DefinitionRecord extends Place {
  /** The overlay that made it; null for the system's body and the type's default. */
  readonly overlay: string | null;
  readonly operation: "default" | "set" | "amend" | "remove";
  readonly value: Json;
}

/** For every resource, for every leaf of its spec: the stack of definitions, winner first. */
export type ProvenanceMap = Readonly<Record<Address, Readonly<Record<Pointer, readonly DefinitionRecord[]>>>>;

export interface Compilation {
  /** null when there is any error. */
  readonly graph: Graph | null;
  /** All that the entries declare, sorted. */
  readonly environments: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** Where the winning definition of a leaf (or, with "", of the resource itself) stands. */
  place(address: Address, pointer: Pointer): Place | null;
  /** The provenance side file, made on demand. */
  provenance(): ProvenanceMap;
}

export function compile(_request: CompileRequest): Compilation {
  return { graph: null, environments: [], diagnostics: [], place: () => null, provenance: () => ({}) };
}
