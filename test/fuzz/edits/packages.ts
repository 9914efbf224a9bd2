// Packages to edit: the examples, the cases of test/language, a repository of many files, generated overlays, and one written for
// this, in which systems see each other in every way that there is.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { repository } from "../../../bench/workloads/repository.ts";
import { ROOT, sectionsOf, splitStandard } from "../../support/compiler-package.ts";
import { draws } from "../overlays/dice.ts";
import { programOf } from "../overlays/programs.ts";

export interface Package {
  readonly name: string;
  /** By path. */
  readonly files: ReadonlyMap<string, string>;
  readonly entries: readonly string[];
}

/** Systems that are given values, resources and systems of others, by blocks, overlays, loops and conditions. */
const SEEING = {
  "kinds.sp": `kind Unit by lab {
  @key name: String
  port: Int in 1..65535 = 80
  tags: {String: String} = {}
  peers: [String] = []
  output url: String
}

type Person {
  login: String
  level: Int = 1
}

let zone = "example.com"
fn named(name: String): String = "\${name}.\${zone}"
`,
  "part.sp": `import "./kinds.sp" { Unit, named, Person }

system Part {
  param name: String
  param port: Int = 80
  param peer: Unit?
  param people: [Person by login] = {}
  let full = named(name)
  unit: Unit { name = full, port = port, tags = { at = full } }
  spare: Unit if port > 80 { name = "spare-\${name}", port = unit.port + 1 }
  users: Unit for p in people if p.level > 0 { name = "\${name}-\${p.login}", port = p.level }
  link: Unit { name = "link-\${name}", peers = [peer?.name ?? "none"] }
  output port = unit.port
}
`,
  "pair.sp": `import "./kinds.sp" { Person }
import "./part.sp" { Part }

system Pair {
  param base: String = "pair"
  param people: [Person by login] = {}
  first: Part { name = "\${base}-a", people = people }
  second: Part { name = "\${base}-b", port = first.port + 1, peer = first.unit }
  assert first.port != second.port else "one port each"
}
`,
  "people.yaml": `- login: ada
  level: 2
- login: bob
`,
  "main.sp": `import "./kinds.sp" { Unit, Person }
import "./part.sp" { Part }
import "./pair.sp" { Pair }
import "./people.yaml" as roster: [Person by login]

let start = 100

system World {
  param size: Int = 2
  lone: Part { name = "lone", port = start }
  pair: Pair { people = roster }
  twin: Pair with raised { base = "twin" }
  many: Part for n in ["x", "y"] { name = n, port = size + start, peer = pair.first.unit }
  maybe: Part if size > 1 { name = "maybe" }
  own: Unit { name = "own", peers = [lone.unit.url] }
  output sum = pair.first.port + pair.second.port
}

overlay raised on Pair {
  first { port = super + 10 }
}

overlay tagged {
  each Unit where it.port > 90 { tags { big = "yes" } }
}

overlay bigger(extra: Int = 5) on World {
  size = 3
  lone { port = super + extra, unit { tags { lone = "\${size}" } } }
  pair { second { unit { port = 9000 } } }
  many { x { name = "ex" } }
}

environment dev = World
environment prod = World with bigger(extra = 7), tagged
environment test = prod with { lone { name = "test" } }

policy "ports are free" on Unit as u {
  require u.port != 23 else "\${u} takes a port that is taken"
}
`,
} as const;

function read(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(?:sp|yaml|json|toml|csv)$/.test(path) && path !== "setpoint.toml")
    .toSorted();
  return new Map(
    paths.map((path): [string, string] => [
      path.replaceAll("\\", "/"),
      readFileSync(join(folder, path), "utf8"),
    ]),
  );
}

function sourcesIn(files: ReadonlyMap<string, string>): readonly string[] {
  return [...files.keys()].filter((path) => path.endsWith(".sp"));
}

function examples(): readonly Package[] {
  const folder = join(ROOT, "examples");
  return readdirSync(folder).map((name) => {
    const files = read(join(folder, name));
    return { name: `examples/${name}`, files, entries: sourcesIn(files) };
  });
}

/** Those without a standard library of their own. */
function cases(): readonly Package[] {
  const folder = join(ROOT, "test", "language");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".sp"))
    .toSorted()
    .flatMap((path): Package[] => {
      const sections = sectionsOf(readFileSync(join(folder, path), "utf8"));
      const { files, std } = splitStandard(sections.files);
      const texts = Object.entries(files).filter((entry): entry is [string, string] => {
        const [, text] = entry;
        return typeof text === "string";
      });
      if (Object.keys(std).length > 0) return [];
      const own = new Map(texts);
      return [{ name: `test/language/${path}`, files: own, entries: sourcesIn(own) }];
    });
}

function generated(seed: number): Package {
  const [draw] = fc.sample(draws(24), { seed, numRuns: 1 });
  const text = draw === undefined ? "" : programOf(draw);
  return { name: `overlays of seed ${seed}`, files: new Map([["main.sp", text]]), entries: ["main.sp"] };
}

export interface Corpus {
  readonly packages: readonly Package[];
}

export function corpus(): Corpus {
  const seeing: Package = {
    name: "systems that see each other",
    files: new Map(Object.entries(SEEING)),
    entries: ["main.sp"],
  };
  const lab: Package = { name: "a lab", files: repository(5, 60).setpoint, entries: ["main.sp"] };
  return { packages: [seeing, lab, ...examples(), ...cases()] };
}

/** Package number N of a seed: half of the time one of those in which systems see each other. */
export function packageOf({ packages }: Corpus, dice: (sides: number) => number, seed: number): Package {
  const roll = dice(10);
  if (roll === 9) return generated(seed);
  const from = roll < 5 ? packages.slice(0, 8) : packages;
  const found = from[dice(from.length)];
  if (found === undefined) throw new Error("there are no packages");
  return found;
}
