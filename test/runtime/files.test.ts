// The engine with real files: purging, entries in files that others own, and links, through whole convergences.

import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Kind } from "../../compiler/graph.ts";
import type { JsonObject } from "../../compiler/json.ts";
import { makePlan } from "../../runtime/engine/preview.ts";
import { remedyOf } from "../../runtime/status.ts";
import {
  address,
  type Declared,
  directory,
  entries,
  file,
  graphOf,
  KINDS,
  symlink,
  versionOf,
} from "../support/graphs.ts";
import { fileWorld, type FileWorld } from "../support/files.ts";

let world: FileWorld;
beforeEach(() => {
  world = fileWorld();
});
afterEach(() => world.close());

const never = new AbortController().signal;

async function converge(
  declared: Record<string, Declared>,
  environment = "test",
  more: Parameters<typeof graphOf>[1] = {},
) {
  const engine = world.engine(environment);
  engine.desire(versionOf(graphOf(declared, { ...more, environment })));
  const result = await engine.converge(never);
  await engine.close();
  return result;
}

const plan = (declared: Record<string, Declared>) =>
  makePlan(world.ports, world.ledger, versionOf(graphOf(declared)));
const at = (path: string): string => join(world.base, path);
const read = (path: string): string => fs.readFileSync(at(path), "utf8");

test("a folder that moves takes what is in it along, from the inside out and back", async () => {
  const under = (folder: string, content = "a"): Record<string, Declared> => ({
    root: directory(folder),
    inner: directory(`${folder}/inner`, { needs: ["root"] }),
    file: file(`${folder}/inner/file`, content, { needs: ["inner"] }),
    beside: file(`${folder}/beside`, "b", { needs: ["root"] }),
  });
  expect(await converge(under("/srv/old"))).toMatchObject({ converged: true });
  expect((await plan(under("/srv/new"))).items.map(({ action }) => action)).toEqual(Array(4).fill("replace"));
  expect(await converge(under("/srv/new"))).toMatchObject({ converged: true });
  expect(fs.readdirSync(at("/srv"), { recursive: true }).map(String).toSorted()).toEqual([
    "new",
    "new/beside",
    "new/inner",
    "new/inner/file",
  ]);
  expect([...world.ledger.applied("test").keys()]).toEqual(["beside", "file", "inner", "root"]);
  expect(world.ledger.openIntents()).toEqual([]);
  // What somebody else has put there stays, and nothing of ours is lost to it.
  fs.writeFileSync(at("/srv/new/theirs"), "theirs");
  const halfway = await converge(under("/srv/third"));
  expect(halfway.converged).toBe(false);
  expect(read("/srv/new/theirs")).toBe("theirs");
  fs.rmSync(at("/srv/new/theirs"));
  expect(await converge(under("/srv/third", "c"))).toMatchObject({ converged: true });
  expect(read("/srv/third/inner/file")).toBe("c");
});

test("a folder that holds what may not go stays as it is, with all that is in it", async () => {
  const protect = { meta: { protect: true } };
  const under = (folder: string): Record<string, Declared> => ({
    root: directory(folder),
    inner: directory(`${folder}/inner`, { needs: ["root"] }),
    file: file(`${folder}/inner/file`, "a", { needs: ["inner"], ...protect }),
    beside: file(`${folder}/beside`, "b", { needs: ["root"] }),
  });
  await converge(under("/srv/old"));
  const before = world.tree();
  const result = await converge(under("/srv/new"));
  expect(result.done).toEqual([]);
  expect(world.tree()).toEqual(before);
  const held = [
    ["beside", "waiting", "root"],
    ["file", "blocked", null],
    ["inner", "waiting", "file"],
    ["root", "waiting", "inner"],
  ];
  expect(result.open.map(({ address, report }) => [address, report.status.kind, report.cause])).toEqual(held);
  // While it is put right as well.
  fs.writeFileSync(at("/srv/old/inner/file"), "drifted");
  expect((await converge(under("/srv/new"))).done).toMatchObject([{ action: "update", address: "file" }]);
  expect(world.tree()).toEqual(before);
  // So it is where nothing declares any more what may not go.
  const { file: _file, ...rest } = under("/srv/new");
  const orphaned = await converge(rest);
  expect(world.tree()).toEqual(before);
  expect(orphaned.open.map(({ address, report }) => [address, report.status.kind, report.cause])).toEqual(
    held,
  );
});

