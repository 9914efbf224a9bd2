// `setpoint environments` through the real binary: the stack of each, what is inherited, and where it is declared.

import { expect, test } from "vitest";
import { folder, setpoint } from "./binary.ts";
import { HELLO } from "./hello.ts";

const ENVIRONMENTS = `import "../hello.sp" { Hello }

overlay greeting(whom: String) on Hello { hello { content = "Hello, \${whom}\\n" } }
overlay tight on Hello { hello { mode = 0o600 } }
overlay marked on Hello { hello { @protect } }

/// What customers see.
environment live = Hello with greeting(
  whom = "world",
), (tight, marked)
environment trial = live with { hello { path = "/srv/trial.txt" } }
`;

const FILES = { "hello.sp": HELLO, "env/live.sp": ENVIRONMENTS };

test("each with its system, its overlays from the lowest up, and the places of both", async () => {
  const { code, stdout, stderr } = await setpoint(["environments"], { folder: folder(FILES) });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toBe(`live  Hello  env/live.sp:8:13
  What customers see.
  1. greeting( whom = "world", )  env/live.sp:3:9
  2. (tight, marked)
     - tight  env/live.sp:4:9
     - marked  env/live.sp:5:9

prod  Hello  hello.sp:10:13

trial  Hello, on live  env/live.sp:11:13
  1. greeting( whom = "world", ), from live  env/live.sp:3:9
  2. (tight, marked), from live
     - tight, from live  env/live.sp:4:9
     - marked, from live  env/live.sp:5:9
  3. { … }  env/live.sp:11:31

3 environments
`);
});

test("the same for machines", async () => {
  const { stdout } = await setpoint(["environments", "--json"], { folder: folder(FILES) });
  expect(JSON.parse(stdout)).toMatchObject({
    diagnostics: [],
    environments: [
      { name: "live", system: "Hello", base: null, doc: "What customers see." },
      { name: "prod", overlays: [] },
      {
        name: "trial",
        base: "live",
        overlays: [
          { inheritedFrom: "live", place: { file: "env/live.sp", line: 3, column: 9 }, siblings: null },
          { siblings: [{ text: "tight" }, { text: "marked" }] },
          { text: "{ … }", inheritedFrom: null },
        ],
      },
    ],
  });
});

test("each of a loop by its own name, and what stands on one of them", async () => {
  const text = `import "../hello.sp" { Hello }
overlay greeting(whom: String) on Hello { hello { content = "Hello, \${whom}\\n", path = "/srv/\${whom}" } }
environment live for r in ["eu", "us"] = Hello with greeting(r)
environment trial = live.eu with { hello { path = "/srv/trial.txt" } }
`;
  const { code, stdout } = await setpoint(["environments"], {
    folder: folder({ ...FILES, "env/live.sp": text }),
  });
  expect(code).toBe(0);
  expect(stdout).toBe(`live.eu  Hello  env/live.sp:3:13
  1. greeting(r)  env/live.sp:2:9

live.us  Hello  env/live.sp:3:13
  1. greeting(r)  env/live.sp:2:9

prod  Hello  hello.sp:10:13

trial  Hello, on live.eu  env/live.sp:4:13
  1. greeting(r), from live  env/live.sp:2:9
  2. { … }  env/live.sp:4:34

4 environments
`);
});

test("a mistake elsewhere is said, and what could be read is listed", async () => {
  const broken = ENVIRONMENTS.replace("mode = 0o600", "mood = 0o600").replace(
    "Hello with greeting",
    "Hello with nobody",
  );
  const root = folder({ ...FILES, "env/live.sp": broken });
  const { code, stdout, stderr } = await setpoint(["environments"], { folder: root });
  expect(code).toBe(1);
  expect(stdout).toContain('  1. nobody( whom = "world", )\n');
  expect(stderr).toMatch(/mood[\s\S]*nobody/);
});

test("a circle of environments is an error and no endless list", async () => {
  const root = folder({ "a.sp": "environment one = two\nenvironment two = one\n" });
  const { code, stdout, stderr } = await setpoint(["environments"], { folder: root });
  expect(code).toBe(1);
  expect(stdout).toContain("one  (no system), on two");
  expect(stderr.match(/^error/gm)).toHaveLength(1);
});

test("a package without any says so", async () => {
  const { code, stdout } = await setpoint(["environments"], { folder: folder({ "a.sp": "let a = 1\n" }) });
  expect({ code, stdout }).toEqual({ code: 0, stdout: "0 environments\n" });
});
