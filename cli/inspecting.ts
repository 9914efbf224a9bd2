// The part of the command table that is about what a package says: its environments, the graphs that it compiles to, and the
// secrets in it.

import { ENVIRONMENT, FILES, flag, GRAPH, option, type CommandEntry } from "./command.ts";

export const INSPECTING: readonly CommandEntry[] = [
  {
    name: "environments",
    group: "Language",
    summary: "List the environments, and the overlays that make each what it is",
    arguments: [],
    options: [FILES],
    examples: [
      { command: "setpoint environments", does: "shows system, overlays from the lowest up, and places" },
      { command: "setpoint environments --json", does: "the same for machines" },
    ],
    notes:
      "It reads declarations only. Mistakes are said on standard error, with exit code 1; what could be read is listed all the same.",
    load: () => import("./commands/environments.ts"),
  },
  {
    name: "diff",
    group: "Language",
    summary: "Show how two graphs differ, and where the source wants it",
    arguments: [
      {
        name: "SIDE",
        many: true,
        summary:
          "an environment, to be compared with itself in another version; or two, each an environment or a graph's file",
      },
    ],
    options: [
      option("from", null, "REV", "the version before: a commit, branch or tag, HEAD~1; otherwise HEAD"),
      option("to", null, "REV", "the version after; otherwise the working folder"),
      flag("all", null, "every environment, each compared with itself"),
      flag("markdown", null, "print it for a pull request"),
      flag("exit-code", null, "exit with 1 when something differs"),
      FILES,
    ],
    examples: [
      { command: "setpoint diff prod", does: "what the changes since the last commit mean for prod" },
      { command: "setpoint diff prod --from HEAD~1", does: "the same since the commit before the last" },
      {
        command: "setpoint diff --all --from origin/main --markdown",
        does: "what a branch changes in every environment, as a comment for its pull request",
      },
      { command: "setpoint diff staging prod", does: "how two environments differ" },
      { command: "setpoint diff old.json prod", does: "what became of a graph that was kept" },
    ],
    notes:
      "A graph's file ends in .json or has a slash. Only the source is read, never the world: what would be done is `setpoint plan`. Exit code 0 whether something differs or not, and 1 when a side does not compile.",
    load: () => import("./commands/diff.ts"),
  },
  {
    name: "graph",
    group: "Language",
    summary: "Draw what depends on what",
    arguments: [ENVIRONMENT],
    options: [
      option("format", null, "FORMAT", "dot for Graphviz, mermaid, or json; dot unless --json is given"),
      GRAPH,
      FILES,
    ],
    examples: [
      { command: "setpoint graph prod | dot -Tsvg > prod.svg", does: "draws prod with Graphviz" },
      { command: "setpoint graph prod --format mermaid", does: "prints it for Markdown" },
    ],
    notes: "An arrow leads from a resource to what it needs. What is only read has a dashed border.",
    load: () => import("./commands/graph.ts"),
  },
  {
    name: "seal",
    group: "Language",
    summary: "Seal a secret so that only an environment's agents can open it",
    arguments: [
      {
        name: "FILE",
        many: true,
        summary: "for --rotate: files or folders; otherwise all below this folder",
      },
    ],
    options: [
      {
        long: "env",
        short: null,
        value: "ENV",
        many: true,
        summary: "for the agents of this environment; may be given again",
      },
      flag("rotate", null, "seal anew, for today's keys, every sealed text in source files"),
      {
        long: "identity",
        short: null,
        value: "FILE",
        many: true,
        summary: "for --rotate: the private key that opens them; may be given again",
      },
      flag("keygen", null, "make a key: the private one into -o, the public one to standard output"),
      option("output", "o", "FILE", "for --keygen: a new file, readable by its owner alone"),
    ],
    examples: [
      { command: "setpoint seal --env prod", does: "asks for the secret, and prints what to paste" },
      { command: "pass show db | setpoint seal --env prod", does: "takes it from a password manager" },
      { command: "setpoint seal --keygen -o agent.key", does: "makes the key of an agent" },
      {
        command: "setpoint seal --rotate --identity old.key --env prod",
        does: "seals all of prod's anew, after its keys in setpoint.toml have changed",
      },
    ],
    notes:
      "The public keys of each environment stand under [secrets.recipients] in setpoint.toml. A secret of one line loses the line break at its end; one of several lines keeps it.",
    load: () => import("./commands/seal.ts"),
  },
];