describe("a directory that is purged", () => {
  const purged = directory("/srv/d", { meta: { adopt: "always" } });
  const root: Declared = { ...purged, spec: { ...purged.spec, purge: true } };

  test("loses what nothing declares, and every name of it is in the plan", async () => {
    await converge({ root: directory("/srv/d"), keep: file("/srv/d/keep", "k", { needs: ["root"] }) });
    fs.mkdirSync(at("/srv/d/old/deep"), { recursive: true });
    fs.writeFileSync(at("/srv/d/old/deep/a"), "");
    fs.writeFileSync(at("/srv/d/b"), "");
    fs.mkdirSync(at("/srv/theirs"));
    fs.writeFileSync(at("/srv/theirs/a"), "theirs");
    fs.symlinkSync(at("/srv/theirs"), at("/srv/d/link"));
    const desired = { root, keep: file("/srv/d/keep", "k", { needs: ["root"] }) };
    const names = ["b", "link", "old/", "old/deep/", "old/deep/a"];
    const planned = (await plan(desired)).items.find((item) => item.address === "root");
    expect(planned).toMatchObject({
      action: "update",
      removes: names,
      changes: [{ pointer: "/purge", class: "intended", live: names, desired: true }],
    });
    expect(await converge(desired)).toMatchObject({ converged: true });
    expect(fs.readdirSync(at("/srv/d"))).toEqual(["keep"]);
    expect(read("/srv/theirs/a")).toBe("theirs");
    expect((await plan(desired)).items.map((item) => item.action)).toEqual(["none", "none"]);
  });

  test("of many things waits for a person, and of few does not", async () => {
    await converge({ root: directory("/srv/d") });
    for (let index = 0; index < 10; index++) fs.writeFileSync(at(`/srv/d/${index}`), "");
    const held = await converge({ root });
    expect(held.open).toMatchObject([
      {
        report: {
          status: { kind: "waiting" },
          reason: expect.stringContaining(
            "10 things in it that nobody has declared would be deleted",
          ) as unknown,
        },
      },
    ]);
    expect(fs.readdirSync(at("/srv/d")).length).toBe(10);
  });

  test("an approval of its removals is void when there are others", async () => {
    await converge({ root: directory("/srv/d") });
    fs.writeFileSync(at("/srv/d/a"), "");
    const one = (await plan({ root })).items[0]?.digest;
    expect((await plan({ root })).items[0]?.digest).toBe(one);
    fs.writeFileSync(at("/srv/d/b"), "");
    expect((await plan({ root })).items[0]?.digest).not.toBe(one);
  });

  test("keeps what another environment has or wants, and the folders on the way to it", async () => {
    await converge(
      { dir: directory("/srv/d"), sub: directory("/srv/d/sub"), a: file("/srv/d/sub/a", "a") },
      "other",
    );
    fs.writeFileSync(at("/srv/d/sub/theirs"), "");
    fs.writeFileSync(at("/srv/d/x"), "");
    // Wanted by another environment, and there only as a stranger's yet.
    fs.mkdirSync(at("/srv/d/later"));
    fs.writeFileSync(at("/srv/d/later/b"), "stranger");
    fs.writeFileSync(at("/srv/d/later/c"), "stranger");
    await converge({ b: file("/srv/d/later/b", "wanted") }, "third");
    await converge({ root: { ...root, spec: { ...root.spec, path: "/srv/d" } } });
    // The directory itself is the other's, so that nothing at all is done to it.
    expect(fs.existsSync(at("/srv/d/x"))).toBe(true);
    fs.mkdirSync(at("/srv/e"));
    fs.renameSync(at("/srv/d/later"), at("/srv/e/later"));
    await converge({ b: file("/srv/e/later/b", "wanted") }, "third");
    await converge({ root: { ...root, spec: { ...root.spec, path: "/srv/e" } } });
    expect(fs.readdirSync(at("/srv/e/later"))).toEqual(["b"]);
    expect(read("/srv/d/sub/a")).toBe("a");
  });

  test("keeps what is the agent's own, and all else in a sandbox inside the agent's repository", async () => {
    for (const name of ["agent/backups/1", "sources", "sources-of-others"])
      fs.mkdirSync(at(`/srv/d/${name}`), { recursive: true });
    for (const name of ["agent/ledger.db-wal", "agent/backups/1/ledger.db", "prod.key", "sources/a", "junk"])
      fs.writeFileSync(at(`/srv/d/${name}`), "");
    const purgedBy = async (repository: string): Promise<readonly string[] | undefined> => {
      const config = {
        ...world.ports.config,
        agent: { name: "test", ledger: at("/srv/d/agent/ledger.db") },
        store: { repository, branch: "main", folder: "", poll: 1 },
        secrets: { identities: new Map([["prod", [at("/srv/d/prod.key")]]]) },
      };
      const { items } = await makePlan(
        { ...world.ports, config },
        world.ledger,
        versionOf(graphOf({ root })),
      );
      return items[0]?.removes;
    };
    const others = ["junk", "sources-of-others/"];
    expect(await purgedBy(at("/srv/d/sources"))).toEqual(others);
    expect(await purgedBy(join(world.base, ".."))).toEqual([...others, "sources/", "sources/a"].toSorted());
    expect(await purgedBy("/")).toEqual([...others, "sources/", "sources/a"].toSorted());
  });

  test("a declared folder in it decides for itself, and entries in a file speak for the file", async () => {
    const declared = {
      root,
      sub: directory("/srv/d/sub", { needs: ["root"] }),
      app: entries("/srv/d/app.toml", "", { port: 1 }, { needs: ["root"] }),
      link: symlink("/srv/d/current", "sub", { needs: ["root"] }),
    };
    expect(await converge(declared)).toMatchObject({ converged: true });
    fs.writeFileSync(at("/srv/d/sub/theirs"), "");
    fs.writeFileSync(at("/srv/d/other"), "");
    expect(await converge(declared)).toMatchObject({ converged: true });
    expect(fs.readdirSync(at("/srv/d")).toSorted()).toEqual(["app.toml", "current", "sub"]);
    expect(fs.existsSync(at("/srv/d/sub/theirs"))).toBe(true);
  });

  test("leaves alone a folder in it that was declared and holds what is not ours, until that is given up", async () => {
    const sub = directory("/srv/d/sub", { needs: ["root"] });
    await converge({ root, sub });
    fs.writeFileSync(at("/srv/d/sub/theirs"), "");
    const stuck = await converge({ root });
    const [open] = stuck.open;
    expect(stuck.open).toMatchObject([
      {
        address: "sub",
        report: {
          status: { kind: "failing", leaves: true },
          reason: expect.stringContaining(
            "it still holds theirs, and only an empty one is removed",
          ) as unknown,
        },
      },
    ]);
    expect(open === undefined ? null : remedyOf(open.report, "test", open.address)).toBe(
      'clear the way, or give it up and leave it there: setpoint forget test/sub --reason "…"',
    );
    expect(world.ledger.failures("test")).toMatchObject([{ address: "sub", outcome: "conflict" }]);
    expect(fs.existsSync(at("/srv/d/sub/theirs"))).toBe(true);
    // What is nobody's any more is in the next plan, by name.
    world.ledger.note([{ kind: "forgotten", environment: "test", address: address("sub") }], []);
    expect((await plan({ root })).items).toMatchObject([
      { address: "root", removes: ["sub/", "sub/theirs"] },
    ]);
    expect(await converge({ root })).toMatchObject({ converged: true });
    expect(fs.readdirSync(at("/srv/d"))).toEqual([]);
  });

  test("the agent's own files stay", async () => {
    const own = { ...world.ports.config, path: at("/srv/d/setpoint.toml") };
    fs.mkdirSync(at("/srv/d"));
    fs.writeFileSync(at("/srv/d/setpoint.toml"), "");
    fs.writeFileSync(at("/srv/d/other"), "");
    const planned = await makePlan(
      { ...world.ports, config: own },
      world.ledger,
      versionOf(graphOf({ root })),
    );
    expect(planned.items[0]?.removes).toEqual(["other"]);
  });
});

