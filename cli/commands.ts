// The command table: every command with its words, its options, its examples and how to load it. The help, the argument
// parser and test/repo.test.ts all read this; a command's own file has nothing but what it does.

import {
  CONFIG,
  ENVIRONMENT,
  FILES,
  flag,
  FORMAT,
  LIMIT,
  WATCH,
  GRAPH,
  ONLY,
  option,
  REPLACE,
  type CommandEntry,
} from "./command.ts";
import { INSPECTING } from "./inspecting.ts";
import { OPERATING } from "./operating.ts";

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "demo",
    group: "Getting started",
    summary: "See it work: an agent, a commit, a drift",
    arguments: [],
    options: [],
    examples: [{ command: "setpoint demo", does: "plays in a folder of its own, and removes it" }],
    notes: null,
    load: () => import("./commands/demo.ts"),
  },
  {
    name: "compile",
    group: "Language",
    summary: "Compile an environment to its desired-state graph",
    arguments: [ENVIRONMENT],
    options: [
      FILES,
      FORMAT,
      LIMIT,
      flag("all", null, "every environment: a line each, or with -o and --map a file each"),
      option(
        "output",
        "o",
        "FILE",
        "write the graph to this file, whole or not at all; with --all, a folder",
      ),
      option("map", null, "FILE", "write where every value comes from to this file; with --all, a folder"),
      WATCH,
    ],
    examples: [
      { command: "setpoint compile prod", does: "prints the graph of prod" },
      { command: "setpoint compile -f shop.sp -o shop.json", does: "compiles one file into another" },
      {
        command: "setpoint compile --all -o graphs --map graphs",
        does: "writes graphs/prod.json and graphs/prod.map.json, and so for every environment",
      },
      {
        command: "setpoint compile prod --watch -o prod.json",
        does: "writes it again after every edit, and says which resources changed",
      },
    ],
    notes:
      "With --json, prints an object with `diagnostics` and `graph`, or with --all `graphs` by environment. Exit code 1 when there are errors; where one environment of --all has any, nothing is written. With --watch, it is written after every edit that leaves nothing wrong, what changed is said on standard error, and Ctrl-C ends it.",
    load: () => import("./commands/compile.ts"),
  },
  {
    name: "check",
    group: "Language",
    summary: "Say what is wrong, in every environment",
    arguments: [
      { name: "WHAT", many: true, summary: "an environment, or files; otherwise all that the package has" },
    ],
    options: [
      FORMAT,
      LIMIT,
      flag("all", null, "every environment, as without a name"),
      flag("fix", null, "apply what can be fixed without a guess"),
      WATCH,
    ],
    examples: [
      { command: "setpoint check", does: "checks the whole package" },
      { command: "setpoint check --fix", does: "removes unused imports, adds missing ones, and says so" },
      { command: "setpoint check --format sarif > check.sarif", does: "writes a log for code scanning" },
      { command: "setpoint check --watch", does: "checks again after every edit, until Ctrl-C" },
    ],
    notes:
      "Exit code 1 when there are errors; warnings alone are no failure. With --watch and --json, prints an object a line: `changed`, `milliseconds`, `diagnostics` and `counts`.",
    load: () => import("./commands/check.ts"),
  },
  {
    name: "test",
    group: "Language",
    summary: "Run the tests of the package",
    arguments: [],
    options: [
      option("filter", null, "TEXT", "only tests with this in their title or their file's name"),
      flag("update", null, "take what the tests find as their snapshots"),
    ],
    examples: [
      { command: "setpoint test", does: "runs every test" },
      { command: 'setpoint test --filter "edge"', does: "runs the tests with `edge` in their title" },
      {
        command: "setpoint test --update",
        does: "writes snapshots anew, and removes those that nothing asks for",
      },
    ],
    notes:
      "The tests are those of the package's files and of the files in its folder `tests/`. Snapshots are in `snapshots/`; one that is missing is written, and with CI set in the environment it is a failure. Exit code 1 when a test fails.",
    load: () => import("./commands/test.ts"),
  },
  {
    name: "lint",
    group: "Language",
    summary: "Say what compiles and is seldom meant",
    arguments: [{ name: "FILE", many: true, summary: "files; otherwise all that the package has" }],
    options: [
      FORMAT,
      LIMIT,
      option("level", null, "LEVEL", "the lowest level that is shown: info, warn or error"),
      flag("fix", null, "apply what can be fixed without a guess"),
    ],
    examples: [
      { command: "setpoint lint", does: "lints the whole package" },
      {
        command: "setpoint lint --level warn --format github",
        does: "leaves remarks out, and annotates a pull request",
      },
    ],
    notes:
      "Exit code 1 when there are warnings or errors. `[lint]` in setpoint.toml sets the level of each rule; `// lint: allow CODE because ...` allows a finding where it stands.",
    load: () => import("./commands/lint.ts"),
  },
  {
    name: "fmt",
    group: "Language",
    summary: "Write source files in the one style",
    arguments: [
      {
        name: "PATH",
        many: true,
        summary: "files, folders, or `-` for standard input; otherwise this folder",
      },
    ],
    options: [flag("check", null, "change nothing, and exit with 1 when something would change")],
    examples: [
      {
        command: "setpoint fmt",
        does: "formats every .sp file below this folder, and names those it changed",
      },
      { command: "setpoint fmt --check env", does: "fails in CI when a file of env/ is not formatted" },
      { command: "setpoint fmt - < shop.sp", does: "formats a text on its way, for editors" },
    ],
    notes:
      "There are no options of style. A file with mistakes is left as it is, and the exit code is 1. With --json, prints an object with `changed` and `diagnostics`.",
    load: () => import("./commands/fmt.ts"),
  },
  {
    name: "set",
    group: "Language",
    summary: "Change literals of a source file and nothing else in it, for bots",
    arguments: [
      { name: "FILE", many: false, summary: "the source file" },
      {
        name: "PATH=VALUE",
        many: true,
        summary: "what to set, web.replicas=3; for a single one also `PATH VALUE`",
      },
    ],
    options: [flag("check", null, "change nothing, and exit with 1 when something would change")],
    examples: [
      { command: "setpoint set env/prod.sp release=1.4.3", does: "raises the release that an overlay gives" },
      {
        command: "setpoint set env/prod.sp production.web.replicas 6",
        does: "says in which overlay, where a file has several",
      },
      {
        command: "setpoint set shop.sp web.image=shop:2.1 'headers.\"x.cache\"=max-age=60' --check",
        does: "fails when one of two would change",
      },
    ],
    notes:
      "A path begins with a declaration of the file or with something in one. A text is taken as it is; numbers, quantities, dates, true and false as the language writes them. What is not written there, or is no literal, is refused, and then nothing is set. With --json, prints an object with `settings` and `diagnostics`.",
    load: () => import("./commands/set.ts"),
  },
  {
    name: "explain",
    group: "Language",
    summary: "Explain a value, an environment or a diagnostic",
    arguments: [
      { name: "WHAT", many: false, summary: "an environment, ENV/PATH, or a code as in SP2107" },
      {
        name: "PATH",
        many: false,
        summary: "a value of the environment: web.replicas, keys.ada.mode, web.@protect",
      },
    ],
    options: [FILES],
    examples: [
      {
        command: "setpoint explain prod web.replicas",
        does: "shows every definition of a value, winner first, and what it is computed from",
      },
      {
        command: "setpoint explain prod web",
        does: "shows a resource: who wrote which field, and what it needs",
      },
      {
        command: "setpoint explain prod",
        does: "shows which overlays changed what, and what follows from it",
      },
      { command: "setpoint explain SP2107", does: "says what it means, with a wrong and a right program" },
    ],
    notes:
      "Exit code 1 when there is no such value, or the environment has errors: it is then explained as far as it could be evaluated. With --json, prints an object with `diagnostics` and `explanation` or `environment`; of a code, `explanation`, `wrong` and `right`.",
    load: () => import("./commands/explain.ts"),
  },
  {
    name: "schema",
    group: "Language",
    summary: "Print the JSON Schema of the graph",
    arguments: [],
    options: [],
    examples: [{ command: "setpoint schema > graph.schema.json", does: "keeps it for other tools" }],
    notes: null,
    load: () => import("./commands/schema.ts"),
  },
  {
    name: "plan",
    group: "Reconciling",
    summary: "Show what would change, and why",
    arguments: [ENVIRONMENT],
    options: [
      FILES,
      GRAPH,
      CONFIG,
      ONLY,
      REPLACE,
      flag("markdown", null, "print it for a pull request"),
      option("output", "o", "FILE", "save it, for `setpoint apply FILE`; only you can read the file"),
      flag("exit-code", null, "exit with 1 when there is something to change"),
    ],
    examples: [
      { command: "setpoint plan prod", does: "reads everything and changes nothing" },
      { command: "setpoint plan prod -o plan.json", does: "saves what is to be approved, without secrets" },
      { command: "setpoint plan prod --markdown", does: "prints a comment for a pull request" },
      { command: "setpoint plan prod --exit-code", does: "fails in CI when prod is not as the files say" },
    ],
    notes: null,
    load: () => import("./commands/plan.ts"),
  },
  {
    name: "apply",
    group: "Reconciling",
    summary: "Converge once, then exit",
    arguments: [ENVIRONMENT],
    options: [
      FILES,
      GRAPH,
      CONFIG,
      ONLY,
      REPLACE,
      flag("yes", "y", "do not ask; needed where there is no terminal"),
      flag("recovery", null, "approve the plan although the ledger was lost or restored"),
    ],
    examples: [
      { command: "setpoint apply prod", does: "shows the plan, asks, and carries it out" },
      { command: "setpoint apply plan.json", does: "carries out exactly what a saved plan says" },
      {
        command: "setpoint apply prod --only web --only db",
        does: "leaves all else alone, but what they need",
      },
      { command: "setpoint apply --graph prod.json -y", does: "applies a graph compiled elsewhere" },
    ],
    notes:
      "ENV may be a saved plan (what ends in .json or has a slash): an item that has become another one since is left alone. Exit code 0 when everything is as it should be, or all that was asked for is; 1 when something is not.",
    load: () => import("./commands/apply.ts"),
  },
  {
    name: "run",
    group: "Reconciling",
    summary: "Run the agent: pull, converge, watch, mend",
    arguments: [
      { name: "ENV", many: true, summary: "the environments to hold; all that the configuration names" },
    ],
    options: [CONFIG],
    examples: [
      { command: "setpoint run", does: "holds the environments of setpoint.toml" },
      { command: "setpoint run prod --json", does: "holds prod and prints events as JSON lines" },
    ],
    notes: "SIGTERM is a clean stop with exit code 0, Ctrl-C one with 130.",
    load: () => import("./commands/run.ts"),
  },
  {
    name: "ledger",
    group: "Reconciling",
    summary: "Check, back up, restore or export the agent's record",
    arguments: [
      { name: "ACTION", many: false, summary: "check, backup, restore or export" },
      {
        name: "BACKUP",
        many: false,
        summary: "for restore: a backup's folder, or its name in the backups folder",
      },
    ],
    options: [
      CONFIG,
      option("ledger", null, "FILE", "this ledger, instead of the configuration's"),
      option("to", null, "FOLDER", "for backup: put it there, instead of in `backups` beside the ledger"),
      option("output", "o", "FILE", "for export: write to this file, whole or not at all"),
    ],
    examples: [
      {
        command: "setpoint ledger check",
        does: "proves that the ledger is whole, beside a running agent too",
      },
      {
        command: "setpoint ledger backup --to /mnt/safe",
        does: "copies it while the agent runs, and verifies the copy",
      },
      {
        command: "setpoint ledger restore 2026-01-02T03-04-05-678Z",
        does: "puts a backup in its place, and keeps what it replaces",
      },
      {
        command: "setpoint ledger export -o ledger.jsonl",
        does: "writes every row as a JSON line, without secrets",
      },
    ],
    notes:
      "Exit code 0 when it is done, or the ledger is whole; 1 when it is damaged, or it cannot be done. restore is refused while an agent holds the ledger.",
    load: () => import("./commands/ledger.ts"),
  },
  {
    name: "watch",
    group: "Reconciling",
    summary: "Watch a running agent in the terminal",
    arguments: [{ name: "ENV", many: false, summary: "only this environment; otherwise all" }],
    options: [CONFIG],
    examples: [
      { command: "setpoint watch prod", does: "opens the terminal UI" },
      { command: "setpoint watch prod | grep drift", does: "follows the events as plain lines" },
    ],
    notes: "Attaching and leaving never disturbs the agent. Without a terminal it prints plain lines.",
    load: () => import("./commands/watch.ts"),
  },
  ...INSPECTING,
  ...OPERATING,
];
