// The shell: a command line in, an exit code out. Commander parses by the table of commands.ts; a command's own code is
// loaded when it is the one that was asked for.
//
// Surprising: commander's own messages are caught and said again in our form, one line and one pointer to the help, so that
// every way of being wrong looks the same.

import { resolve } from "node:path";
import { statSync } from "node:fs";
import { Command, CommanderError, Help, Option } from "commander";
import { COMMAND_GROUPS, type CommandEntry } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { Failure, Interrupted, UsageFailure, whyOf } from "./failure.ts";
import { firstWord } from "./first-word.ts";
import { type ColorChoice, type Host, makeHost, wantsColor, watchStreams } from "./host.ts";
import type { CommandInput } from "./input.ts";
import { themeOf } from "./theme.ts";
import { VERSION } from "./version.ts";

interface Chosen {
  readonly entry: CommandEntry;
  readonly input: CommandInput;
  readonly folder: string;
  readonly json: boolean;
  readonly color: ColorChoice;
}

const COLORS = ["auto", "always", "never"] as const;

/** `terminalUi`: it is no part of the shell, which is one script (code.ts), because Ink waits for something while it loads. */
export async function runShell(
  argv: readonly string[],
  terminalUi: Host["terminalUi"],
  thread: Host["thread"],
): Promise<number> {
  const streams = watchStreams();
  try {
    const chosen = await parse(argv);
    if (chosen === null) return 0;
    const { folder, json, color } = chosen;
    const host = makeHost({ folder, json, color, streams, terminalUi, thread });
    const { run } = await chosen.entry.load();
    return await run(chosen.input, host);
  } catch (error) {
    return report(error, argv);
  }
}

/** What the thread beside the main one runs (environment-thread.ts). */
export const environmentWork = () => import("./environment-work.ts");

/** For the code that is kept (code.ts). */
export function isCommand(word: string): boolean {
  return COMMANDS.some(({ name }) => name === word);
}

/**
 * Null: what was asked for was help or the version, and has been printed. Where the words begin with a command, a program of that
 * command alone is made, because one of all takes longer than many a command; it has the last word only where it understands.
 */
async function parse(argv: readonly string[]): Promise<Chosen | null> {
  const first = firstWord(argv);
  const named = COMMANDS.filter(({ name }) => name === first);
  if (named.length === 0) return parseWith(COMMANDS, argv);
  try {
    return await parseWith(named, argv);
  } catch (error) {
    if (!(error instanceof UsageFailure)) throw error;
    return parseWith(COMMANDS, argv);
  }
}