describe("something else in the place of a file", () => {
  const others: readonly (readonly [string, (path: string) => void])[] = [
    ["a named pipe", (path) => execFileSync("mkfifo", [path])],
    ["a directory", (path) => fs.mkdirSync(path)],
    ["a symbolic link", (path) => fs.symlinkSync("elsewhere", path)],
  ];
  const adopt = { meta: { adopt: "always" } } as const;

  test.each(others)("is said by the plan and left alone: %s", async (what, put) => {
    for (const [name, more] of Object.entries({ plain: {}, adopted: adopt })) {
      const before = { a: file(`/srv/${name}`, "a", more) };
      const block = { kind: "occupied", by: what };
      put(at(`/srv/${name}`));
      const found = fs.lstatSync(at(`/srv/${name}`));
      expect((await plan(before)).items).toMatchObject([{ action: "create", reason: "declared", block }]);
      fs.rmSync(at(`/srv/${name}`), { recursive: true });
      expect(await converge(before)).toMatchObject({ converged: true });
      fs.rmSync(at(`/srv/${name}`));
      put(at(`/srv/${name}`));
      expect((await plan(before)).items).toMatchObject([{ action: "create", reason: "gone", block }]);
      const held = await converge(before);
      expect(held.open).toMatchObject([
        {
          report: {
            status: { kind: "blocked", by: "occupied" },
            reason: `there is ${what} in its place, and it is left alone; move it away or remove it`,
          },
        },
      ]);
      expect(fs.lstatSync(at(`/srv/${name}`)).mode).toBe(found.mode);
      // Nothing is ours there any more, so there is nothing to delete.
      expect((await plan({})).items).toMatchObject([{ action: "release", reason: "gone" }]);
      expect(await converge({})).toMatchObject({ converged: true });
      expect(fs.lstatSync(at(`/srv/${name}`)).mode).toBe(found.mode);
      fs.rmSync(at(`/srv/${name}`), { recursive: true });
    }
  });

  test("is in the way of a move, and not of another kind in the very place of the old one", async () => {
    await converge({ a: file("/srv/a", "a") });
    fs.mkdirSync(at("/srv/b"));
    expect((await plan({ a: file("/srv/b", "a", adopt) })).items).toMatchObject([
      { action: "replace", block: { kind: "occupied", by: "a directory" } },
    ]);
    const link = { a: symlink("/srv/a", "b", adopt) };
    expect((await plan(link)).items).toMatchObject([{ action: "replace", block: null }]);
    expect(await converge(link)).toMatchObject({ converged: true });
    expect(fs.readlinkSync(at("/srv/a"))).toBe("b");
  });
});

