// `npm run bench -- NAME…`: runs benchmarks by name, or lists them. Exit code 1 when one misses its bound.
// `--without puppet`, `--sizes 1000` and `--rounds 15` are for whoever works on one of them: what is left out is not compared, and
// a median of more rounds is less at the mercy of a busy machine.

import { parseArgs } from "node:util";

export interface Options {
  readonly without: readonly string[];
  /** Null: all of the benchmark's own. */
  readonly sizes: readonly number[] | null;
  /** Null: as many as the benchmark says. */
  readonly rounds: number | null;
}

interface Benchmark {
  readonly summary: string;
  /** False: a bound was missed. */
  readonly load: () => Promise<{ readonly run: (options: Options) => Promise<boolean> }>;
}

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  startup: {
    summary: "how long the command takes to start, against Node itself",
    load: () => import("./startup.ts"),
  },
  frontend: {
    summary: "scanning, parsing and checking 100,000 lines, against TypeScript's parser and JSON.parse",
    load: () => import("./frontend.ts"),
  },
  compile: {
    summary: "compiling large packages to canonical JSON, against programs by hand and Nix",
    load: () => import("./compile.ts"),
  },
  edit: {
    summary: "compiling again after a one-line edit in a warm process, against the whole command",
    load: () => import("./edit.ts"),
  },
  reconcile: {
    summary: "converging many small files, against CFEngine and Puppet where they are installed",
    load: () => import("./reconcile.ts"),
  },
  idle: {
    summary: "what an agent costs that has nothing to do, and how soon drift is mended",
    load: () => import("./reconcile-idle.ts"),
  },
};

const HELP = `npm run bench -- NAME… [--without TOOL]… [--sizes N,N] [--rounds N]

${Object.entries(BENCHMARKS)
  .map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}\n`)
  .join("")}
Of \`reconcile\`: --without leaves out a tool, --sizes says how many files, --rounds of how many rounds the median is.
Example: npm run bench -- reconcile --without puppet --sizes 1000 --rounds 15
`;

async function main(words: readonly string[]): Promise<number> {
  const asked = optionsIn(words);
  if (typeof asked === "string") {
    process.stderr.write(`${asked}; see npm run bench -- --help\n`);
    return 2;
  }
  const { names, options } = asked;
  if (names.length === 0) {
    process.stdout.write(HELP);
    return 0;
  }
  let good = true;
  for (const name of names) {
    const benchmark = Object.hasOwn(BENCHMARKS, name) ? BENCHMARKS[name] : undefined;
    if (benchmark === undefined) {
      process.stderr.write(
        `there is no benchmark \`${name}\`; there is: ${Object.keys(BENCHMARKS).join(", ")}\n`,
      );
      return 2;
    }
    const { run } = await benchmark.load();
    good = (await run(options)) && good;
  }
  return good ? 0 : 1;
}

/** What is asked for, without a name: help; or what is wrong with it, in words. */
function optionsIn(
  words: readonly string[],
): { readonly names: readonly string[]; readonly options: Options } | string {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        without: { type: "string", multiple: true },
        sizes: { type: "string" },
        rounds: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    return error instanceof Error ? (error.message.split(/\.\s/)[0] ?? "") : String(error);
  }
  const { positionals, values } = parsed;
  const sizes = values.sizes?.split(",").map(Number) ?? null;
  const rounds = values.rounds === undefined ? null : Number(values.rounds);
  if ([...(sizes ?? []), rounds ?? 1].some((number) => !Number.isInteger(number) || number < 1))
    return "--sizes and --rounds take whole numbers from 1 on";
  const names = values.help === true ? [] : positionals;
  return { names, options: { without: values.without ?? [], sizes, rounds } };
}

process.exitCode = await main(process.argv.slice(2));
