// A graph that came as a document: written by `setpoint compile`, by another tool, or kept in the ledger.
//
// In:  its text and the schema of the format. Out: the graph, or the first thing that is wrong with it, in words.
// A document is believed in nothing: not its format, not its structure, not its hashes, not that what it refers to is there.
// Surprising: every hash is computed again. They decide what is changed and what an approval is for, so a document with a
// wrong one would be acted on as something that it is not.

import { hash } from "node:crypto";
import { parseAddress, type Address } from "../../compiler/address.ts";
import { findWrongHash, GRAPH_FORMAT, type Graph } from "../../compiler/graph.ts";
import { identityOf, type Identity } from "../../compiler/identity.ts";
import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../compiler/json.ts";
import { findIdleResidual } from "./residuals.ts";

export type GraphReading =
  | { readonly kind: "graph"; readonly graph: Graph }
  | { readonly kind: "problem"; readonly message: string; readonly help: string };

export async function readGraph(text: string, schema: JsonObject): Promise<GraphReading> {
  let value: Json;
  try {
    value = JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text) as Json;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return problem(`This is no graph: it is not JSON (${words}).`, WRITE_ANEW);
  }
  return readGraphValue(value, schema);
}

/** The same of a document that is parsed already, as a part of another. */
export async function readGraphValue(value: Json, schema: JsonObject): Promise<GraphReading> {
  if (!isJsonObject(value)) return problem("This is no graph: it is not a JSON object.", WRITE_ANEW);
  const unsound = findUnsound(value);
  if (unsound !== null) return problem(`This is no graph: ${unsound}.`, WRITE_ANEW);
  const format = value["setpoint"];
  if (format === undefined)
    return problem("This is no graph: it does not say its format (`setpoint`).", WRITE_ANEW);
  if (format !== GRAPH_FORMAT)
    return problem(
      `The graph has the format ${JSON.stringify(format)}, which this program does not know: it reads ${GRAPH_FORMAT}.`,
      "Compile it with a Setpoint of the same version as the agent, or bring the agent up to date first.",
    );
  const structure = await validate(value, schema);
  if (structure !== null) return problem(`The graph is not well formed: ${structure}.`, WRITE_ANEW);
  const graph = value as unknown as Graph;
  const meaning =
    findDangling(graph) ??
    findIdleResidual(graph) ??
    findCycle(graph) ??
    findShared(graph) ??
    findChanged(graph);
  return meaning === null ? { kind: "graph", graph } : problem(meaning, WRITE_ANEW);
}

const WRITE_ANEW =
  "Write it anew with `setpoint compile`, or look at `setpoint schema` for what another tool must write.";

function problem(message: string, help: string): GraphReading {
  return { kind: "problem", message, help };
}

/** No source nests its values so deep, and whatever walks through them may go as deep as they do. */
const DEEPEST = 200;

/** What is JSON to a parser and to nothing else: too deep to walk through, texts that are no Unicode, a name that is none. */
export function findUnsound(value: Json): string | null {
  const stack: { readonly value: Json; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { value, depth } = top;
    if (typeof value === "string" && !value.isWellFormed()) return UNPAIRED;
    if (typeof value !== "object" || value === null) continue;
    if (depth === DEEPEST) return `its values are nested deeper than ${DEEPEST}`;
    const inner = isJsonArray(value) ? value : Object.values(value);
    if (!isJsonArray(value) && Object.keys(value).some((key) => !key.isWellFormed())) return UNPAIRED;
    if (!isJsonArray(value) && Object.hasOwn(value, "__proto__"))
      return "it has the name `__proto__`, which has a meaning of its own in JSON tools";
    for (const each of inner) stack.push({ value: each, depth: depth + 1 });
  }
  return null;
}

const UNPAIRED = "it has a text with half of a surrogate pair, which is no character";