describe("entries", () => {
  const FILE = "# theirs\nname = 'x' # keep\n\n[server]\nhost = \"h\"\n";

  test("are written into a file that others own, mended, changed, dropped and taken out again", async () => {
    fs.writeFileSync(at("/srv/app.toml"), FILE);
    fs.chmodSync(at("/srv/app.toml"), 0o640);
    await converge({ app: entries("/srv/app.toml", "server", { port: 1, on: true }) });
    expect(read("/srv/app.toml")).toBe(`${FILE}port = 1\non = true\n`);
    // Foreign keys are nobody's business; an owned one is drift.
    fs.writeFileSync(
      at("/srv/app.toml"),
      read("/srv/app.toml").replace("'x'", "'y'").replace("port = 1", "port = 2"),
    );
    world.events.length = 0;
    await converge({ app: entries("/srv/app.toml", "server", { port: 1, on: true }) });
    expect(world.events.filter((event) => event.kind === "drift-seen")).toMatchObject([
      { address: "app", pointers: ["/values/port"] },
    ]);
    const changed = FILE.replace("'x'", "'y'");
    expect(read("/srv/app.toml")).toBe(`${changed}port = 1\non = true\n`);
    const dropped = { app: entries("/srv/app.toml", "server", { port: 3 }) };
    expect((await plan(dropped)).items[0]?.patch).toEqual([
      { op: "replace", path: "/values/port", value: 3 },
      { op: "remove", path: "/values/on" },
    ]);
    expect(await converge(dropped)).toMatchObject({ converged: true });
    expect(read("/srv/app.toml")).toBe(`${changed}port = 3\n`);
    expect(await converge({})).toMatchObject({ converged: true });
    expect(read("/srv/app.toml")).toBe(changed);
    expect(fs.statSync(at("/srv/app.toml")).mode & 0o777).toBe(0o640);
  });

  test.each(["ini", "json", "toml", "yaml"])(
    "have the names that every object has, in %s",
    async (format) => {
      const path = `/srv/app.${format}`;
      const values = JSON.parse('{"__proto__":"a","constructor":"b","toString":"c"}') as JsonObject;
      const want = (values: JsonObject): Declared => {
        const { spec, ...rest } = entries(path, "", values);
        return { ...rest, spec: { ...spec, format } };
      };
      expect(await converge({ app: want(values) })).toMatchObject({ converged: true });
      for (const word of ["__proto__", "constructor", "toString"]) expect(read(path)).toContain(word);
      expect((await plan({ app: want(values) })).items[0]?.action).toBe("none");
      expect(await converge({ app: want({ toString: "c" }) })).toMatchObject({ converged: true });
      expect(read(path)).not.toMatch(/__proto__|constructor/);
    },
  );

  test("of several resources share one file, and all are written", async () => {
    const declared = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [
        `t${index}`,
        entries("/srv/app.toml", `t${index}`, { v: index }),
      ]),
    );
    expect(await converge(declared)).toMatchObject({ converged: true });
    for (let index = 0; index < 12; index++)
      expect(read("/srv/app.toml")).toContain(`[t${index}]\nv = ${index}\n`);
  });

  test("that are there and equal are adopted; those that differ are blocked until adopted", async () => {
    fs.writeFileSync(at("/srv/app.toml"), FILE);
    expect(await converge({ app: entries("/srv/app.toml", "server", { host: "h" }) })).toMatchObject({
      converged: true,
    });
    const other = entries("/srv/app.toml", "", { name: "mine" });
    const result = await converge({ app: entries("/srv/app.toml", "server", { host: "h" }), other });
    expect(result.open).toMatchObject([
      { address: "other", report: { status: { kind: "blocked", by: "exists" } } },
    ]);
    expect(read("/srv/app.toml")).toBe(FILE);
  });

  test("in a file that is declared as a whole are refused, and the file stays as declared", async () => {
    const declared = {
      whole: file("/srv/app.toml", FILE),
      app: entries("/srv/app.toml", "server", { port: 1 }, { needs: ["whole"] }),
    };
    const result = await converge(declared);
    expect(result.open).toMatchObject([
      {
        address: "app",
        report: {
          reason: expect.stringContaining("a file that is declared as a whole in its place") as unknown,
        },
      },
    ]);
    expect(read("/srv/app.toml")).toBe(FILE);
  });

  test("in a file that cannot be read are unknown, and nothing is touched", async () => {
    fs.writeFileSync(at("/srv/app.toml"), "this is no toml");
    const planned = await plan({ app: entries("/srv/app.toml", "server", { port: 1 }) });
    expect(planned.unknown).toMatchObject([
      { address: "app", why: expect.stringContaining("line 1: it is not valid TOML") as unknown },
    ]);
    expect(read("/srv/app.toml")).toBe("this is no toml");
  });
});

