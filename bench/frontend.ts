// The front end: scanning, parsing, binding and checking a repository of 100,000 lines, against what the TypeScript compiler
// needs to parse as many bytes, and JSON.parse to read as many.
//
// All three run in this process, in turns, and what is measured is the time of the processor: how busy the machine is with
// other things, and how warm the engine, is the same for all. The repository is made here: files of every form that is checked, each a little different, none with a mistake.
// TypeScript reads this repository's own sources, JSON.parse the same data as the files hold.

import { createHash } from "node:crypto";
import { globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript-js";
import { dataParsers } from "../cli/parsers.ts";
import { analyze } from "../compiler/compile.ts";
import { lex } from "../compiler/lex.ts";
import { parse } from "../compiler/parse.ts";
import type { CompilerHost, SourceFile } from "../compiler/source.ts";

const ROOT = join(import.meta.dirname, "..");
const LINES = 100_000;
const ROUNDS = 9;
/** Times the TypeScript compiler's parse of as many bytes. */
const BOUND = 4;

interface Subject {
  readonly name: string;
  readonly run: () => void;
  readonly bound: number | null;
}

export function run(): Promise<boolean> {
  const files = makeRepository();
  const bytes = files.reduce((sum, { text }) => sum + text.length, 0);
  const lines = files.reduce((sum, { text }) => sum + text.split("\n").length - 1, 0);
  const std = standardLibrary();
  const host = hostOf(files);
  const entries = files.map(({ path }) => path);
  const sources = cut(typescriptSources(), files);
  const documents = files.map(({ text }) => jsonOf(text.length));
  const errors = analyze({ host, std, entries }).diagnostics;
  if (errors.length > 0) throw new Error(`the repository has mistakes: ${errors[0]?.message ?? ""}`);
  const subjects: readonly Subject[] = [
    {
      name: "typescript: createSourceFile",
      run: () => {
        for (const text of sources) ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, false);
      },
      bound: null,
    },
    {
      name: "JSON.parse",
      run: () => {
        for (const text of documents) JSON.parse(text);
      },
      bound: null,
    },
    {
      name: "scan",
      run: () => {
        for (const file of files) lex(file);
      },
      bound: null,
    },
    {
      name: "scan + parse",
      run: () => {
        for (const file of files) parse(file);
      },
      bound: null,
    },
    {
      name: "scan + parse + bind + check",
      run: () => {
        analyze({ host, std, entries });
      },
      bound: BOUND,
    },
  ];
  process.stdout.write(`${files.length} files, ${lines} lines, ${(bytes / 1e6).toFixed(1)} MB\n`);
  return Promise.resolve(report(subjects, measure(subjects), bytes));
}

function measure(subjects: readonly Subject[]): readonly (readonly number[])[] {
  const times = subjects.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, subject] of subjects.entries()) {
      const before = process.cpuUsage();
      subject.run();
      const { user, system } = process.cpuUsage(before);
      times[index]?.push((user + system) / 1000);
    }
  }
  return times;
}