async function parseWith(commands: readonly CommandEntry[], argv: readonly string[]): Promise<Chosen | null> {
  let chosen: Chosen | null = null;
  const program = makeProgram(commands, (entry, input, options) => {
    chosen = { entry, input, ...options };
  });
  if (argv.length === 0) {
    program.outputHelp();
    return null;
  }
  try {
    await program.parseAsync(withoutHelp(argv), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return null;
  }
  return chosen;
}

/** `setpoint help plan` is `setpoint plan --help`. To an unknown command --help would be the help of all: it is left out. */
function withoutHelp(argv: readonly string[]): readonly string[] {
  const [first, ...rest] = argv;
  if (first !== "help") return argv;
  const known = rest[0] === undefined || COMMANDS.some(({ name }) => name === rest[0]);
  return known ? [...rest, "--help"] : rest;
}

type Choose = (
  entry: CommandEntry,
  input: CommandInput,
  options: Pick<Chosen, "folder" | "json" | "color">,
) => void;

function makeProgram(commands: readonly CommandEntry[], choose: Choose): Command {
  const program = prepare(new Command("setpoint"))
    .description("Keeps the world at what your files say.")
    .usage("COMMAND [ENV] [OPTION...]")
    .version(VERSION, "-V, --version", "print the version")
    .option("-C <dir>", "work in this folder")
    .option("--json", "print for machines")
    .addOption(new Option("--color <when>", "colour the output").choices(COLORS).default("auto"))
    .helpOption("-h, --help", "show help")
    .helpCommand(false)
    .addHelpText("after", "\n`setpoint COMMAND --help` shows a command's options and examples.");
  for (const group of COMMAND_GROUPS) {
    program.commandsGroup(`${group}:`);
    for (const entry of commands)
      if (entry.group === group) program.addCommand(makeCommand(entry, program, choose));
  }
  return program;
}

function makeCommand(entry: CommandEntry, program: Command, choose: Choose): Command {
  const command = prepare(new Command(entry.name))
    .description(entry.summary)
    .helpOption("-h, --help", "show help");
  for (const { name, many, summary } of entry.arguments)
    command.argument(many ? `[${name}...]` : `[${name}]`, summary);
  for (const { long, short, value, many, summary } of entry.options) {
    const flags = `${short === null ? "" : `-${short}, `}--${long}${value === null ? "" : ` <${value}>`}`;
    const option = new Option(flags, summary);
    if (many) option.argParser((text, before: readonly string[] | undefined) => [...(before ?? []), text]);
    command.addOption(option);
  }
  const examples = entry.examples.map((example) => `  ${example.command}\n      ${example.does}`);
  const notes = entry.notes === null ? "" : `\n${entry.notes}\n`;
  command.addHelpText("after", `${notes}\nExamples:\n${examples.join("\n")}`);
  command.action(() => {
    const own = command.opts<Record<string, boolean | string | readonly string[]>>();
    const options: Record<string, boolean | string | readonly string[]> = {};
    for (const option of command.options) {
      const value = own[option.attributeName()];
      if (value !== undefined) options[option.name()] = value;
    }
    const shared = program.opts<{ C?: string; json?: boolean; color: ColorChoice }>();
    choose(
      entry,
      { arguments: command.args, options },
      {
        folder: workFolder(shared.C),
        json: shared.json ?? false,
        color: shared.color,
      },
    );
  });
  return command;
}

function prepare(command: Command): Command {
  return command
    .exitOverride((error) => {
      throw error.exitCode === 0 ? error : asUsage(error, command);
    })
    .configureOutput({ writeErr: () => {}, outputError: () => {} })
    .configureHelp({
      showGlobalOptions: true,
      helpWidth: 100,
      subcommandTerm: (sub) => sub.name(),
      // Commander's own padding, without its `[options]` in every usage line.
      commandUsage: (sub) =>
        sub.parent === null
          ? Help.prototype.commandUsage.call(new Help(), sub)
          : [
              "setpoint",
              sub.name(),
              ...sub.registeredArguments.map((a) => (a.variadic ? `[${a.name()}...]` : `[${a.name()}]`)),
              "[OPTION...]",
            ].join(" "),
    });
}

function workFolder(given: string | undefined): string {
  const folder = resolve(given ?? ".");
  if (given === undefined) return folder;
  try {
    if (statSync(folder).isDirectory()) return folder;
  } catch (error) {
    throw new UsageFailure(`-C ${given}: ${whyOf(error)}`);
  }
  throw new UsageFailure(`-C ${given}: it is not a folder`);
}

/** `error: unknown option '--flie'\n(Did you mean --file?)` becomes one line in our words. */
function asUsage(error: CommanderError, command: Command): UsageFailure {
  const message = error.message
    .replace(/^error: /, "")
    .replace(/\s*\(Did you mean (.*)\?\)$/s, "; did you mean $1?")
    .replaceAll("'", "`");
  const where = command.parent === null ? "setpoint" : `setpoint ${command.name()}`;
  return new UsageFailure(message, `\`${where} --help\` shows what there is`);
}

/**
 * Says what went wrong, and answers the exit code for it. How it is said is read from the words as they are: what is wrong may
 * be the very words, and then nobody has understood them.
 */
export function report(error: unknown, argv: readonly string[]): number {
  if (error instanceof Interrupted) {
    // The cursor still stands behind the question.
    process.stderr.write("\n");
    return 130;
  }
  const failure = asFailure(error);
  const words = argv.includes("--") ? argv.slice(0, argv.indexOf("--")) : argv;
  const theme = themeOf(wantsColor(colorIn(words), process.stderr));
  if (words.includes("--json")) {
    process.stderr.write(`${JSON.stringify({ error: failure.message, help: failure.help })}\n`);
  } else {
    process.stderr.write(`${theme.bad("error")}: ${failure.message}\n`);
    if (failure.help !== null) process.stderr.write(`${theme.dim("help")}: ${failure.help}\n`);
  }
  return failure instanceof UsageFailure ? 2 : 1;
}

function colorIn(words: readonly string[]): ColorChoice {
  const given = words.flatMap((word, index) => {
    if (word.startsWith("--color=")) return word.slice("--color=".length);
    return word === "--color" ? (words[index + 1] ?? "") : [];
  });
  const choice = COLORS.find((each) => each === given.at(-1));
  return choice ?? "auto";
}

/** A `LedgerError`, a `ConnectError` and the like say themselves what a person can do; what says nothing is our mistake. */
function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof Error && "help" in error && (typeof error.help === "string" || error.help === null))
    return new Failure(error.message, error.help);
  const why = whyOf(error);
  const { syscall } = error as NodeJS.ErrnoException;
  if (syscall === "uv_cwd")
    return new Failure("the folder in which this was started is gone", "go to another, or name one with -C");
  if (process.env["SETPOINT_DEBUG"] === "1" && error instanceof Error)
    process.stderr.write(`${error.stack ?? why}\n`);
  return new Failure(
    `this is a mistake in setpoint: ${why}`,
    "run it again with SETPOINT_DEBUG=1 and report what it prints",
  );
}
