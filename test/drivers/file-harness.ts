// Real folders for the tests of the file driver: a scratch base, a stranger's hands in it, and calls in other processes.

import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import type { Json, JsonObject } from "../../compiler/json.ts";
import type { TargetGrant } from "../../runtime/config.ts";
import type { Session, Subject } from "../../runtime/driver.ts";
import { fileDriver, openFiles } from "../../runtime/drivers/file/driver.ts";
import { asNobody } from "../support/nobody.ts";
import type { ChildCall } from "./child.ts";
import { CRASHED, type Harness } from "./conformance.ts";

export const FILE = "std.file.File";
export const DIRECTORY = "std.file.Directory";
export const SYMLINK = "std.file.Symlink";
export const ENTRIES = "std.file.Entries";

export function grantOf(base: string, roots: readonly string[] = ["/srv"]): TargetGrant {
  return {
    name: "local",
    driver: "local",
    base,
    roots,
    exec: false,
    process: false,
    poll: 1000,
    watch: true,
  };
}

export function freshBase(): string {
  const base = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "setpoint-file-")));
  fs.mkdirSync(join(base, "srv"));
  return base;
}

/** A base of its own for each test, and a session on it: `take` is given both before the test, and `current` says whom to close. */
export function onFreshBase(take: (base: string, session: Session) => void, current: () => Session): void {
  let base: string;
  beforeEach(() => {
    base = freshBase();
    take(base, openFiles(grantOf(base)));
  });
  afterEach(async () => {
    await current().close();
    fs.rmSync(base, { recursive: true, force: true });
  });
}

/** Everything below a folder: mode, inode, and of files change time and content. */
export function treeOf(folder: string): readonly (readonly unknown[])[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const stats = fs.lstatSync(path);
      return [
        path,
        stats.mode,
        stats.ino,
        stats.isFile() ? stats.ctimeMs : null,
        entry.isFile() ? fs.readFileSync(path, "utf8") : null,
        entry.isSymbolicLink() ? fs.readlinkSync(path) : null,
      ];
    })
    .toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
}

/** The call in a process of its own, as a user who is nobody where that is asked. */
export function runChild(
  call: ChildCall,
  user: "self" | "nobody" = "self",
): { readonly signal: string | null; readonly result: unknown } {
  const before = user === "nobody" ? (asNobody() ?? []) : [];
  const words = [...before, process.execPath, join(import.meta.dirname, "child.ts"), JSON.stringify(call)];
  const child = spawnSync(words[0] as string, words.slice(1), { encoding: "utf8" });
  if (child.signal === null && child.status !== 0) throw new Error(child.stderr);
  return { signal: child.signal, result: child.stdout === "" ? null : JSON.parse(child.stdout) };
}

export function leftoversIn(folder: string): readonly string[] {
  return fs.readdirSync(folder).filter((name) => name.startsWith(".setpoint-"));
}

/** How a kind looks in the world: its specs, and what a stranger does to have another variant there. */
interface Shape {
  readonly kind: string;
  readonly spec: (name: string, variant: number) => JsonObject;
  readonly secret?: (name: string, reference: Json) => JsonObject;
  readonly tamper: (at: string, spec: JsonObject, base: string) => void;
}

const ENTRY_TEXTS: Readonly<Record<string, (port: number) => string>> = {
  json: (port) => `{\n  // theirs\n  "theirs": 1,\n  "server": { "port": ${port}, "on": true }\n}\n`,
  toml: (port) => `theirs = 1 # theirs\n\n[server]\nport = ${port}\non = true\n`,
  yaml: (port) => `theirs: 1 # theirs\nserver:\n  port: ${port}\n  on: true\n`,
  ini: (port) => `theirs = 1\n\n[server]\nport = ${port}\non = true\n`,
};