/** The first place that does not fit the schema, in words, or null. */
async function validate(value: JsonObject, schema: JsonObject): Promise<string | null> {
  const { Ajv2020 } = await import("ajv/dist/2020.js");
  const fits = new Ajv2020({ strict: false }).compile(schema);
  if (fits(value)) return null;
  const error = fits.errors?.[0];
  if (error === undefined) return "it does not fit the schema";
  const extra = (error.params as { readonly additionalProperty?: unknown }).additionalProperty;
  const named = typeof extra === "string" ? ` (\`${extra}\`)` : "";
  return `${error.instancePath === "" ? "the document" : error.instancePath} ${error.message ?? "does not fit"}${named}`;
}

/** What is referred to and is not there, or not where it should be. */
function findDangling(graph: Graph): string | null {
  if (parseAddress(graph.environment) === null)
    return `\`${graph.environment}\` is not the name of an environment.`;
  for (const [address, resource] of Object.entries(graph.resources)) {
    if (parseAddress(address) === null) return `\`${address}\` is not the address of a resource.`;
    const kind = ownValue(graph.kinds, resource.kind);
    if (kind === undefined)
      return `The resource ${address} is of the kind ${resource.kind}, which the graph does not describe.`;
    const target = ownValue(graph.targets, resource.target);
    if (target === undefined)
      return `The resource ${address} is on the target \`${resource.target}\`, which the graph does not name.`;
    const missing = resource.needs.find((needed) => !Object.hasOwn(graph.resources, needed));
    if (missing !== undefined) return `The resource ${address} needs ${missing}, which is not in the graph.`;
    if (resource.needs.some((needed, index) => index > 0 && needed <= (resource.needs[index - 1] ?? "")))
      return `What the resource ${address} needs is not sorted, or names one twice.`;
  }
  for (const [from, to] of Object.entries(graph.moved))
    for (const address of [from, to])
      if (parseAddress(address) === null) return `\`${address}\` under \`moved\` is not an address.`;
  for (const address of Object.keys(graph.removed))
    if (parseAddress(address) === null) return `\`${address}\` under \`removed\` is not an address.`;
  return null;
}

function findCycle(graph: Graph): string | null {
  const done = new Set<Address>();
  for (const start of Object.keys(graph.resources) as Address[]) {
    if (done.has(start)) continue;
    // A path of addresses, each with how many of its needs were looked at: graphs may be deeper than the stack.
    const path: { readonly address: Address; next: number }[] = [{ address: start, next: 0 }];
    const onPath = new Set([start]);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const needed = graph.resources[top.address]?.needs[top.next++];
      if (needed === undefined) {
        done.add(top.address);
        onPath.delete(top.address);
        path.pop();
      } else if (onPath.has(needed)) {
        const circle = path.slice(path.findIndex(({ address }) => address === needed));
        return `The resources need each other in a circle: ${[...circle.map(({ address }) => address), needed].join(" → ")}.`;
      } else if (!done.has(needed)) {
        onPath.add(needed);
        path.push({ address: needed, next: 0 });
      }
    }
  }
  return null;
}

/** Two addresses for one object of the world. */
function findShared(graph: Graph): string | null {
  const owners = new Map<Identity, string>();
  for (const [address, resource] of Object.entries(graph.resources)) {
    const kind = ownValue(graph.kinds, resource.kind);
    if (kind === undefined) continue;
    const identity = identityOf(resource, kind, resource.target);
    const owner = owners.get(identity);
    if (owner !== undefined)
      return `The resources ${owner} and ${address} stand for the same object: ${identity}.`;
    owners.set(identity, address);
  }
  return null;
}

function findChanged(graph: Graph): string | null {
  const wrong = findWrongHash(graph, (text) => hash("sha256", text));
  if (wrong === null) return null;
  const what = wrong.resource === null ? "graph" : `resource ${wrong.resource}`;
  return `The ${what} does not have the hash that it gives: it was changed after it was compiled.`;
}

function ownValue<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
