// A driver that blocks in the kernel, for tests: each of its resources is made of what comes through a named pipe.
//
// `create` opens the pipe at the spec's `pipe` for reading, synchronously, and so hangs until somebody opens it for writing,
// whatever its signal says. What came is then the content of the file at `path`, which is all that `read` looks at.

import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Driver, Outcome, Present, Reading, Session, Subject } from "../../runtime/driver.ts";

export const PIPE_KIND = "test.Pipe";

export const pipeDriver: Driver = {
  name: "pipe",
  kinds: [PIPE_KIND],
  host: "own",
  module: { url: import.meta.url, name: "pipeDriver" },
  connect: async () => pipes,
};

const pipes: Session = {
  identity: "pipes",
  read: async (subjects) => new Map(subjects.map((subject) => [subject.address, readingOf(subject)])),
  create: async (subject, ctx) => {
    ctx.log(`process ${process.pid}`);
    if (subject.spec["crash"] === true && !existsSync(textOf(subject, "pipe"))) {
      writeFileSync(textOf(subject, "pipe"), "");
      process.abort();
    }
    const content = subject.spec["secret"] === true ? await ctx.secret("the secret") : blocked(subject);
    writeFileSync(textOf(subject, "path"), content);
    return done(subject);
  },
  update: async (subject) => done(subject),
  remove: async (row) => {
    rmSync(textOf(row, "path"), { force: true });
    return done(row);
  },
  close: async () => {},
};

function blocked(subject: Subject): string {
  return readFileSync(textOf(subject, "pipe"), "utf8");
}

function readingOf(subject: Subject): Reading {
  if (!existsSync(textOf(subject, "path"))) return { kind: "gone" };
  return present(subject);
}

function present({ spec }: Subject): Present {
  return { kind: "present", live: spec, outputs: {}, version: null };
}

function done(_subject: Subject): Outcome {
  return { kind: "done", outputs: {}, version: null };
}

function textOf({ spec, address }: Subject, field: string): string {
  const value = spec[field];
  if (typeof value !== "string") throw new TypeError(`${address} has no ${field}`);
  return value;
}
