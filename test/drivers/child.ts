// One call of the file driver in a process of its own: as another user, or to die on the way by SIGKILL.
//
// In:  a `ChildCall` as the only argument. Out: the result as JSON on stdout, or death by a signal.
// The place of death is a system call: `before` is the first that makes something, `during` the one that finishes it under its
// temporary name, `after` follows the return of the driver's call.

import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import type { TargetGrant } from "../../runtime/config.ts";
import type { Claims, Subject } from "../../runtime/driver.ts";
import { openFiles } from "../../runtime/drivers/file/driver.ts";
import { actContext, lookContext } from "./context.ts";

export interface ChildCall {
  readonly grant: TargetGrant;
  readonly subject: Subject;
  readonly holding: boolean;
  readonly call: "read" | "create" | "update";
  readonly intent: number;
  readonly die: "before" | "during" | "after" | null;
}

const DEATHS = {
  before: ["openSync", "mkdirSync", "symlinkSync"],
  // Links have no mode: there the last step is to put it in place.
  during: ["fchmodSync", "chmodSync", "linkSync"],
  after: [],
} as const;

function die(): never {
  process.kill(process.pid, "SIGKILL");
  throw new Error("still alive");
}

function armDeath(at: keyof typeof DEATHS): void {
  for (const call of DEATHS[at]) {
    const real = fs[call] as (...args: readonly unknown[]) => unknown;
    const armed = (...args: readonly unknown[]): unknown =>
      // Folders and files are also opened to look at them.
      call === "openSync" && args[2] === undefined ? real(...args) : die();
    Object.assign(fs, { [call]: armed });
  }
  syncBuiltinESMExports();
}

const call = JSON.parse(process.argv[2] ?? "") as ChildCall;
const session = openFiles(call.grant, call.holding);
const { subject } = call;
/** Nothing else is declared anywhere. */
const claims = async (): Promise<Claims> => ({ identities: [], own: [] });
const act = { ...actContext(call.intent), claims };
const look = { ...lookContext(), claims };
if (call.die !== null) armDeath(call.die);
if (call.call === "create") {
  const outcome = await session.create(subject, act);
  if (call.die === "after") die();
  process.stdout.write(JSON.stringify(outcome));
} else {
  const reading = (await session.read([subject], look)).get(subject.address);
  if (call.call === "read" || reading?.kind !== "present") process.stdout.write(JSON.stringify(reading));
  else process.stdout.write(JSON.stringify(await session.update(subject, reading, [], act)));
}
