// The file driver: files and directories of the machine that the agent runs on.
//
// In:  the grants of one target (a base folder that stands for `/`, and the roots below it) and resources of the kinds in
// `stdlib/file.sp`. Out: readings, versions and outcomes, as runtime/driver.ts says.
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
import type { Address } from "../../../compiler/address.ts";
import { isJsonObject } from "../../../compiler/json.ts";
import type { TargetGrant } from "../../config.ts";
import {
  type ActContext,
  ConnectError,
  type Driver,
  type LookContext,
  type Outcome,
  type Present,
  type Session,
  type Subject,
} from "../../driver.ts";
import { sameJson } from "../../plan/diff.ts";
import { reasonOf } from "../../refused.ts";
import { Accounts } from "./accounts.ts";
import { allUnknown, checkOf } from "./base.ts";
import { isOutcome, resolveBody, type Bytes } from "./body.ts";
import { createDirectory, removeDirectory, updateDirectory } from "./directory.ts";
import { canHold, closeFolder, openFolder } from "./folder.ts";
import { createLink, updateLink } from "./link.ts";
import { bootId, machineIdentity } from "./machine.ts";
import { askOnce } from "./owners.ts";
import { grantsOf, isRefusal, placeOf, type Grants } from "./paths.ts";
import { probeAll, readAll, readOne, spokenOf } from "./read.ts";
import { Rounds } from "./round.ts";
import { BODY_FIELDS, kindOf, wantedOf, type WantedFile } from "./spec.ts";
import { removeLeftover } from "./temporary.ts";
import { differs, sealBy, type World } from "./world.ts";
import { watchFiles } from "./watch.ts";
import { createFile, removeFile, updateFile } from "./write.ts";

export const fileDriver: Driver = {
  name: "file",
  kinds: ["std.file.File", "std.file.Directory", "std.file.Symlink", "std.file.Entries"],
  connect: async (target, { digestKey }) => openFiles(target, true, digestKey),
};

/** `holding`: whether folders are held by descriptor where they can be (folder.ts); a parameter for the tests. */
export function openFiles(target: TargetGrant, holding = true, digestKey?: string): Session {
  const grants = connectGrants(target);
  const held = holding && canHold(grants.base);
  const machine = machineIdentity();
  const identity = grants.base === "/" ? machine : `${machine}:${grants.base}`;
  const world: World = {
    grants,
    held,
    rounds: new Rounds(held),
    accounts: new Accounts(),
    boot: bootId(),
    machine,
    identity,
    seal: sealBy(digestKey),
    places: new WeakMap(),
    versions: new WeakMap(),
  };
  const missing = checkOf(grants.base);
  const owners = askOnce(world);
  return {
    identity,
    // The calls are synchronous, so none runs beside another: the number only says how many share one record in the ledger.
    slots: 512,
    read: async (resources, ctx) => {
      // Asked again afterwards: what was read while the base went away says nothing.
      const before = missing();
      const readings = before === null ? await readAll(resources, world, ctx) : null;
      const trouble = before ?? missing();
      return readings === null || trouble !== null ? allUnknown(resources, trouble ?? "") : readings;
    },
    probe: async (resources, ctx) =>
      missing() === null ? await probeAll(resources, world, ctx) : new Map<Address, string>(),
    create: (resource, ctx) => {
      if (ctx.signal.aborted) return Promise.resolve(CANCELLED);
      const wanted = wantedOf(resource, grants);
      if (isRefusal(wanted)) return Promise.resolve(wanted);
      switch (wanted.kind) {
        case "directory":
          return createDirectory(wanted, world, ctx.claims !== undefined);
        case "link":
          return createLink(wanted, world);
        case "entries":
          return loadEntries().then(({ createEntries }) => createEntries(wanted, world, ctx));
        case "file":
          return withBody(wanted, world, ctx, (body) => createFile(wanted, body, world));
      }
    },
    update: (resource, present, _patch, ctx) => {
      if (ctx.signal.aborted) return Promise.resolve(CANCELLED);
      const wanted = wantedOf(leavingBytes(resource, present), grants);
      if (isRefusal(wanted)) return Promise.resolve(wanted);
      switch (wanted.kind) {
        case "directory":
          // In the round of what starts together with it, where it is not to be purged.
          return wanted.purge
            ? spokenOf([resource], world, ctx).then((spoken) =>
                updateDirectory(wanted, present, world, spoken),
              )
            : updateDirectory(wanted, present, world, null);
        case "link":
          return updateLink(wanted, present, world);
        case "entries":
          return loadEntries().then(({ updateEntries }) => updateEntries(wanted, present, world, ctx));
        case "file":
          return withBody(wanted, world, ctx, (body) => updateFile(wanted, body, present, world));
      }
    },
    remove: async (row, present, ctx) => {
      if (ctx.signal.aborted) return CANCELLED;
      const kind = kindOf(row);
      if (kind === "entries") {
        const wanted = wantedOf(row, grants);
        if (isRefusal(wanted) || wanted.kind !== "entries") return isRefusal(wanted) ? wanted : CANCELLED;
        return (await loadEntries()).removeEntries(wanted, present, world, ctx);
      }
      // Of the row only the path counts: the rest was right when it was applied.
      const place = placeOf(row.spec["path"], grants);
      if (isRefusal(place)) return place;
      const path = row.spec["path"] as string;
      // Asked for folders too, which are to go in one round with what is in them.
      const isParted = (await owners(ctx)).has("parts", path);
      if (kind === "directory") return removeDirectory(place, present, world);
      if (kind === "file" && isParted) return parted(path);
      return removeFile(place, kind === "link" ? "symbolic link" : "file", present, world);
    },
    settle: (_intent, resource, ctx) => settle(resource, world, ctx),
    watch: (resources, look, degraded) => watchFiles(resources, grants, look, degraded),
    close: async () => {},
  };
}

