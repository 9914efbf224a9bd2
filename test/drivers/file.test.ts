// The file driver in real folders: the contract, and what a file system has that others have not.

import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { JsonObject } from "../../compiler/json.ts";
import type { Claims, Outcome, Reading, Session, Subject } from "../../runtime/driver.ts";
import { fileDriver, openFiles } from "../../runtime/drivers/file/driver.ts";
import { machineIdentity } from "../../runtime/drivers/file/machine.ts";
import { DRIVERS } from "../../runtime/drivers/index.ts";
import type { ChildCall } from "./child.ts";
import { describeDriver, readOne, readPresent, subjectOf } from "./conformance.ts";
import { actContext, lookContext } from "./context.ts";
import {
  DIRECTORY,
  FILE,
  fileHarness,
  grantOf,
  leftoversIn,
  onFreshBase,
  runChild,
  SYMLINK,
  treeOf,
} from "./file-harness.ts";

const asRoot = process.geteuid?.() === 0;

for (const holding of [true, false]) {
  const how = holding ? "held folders" : "checked folders";
  describeDriver(`file (files, ${how})`, fileHarness(FILE, holding));
  describeDriver(`file (directories, ${how})`, fileHarness(DIRECTORY, holding));
  describeDriver(`file (links, ${how})`, fileHarness(SYMLINK, holding));
  describeDriver(`file (copies, ${how})`, fileHarness("copy", holding));
  for (const format of ["json", "toml", "yaml", "ini"] as const)
    describeDriver(`file (${format} entries, ${how})`, fileHarness(format, holding));
}

