// The part of `npm run fuzz -- edits` that every test run does: programs edited by chance, of which a warm program must say what
// one made from nothing says; and the edits that people make most, each by itself.

import { expect, test } from "vitest";
import { analyze } from "../../compiler/compile.ts";
import { openProgram } from "../../compiler/warm.ts";
import { DATE, hostOf, STANDARD } from "../support/compiler-package.ts";
import { diceOf } from "../support/programs.ts";
import { follow, hunt } from "./edits/hunt.ts";
import { corpus } from "./edits/packages.ts";

const SEED = 2026;
const PROGRAMS = 12;
const EDITS = 16;
/** Milliseconds that a busy machine may take. */
const PATIENCE = 120_000;

test(
  `${PROGRAMS} programs say the same warm and made from nothing, after each of ${EDITS} edits`,
  () => {
    const packages = corpus();
    let right = 0;
    for (let index = 0; index < PROGRAMS; index++) {
      const found = hunt(packages, SEED, index, EDITS);
      expect(found.difference).toBeNull();
      right += found.right;
    }
    // Most of what is compared is worth comparing.
    expect(right).toBeGreaterThan((PROGRAMS * EDITS) / 4);
  },
  PATIENCE,
);

test(
  "systems that see each other say the same, whatever is edited in them",
  () => {
    const [seeing, lab] = corpus().packages;
    if (seeing === undefined || lab === undefined) throw new Error("the corpus begins with these two");
    for (const each of [seeing, lab]) expect(follow(each, 60, diceOf(SEED)).difference).toBeNull();
  },
  PATIENCE,
);

// --- What is not computed again --------------------------------------------------------------------------------------

/** A program over files that a test changes, with a count of the texts that were hashed. */
function workspace(files: Record<string, string>) {
  let hashed: string[] = [];
  const request = {
    host: {
      ...hostOf({}),
      read: (path: string) => hostOf(files).read(path),
      sha256: (of: string | Uint8Array) => {
        hashed.push(Buffer.from(of).toString());
        return hostOf({}).sha256(of);
      },
    },
    std: STANDARD,
    entries: ["main.sp"],
    date: DATE,
  };
  const program = openProgram(request);
  return {
    /** The text of the graph, and how many resources were made for it. */
    after(changes: Record<string, string>) {
      Object.assign(files, changes);
      hashed = [];
      const { text, diagnostics } = program.update(Object.keys(changes)).compile(null);
      const made = hashed.filter((each) => each.startsWith('{"health"')).length;
      expect(text).toBe(analyze(request).compile(null).text);
      return { text, diagnostics, made };
    },
    program,
  };
}

const KIND = `kind Unit by lab {
  @key name: String
  port: Int = 80
}
`;

function part(name: string, port: number): string {
  return `import "./kind.sp" { Unit }

system ${name} {
  param zone: String
  a: Unit { name = "a-${name}.\${zone}", port = ${port} }
  b: Unit { name = "b-${name}", port = a.port + 1 }
}
`;
}

const MAIN = `import "./one.sp" { One }
import "./two.sp" { Two }

system Main {
  param zone: String = "lan"
  one: One { zone = zone }
  two: Two { zone = "fixed" }
}

overlay wide on Main { zone = "wan" }
environment prod = Main with wide
`;

const FILES = { "kind.sp": KIND, "one.sp": part("One", 1), "two.sp": part("Two", 2), "main.sp": MAIN };

test("an edit in one system computes that one", () => {
  const space = workspace({ ...FILES });
  expect(space.after({ "one.sp": part("One", 1) }).made).toBe(4);
  expect(space.after({ "one.sp": part("One", 10) }).made).toBe(2);
  expect(space.after({ "two.sp": part("Two", 20) }).made).toBe(2);
});

test("an edit in an overlay computes what sees it", () => {
  const space = workspace({ ...FILES });
  expect(space.after({}).made).toBe(4);
  const edited = MAIN.replace('"wan"', '"net"');
  expect(space.after({ "main.sp": edited }).made).toBe(2);
});

test("an edit in a kind computes everything that has it", () => {
  const space = workspace({ ...FILES });
  space.after({});
  expect(space.after({ "kind.sp": KIND.replace("80", "81") }).made).toBe(4);
});

test("what was right is kept while the file is broken, and is there again when it is mended", () => {
  const space = workspace({ ...FILES });
  space.after({});
  const broken = space.after({ "one.sp": part("One", 1).replace("param", "parma") });
  expect(broken.text).toBeNull();
  expect(broken.diagnostics.length).toBeGreaterThan(0);
  expect(space.after({ "one.sp": part("One", 1) }).made).toBe(2);
});

test("a file that says what it said changes nothing at all", () => {
  const space = workspace({ ...FILES });
  const { analysis } = space.program;
  expect(space.program.update(["one.sp", "unknown.sp"])).toBe(analysis);
});

test("a clash of what was kept with what is new is reported as from nothing", () => {
  const files = { ...FILES };
  const space = workspace(files);
  space.after({});
  const clashing = part("One", 1).replace("b-One", "b-Two");
  const { diagnostics } = space.after({ "one.sp": clashing });
  expect(diagnostics.map(({ code }) => code)).toEqual(["SP4005"]);
});
