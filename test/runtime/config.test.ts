// The agent's setpoint.toml: what is granted, and what is said of a file that is wrong.

import { describe, expect, test } from "vitest";
import {
  defaultConfig,
  readConfig,
  readPackage,
  type AgentConfig,
  type ConfigProblem,
} from "../../runtime/config.ts";
import { defaultEnvironment } from "../../runtime/config/environment.ts";

function config(text: string): AgentConfig {
  const result = readConfig(text, "/etc/web/setpoint.toml", "host-7");
  if (result.kind === "problem") throw new Error(result.message);
  return result.config;
}

/**
 * The problem with a text. Its place must be the one that is marked in the text, by a `^` under a line as in the language's
 * own tests, and none where none is marked.
 */
function problemIn(marked: string): ConfigProblem {
  const lines: string[] = [];
  let place: ConfigProblem["place"] = null;
  for (const line of marked.split("\n")) {
    if (/^\s*\^$/.test(line)) place = { line: lines.length, column: line.indexOf("^") + 1 };
    else lines.push(line);
  }
  const result = readConfig(lines.join("\n"), "/etc/web/setpoint.toml", "host-7");
  if (result.kind !== "problem") throw new Error("there is no problem");
  expect(result.place).toEqual(place);
  return result;
}

describe("a good file", () => {
  test.each([
    ["5/s", { count: 5, per: 1_000 }],
    ["100/m", { count: 100, per: 60_000 }],
    ["1000/h", { count: 1_000, per: 3_600_000 }],
  ])("paces a target: %s", (rate, expected) => {
    const [target] = config(`[targets.api]\ndriver = "local"\nparallel = 4\nrate = "${rate}"\n`).targets;
    expect(target).toMatchObject({ parallel: 4, rate: expected });
  });

  test("is read whole, and its paths are taken from its own folder", () => {
    const text = `
[package]
name = "web"
anything = "is the compiler's to judge"

[agent]
name = "web-1"
ledger = "state/ledger.db"

[store]
repository = "../desired.git"
branch = "live"
folder = "deploy/web/"
poll = "1m30s"

[environments.prod]
[environments."prod.eu"]

[targets.local]
driver = "local"
base = "./world"
roots = ["/srv/hello/", "/etc//hello"]
exec = true
process = true
poll = "250ms"
watch = false

[targets.spare]
driver = "local"

[secrets.recipients]
prod = ["is for those who seal"]

[secrets.identities]
prod = ["keys/prod.key", "/run/old.key"]
"prod.eu" = ["eu.key"]
`;
    expect(config(text)).toEqual({
      path: "/etc/web/setpoint.toml",
      agent: { name: "web-1", ledger: "/etc/web/state/ledger.db" },
      store: { repository: "/etc/desired.git", branch: "live", folder: "deploy/web", poll: 90_000 },
      environments: [defaultEnvironment("prod"), defaultEnvironment("prod.eu")],
      targets: [
        {
          name: "local",
          driver: "local",
          base: "/etc/web/world",
          roots: ["/srv/hello", "/etc/hello"],
          exec: true,
          process: true,
          poll: 250,
          watch: false,
        },
        {
          name: "spare",
          driver: "local",
          base: "/",
          roots: [],
          exec: false,
          process: false,
          poll: 30_000,
          watch: true,
        },
      ],
      secrets: {
        identities: new Map([
          ["prod", ["/etc/web/keys/prod.key", "/run/old.key"]],
          ["prod.eu", ["/etc/web/eu.key"]],
        ]),
      },
    } satisfies AgentConfig);
  });

  test("that is empty grants nothing, as having none does", () => {
    const empty = config("");
    expect(empty).toEqual({ ...defaultConfig("/etc/web", "host-7"), path: "/etc/web/setpoint.toml" });
    expect(empty.agent).toEqual({ name: "host-7", ledger: "/etc/web/.setpoint/ledger.db" });
    expect(empty.store).toBeNull();
    expect(empty.targets).toEqual([
      {
        name: "local",
        driver: "local",
        base: "/",
        roots: [],
        exec: false,
        process: false,
        poll: 30_000,
        watch: true,
      },
    ]);
  });

  test("without a local target keeps the implicit one beside its own", () => {
    const names = config('[targets.spare]\ndriver = "local"').targets.map(({ name }) => name);
    expect(names).toEqual(["spare", "local"]);
  });

  test("may grant the whole of a base, begin with a byte order mark, and end its lines as Windows does", () => {
    const text = '\uFEFF[targets.local]\r\ndriver = "local"\r\nroots = ["/"]\r\n';
    expect(config(text).targets[0]?.roots).toEqual(["/"]);
  });

  test.each([
    ["15s", 15_000],
    ["1h30m", 5_400_000],
    ["1.5s", 1_500],
    ["1_000ms", 1_000],
    ["1d", 86_400_000],
    ["1w", 604_800_000],
  ])("reads the duration %s", (duration, milliseconds) => {
    expect(config(`[store]\nrepository = "."\npoll = "${duration}"`).store?.poll).toBe(milliseconds);
  });
});

