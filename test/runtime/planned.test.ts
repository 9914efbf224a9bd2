// An engine that goes on from a plan: what was read for the plan counts, for as long as it can.

import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { realClock } from "../../cli/host.ts";
import type { Driver } from "../../runtime/driver.ts";
import { preview } from "../../runtime/engine/preview.ts";
import { openEngine } from "../../runtime/engine.ts";
import { openLedger } from "../../runtime/ledger/open.ts";
import type { Convergence, EnginePorts } from "../../runtime/reconcile.ts";
import { fileWorld, type FileWorld } from "../support/files.ts";
import { type Declared, directory, file, graphOf, versionOf } from "../support/graphs.ts";

const SITE: Record<string, Declared> = {
  root: directory("/srv/site"),
  a: file("/srv/site/a", "a\n", { needs: ["root"] }),
  b: file("/srv/site/b", "b\n", { needs: ["root"] }),
};

let world: FileWorld;
let ports: EnginePorts;
/** The addresses of each read, in order. */
let reads: string[];
/** Milliseconds by which the monotonic clock is ahead of the machine's. */
let ahead: number;

beforeEach(async () => {
  world = fileWorld();
  reads = [];
  ahead = 0;
  ports = {
    ...world.ports,
    clock: { ...realClock, monotonic: () => realClock.monotonic() + ahead },
    drivers: world.ports.drivers.map(listening),
  };
  await carryOut(() => {});
  reads = [];
});
afterEach(() => world.close());

function listening(driver: Driver): Driver {
  return {
    ...driver,
    connect: async (target, ctx) => {
      const session = await driver.connect(target, ctx);
      return {
        ...session,
        read: (subjects, look) => {
          for (const { address } of subjects) reads.push(address);
          return session.read(subjects, look);
        },
      };
    },
  };
}

/** A plan, and what it says carried out. */
async function carryOut(meanwhile: () => void): Promise<Convergence> {
  const version = versionOf(graphOf(SITE));
  const planned = await preview(ports, world.ledger, version);
  meanwhile();
  const engine = openEngine(ports, world.ledger, "test", planned);
  engine.desire(version);
  const result = await engine.converge(new AbortController().signal);
  await engine.close();
  return result;
}

const write = (name: string, text: string): void => writeFileSync(join(world.base, "srv/site", name), text);

test("where nothing is to be done, everything is read once", async () => {
  expect(await carryOut(() => {})).toMatchObject({ converged: true, done: [], resources: 3 });
  expect(reads.toSorted()).toEqual(["a", "b", "root"]);
});

test("what is put right is read once more, and nothing else is", async () => {
  write("a", "drift\n");
  expect(await carryOut(() => {})).toMatchObject({ converged: true, done: [{ address: "a" }] });
  expect(reads.toSorted()).toEqual(["a", "a", "b", "root"]);
});

test("what was read too long ago to act on is read again before that", async () => {
  write("a", "drift\n");
  const result = await carryOut(() => {
    ahead = 10_000;
    write("a", "a\n");
  });
  // Somebody else has put it right: there is nothing left to do.
  expect(result).toMatchObject({ converged: true, done: [] });
  expect(reads.toSorted()).toEqual(["a", "a", "b", "root"]);
});

test("a plan that somebody has thought about for minutes is looked at again as a whole", async () => {
  const result = await carryOut(() => {
    ahead = 120_000;
    write("b", "drift\n");
  });
  expect(result).toMatchObject({ converged: true, done: [{ address: "b" }] });
  expect(reads.toSorted()).toEqual(["a", "a", "b", "b", "b", "root", "root"]);
});

test("of another version than the planned one nothing is known", async () => {
  const planned = await preview(ports, world.ledger, versionOf(graphOf(SITE)));
  const engine = openEngine(ports, world.ledger, "test", planned);
  engine.desire(versionOf(graphOf({ ...SITE, b: file("/srv/site/b", "b2\n", { needs: ["root"] }) })));
  const result = await engine.converge(new AbortController().signal);
  await engine.close();
  expect(result).toMatchObject({ converged: true, done: [{ address: "b", action: "update" }] });
  expect(reads.filter((address) => address === "a")).toEqual(["a", "a"]);
});

test("what the plan has said is not said once more before it is acted on", async () => {
  chmodSync(join(world.base, "srv/site"), 0o700);
  world.events.length = 0;
  await carryOut(() => {});
  const said = world.events.flatMap((event) =>
    event.kind === "status-changed" && event.address === "root" ? [event.report.reason] : [],
  );
  expect(said).toEqual(["being updated", "done, and looked at once more", "as wanted"]);
});

test("whoever is interrupted before that is told what is open", async () => {
  write("a", "drift\n");
  const version = versionOf(graphOf(SITE));
  const engine = openEngine(ports, world.ledger, "test", await preview(ports, world.ledger, version));
  engine.desire(version);
  const result = await engine.converge(AbortSignal.abort());
  await engine.close();
  expect(result).toMatchObject({ converged: false, done: [], open: [{ address: "a" }] });
});

test("what is desired again, with a plan or without one, is said before anybody looks", async () => {
  const version = versionOf(graphOf(SITE));
  const engine = openEngine(ports, world.ledger, "test", await preview(ports, world.ledger, version));
  engine.desire(version);
  engine.desire(version);
  world.events.length = 0;
  const stop = new AbortController();
  ports.drivers.forEach((driver) => (driver.connect = () => new Promise(() => {})));
  const running = engine.converge(stop.signal);
  await Promise.resolve();
  expect(world.events.some((event) => event.kind === "status-changed")).toBe(true);
  stop.abort();
  await running;
  await engine.close();
});

test("a plan of nothing at all converges", async () => {
  const version = versionOf(graphOf({}));
  const nothing = openLedger({ path: ":memory:", clock: realClock, holder: "test" });
  const engine = openEngine(ports, nothing, "test", await preview(ports, nothing, version));
  engine.desire(version);
  expect(await engine.converge(new AbortController().signal)).toMatchObject({
    converged: true,
    resources: 0,
  });
  await engine.close();
  nothing.close();
});
