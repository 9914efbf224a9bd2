// The part of the command table that is about what a package says: its environments, and the graphs that it compiles to.

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
];
