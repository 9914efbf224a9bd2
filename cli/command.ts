// A command as the table has it: its words, its options, its examples and how to load it, and the options that several
// commands share.

import type { CommandInput } from "./input.ts";
import type { Host } from "./host.ts";

export interface CommandEntry {
  readonly name: string;
  readonly group: CommandGroup;
  /** One line, without a full stop. */
  readonly summary: string;
  readonly arguments: readonly ArgumentEntry[];
  readonly options: readonly OptionEntry[];
  readonly examples: readonly ExampleEntry[];
  /** More than the summary, where an exit code or a default needs words. */
  readonly notes: string | null;
  readonly load: () => Promise<{ readonly run: CommandRun }>;
}

export const COMMAND_GROUPS = ["Getting started", "Language", "Reconciling", "Operating"] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

export interface ArgumentEntry {
  readonly name: string;
  readonly many: boolean;
  readonly summary: string;
}

export interface OptionEntry {
  readonly long: string;
  readonly short: string | null;
  /** What stands for the value, or null for a switch. */
  readonly value: string | null;
  /** May be given more than once. */
  readonly many: boolean;
  readonly summary: string;
}

export interface ExampleEntry {
  readonly command: string;
  readonly does: string;
}

/** The exit code: 0 good, 1 findings or failure, 2 wrong usage, 130 interrupted, 143 terminated. */
export type CommandRun = (input: CommandInput, host: Host) => Promise<number>;

export const ENVIRONMENT: ArgumentEntry = {
  name: "ENV",
  many: false,
  summary: "the environment; may be left out when the package declares exactly one",
};

export const FILES: OptionEntry = {
  long: "file",
  short: "f",
  value: "FILE",
  many: true,
  summary: "an entry file, instead of those of the package",
};

export const ONLY: OptionEntry = {
  long: "only",
  short: null,
  value: "ADDRESS",
  many: true,
  summary: "only this resource and what it needs; may be given again",
};

export const REPLACE: OptionEntry = {
  long: "replace",
  short: null,
  value: "ADDRESS",
  many: true,
  summary: "replace this resource although it could stay; may be given again",
};

export const CONFIG: OptionEntry = {
  long: "config",
  short: null,
  value: "FILE",
  many: false,
  summary: "what the agent is granted, instead of the package's setpoint.toml",
};

export const GRAPH: OptionEntry = {
  long: "graph",
  short: null,
  value: "FILE",
  many: false,
  summary: "a compiled graph, instead of compiling",
};

export const FORMAT: OptionEntry = {
  long: "format",
  short: null,
  value: "FORMAT",
  many: false,
  summary: "how findings are printed: text, json, sarif or github",
};

export const LIMIT: OptionEntry = {
  long: "limit",
  short: null,
  value: "COUNT",
  many: false,
  summary: "how many findings with one code are shown as text: a number, or all; 20 unless given",
};

export function flag(long: string, short: string | null, summary: string): OptionEntry {
  return { long, short, value: null, many: false, summary };
}

export function option(long: string, short: string | null, value: string, summary: string): OptionEntry {
  return { long, short, value, many: false, summary };
}

export const WATCH: OptionEntry = flag("watch", null, "stay, and look again after every edit of a file");
