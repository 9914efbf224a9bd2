// The agent's own setpoint.toml: what the agent is granted. The repository asks; this file, which no commit can reach, grants.
//
// In:  the text of the file and the folder it stands in. Out: an `AgentConfig`, or one problem with its place and a help.
// It is closed: an unknown key is an error with the nearest name, never ignored. A folder's setpoint.toml may carry both
// the package's tables (`[package]`, read by the compiler's shell) and the agent's; the agent reads the file that it was
// started with, and never one out of the state store.

import { hostname } from "node:os";
import { dirname, posix, resolve } from "node:path";
import { parseAddress } from "../compiler/address.ts";
import { readEnvironmentGrant, type EnvironmentGrant } from "./config/environment.ts";
import { NO_SECRETS, readSecretGrants, type SecretGrants } from "./config/secrets.ts";
import { readToml, type ConfigProblem, type Table } from "./config/toml.ts";

export type { EnvironmentGrant } from "./config/environment.ts";
export type { ConfigProblem } from "./config/toml.ts";

/** The whole file, defaults filled in and paths made absolute. */
export interface AgentConfig {
  /** The file itself, or null for the defaults (no file). */
  readonly path: string | null;
  readonly agent: AgentGrant;
  readonly store: StoreGrant | null;
  /** The environments that this agent holds, in the file's order; empty: those named on the command line. */
  readonly environments: readonly EnvironmentGrant[];
  readonly targets: readonly TargetGrant[];
  readonly secrets: SecretGrants;
}

export interface AgentGrant {
  readonly name: string;
  /** The ledger's file. */
  readonly ledger: string;
  /** How long the journal keeps what is over, in milliseconds; without it, the ledger's own measure. */
  readonly history?: number;
}

/** Where desired versions come from. */
export interface StoreGrant {
  /** The folder of a Git repository, with or without a work tree. */
  readonly repository: string;
  readonly branch: string;
  /** The package's folder inside the repository; "" is its root. */
  readonly folder: string;
  /** Milliseconds between looks at the branch. */
  readonly poll: number;
}

/** A target, its connection, and what may be done there. */
export interface TargetGrant {
  readonly name: string;
  readonly driver: "local";
  /** The folder that stands for `/` on this target: `/` itself, or a sandbox for trials and tests. Absolute. */
  readonly base: string;
  /** The folders, as the graph names them, under which files may be read and written. Nothing is granted by default. */
  readonly roots: readonly string[];
  readonly exec: boolean;
  readonly process: boolean;
  /** Milliseconds between looks at a resource that nobody has touched. */
  readonly poll: number;
  readonly watch: boolean;
  /** How many actions may be under way there at once; without it, as many as its driver says. */
  readonly parallel?: number;
  /** How many may begin in the course of time; without it, as many as there are. */
  readonly rate?: Rate;
}

export interface Rate {
  readonly count: number;
  /** Milliseconds. */
  readonly per: number;
}

/** What the package says of itself, in the same file. Null: it does not say. */
export interface PackageFacts {
  readonly name: string | null;
  readonly version: string | null;
  /** Paths relative to the package's folder. */
  readonly entry: readonly string[] | null;
  /** Files whose policies hold here although nothing imports them. */
  readonly policies: readonly string[];
}

const DEFAULT_POLL = 15_000;
const DEFAULT_TARGET_POLL = 30_000;
/** A shorter pace would do nothing but look. */
const SHORTEST_POLL = 10;

const TOP = ["package", "lint", "policies", "agent", "store", "environments", "targets", "secrets"] as const;

/** `path` is the file's own, absolute; paths in it are relative to its folder. */
export function readConfig(
  text: string,
  path: string,
  hostName: string = hostname(),
): { readonly kind: "config"; readonly config: AgentConfig } | ConfigProblem {
  return readToml(text, (top) => {
    top.only(TOP);
    top.table("package");
    const folder = dirname(path);
    const targets = top.tables("targets").map(([name, table]) => readTarget(name, table, folder));
    const config: AgentConfig = {
      path,
      agent: readAgent(top.table("agent"), folder, hostName),
      store: readStore(top.table("store"), folder),
      environments: top.tables("environments").map(([name, table]) => readEnvironment(name, table)),
      targets: targets.some(({ name }) => name === "local") ? targets : [...targets, implicitTarget()],
      secrets: readSecretGrants(top.table("secrets"), folder),
    };
    return { kind: "config", config };
  });
}

/** What holds where there is no file: nothing is granted, and the ledger stands in the folder. */
export function defaultConfig(folder: string, hostName: string = hostname()): AgentConfig {
  return {
    path: null,
    agent: readAgent(null, folder, hostName),
    store: null,
    environments: [],
    targets: [implicitTarget()],
    secrets: NO_SECRETS,
  };
}

export function readPackage(
  text: string,
  path: string,
): { readonly kind: "package"; readonly package: PackageFacts } | ConfigProblem {
  return readToml(text, (top) => {
    top.only(TOP);
    const table = top.table("package");
    const judging = top.table("policies");
    judging?.only(["files"]);
    const policies = (judging?.texts("files") ?? []).map((file) =>
      judging === null ? file : insideFolder(judging, "files", file, dirname(path)),
    );
    if (table === null)
      return { kind: "package", package: { name: null, version: null, entry: null, policies } };
    table.only(["name", "version", "entry"]);
    const entry = table.texts("entry");
    if (entry?.length === 0)
      throw table.problem("entry", "`package.entry` names no file", 'For example: entry = ["main.sp"]');
    return {
      kind: "package",
      package: {
        name: table.text("name"),
        version: table.text("version"),
        entry: entry?.map((file) => insideFolder(table, "entry", file, dirname(path))) ?? null,
        policies,
      },
    };
  });
}