test("a kind or a field that the driver has never heard of is refused, and never left out", async () => {
  const odd = { ...file("/srv/odd", "x"), spec: { path: "/srv/odd", content: "x", colour: "red" } };
  const kinds = { ...KINDS, "std.file.Socket": KINDS["std.file.File"] as Kind };
  const socket = { kind: "std.file.Socket", spec: { path: "/srv/socket" } };
  const result = await converge({ odd, socket }, "test", { kinds });
  expect(result.done).toEqual([]);
  expect(result.open).toMatchObject([
    {
      address: "odd",
      report: { reason: expect.stringContaining("has no field `colour`; it has path, content") as unknown },
    },
    {
      address: "socket",
      report: { reason: expect.stringContaining("this driver has no kind std.file.Socket") as unknown },
    },
  ]);
});

test("a release is switched in one step, and drift of the link is mended", async () => {
  await converge({ current: symlink("/srv/current", "releases/1") });
  await converge({ current: symlink("/srv/current", "releases/2") });
  expect(fs.readlinkSync(at("/srv/current"))).toBe("releases/2");
  fs.rmSync(at("/srv/current"));
  fs.symlinkSync("elsewhere", at("/srv/current"));
  world.events.length = 0;
  expect(await converge({ current: symlink("/srv/current", "releases/2") })).toMatchObject({
    converged: true,
  });
  expect(world.events.filter((event) => event.kind === "drift-seen")).toMatchObject([{ pointers: ["/to"] }]);
  expect(fs.readlinkSync(at("/srv/current"))).toBe("releases/2");
  expect([...world.ledger.applied("test").keys()]).toEqual([address("current")]);
});

