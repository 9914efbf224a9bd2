// Looks of the file driver over many files and folders at once.

import * as fs from "node:fs";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../compiler/json.ts";
import type { Session, Subject } from "../../runtime/driver.ts";
import { subjectOf } from "./conformance.ts";
import { lookContext } from "./context.ts";
import { ENTRIES, FILE, onFreshBase } from "./file-harness.ts";

describe("looks of the file driver", () => {
  let base: string;
  let session: Session;

  onFreshBase(
    (...fresh) => ([base, session] = fresh),
    () => session,
  );

  const file = (path: string): Subject => subjectOf(FILE, path, { path, content: "wanted\n", mode: 0o644 });
  const at = (path: string): string => base + path;

  test("a long read lets other work in and stops when it is told to", async () => {
    const subjects = Array.from({ length: 2000 }, (_, index) => file(`/srv/${index}`));
    for (const subject of subjects) fs.writeFileSync(at(subject.spec["path"] as string), "wanted\n");
    const controller = new AbortController();
    setImmediate(() => controller.abort());
    const readings = await session.read(subjects, lookContext(controller.signal));
    expect(readings.size).toBeGreaterThan(0);
    expect(readings.size).toBeLessThan(subjects.length);
    expect((await session.read(subjects, lookContext())).size).toBe(subjects.length);
  });

  test("in a folder with nothing in it everything is gone, and in one with something that is found", async () => {
    const names = Array.from({ length: 100 }, (_, index) => `f${index}`);
    const filesIn = (folder: string): Subject[] => names.map((name) => file(`/srv/${folder}/${name}`));
    fs.mkdirSync(at("/srv/bare"));
    fs.mkdirSync(at("/srv/other"));
    for (const name of ["f0", "f99"]) fs.writeFileSync(at(`/srv/other/${name}`), "wanted\n");
    const long = file(`/srv/bare/${"x".repeat(300)}`);
    const subjects = [...filesIn("bare"), long, ...filesIn("other"), file("/srv/none/f0")];
    const present = async (): Promise<readonly string[]> =>
      [...(await session.read(subjects, lookContext()))].flatMap(([address, { kind }]) =>
        kind === "gone" ? [] : [`${address} ${kind}`],
      );
    const there = [`${long.address} unknown`, "/srv/other/f0 present", "/srv/other/f99 present"];
    expect(await present()).toEqual(there);
    fs.writeFileSync(at("/srv/bare/f99"), "wanted\n");
    expect(await present()).toEqual(["/srv/bare/f99 present", ...there]);
  });

  test("what is made while another file is edited is found, in a folder that had nothing in it", async () => {
    fs.mkdirSync(at("/srv/bare"));
    fs.writeFileSync(at("/srv/app.json"), "{}");
    const gone = Array.from({ length: 40 }, (_, index) => file(`/srv/bare/f${index}`));
    const late = file("/srv/bare/late");
    const spec: JsonObject = {
      format: "json",
      values: { a: 1 },
      // Asked for when its turn has come.
      get path() {
        fs.writeFileSync(at("/srv/bare/late"), "wanted\n");
        return "/srv/app.json";
      },
    };
    const edited: Subject = { ...subjectOf(ENTRIES, "app", {}), spec };
    const readings = await session.read([...gone, edited, late], lookContext());
    expect(readings.get(late.address)).toMatchObject({ kind: "present" });
  });

  test("many folders do not use up the files that may be open", async () => {
    const subjects = Array.from({ length: 300 }, (_, index) => file(`/srv/${index}/a`));
    for (const [index] of subjects.entries()) fs.mkdirSync(at(`/srv/${index}`));
    // Those of other tests, which run in the same process, come and go.
    const held = (): number =>
      fs.readdirSync("/proc/self/fd").filter((descriptor) => {
        try {
          return fs.readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(at("/"));
        } catch {
          return false;
        }
      }).length;
    const before = held();
    const readings = await session.read([...subjects, ...subjects], lookContext());
    expect([...readings.values()].every((reading) => reading.kind === "gone")).toBe(true);
    expect(held()).toBe(before);
  });
});