describe("names that are not known", () => {
  test("a table, with the nearest name", () => {
    const { message: said, help } = problemIn("[agnet]\n ^\n");
    expect(said).toMatch(/^`agnet` is not a known table; did you mean `agent`\?$/);
    expect(help).toBe(
      "The file knows: package, lint, policies, agent, store, environments, targets, secrets.",
    );
  });

  test("a key, with the nearest name and its place", () => {
    const text = `
[agent]
name = "web-1"
  legder = "x.db"
  ^
`;
    const { message: said, help } = problemIn(text);
    expect(said).toMatch("`agent.legder` is not a known key; did you mean `ledger`?");
    expect(help).toBe("[agent] knows: name, ledger, history.");
  });

  test("a key that resembles nothing", () => {
    expect(problemIn("[store]\ncolour = 1\n^\n").message).toMatch(/^`store\.colour` is not a known key\.$/);
  });

  test("in an inline table, a dotted key, a quoted one, and beside the same name in another table", () => {
    expect(
      problemIn('targets.local = { driver = "local", bse = "/" }\n' + " ".repeat(36) + "^\n").message,
    ).toMatch("`targets.local.bse`");
    expect(problemIn("agent.nam = 1\n      ^\n").message).toMatch(
      "`agent.nam` is not a known key; did you mean `name`?",
    );
    expect(problemIn('[targets."web one"]\ndriver = "local"\nexce = true\n^').message).toMatch(
      '`targets."web one".exce`',
    );
    expect(problemIn('[package]\npol = 1\n[store]\nrepository = "."\npol = "1s"\n^').message).toMatch(
      "`store.pol`",
    );
  });

  test("an environment's keys are known ones", () => {
    expect(problemIn("[environments.prod]\nregion = 1\n^").message).toMatch(
      "`environments.prod.region` is not a known key",
    );
    expect(problemIn("[environments.prod.eu]\n                   ^").message).toMatch(
      "`environments.prod.eu` is not a known table",
    );
  });

  test("names of JavaScript's own are names like any other", () => {
    expect(problemIn("[__proto__]\n ^").message).toMatch("`__proto__` is not a known table");
    expect(problemIn("[agent]\nconstructor = 1\n^").message).toMatch(
      "`agent.constructor` is not a known key",
    );
  });
});

describe("values of another type say what was expected and what was found", () => {
  test.each([
    ["agent = 1\n^", "`agent` must be a table, and is the number 1."],
    ["[agent]\nname = 7\n^", "`agent.name` must be a string, and is the number 7."],
    ["[agent]\nname = 2026-01-01\n^", "`agent.name` must be a string, and is a date."],
    ["[agent]\nname = 99999999999999999999\n^", "`agent.name` must be a string, and is the number"],
    ["[[targets]]\n  ^", "`targets` must be a table, and is a list with a table."],
    ["[targets]\nlocal = 1\n^", "`targets.local` must be a table, and is the number 1."],
    [
      '[targets.local]\ndriver = "local"\nexec = "yes"\n^',
      '`targets.local.exec` must be true or false, and is the string "yes".',
    ],
    [
      '[targets.local]\ndriver = "local"\nroots = "/srv"\n^',
      '`targets.local.roots` must be a list of strings, and is the string "/srv".',
    ],
    [
      '[targets.local]\ndriver = "local"\nroots = [1]\n^',
      "`targets.local.roots` must be a list of strings, and is a list with the number 1.",
    ],
    [
      '[store]\nrepository = "."\npoll = 15\n^',
      '`store.poll` must be a duration, such as "15s", "250ms" or "1h30m", and is the number 15.',
    ],
    ['[store]\nrepository = "."\npoll = "15"\n^', /^`store\.poll` must be a duration.*and is "15"\.$/],
    ['[store]\nrepository = "."\npoll = "fast"\n^', /and is "fast"\.$/],
    ['[store]\nrepository = "."\npoll = "0s"\n^', "`poll` is too short: 0ms."],
  ])("%j", (text, message) => {
    expect(problemIn(text).message).toMatch(message);
  });
});

