// The file driver: files and directories of the machine that the agent runs on.
//
// In:  the grants of one target (a base folder that stands for `/`, and the roots below it) and resources of the kinds
// `std.file.File` and `std.file.Directory`. Out: readings, versions and outcomes, as runtime/driver.ts says.
//
// All file system calls are synchronous, in slices of a few milliseconds (pace.ts): a promise per file costs several times
// what the call itself does, and the calls here are to a local disk. A disk that hangs hangs this process: the engine runs
// the driver in a process of its own from the first missed deadline on.
//
// *Durability.* Nothing is synced to the disk, file by file: it would cost a hundred times the write, and the peers
// (CFEngine, Puppet, Ansible) do not do it either. A power cut may therefore undo an effect that the ledger calls done, or
// leave a new file empty. That converges, because no look trusts what was known before the cut: an effect returns no
// version, so the next look reads in full; and a version holds the id of the boot (version.ts), so after a power cut no
// recorded version equals any probe and everything is read in full, byte by byte.
//
// *Atomicity.* Other processes see the old file or the new one, with its final mode and owner, never a part (write.ts).

import { realpathSync, statSync } from "node:fs";
import type { TargetGrant } from "../../config.ts";
import { ConnectError, type Driver, type Outcome, type Session, type Subject } from "../../driver.ts";
import { Accounts } from "./accounts.ts";
import { createDirectory, removeDirectory, updateDirectory } from "./directory.ts";
import { reasonOf } from "./errors.ts";
import { canHold } from "./folder.ts";
import { bootId, machineIdentity } from "./machine.ts";
import { grantsOf, isRefusal, placeOf, type Grants } from "./paths.ts";
import { probeAll, readAll, readOne } from "./read.ts";
import { kindOf, resolveText, wantedOf } from "./spec.ts";
import { removeLeftover } from "./temporary.ts";
import { differs, type World } from "./world.ts";
import { watchFiles } from "./watch.ts";
import { createFile, removeFile, updateFile } from "./write.ts";

export const fileDriver: Driver = {
  name: "file",
  kinds: ["std.file.File", "std.file.Directory"],
  connect: async (target) => openFiles(target),
};

/** `holding`: whether folders are held by descriptor where they can be (folder.ts); a parameter for the tests. */
export function openFiles(target: TargetGrant, holding = true): Session {
  const grants = connectGrants(target);
  const held = holding && canHold(grants.base);
  const world: World = { grants, held, accounts: new Accounts(), boot: bootId() };
  return {
    identity: grants.base === "/" ? machineIdentity() : `${machineIdentity()}:${grants.base}`,
    // The calls are synchronous, so none runs beside another: the number only says how many share one record in the ledger.
    slots: 512,
    read: (resources, ctx) => readAll(resources, world, ctx),
    probe: (resources, ctx) => probeAll(resources, world, ctx),
    create: async (resource, ctx) => {
      if (ctx.signal.aborted) return CANCELLED;
      const wanted = wantedOf(resource, grants);
      if (isRefusal(wanted)) return wanted;
      if (wanted.kind === "directory") return createDirectory(wanted, world);
      const text = await resolveText(wanted, ctx);
      return typeof text === "object" && text !== null ? text : createFile(wanted, text, world);
    },
    update: async (resource, present, _patch, ctx) => {
      if (ctx.signal.aborted) return CANCELLED;
      const wanted = wantedOf(resource, grants);
      if (isRefusal(wanted)) return wanted;
      if (wanted.kind === "directory") return updateDirectory(wanted, present, world);
      const text = await resolveText(wanted, ctx);
      return typeof text === "object" && text !== null ? text : updateFile(wanted, text, present, world);
    },
    remove: async (row, present, ctx) => {
      if (ctx.signal.aborted) return CANCELLED;
      // Of the row only the path counts: the rest was right when it was applied.
      const place = placeOf(row.spec["path"], grants);
      if (isRefusal(place)) return place;
      return kindOf(row) === "directory"
        ? removeDirectory(place, present, world)
        : removeFile(place, present, world);
    },
    settle: async (_intent, resource) => settle(resource, world),
    watch: (resources, look, degraded) => watchFiles(resources, grants, look, degraded),
    close: async () => {},
  };
}

const CANCELLED: Outcome = { kind: "retryable", why: "it was cancelled before it began" };

function connectGrants(target: TargetGrant): Grants {
  let base: string;
  try {
    base = realpathSync(target.base);
  } catch (error) {
    throw new ConnectError(`the base folder ${target.base} of target ${target.name}: ${reasonOf(error)}`, {
      permanent: false,
      help: `create the folder, or set another \`base\` under [targets.${target.name}] in setpoint.toml`,
    });
  }
  if (!statSync(base).isDirectory())
    throw new ConnectError(`the base ${target.base} of target ${target.name} is not a folder`, {
      permanent: false,
      help: `set \`base\` under [targets.${target.name}] in setpoint.toml to a folder`,
    });
  const grants = grantsOf(target.name, base, target.roots);
  if (typeof grants === "string")
    throw new ConnectError(grants, {
      permanent: true,
      help: `write absolute paths without "..", as in roots = ["/etc/app"], under [targets.${target.name}] in setpoint.toml`,
    });
  return grants;
}

/**
 * Only for intents that lead to a desired resource: a delete took place exactly when the read says gone. What an attempt
 * that died left beside the file is taken away.
 */
function settle(resource: Subject, world: World): "done" | "not-done" | "unknown" {
  const wanted = wantedOf(resource, world.grants);
  if (isRefusal(wanted)) return "unknown";
  removeLeftover(wanted, world);
  const reading = readOne(wanted, world);
  if (reading.kind === "unknown") return "unknown";
  if (reading.kind === "gone") return "not-done";
  if (wanted.kind === "directory") return differs(reading.live, wanted, null) ? "not-done" : "done";
  // What holds a secret cannot be compared here: secrets are for effects.
  if (wanted.content !== null && typeof wanted.content !== "string") return "unknown";
  return differs(reading.live, wanted, wanted.content) ? "not-done" : "done";
}