/** Bytes that are wanted as they are there, in the form of a reading that no spec can have, are not written. */
function leavingBytes(resource: Subject, { live }: Present): Subject {
  const field = BODY_FIELDS.find(
    (name) => isJsonObject(live[name]) && sameJson(live[name], resource.spec[name]),
  );
  if (field === undefined) return resource;
  const { [field]: _left, ...spec } = resource.spec;
  return { ...resource, spec };
}

/** Without a promise of its own where no secret is asked for: effects start in hundreds. */
function withBody(
  wanted: WantedFile,
  world: World,
  ctx: ActContext,
  write: (body: Bytes | null) => Promise<Outcome>,
): Promise<Outcome> {
  const body = resolveBody(wanted, world, ctx);
  if (body instanceof Promise) return body.then((resolved) => withDigest(wanted, resolved, write));
  return withDigest(wanted, body, write);
}

/** With what the file's secret reads as from now on. */
function withDigest(
  wanted: WantedFile,
  body: Bytes | null | Outcome,
  write: (body: Bytes | null) => Promise<Outcome>,
): Promise<Outcome> {
  if (body !== null && isOutcome(body)) return Promise.resolve(body);
  const written = write(body);
  if (body === null || wanted.body?.sealed !== true) return written;
  return written.then((outcome) =>
    outcome.kind === "done" ? { ...outcome, digests: { [`/${body.field}`]: body.reads } } : outcome,
  );
}

/** With the file, entries that are wanted in it would go, and what is not ours. */
function parted(path: string): Outcome {
  return {
    kind: "invalid",
    why: `cannot remove ${path}: entries in it are declared`,
    help: "give the file up with `setpoint forget`, and only the entries are ours; or drop them first",
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
async function settle(
  resource: Subject,
  world: World,
  ctx: LookContext,
): Promise<"done" | "not-done" | "unknown"> {
  const wanted = wantedOf(resource, world.grants);
  if (isRefusal(wanted)) return "unknown";
  removeLeftover(wanted, world);
  if (wanted.kind === "entries") {
    const folder = openFolder(wanted.place, world.held);
    if (folder.kind !== "folder") return folder.kind === "missing" ? "not-done" : "unknown";
    try {
      return await (await loadEntries()).settleEntries(wanted, folder, world);
    } finally {
      closeFolder(folder);
    }
  }
  const reading = readOne(wanted, world, await spokenOf([resource], world, ctx));
  if (reading.kind === "unknown") return "unknown";
  if (reading.kind === "gone") return "not-done";
  if (differs(reading.live, wanted, null)) return "not-done";
  if (wanted.kind === "directory") return (reading.removes ?? []).length > 0 ? "not-done" : "done";
  const body = wanted.kind === "file" ? wanted.body : null;
  if (body === null) return "done";
  // What holds a secret cannot be compared here: secrets are for effects.
  if (typeof body.value !== "string" || body.sealed) return "unknown";
  return reading.live[body.field] === body.value ? "done" : "not-done";
}

function loadEntries() {
  return import("./entries.ts");
}