function readAgent(table: Table | null, folder: string, hostName: string): AgentGrant {
  table?.only(["name", "ledger", "history"]);
  const history = table?.duration("history") ?? null;
  return {
    name: table?.text("name") ?? hostName,
    ledger: resolve(folder, table?.text("ledger") ?? ".setpoint/ledger.db"),
    ...(history === null ? {} : { history }),
  };
}

function readStore(table: Table | null, folder: string): StoreGrant | null {
  if (table === null) return null;
  table.only(["repository", "branch", "folder", "poll"]);
  const repository = table.text("repository");
  if (repository === null)
    throw table.problem(
      null,
      "[store] names no `repository`",
      'The folder of the Git repository that says what is desired, for example: repository = "../desired.git"',
    );
  const inside = table.text("folder") ?? "";
  return {
    repository: resolve(folder, repository),
    branch: table.text("branch") ?? "main",
    folder: inside === "" ? "" : insideFolder(table, "folder", inside, "the repository"),
    poll: pace(table, "poll") ?? DEFAULT_POLL,
  };
}

function readEnvironment(name: string, table: Table): EnvironmentGrant {
  if (parseAddress(name) === null)
    throw table.problem(
      null,
      `"${name}" cannot be the name of an environment`,
      'A name is a word or several with dots between: [environments.prod], [environments."prod.eu"].',
    );
  return readEnvironmentGrant(name, table);
}

const TARGET_KEYS = [
  "driver",
  "base",
  "roots",
  "exec",
  "process",
  "poll",
  "watch",
  "parallel",
  "rate",
] as const;

function readTarget(name: string, table: Table, folder: string): TargetGrant {
  table.only(TARGET_KEYS);
  const driver = table.text("driver");
  if (driver !== "local")
    throw table.problem(
      driver === null ? null : "driver",
      driver === null
        ? `The target \`${name}\` names no \`driver\``
        : `The target \`${name}\` asks for the driver "${driver}", which is not known`,
      'The drivers are: local. For example: driver = "local"',
    );
  const fallback = implicitTarget();
  const parallel = table.count("parallel");
  if (parallel === 0)
    throw table.problem(
      "parallel",
      "`parallel` must be at least 1",
      "To do nothing there: setpoint suspend --target NAME.",
    );
  const rate = readRate(table);
  return {
    name,
    driver,
    base: resolve(folder, table.text("base") ?? fallback.base),
    roots: table.texts("roots")?.map((root) => readRoot(table, root)) ?? fallback.roots,
    exec: table.flag("exec") ?? fallback.exec,
    process: table.flag("process") ?? fallback.process,
    poll: pace(table, "poll") ?? fallback.poll,
    watch: table.flag("watch") ?? fallback.watch,
    ...(parallel === null ? {} : { parallel }),
    ...(rate === null ? {} : { rate }),
  };
}

const PERIODS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

function readRate(table: Table): Rate | null {
  const text = table.text("rate");
  if (text === null) return null;
  const [, count = "", period = ""] = /^([1-9]\d{0,8})\/([smh])$/.exec(text) ?? [];
  if (count === "")
    throw table.problem(
      "rate",
      `"${text}" is not a rate`,
      'A rate is so many actions in a second, a minute or an hour: rate = "5/s", "100/m", "1000/h".',
    );
  return { count: Number(count), per: PERIODS[period as keyof typeof PERIODS] };
}

/** The machine itself, with nothing granted: looking at the plan says what would have to be. */
function implicitTarget(): TargetGrant {
  return {
    name: "local",
    driver: "local",
    base: "/",
    roots: [],
    exec: false,
    process: false,
    poll: DEFAULT_TARGET_POLL,
    watch: true,
  };
}

function readRoot(table: Table, root: string): string {
  if (!root.startsWith("/") || root.split("/").includes(".."))
    throw table.problem(
      "roots",
      `"${root}" cannot be a root: it must begin with / and stay there`,
      "Roots are folders as the graph names them: absolute, without `..`, and below `base` where there is one.",
    );
  return withoutEndingSlash(posix.normalize(root)) || "/";
}

function insideFolder(table: Table, key: string, path: string, folder: string): string {
  const normal = withoutEndingSlash(posix.normalize(path));
  if (normal.startsWith("/") || normal === ".." || normal.startsWith("../"))
    throw table.problem(key, `"${path}" leads out of ${folder}`, "Give a path relative to it, without `..`.");
  return normal === "." ? "" : normal;
}

function withoutEndingSlash(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : path;
}

function pace(table: Table, key: string): number | null {
  const milliseconds = table.duration(key);
  if (milliseconds !== null && milliseconds < SHORTEST_POLL)
    throw table.problem(key, `\`${key}\` is too short: ${milliseconds}ms`, `At least ${SHORTEST_POLL}ms.`);
  return milliseconds;
}
