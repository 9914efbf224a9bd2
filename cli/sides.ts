// What `setpoint diff` compares: an environment at two versions of the package, two environments of it, or graphs in files.
//
// In:  the command's words. Out: pairs of sides, each compiled or read. A version is the working folder as it is, or a commit of
// the repository around it. An environment that one version has and the other has not is compared with nothing.
// Surprising: what is told apart by its looks is a file: it ends in `.json` or has a slash.

import { relative, sep } from "node:path";
import type { Analysis } from "../compiler/compile.ts";
import { GRAPH_SCHEMA } from "../compiler/graph-schema.ts";
import type { Graph } from "../compiler/graph.ts";
import { nearest } from "../compiler/near.ts";
import { readGraph } from "../runtime/accept/graph.ts";
import type { Side } from "../runtime/plan/compare.ts";
import { Failure, UsageFailure } from "./failure.ts";
import { looksLikeFile, readText } from "./files.ts";
import { reportAll } from "./findings.ts";
import type { Host } from "./host.ts";
import { type CommandInput, isOn, textOf, textsOf } from "./input.ts";
import {
  analyzeFiles,
  analyzePackage,
  dayOf,
  entriesOf,
  insidePackage,
  MANIFEST,
  packageRoot,
  repositoryRoot,
} from "./package.ts";
import { thereAre } from "./print/values.ts";

export interface Pair {
  /** The environment, or the two of them. */
  readonly name: string;
  readonly before: NamedSide;
  readonly after: NamedSide;
}

export interface NamedSide extends Side {
  /** Where it comes from, for people: `HEAD~1 (1a2b3c4d5e)`, `prod`, `old.json`. */
  readonly label: string;
  /** The version does not have the environment: the graph is without anything. */
  readonly missing: boolean;
}

const WORKING_FOLDER = "the working folder";

export async function readPairs(input: CommandInput, host: Host): Promise<readonly Pair[]> {
  const [first, second, ...more] = input.arguments;
  const all = isOn(input, "all");
  const [from, to] = [textOf(input, "from"), textOf(input, "to")];
  if (more.length > 0)
    throw new UsageFailure(`too many arguments: ${more.join(" ")}`, "name at most two sides");
  if (first !== undefined && all)
    throw new UsageFailure(`either \`${first}\` or --all`, "--all compares every environment with itself");
  if (first !== undefined && second !== undefined) {
    if (from !== null || to !== null)
      throw new UsageFailure(
        "--from and --to compare one environment with itself",
        "name one environment, or leave them out",
      );
    return [await pairOf(input, host, first, second)];
  }
  if (first !== undefined && looksLikeFile(first))
    throw new UsageFailure(`compare \`${first}\` with what?`, `for example: setpoint diff ${first} prod`);
  const before = await versionAt(input, host, from ?? "HEAD");
  const after = to === null ? await workingFolder(input, host) : await versionAt(input, host, to);
  return environmentsOf(first ?? null, all, before, after).map((name) => {
    const [was, is] = [sideOf(host, before, name), sideOf(host, after, name)];
    const some = (is ?? was) as NamedSide;
    return { name, before: was ?? missing(before, some.graph), after: is ?? missing(after, some.graph) };
  });
}

// --- Two sides by name -----------------------------------------------------------------------------------------------

async function pairOf(input: CommandInput, host: Host, first: string, second: string): Promise<Pair> {
  const folder = looksLikeFile(first) && looksLikeFile(second) ? null : await workingFolder(input, host);
  const side = async (word: string): Promise<NamedSide> => {
    if (looksLikeFile(word) || folder === null) return readSide(host, word);
    const found = sideOf(host, folder, word);
    if (found === null) throw noEnvironment(word, folder.analysis.environments);
    return { ...found, label: word };
  };
  const [before, after] = [await side(first), await side(second)];
  return { name: `${first} → ${second}`, before, after };
}

async function readSide(host: Host, path: string): Promise<NamedSide> {
  const result = await readGraph(readText(host, path), GRAPH_SCHEMA);
  if (result.kind === "problem") throw new Failure(`\`${path}\`: ${result.message}`, result.help);
  return { label: path, missing: false, graph: result.graph, place: () => null };
}

// --- Versions --------------------------------------------------------------------------------------------------------

interface Version {
  readonly label: string;
  readonly analysis: Analysis;
}

async function workingFolder(input: CommandInput, host: Host): Promise<Version> {
  const { analysis } = await analyzePackage(host, textsOf(input, "file"));
  return { label: WORKING_FOLDER, analysis };
}

async function versionAt(input: CommandInput, host: Host, revision: string): Promise<Version> {
  const root = packageRoot(host.folder);
  const around = repositoryRoot(root);
  if (around === null)
    throw new Failure(
      `${root} is in no Git repository, so there is no \`${revision}\``,
      "compare two environments, or two graphs: setpoint diff dev prod",
    );
  const { openRepository, short, StoreError } = await import("../runtime/store/git.ts");
  const { readRevision } = await import("../runtime/store/revision.ts");
  const folder = relative(around, root).split(sep).join("/");
  try {
    const { commit, committedAt, snapshot } = await readRevision(
      await openRepository(around),
      revision,
      folder,
    );
    const own = textsOf(input, "file").map((file) => insidePackage(host, root, file));
    const entries = await entriesOf(revision, `${revision}:${MANIFEST}`, snapshot, own);
    const label = commit.startsWith(revision) ? short(commit) : `${revision} (${short(commit)})`;
    return { label, analysis: analyzeFiles(snapshot, host.sha256, entries, dayOf(committedAt)) };
  } catch (error) {
    // Its advice is for the agent's configuration.
    if (error instanceof StoreError && error.fault === "commit")
      throw new Failure(`${revision}: ${error.message}`, null, { cause: error });
    throw error;
  }
}

/** Null: the version does not have the environment. */
function sideOf(host: Host, { label, analysis }: Version, environment: string): NamedSide | null {
  const isBroken = analysis.diagnostics.some(({ severity }) => severity === "error");
  if (!isBroken && !analysis.environments.includes(environment)) return null;
  const compilation = analysis.compile(environment);
  const { graph } = compilation;
  if (graph === null) {
    reportAll(host, compilation.diagnostics);
    throw new Failure(`${environment} does not compile in ${label}`, null);
  }
  return {
    label,
    missing: false,
    graph,
    place: (address, pointer) => compilation.place(address, pointer),
  };
}

function missing({ label }: Version, like: Graph): NamedSide {
  const nothing = { kinds: {}, resources: {}, targets: {}, objectives: {}, outputs: {}, delivery: {} };
  const graph: Graph = { ...like, ...nothing, moved: {}, removed: {}, hash: "sha256:" };
  return { label, missing: true, graph, place: () => null };
}

function environmentsOf(
  wanted: string | null,
  all: boolean,
  before: Version,
  after: Version,
): readonly string[] {
  const names = [...new Set([...before.analysis.environments, ...after.analysis.environments])].toSorted();
  if (names.length === 0) throw new Failure("the package declares no environment");
  if (all) return names;
  if (wanted !== null) {
    if (names.includes(wanted)) return [wanted];
    throw noEnvironment(wanted, names);
  }
  if (names.length === 1) return names;
  throw new UsageFailure("say which environment", `one of ${names.join(", ")}; or --all for every one`);
}

function noEnvironment(wanted: string, names: readonly string[]): Failure {
  const near = nearest(wanted, names);
  const help = names.length === 0 ? null : thereAre(names);
  return new Failure(
    `there is no environment \`${wanted}\``,
    near === null ? help : `did you mean \`${near}\`?`,
  );
}