function shapeOf(shape: string): Shape {
  const text = ENTRY_TEXTS[shape];
  if (text !== undefined)
    return {
      kind: ENTRIES,
      spec: (name, variant) => entries(name, shape, { port: 8080 + variant, on: true }),
      secret: (name, reference) => entries(name, shape, { port: 1, password: reference }),
      tamper: (at, spec) => fs.writeFileSync(at, text((spec["values"] as { readonly port: number }).port)),
    };
  switch (shape) {
    case FILE:
      return {
        kind: FILE,
        spec: (name, variant) => ({
          path: `/srv/${name}`,
          content: "a line\n".repeat(variant + 1),
          mode: 0o640,
        }),
        secret: (name, reference) => ({
          path: `/srv/${name}`,
          content: { $join: ["password=", reference, "\n"] },
          mode: 0o600,
        }),
        tamper: (at, spec) => {
          fs.writeFileSync(at, spec["content"] as string);
          fs.chmodSync(at, spec["mode"] as number);
        },
      };
    case "copy":
      return {
        kind: FILE,
        spec: (name, variant) => ({ path: `/srv/${name}`, source: `/srv/sources/${variant}`, mode: 0o640 }),
        tamper: (at, spec, base) => {
          fs.copyFileSync(base + (spec["source"] as string), at);
          fs.chmodSync(at, spec["mode"] as number);
        },
      };
    case DIRECTORY:
      return {
        kind: DIRECTORY,
        spec: (name, variant) => ({ path: `/srv/${name}`, mode: 0o750 + variant, purge: false }),
        tamper: (at, spec) => {
          fs.mkdirSync(at, { recursive: true });
          fs.chmodSync(at, spec["mode"] as number);
        },
      };
    default:
      return {
        kind: SYMLINK,
        spec: (name, variant) => ({ path: `/srv/${name}`, to: `/srv/releases/${variant}` }),
        tamper: (at, spec) => {
          fs.rmSync(at, { force: true });
          fs.symlinkSync(spec["to"] as string, at);
        },
      };
  }
}

function entries(name: string, format: string, values: JsonObject): JsonObject {
  return { path: `/srv/${name}`, format, table: "server", values };
}

/** `shape`: a kind, `copy` for files with a source, or the format of entries. */
export function fileHarness(name: string, holding: boolean): Harness {
  const shape = shapeOf(name);
  return {
    kind: shape.kind,
    open: async () => {
      const base = freshBase();
      const on = (spec: JsonObject): string => base + (spec["path"] as string);
      if (name === "copy") {
        fs.mkdirSync(join(base, "srv/sources"));
        // No text, so that nothing is lost that is none; all of another length.
        for (let variant = 0; variant < 10; variant++)
          fs.writeFileSync(join(base, "srv/sources", String(variant)), Buffer.alloc(variant + 1, 0xff));
      }
      return {
        driver: {
          name: "file",
          kinds: fileDriver.kinds,
          connect: async (target: TargetGrant) => openFiles(target, holding),
        },
        grant: grantOf(base),
        spec: shape.spec,
        secret: shape.secret ?? null,
        tamper: (spec: JsonObject) => shape.tamper(on(spec), spec, base),
        takeAway: (spec: JsonObject) => fs.rmSync(on(spec), { recursive: true }),
        usurp: (spec: JsonObject) => {
          fs.rmSync(on(spec), { recursive: true });
          if (shape.kind === DIRECTORY) fs.writeFileSync(on(spec), "another");
          else fs.mkdirSync(on(spec));
        },
        snapshot: () => treeOf(base),
        // Even root cannot see what is behind a link that leads to itself.
        blind: (spec: JsonObject) => {
          fs.rmSync(on(spec), { recursive: true });
          fs.renameSync(join(base, "srv"), join(base, "away"));
          fs.symlinkSync("srv", join(base, "srv"));
        },
        crash: async (die: "before" | "during" | "after", subject: Subject) => {
          const call: ChildCall = {
            grant: grantOf(base),
            subject,
            holding,
            call: "create",
            intent: CRASHED,
            die,
          };
          if (runChild(call).signal !== "SIGKILL") throw new Error(`it did not die ${die}`);
        },
        leftovers: () => leftoversIn(dirname(join(base, "srv/x"))),
        hangDeaf: null,
        close: async () => fs.rmSync(base, { recursive: true, force: true }),
      };
    },
  };
}
