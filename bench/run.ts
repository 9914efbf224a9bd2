// `npm run bench -- NAME…`: runs benchmarks by name, or lists them. Exit code 1 when one misses its bound.
// `--without puppet` and `--sizes 1000` are for whoever works on one of them: what is left out is not compared.

import { parseArgs } from "node:util";

export interface Options {
  readonly without: readonly string[];
  /** Null: all of the benchmark's own. */
  readonly sizes: readonly number[] | null;
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

async function main(words: readonly string[]): Promise<number> {
  const { positionals: names, values } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { without: { type: "string", multiple: true }, sizes: { type: "string" } },
  });
  const options: Options = {
    without: values.without ?? [],
    sizes: values.sizes?.split(",").map(Number) ?? null,
  };
  if (names.length === 0) {
    for (const [name, { summary }] of Object.entries(BENCHMARKS))
      process.stdout.write(`${name.padEnd(12)}${summary}\n`);
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

process.exitCode = await main(process.argv.slice(2));