describe("what cannot be granted", () => {
  test.each([
    ["[store]\n ^\nbranch = 'main'", "[store] names no `repository`."],
    ["[targets.local]\n         ^", "The target `local` names no `driver`."],
    ['[targets.db]\ndriver = "postgres"\n^', 'asks for the driver "postgres", which is not known.'],
    ['[targets.local]\ndriver = "local"\nparallel = 0\n^', "`parallel` must be at least 1."],
    ['[targets.local]\ndriver = "local"\nrate = "5"\n^', '"5" is not a rate.'],
    ['[targets.local]\ndriver = "local"\nrate = "0/s"\n^', '"0/s" is not a rate.'],
    ['[targets.local]\ndriver = "local"\nroots = ["srv"]\n^', '"srv" cannot be a root'],
    ['[targets.local]\ndriver = "local"\nroots = ["/srv/../etc"]\n^', '"/srv/../etc" cannot be a root'],
    ['[store]\nrepository = "."\nfolder = "../x"\n^', '"../x" leads out of the repository.'],
    ['[store]\nrepository = "."\nfolder = "/x"\n^', '"/x" leads out of the repository.'],
    ['[environments."a b/c"]\n              ^', '"a b/c" cannot be the name of an environment.'],
  ])("%j", (text, message) => {
    const { message: said, help } = problemIn(text);
    expect(said).toMatch(message);
    expect(help).not.toBeNull();
  });
});

describe("what an environment is granted", () => {
  test("windows, limits and how long an approval counts", () => {
    const text = `[environments.prod]
approval = "2h"
[environments.prod.window]
zone = "Europe/Berlin"
intended = ["mon-thu 22:00-04:00", "sat 08:00-12:00"]
[environments.prod.limits]
share = "2.5%"
surprise-from = 3
`;
    const result = readConfig(text, "/etc/setpoint.toml", "host");
    expect(result).toMatchObject({
      kind: "config",
      config: {
        environments: [
          {
            name: "prod",
            window: {
              zone: "Europe/Berlin",
              intended: [
                { days: [0, 1, 2, 3], from: 1320, to: 240 },
                { days: [5], from: 480, to: 720 },
              ],
              corrective: null,
            },
            limits: { share: 0.025, from: 10, surprise: 0.3, surpriseFrom: 3, last: true },
            approval: 7_200_000,
          },
        ],
      },
    });
  });

  test.each([
    ["[environments.prod.window]\n                   ^", "The window names no `zone`."],
    ['[environments.prod.window]\nzone = "Mars"\n^', '"Mars" is no time zone that this system knows.'],
    ['[environments.prod.window]\nzone = "UTC"\nintended = ["late"]\n^', '"late" is not a window.'],
    [
      '[environments.prod.limits]\nshare = "a lot"\n^',
      'must be a percentage, such as "10%", and is "a lot".',
    ],
    ['[environments.prod.limits]\nshare = "101%"\n^', 'and is "101%".'],
    ["[environments.prod.limits]\nfrom = 1.5\n^", "must be a whole number"],
    ["[environments.prod]\nwindows = 1\n^", "did you mean `window`?"],
  ])("%j", (text, message) => {
    expect(problemIn(text).message).toContain(message);
  });
});

describe("text that is not TOML", () => {
  test.each([
    ["[agent]\nname = \n       ^", /^This is not valid TOML: .+\.$/],
    ["[agent]\nname = 'a'\nname = 'b'\n          ^", "can't redefine existing key"],
    ["\u0001\n^", "not valid TOML"],
  ])("%j", (text, message) => {
    expect(problemIn(text).message).toMatch(message);
  });
});

describe("[package]", () => {
  test("is read alone, whatever the agent's tables say", () => {
    const text =
      '[package]\nname = "web"\nversion = "1.2.0"\nentry = ["main.sp", "./env/prod.sp"]\n[agent]\nnmae = 1';
    expect(readPackage(text, "/src/setpoint.toml")).toEqual({
      kind: "package",
      package: { name: "web", version: "1.2.0", entry: ["main.sp", "env/prod.sp"], policies: [] },
    });
  });

  test("may be missing", () => {
    const nothing = { kind: "package", package: { name: null, version: null, entry: null, policies: [] } };
    expect(readPackage("", "/src/setpoint.toml")).toEqual(nothing);
    expect(readPackage("[package]", "/src/setpoint.toml")).toEqual(nothing);
  });

  test("comes with the files whose policies hold, imported or not", () => {
    expect(readPackage('[policies]\nfiles = ["./rules/base.sp"]', "/src/setpoint.toml")).toMatchObject({
      package: { entry: null, policies: ["rules/base.sp"] },
    });
  });

  test.each([
    ["[policies]\nfile = []", "`policies.file` is not a known key; did you mean `files`?"],
    ['[policies]\nfiles = ["../x.sp"]', '"../x.sp" leads out of /src.'],
    ['[package]\nentrys = ["main.sp"]', "`package.entrys` is not a known key; did you mean `entry`?"],
    [
      '[package]\nentry = "main.sp"',
      '`package.entry` must be a list of strings, and is the string "main.sp".',
    ],
    ["[package]\nentry = []", "`package.entry` names no file."],
    ['[package]\nentry = ["../main.sp"]', '"../main.sp" leads out of /src.'],
  ])("%j", (text, message) => {
    expect(readPackage(text, "/src/setpoint.toml")).toMatchObject({
      kind: "problem",
      message,
      place: { line: 2, column: 1 },
    });
  });
});