function report(subjects: readonly Subject[], times: readonly (readonly number[])[], bytes: number): boolean {
  const medians = times.map((list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0);
  const [base = 1, json = 1] = medians;
  let good = true;
  print(["", "median", "first", "MB/s", "× typescript", "× JSON.parse", "bound", ""]);
  for (const [index, { name, bound }] of subjects.entries()) {
    const time = medians[index] ?? 0;
    const kept = bound === null || time / base <= bound;
    good &&= kept;
    print([
      name,
      `${time.toFixed(0)} ms`,
      `${(times[index]?.[0] ?? 0).toFixed(0)} ms`,
      (bytes / 1e3 / time).toFixed(1),
      (time / base).toFixed(2),
      (time / json).toFixed(2),
      bound === null ? "" : `${bound}`,
      bound === null ? "" : kept ? "ok" : "TOO SLOW",
    ]);
  }
  return good;
}

function print(cells: readonly string[]): void {
  const [name = "", ...rest] = cells;
  process.stdout.write(`${name.padEnd(30)}${rest.map((cell) => cell.padStart(14)).join("")}\n`);
}

// --- What is read ----------------------------------------------------------------------------------------------------

function standardLibrary(): Readonly<Record<string, string>> {
  const folder = join(ROOT, "stdlib");
  const names = readdirSync(folder).filter((name) => name.endsWith(".sp"));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

function hostOf(files: readonly SourceFile[]): CompilerHost {
  const texts = new Map(files.map(({ path, text, id }) => [path, { kind: "text", text, id } as const]));
  return {
    read: (path) => texts.get(path) ?? { kind: "missing" },
    list: () => [],
    sha256: (text) => createHash("sha256").update(text).digest("hex"),
    parsers: dataParsers,
  };
}

function typescriptSources(): string {
  return globSync("{compiler,runtime,cli,test}/**/*.ts", { cwd: ROOT })
    .toSorted()
    .map((path) => readFileSync(join(ROOT, path), "utf8"))
    .join("\n");
}

/** As many texts as there are files, each as long as the file: whole lines, over and over again. */
function cut(text: string, files: readonly SourceFile[]): readonly string[] {
  let at = 0;
  return files.map(({ text: { length } }) => {
    if (at + length > text.length) at = 0;
    const start = text.indexOf("\n", at) + 1;
    at = start + length;
    return text.slice(start, at).padEnd(length);
  });
}

/** A document of that length: settings of services, one after the other. */
function jsonOf(length: number): string {
  const items: string[] = [];
  let size = 2;
  for (let index = 0; ; index++) {
    const item = JSON.stringify({
      name: `service-${index}`,
      server: { domain: "team.example.com", port: 8000 + index, workers: 4, tls: true },
      hosts: ["a.example.com", "b.example.com"],
      labels: { team: "t1", tier: null },
    });
    if (size + item.length + 1 > length) break;
    items.push(item);
    size += item.length + 1;
  }
  return `[${items.join(",")}]`.padEnd(length);
}

// --- The repository --------------------------------------------------------------------------------------------------

const WORDS = ["api", "web", "mail", "cache", "queue", "login", "search", "billing", "audit", "media"];

/** Files until there are enough lines: one team's system each, with what varies between its environments. */
function makeRepository(): readonly SourceFile[] {
  const files: SourceFile[] = [];
  let lines = 0;
  while (lines < LINES) {
    const text = teamFile(files.length);
    files.push({ path: `teams/t${files.length}.sp`, text, id: "" });
    lines += text.split("\n").length - 1;
  }
  return files;
}

function teamFile(index: number): string {
  const word = (offset: number) => `${WORDS[(index * 7 + offset) % WORDS.length] ?? ""}${offset}`;
  const services = Array.from({ length: 16 }, (_, at) => serviceSlots(word(at), index, at)).join("\n");
  return `// The services of team ${index}: what they are made of, and what production changes.

import std.file { Directory, File }

/// How one service is reached.
type Endpoint${index} {
  name:     String
  port:     Port
  host:     Hostname = "localhost"
  paths:    [String] = ["/", "/healthz"]
  weight:   Int in 0..100 = ${10 + (index % 90)}
  protocol: "http" | "https" | "grpc" = "http"
  timeout:  Duration = 30s
}

type Limits${index} {
  memory: Size = 512MiB
  cpu:    Cpu = 0.25cpu
  spare:  Percent = 25%
}

/// All that team ${index} runs.
system Team${index} {
  /// Which version is live.
  param release: Semver = "1.${index}.0"
  param domain:  Hostname = "team${index}.example.com"
  param debug:   Bool = false
  param labels:  {String: String} = { team = "t${index}", tier = "backend" }
  param ports:   [Endpoint${index} by name] = {
    http  = { port = ${8000 + (index % 1000)} }
    admin = { port = ${9000 + (index % 1000)}, protocol = "https", weight = 5 }
  }
  param limits: Limits${index} = { memory = ${256 + (index % 8) * 64}MiB }

  let base = "/srv/team${index}"
  let greeting = "Team ${index} serves \${domain} at \${ports.http.port}"

  root: Directory { path = base, mode = 0o750 }

${services}
  output url = "https://\${domain}:\${ports.admin.port}/"
}

overlay production${index} on Team${index} {
  release = "2.${index}.1"
  domain  = "www.team${index}.example.com"
  debug   = false
  labels { tier = "edge", region = "eu-${index % 9}" }
  ports {
    http { weight = super + 10, paths = ["/", "/live", "/ready"] }
    remove admin
    metrics = { port = ${9100 + (index % 100)}, host = "metrics.example.com" }
  }
  ${word(0)}Config { mode = 0o600, owner = "deploy" }
  ${word(1)}Config {
    mode = 0o640
    @protect
  }
  remove ${word(2)}Motd
}
`;
}

function serviceSlots(name: string, index: number, at: number): string {
  return `  // The ${name} service.
  ${name}: Directory {
    path  = "\${root.path}/${name}"
    owner = "svc-${name}"
    mode  = ${at % 2 === 0 ? "0o755" : "0o700"}
  }
  ${name}Config: File {
    path    = "\${${name}.path}/config.toml"
    content = toml({
      title  = greeting
      server = { domain, port = ports.http.port, workers = ${2 + (at % 6)} * 2, root = ${name}.path }
      log    = { level = if debug then "debug" else "info", file = "\${base}/log/${name}-${index}.log" }
      hosts  = ["a.\${domain}", "b.\${domain}", "c.\${domain}"]
      labels
    })
    @after(root)
  }
  ${name}Motd: File {
    path    = "\${${name}.path}/motd"
    content = "Release \${release} of ${name}: \${${name}Config.sha256}.\\n"
    mode    = 0o444
  }
`;
}