describe("the file driver", () => {
  let base: string;
  let session: Session;

  onFreshBase(
    (...fresh) => ([base, session] = fresh),
    () => session,
  );

  const file = (path: string, fields: JsonObject = {}): Subject =>
    subjectOf(FILE, path, { path, content: "wanted\n", mode: 0o644, ...fields });
  const directory = (path: string, fields: JsonObject = {}): Subject =>
    subjectOf(DIRECTORY, path, { path, mode: 0o755, ...fields });
  const create = (subject: Subject): Promise<Outcome> => session.create(subject, actContext());
  const update = async (subject: Subject): Promise<Outcome> =>
    session.update(subject, await readPresent(session, subject), [], actContext());
  const at = (path: string): string => base + path;

  test("the list of drivers loads it by name", async () => {
    const driver = DRIVERS.find((driver) => driver.name === "file");
    const loaded = await driver?.connect(grantOf(base), lookContext());
    expect(loaded?.identity).toBe(session.identity);
    expect(driver?.kinds).toEqual(fileDriver.kinds);
  });

  test("what starts together may stand in a folder that starts after it", async () => {
    const started = [
      file("/srv/new/sub/a"),
      directory("/srv/new/sub"),
      directory("/srv/new"),
      file("/srv/new/b"),
    ];
    const outcomes = await Promise.all(started.map(create));
    expect(outcomes.map(({ kind }) => kind)).toEqual(["done", "done", "done", "done"]);
  });

  test("folders in one another are removed together, with what is in them", async () => {
    const nested = [directory("/srv/new"), directory("/srv/new/sub"), file("/srv/new/sub/a")];
    await Promise.all(nested.map(create));
    const outcomes = await Promise.all(nested.map((subject) => session.remove(subject, null, actContext())));
    expect(outcomes.map(({ kind }) => kind)).toEqual(["done", "done", "done"]);
    expect(fs.readdirSync(at("/srv"))).toEqual([]);
    // Where their folder is gone as well, they are gone.
    const again = await session.remove(directory("/srv/new/sub"), null, actContext());
    expect(again.kind).toBe("done");
  });

  test.each([
    [0o555, ["file", "folder"]],
    [0o775, ["folder", "file"]],
  ])(
    "a folder that is to be 0%o comes after what is written in it only where that closes it",
    async (mode, order) => {
      await create(directory("/srv/new"));
      const present = await readPresent(session, directory("/srv/new"));
      const ended: string[] = [];
      await Promise.all([
        session
          .update(directory("/srv/new", { mode }), present, [], actContext())
          .then(({ kind }) => ended.push(kind === "done" ? "folder" : kind)),
        create(file("/srv/new/a")).then(({ kind }) => ended.push(kind === "done" ? "file" : kind)),
      ]);
      expect(ended).toEqual(order);
      expect(fs.statSync(at("/srv/new")).mode & 0o777).toBe(mode);
    },
  );

  test("it may stand in a new one that is to be purged from then on", async () => {
    const claims = async (): Promise<Claims> => ({ identities: [], own: [] });
    const started = [directory("/srv/new", { purge: true }), file("/srv/new/a")];
    const outcomes = await Promise.all(
      started.map((subject) => session.create(subject, { ...actContext(), claims })),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(["done", "done"]);
  });

  describe("identity", () => {
    test("names the machine and the base", () => {
      expect(session.identity).toBe(`${machineIdentity()}:${base}`);
      expect(openFiles(grantOf("/")).identity).toBe(machineIdentity());
    });

    test("another machine is another identity, and no machine id is no error", () => {
      const ids = ["0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210", "uninitialized"];
      const identities = ids.map((id, index) => {
        fs.writeFileSync(at(`/id-${index}`), `${id}\n`);
        return machineIdentity([at(`/id-${index}`)]);
      });
      expect(new Set(identities).size).toBe(3);
      expect(identities[0]).not.toContain(ids[0]);
      expect(machineIdentity([at("/none")])).toBe(identities[2]);
    });

    test("a base that is not there, or is a file, says what to do", () => {
      expect(() => openFiles(grantOf(at("/nowhere")))).toThrow(/base folder .*nowhere.*does not exist/);
      fs.writeFileSync(at("/plain"), "");
      expect(() => openFiles(grantOf(at("/plain")))).toThrow(/is not a folder/);
      expect(() => openFiles(grantOf(base, ["srv"]))).toThrow(/root "srv".*is not absolute/);
    });
  });

  describe("paths", () => {
    test.each([
      ["/etc/passwd", "denied", /inside none of the roots/],
      ["/srvother/a", "denied", /inside none of the roots/],
      ["/srv/../etc/passwd", "invalid", /contains "\.\."/],
      ["/srv/./a", "invalid", /contains "\."/],
      ["/srv//a", "invalid", /empty component/],
      ["/srv/a/", "invalid", /empty component/],
      ["srv/a", "invalid", /not absolute/],
      ["/srv/a\0b", "invalid", /NUL/],
      ["/srv/.setpoint-a", "invalid", /kept for unfinished files/],
      ["/", "invalid", /whole target/],
    ])("%j is refused", async (path, kind, why) => {
      const before = treeOf(base);
      const outcome = await create(file(path));
      expect(outcome).toMatchObject({ kind, why: expect.stringMatching(why) as unknown });
      expect(await readOne(session, file(path))).toMatchObject({ kind: "unknown" });
      expect(await session.remove(file(path), null, actContext())).toMatchObject({ kind });
      expect(treeOf(base)).toEqual(before);
    });

    test("a path outside the roots says which root to add, and where", async () => {
      expect(await create(file("/etc/app/a.conf"))).toMatchObject({
        help: 'add "/etc/app" to roots of [targets.local] in setpoint.toml',
      });
    });

    test("a root itself may be a directory", async () => {
      session = openFiles(grantOf(base, ["/opt"]));
      expect(await create(directory("/opt"))).toMatchObject({ kind: "done" });
      expect(await create(file("/opt/a"))).toMatchObject({ kind: "done" });
      expect(await create(file("/other"))).toMatchObject({ kind: "denied" });
    });
  });

  for (const holding of [true, false])
    describe(`links (${holding ? "held" : "checked"} folders)`, () => {
      beforeEach(() => {
        session = openFiles(grantOf(base), holding);
        fs.mkdirSync(at("/outside"));
        fs.writeFileSync(at("/outside/a"), "theirs\n");
      });

      test("a folder swapped for a link never leads outside", async () => {
        await create(directory("/srv/conf"));
        await create(file("/srv/conf/a"));
        const present = await readPresent(session, file("/srv/conf/a"));
        fs.renameSync(at("/srv/conf"), at("/srv/old"));
        fs.symlinkSync(at("/outside"), at("/srv/conf"));
        const before = treeOf(base);
        const one = file("/srv/conf/a");
        expect(await readOne(session, one)).toMatchObject({
          kind: "unknown",
          why: expect.stringContaining("is a symbolic link to") as unknown,
        });
        expect((await session.probe?.([one], lookContext()))?.size).toBe(0);
        expect(await create(one)).toMatchObject({ kind: "denied" });
        expect(await create(file("/srv/conf/new"))).toMatchObject({ kind: "denied" });
        expect(await create(directory("/srv/conf/new"))).toMatchObject({ kind: "denied" });
        const other = file("/srv/conf/a", { content: "other\n" });
        expect(await session.update(other, present, [], actContext())).toMatchObject({ kind: "denied" });
        expect(await session.remove(one, present, actContext())).toMatchObject({ kind: "denied" });
        expect(await session.settle?.({ id: 1, digest: "" }, one, lookContext())).toBe("unknown");
        expect(treeOf(base)).toEqual(before);
      });

      test("a link in place of the file is shown, and neither followed nor replaced", async () => {
        fs.symlinkSync(at("/outside/a"), at("/srv/a"));
        const before = treeOf(base);
        const one = file("/srv/a");
        const present = await readPresent(session, one);
        expect(present.live).toEqual({ path: "/srv/a", type: "symbolic link" });
        expect(await create(one)).toMatchObject({ kind: "conflict" });
        expect(await update(one)).toMatchObject({ kind: "invalid" });
        expect(await session.remove(one, null, actContext())).toMatchObject({ kind: "done" });
        expect(treeOf(base)).toEqual(before);
      });

      test("a root that its owner made a link is followed, but not out of the base", async () => {
        fs.mkdirSync(at("/run"));
        fs.symlinkSync("../run", at("/srv/run"));
        session = openFiles(grantOf(base, ["/srv/run", "/escape"]), holding);
        expect(await create(file("/srv/run/a"))).toMatchObject({ kind: "done" });
        expect(fs.readFileSync(at("/run/a"), "utf8")).toBe("wanted\n");
        fs.symlinkSync("/", at("/escape"));
        expect(await create(file("/escape/a"))).toMatchObject({ kind: "denied" });
      });

      test.skipIf(!asRoot)("a root that a stranger made a link is not followed", async () => {
        fs.symlinkSync("/outside", at("/srv/theirs"));
        fs.lchownSync(at("/srv/theirs"), 4711, 4711);
        session = openFiles(grantOf(base, ["/srv/theirs"]), holding);
        expect(await create(file("/srv/theirs/a"))).toMatchObject({ kind: "denied" });
      });
    });

  describe("content", () => {
    test("is compared byte by byte", async () => {
      for (const [name, content] of [
        ["crlf", "a\r\nb\n"],
        ["bom", "\uFEFFa"],
        ["empty", ""],
        ["nul", "a\0b"],
        ["wide", "höhe 🦀 \u{10FFFF}"],
        ["replacement", "\uFFFD"],
      ] as const) {
        const one = file(`/srv/${name}`, { content });
        expect(await create(one)).toMatchObject({ kind: "done" });
        expect(fs.readFileSync(at(`/srv/${name}`))).toEqual(Buffer.from(content));
        expect((await readPresent(session, one)).live).toEqual(one.spec);
      }
    });

    test("that is no text equals no text that anyone can want", async () => {
      fs.writeFileSync(at("/srv/a"), Buffer.from([0x61, 0xff, 0xfe]));
      const { live, outputs } = await readPresent(session, file("/srv/a"));
      const { sha256 } = outputs;
      expect(live["content"]).toEqual({ bytes: 3, sha256 });
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(await update(file("/srv/a"))).toMatchObject({ kind: "done" });
      expect(fs.readFileSync(at("/srv/a"), "utf8")).toBe("wanted\n");
    });

    test("that is larger than anyone wants is not read", async () => {
      fs.writeFileSync(at("/srv/a"), "");
      fs.truncateSync(at("/srv/a"), 2 ** 40);
      const { live, outputs } = await readPresent(session, file("/srv/a"));
      expect([live["content"], outputs]).toEqual([{ bytes: 2 ** 40 }, {}]);
      const large = file("/srv/large", { content: "x".repeat(9 * 1024 * 1024) });
      await create(large);
      expect((await readPresent(session, large)).live["content"]).toBe(large.spec["content"]);
    });

    test("that nobody wants stays as it is, and a new file is empty", async () => {
      const { content: _, ...spec } = file("/srv/a").spec;
      const open = subjectOf(FILE, "/srv/a", spec);
      expect(await create(open)).toMatchObject({ kind: "done" });
      expect(fs.readFileSync(at("/srv/a"), "utf8")).toBe("");
      fs.writeFileSync(at("/srv/a"), "theirs");
      fs.chmodSync(at("/srv/a"), 0o600);
      const { live, outputs } = await readPresent(session, open);
      expect(live).toEqual({ path: "/srv/a", mode: 0o600 });
      expect(await update(open)).toEqual({ kind: "done", outputs, version: null });
      expect(fs.readFileSync(at("/srv/a"), "utf8")).toBe("theirs");
      expect(await create(open)).toEqual({ kind: "done", outputs, version: null });
      expect(await session.settle?.({ id: 1, digest: "" }, open, lookContext())).toBe("done");
    });

    test("holds secrets only in the file", async () => {
      const reference = { $secret: { provider: "env", key: "DB" } };
      const one = file("/srv/a", { content: { $join: ["password=", reference, "\n"] } });
      const outcome = await create(one);
      const { live, outputs } = await readPresent(session, one);
      const digests = { "/content": live["content"] };
      expect(outcome).toEqual({ kind: "done", outputs: {}, version: null, digests });
      expect(fs.readFileSync(at("/srv/a"), "utf8")).toBe(`password=secret of ${JSON.stringify(reference)}\n`);
      expect(outputs).toEqual({});
      expect(await session.settle?.({ id: 1, digest: "" }, one, lookContext())).toBe("unknown");
    });
  });

  describe("mode and owner", () => {
    test("a new file has exactly the wanted mode, whatever the umask", async () => {
      const modes = [0o000, 0o600, 0o644, 0o666, 0o777, 0o4755];
      for (const mode of modes) await create(file(`/srv/${mode}`, { mode }));
      await create(directory("/srv/d", { mode: 0o1777 }));
      expect(modes.map((mode) => fs.statSync(at(`/srv/${mode}`)).mode & 0o7777)).toEqual(modes);
      expect(fs.statSync(at("/srv/d")).mode & 0o7777).toBe(0o1777);
    });

    test("drift of the mode alone is mended without writing the content", async () => {
      await create(file("/srv/a"));
      const before = fs.statSync(at("/srv/a"));
      fs.chmodSync(at("/srv/a"), 0o000);
      expect(await update(file("/srv/a"))).toMatchObject({ kind: "done" });
      const after = fs.statSync(at("/srv/a"));
      expect([after.mode & 0o7777, after.ino, after.mtimeMs]).toEqual([0o644, before.ino, before.mtimeMs]);
    });

    test.skipIf(!asRoot)(
      "owner and group are set and mended, and shown in the words of the spec",
      async () => {
        const one = file("/srv/a", { owner: "4711", group: "root", mode: 0o4755 });
        await create(one);
        expect(fs.statSync(at("/srv/a"))).toMatchObject({ uid: 4711, gid: 0 });
        expect((await readPresent(session, one)).live).toEqual(one.spec);
        fs.chownSync(at("/srv/a"), 0, 4711);
        expect((await readPresent(session, one)).live).toMatchObject({ owner: "root", group: "4711" });
        expect(await update(one)).toMatchObject({ kind: "done" });
        expect((await readPresent(session, one)).live).toEqual(one.spec);
        expect((await readPresent(session, file("/srv/a", { owner: "0" }))).live).toMatchObject({
          owner: "4711",
        });
      },
    );

    test.skipIf(!asRoot)("a replaced file keeps the owner that the spec leaves open", async () => {
      await create(file("/srv/a"));
      fs.chownSync(at("/srv/a"), 4711, 4712);
      expect(await update(file("/srv/a", { content: "new\n" }))).toMatchObject({ kind: "done" });
      expect(fs.statSync(at("/srv/a"))).toMatchObject({ uid: 4711, gid: 4712 });
    });

    test("an owner that nobody is, and a mode that is none", async () => {
      expect(await create(file("/srv/a", { owner: "no-such-user" }))).toMatchObject({
        kind: "invalid",
        why: expect.stringContaining("there is no user no-such-user") as unknown,
      });
      expect(await create(file("/srv/a", { mode: 0o10000 }))).toMatchObject({ kind: "invalid" });
      expect(fs.readdirSync(at("/srv"))).toEqual([]);
    });
  });

  describe("other types", () => {
    test("a named pipe is shown and never opened", async () => {
      spawnSync("mkfifo", [at("/srv/pipe")]);
      const one = file("/srv/pipe");
      expect(await readPresent(session, one)).toMatchObject({
        live: { path: "/srv/pipe", type: "named pipe" },
        instead: "a named pipe",
      });
      expect(await update(one)).toMatchObject({ kind: "invalid" });
    });

    test("a directory where a file is wanted, and the other way round", async () => {
      fs.mkdirSync(at("/srv/a"));
      fs.writeFileSync(at("/srv/b"), "theirs");
      expect((await readPresent(session, file("/srv/a"))).live).toEqual({
        path: "/srv/a",
        type: "directory",
      });
      expect(await update(file("/srv/a"))).toMatchObject({
        kind: "invalid",
        why: `cannot update ${at("/srv/a")}: there is a directory where a file is wanted`,
      });
      expect(await update(directory("/srv/b"))).toMatchObject({ kind: "invalid" });
      const before = treeOf(base);
      expect(await session.remove(file("/srv/a"), null, actContext())).toMatchObject({ kind: "done" });
      expect(await session.remove(directory("/srv/b"), null, actContext())).toMatchObject({ kind: "done" });
      expect(treeOf(base)).toEqual(before);
    });
  });

  describe("directories", () => {
    test("one that is not empty is not removed, and says what is in it", async () => {
      await create(directory("/srv/d"));
      for (const name of ["g", "f", "e", "d", "c", "b", "a"]) fs.writeFileSync(at(`/srv/d/${name}`), "");
      expect(await session.remove(directory("/srv/d"), null, actContext())).toMatchObject({
        kind: "conflict",
        why: `cannot remove the directory ${at("/srv/d")}: it still holds a, b, c, d, e and 2 more, and only an empty one is removed (a file stays when its entries are taken out)`,
      });
    });

    test("children that come and go are no change of it", async () => {
      await create(directory("/srv/d"));
      const present = await readPresent(session, directory("/srv/d"));
      fs.writeFileSync(at("/srv/d/a"), "");
      fs.unlinkSync(at("/srv/d/a"));
      const versions = await session.probe?.([directory("/srv/d")], lookContext());
      expect([...(versions ?? [])]).toEqual([["/srv/d", present.version]]);
      expect(await session.remove(directory("/srv/d"), present, actContext())).toMatchObject({
        kind: "done",
      });
    });

    test("purging is refused, since the driver is not told what is declared", async () => {
      expect(await create(directory("/srv/d", { purge: true }))).toMatchObject({
        kind: "invalid",
        why: expect.stringContaining("is to be purged") as unknown,
      });
      await create(directory("/srv/d"));
      const purged = directory("/srv/d", { purge: true });
      expect((await readPresent(session, purged)).live).toMatchObject({ purge: false });
      expect(await update(purged)).toMatchObject({ kind: "invalid" });
    });
  });

  describe("what the system refuses", () => {
    test("a folder that is missing, or is a file", async () => {
      expect(await readOne(session, file("/srv/none/deep/a"))).toEqual({ kind: "gone" });
      expect(await create(file("/srv/none/deep/a"))).toMatchObject({
        kind: "invalid",
        why: `cannot create ${at("/srv/none/deep/a")}: its folder ${at("/srv/none")} does not exist`,
        help: expect.stringContaining("Directory") as unknown,
      });
      fs.writeFileSync(at("/srv/plain"), "");
      expect(await readOne(session, file("/srv/plain/a"))).toEqual({ kind: "gone" });
      expect(await create(file("/srv/plain/a"))).toMatchObject({ kind: "invalid" });
      expect(await session.remove(file("/srv/plain/a"), null, actContext())).toMatchObject({ kind: "done" });
    });

    test("a name of 255 bytes is written, a longer one refused", async () => {
      expect(await create(file(`/srv/${"n".repeat(255)}`))).toMatchObject({ kind: "done" });
      expect(await create(file(`/srv/${"n".repeat(256)}`))).toMatchObject({ kind: "invalid" });
      expect(fs.readdirSync(at("/srv"))).toEqual(["n".repeat(255)]);
    });

    test.skipIf(!asRoot)("another user's folder", () => {
      fs.chmodSync(base, 0o755);
      fs.mkdirSync(at("/srv/closed"), { mode: 0o700 });
      fs.writeFileSync(at("/srv/closed/a"), "");
      fs.writeFileSync(at("/srv/secret"), "", { mode: 0o600 });
      const call = { grant: grantOf(base), holding: true, intent: 1, die: null } as const;
      const read = (path: string) =>
        runChild({ ...call, call: "read", subject: file(path) }, "nobody").result;
      expect(read("/srv/closed/a")).toMatchObject({ kind: "unknown" });
      expect(read("/srv/secret")).toEqual({
        kind: "unknown",
        why: `cannot read ${at("/srv/secret")}: permission denied (EACCES)`,
      } satisfies Reading);
      const created = runChild({ ...call, call: "create", subject: file("/srv/new") }, "nobody").result;
      expect(created).toMatchObject({
        kind: "denied",
        why: `cannot create ${at("/srv/new")}: permission denied (EACCES)`,
        help: expect.stringContaining("user 65534") as unknown,
      });
    });

    test.skipIf(!asRoot)("an owner that cannot be kept leaves the file as it was", () => {
      fs.chmodSync(base, 0o755);
      fs.chmodSync(at("/srv"), 0o777);
      fs.writeFileSync(at("/srv/a"), "theirs\n", { mode: 0o644 });
      const call = { grant: grantOf(base), holding: true, intent: 1, die: null, call: "update" } as const;
      expect(runChild({ ...call, subject: file("/srv/a") }, "nobody").result).toMatchObject({
        kind: "denied",
      });
      expect(fs.readFileSync(at("/srv/a"), "utf8")).toBe("theirs\n");
      expect(leftoversIn(at("/srv"))).toEqual([]);
    });

    const mounts = asRoot && spawnSync("unshare", ["-m", "true"]).status === 0;
    const inMount = (options: string, call: ChildCall): unknown => {
      const script = 'mount -t tmpfs -o "$1" none "$2" && exec "$3" "$4" "$5"';
      const args = [
        options,
        at("/srv"),
        process.execPath,
        join(import.meta.dirname, "child.ts"),
        JSON.stringify(call),
      ];
      const child = spawnSync("unshare", ["-m", "sh", "-c", script, "sh", ...args], { encoding: "utf8" });
      if (child.status !== 0) throw new Error(child.stderr);
      return JSON.parse(child.stdout);
    };

    test.skipIf(!mounts)("a full disk and a read-only one", () => {
      const subject = file("/srv/a", { content: "x".repeat(100_000) });
      const call = {
        grant: grantOf(base),
        holding: true,
        intent: 1,
        die: null,
        call: "create",
        subject,
      } as const;
      expect(inMount("size=64k", call)).toEqual({
        kind: "retryable",
        why: `cannot create ${at("/srv/a")}: no space is left on its file system (ENOSPC)`,
      });
      expect(inMount("ro", call)).toMatchObject({
        kind: "denied",
        why: `cannot create ${at("/srv/a")}: its file system is read-only (EROFS)`,
      });
    });
  });

  describe("unfinished files", () => {
    test("what an attempt left is used up by the next, and a stranger's is left alone", async () => {
      fs.writeFileSync(at("/srv/.setpoint-a"), "half");
      expect(await create(file("/srv/a"))).toMatchObject({ kind: "done" });
      fs.symlinkSync("/etc/passwd", at("/srv/.setpoint-b"));
      expect(await create(file("/srv/b"))).toMatchObject({ kind: "denied" });
      expect(fs.readdirSync(at("/srv")).toSorted()).toEqual([".setpoint-b", "a"]);
    });

    test("settle takes it away, and so does remove", async () => {
      fs.writeFileSync(at("/srv/.setpoint-a"), "half");
      expect(await session.settle?.({ id: 1, digest: "" }, file("/srv/a"), lookContext())).toBe("not-done");
      expect(leftoversIn(at("/srv"))).toEqual([]);
      fs.writeFileSync(at("/srv/.setpoint-a"), "half");
      await session.remove(file("/srv/a"), null, actContext());
      expect(leftoversIn(at("/srv"))).toEqual([]);
    });
  });

  describe("versions", () => {
    test("a recently changed file is not trusted, an old one is", async () => {
      await create(file("/srv/a"));
      const fresh = await readPresent(session, file("/srv/a"));
      const probe = async () =>
        (await session.probe?.([file("/srv/a")], lookContext()))?.get(file("/srv/a").address);
      expect(fresh.version).toMatch(/^~/);
      // Read again until its last change is older than a tick: the condition is the version itself.
      let present = fresh;
      while (present.version?.startsWith("~") === true) present = await readPresent(session, file("/srv/a"));
      expect(await probe()).toBe(present.version);
      fs.appendFileSync(at("/srv/a"), "!");
      expect(await probe()).not.toBe(present.version);
    });

    test("an effect has none, so that the next look is a full one", async () => {
      expect(await create(file("/srv/a"))).toMatchObject({ kind: "done", version: null });
    });
  });
});
