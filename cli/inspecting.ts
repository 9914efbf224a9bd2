// The part of the command table that is about what a package says: its environments, and the graphs that it compiles to.

import { FILES, type CommandEntry } from "./command.ts";

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
];