test("a copy follows its source, byte by byte", async () => {
  fs.writeFileSync(at("/srv/source"), Buffer.from([0, 255, 13, 10]));
  const copy: Declared = { spec: { path: "/srv/copy", source: "/srv/source", mode: 0o600 } };
  const blob: Declared = { spec: { path: "/srv/blob", bytes: "AP8NCg==", mode: 0o600 } };
  expect(await converge({ copy, blob })).toMatchObject({ converged: true });
  expect(fs.readFileSync(at("/srv/copy"))).toEqual(fs.readFileSync(at("/srv/source")));
  expect(fs.readFileSync(at("/srv/blob"))).toEqual(fs.readFileSync(at("/srv/source")));
  fs.writeFileSync(at("/srv/source"), Buffer.from([1, 255]));
  expect((await plan({ copy, blob })).items.find((item) => item.address === "copy")).toMatchObject({
    action: "update",
    changes: [{ pointer: "/source", live: { bytes: 4 }, desired: "/srv/source" }],
  });
  await converge({ copy, blob });
  expect(fs.readFileSync(at("/srv/copy"))).toEqual(Buffer.from([1, 255]));
  fs.rmSync(at("/srv/source"));
  expect((await plan({ copy, blob })).unknown).toMatchObject([
    { address: "copy", why: expect.stringContaining("its source cannot be compared") as unknown },
  ]);
});

describe("what is written at create only", () => {
  const ignoring = (field: string, mode: number): Record<string, Declared> => ({
    f: {
      ...file("/srv/f", "first\n", { meta: { ignore: [`/${field}`] } }),
      spec: { path: "/srv/f", content: "first\n", mode },
    },
  });

  test.each([
    ["a text", Buffer.from("somebody's\n")],
    ["no text", Buffer.from([0, 255, 10])],
    ["more than is ever read", Buffer.alloc(9 * 1024 * 1024, "x")],
  ])("stays as others set it when the rest is changed or mended: %s", async (_what, theirs) => {
    await converge(ignoring("content", 0o644));
    expect(fs.readFileSync(at("/srv/f"), "utf8")).toBe("first\n");
    fs.writeFileSync(at("/srv/f"), theirs);
    for (const mode of [0o600, 0o640]) {
      expect(await converge(ignoring("content", mode))).toMatchObject({ converged: true });
      expect(fs.statSync(at("/srv/f")).mode & 0o777).toBe(mode);
      fs.chmodSync(at("/srv/f"), 0o777);
      expect(await converge(ignoring("content", mode))).toMatchObject({ converged: true });
      expect(fs.statSync(at("/srv/f")).mode & 0o777).toBe(mode);
      expect(fs.readFileSync(at("/srv/f")).equals(theirs)).toBe(true);
    }
  });

  test("is a mode, of a file and of a folder, as well", async () => {
    const folder = (group: string): Declared => ({
      ...directory("/srv/d", { meta: { ignore: ["/mode"] } }),
      spec: { path: "/srv/d", mode: 0o755, group },
    });
    const group = String(fs.statSync(at("/srv")).gid);
    await converge({ ...ignoring("mode", 0o644), d: folder(group) });
    fs.chmodSync(at("/srv/f"), 0o600);
    fs.chmodSync(at("/srv/d"), 0o700);
    fs.writeFileSync(at("/srv/f"), "drifted\n");
    expect(await converge({ ...ignoring("mode", 0o644), d: folder(group) })).toMatchObject({
      converged: true,
    });
    expect(world.tree()).toMatchObject({ "/srv/f": "600 first\n", "/srv/d": "700 folder" });
  });
});
