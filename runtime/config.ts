// The agent's own setpoint.toml: what the agent is granted. The repository asks; this file, which no commit can reach, grants.
//
// In:  the text of the file and the folder it stands in. Out: an `AgentConfig`, or one problem with its place and a help.
// It is closed: an unknown key is an error with the nearest name, never ignored. A folder's setpoint.toml may carry both
// the package's tables (`[package]`, read by the compiler's shell) and the agent's; the agent reads the file that it was
// started with, and never one out of the state store.

/** The whole file, defaults filled in and paths made absolute. */
export interface AgentConfig {
  /** The file itself, or null for the defaults (no file). */
  readonly path: string | null;
  readonly agent: AgentGrant;
  readonly store: StoreGrant | null;
  /** The environments that this agent holds, in the file's order; empty: those named on the command line. */
  readonly environments: readonly EnvironmentGrant[];
  readonly targets: readonly TargetGrant[];
}

export interface AgentGrant {
  readonly name: string;
  /** The ledger's file. */
  readonly ledger: string;
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

export interface EnvironmentGrant {
  readonly name: string;
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
}
