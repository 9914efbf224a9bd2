// What plan and apply are about: the version that is wanted, and the agent's configuration that grants it.
//
// In:  the command's input. Out: a `DesiredVersion` out of the working folder or of a compiled graph, and the ports for the
// engine. Surprising: here the version has no commit. The working folder is what the person sees, committed or not.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Listener } from "../runtime/events.ts";
import type { AgentConfig } from "../runtime/config.ts";
import type { DesiredVersion, EnginePorts } from "../runtime/reconcile.ts";
import { Failure, UsageFailure } from "./failure.ts";
import { readText } from "./files.ts";
import type { Host } from "./host.ts";
import { type CommandInput, textOf, textsOf } from "./input.ts";
import { compilePackage, configFailure, MANIFEST, packageRoot } from "./package.ts";
import { reportAll } from "./findings.ts";

/** Null: it does not compile, and that has been reported. */
export async function readDesired(input: CommandInput, host: Host): Promise<DesiredVersion | null> {
  const environment = input.arguments[0] ?? null;
  const path = textOf(input, "graph");
  if (path !== null && textsOf(input, "file").length > 0)
    throw new UsageFailure("either --graph or --file", "a graph is compiled already");
  const found =
    path === null ? await compileDesired(input, host, environment) : await readCompiled(host, path);
  if (found === null) return null;
  if (environment !== null && found.graph.environment !== environment)
    throw new Failure(`\`${path}\` is the graph of ${found.graph.environment}, not of ${environment}`);
  return {
    environment: found.graph.environment,
    commit: null,
    subject: path ?? "the working folder",
    author: process.env["USER"] ?? "",
    committedAt: host.clock.wall(),
    ...found,
  };
}

type Found = Pick<DesiredVersion, "graph" | "text" | "place">;

async function compileDesired(
  input: CommandInput,
  host: Host,
  environment: string | null,
): Promise<Found | null> {
  const { compilation } = await compilePackage(host, { files: textsOf(input, "file"), environment });
  reportAll(host, compilation.diagnostics);
  const { graph, text } = compilation;
  if (graph === null || text === null) return null;
  return { graph, text, place: (address, pointer) => compilation.place(address, pointer) };
}

async function readCompiled(host: Host, path: string): Promise<Found> {
  const text = readText(host, path);
  const { readGraph } = await import("../runtime/accept/graph.ts");
  const { GRAPH_SCHEMA } = await import("../compiler/graph-schema.ts");
  const result = await readGraph(text, GRAPH_SCHEMA);
  if (result.kind === "problem") throw new Failure(`\`${path}\`: ${result.message}`, result.help);
  return { graph: result.graph, place: () => null };
}

/** --config, else the package's own setpoint.toml, else nothing is granted. */
export async function readAgentConfig(input: CommandInput, host: Host): Promise<AgentConfig> {
  const { readConfig, defaultConfig } = await import("../runtime/config.ts");
  const root = packageRoot(host.folder);
  const given = textOf(input, "config");
  const path = given ?? join(root, MANIFEST);
  if (given === null && !existsSync(path)) return defaultConfig(root);
  const absolute = resolve(host.folder, path);
  const result = readConfig(readText(host, path), absolute);
  if (result.kind === "problem") throw configFailure(path, result);
  return result.config;
}

export async function makePorts(host: Host, config: AgentConfig, emit: Listener): Promise<EnginePorts> {
  const { DRIVERS } = await import("../runtime/drivers/index.ts");
  const { readDigestKey } = await import("../runtime/ledger/digest-key.ts");
  const { clock, sha256 } = host;
  const digestKey = (): string | null => readDigestKey(config.agent.ledger);
  return { config, clock, drivers: DRIVERS, emit, random: Math.random, sha256, digestKey };
}
