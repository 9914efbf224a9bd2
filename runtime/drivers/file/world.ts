// What every call of one session shares, and when what is there is what is wanted.

import { createHmac, randomBytes } from "node:crypto";
import type { Stats } from "node:fs";
import type { Json, JsonObject } from "../../../compiler/json.ts";
import { sameJson } from "../../plan/diff.ts";
import type { Accounts } from "./accounts.ts";
import type { Grants, Place, Refusal } from "./paths.ts";
import type { Rounds } from "./round.ts";
import type { Subject } from "../../driver.ts";
import type { Bytes } from "./body.ts";
import type { Wanted, WantedObject } from "./spec.ts";

export interface World {
  readonly grants: Grants;
  /** Whether folders can be held by descriptor (folder.ts). */
  readonly held: boolean;
  readonly rounds: Rounds;
  readonly accounts: Accounts;
  readonly boot: string;
  /** Which machine this is (machine.ts). */
  readonly machine: string;
  /** What the session says that it is: the machine, and the base where there is one. */
  readonly identity: string;
  seal(bytes: Buffer): Json;
  /** What was worked out for a subject before (read.ts); it goes with the subject. */
  readonly places: WeakMap<Subject, Place | Refusal>;
  readonly versions: WeakMap<Subject, { readonly stats: Stats; readonly version: string }>;
}

/** Without a key, by one that only this session has and that is written nowhere. */
export function sealBy(digestKey: string | undefined): World["seal"] {
  const key = digestKey === undefined ? randomBytes(32) : Buffer.from(digestKey, "hex");
  return (bytes) => ({ sealed: createHmac("sha256", key).update(bytes).digest("hex") });
}

/** `bytes`: what a file is to hold, with its secrets in place; null where any will do. */
export function differs(live: JsonObject, wanted: WantedObject, bytes: Bytes | null): boolean {
  if (live["type"] !== undefined) return true;
  if (wanted.kind === "link" ? live["to"] !== wanted.to : live["mode"] !== wanted.mode) return true;
  if (wanted.owner !== null && live["owner"] !== wanted.owner) return true;
  if (wanted.group !== null && live["group"] !== wanted.group) return true;
  return bytes !== null && !sameJson(live[bytes.field], bytes.reads);
}

/** The ids that are wanted, or null where they may stay as they are; a text says which name nobody has. */
export function idsOf(
  wanted: Wanted,
  accounts: Accounts,
): { readonly uid: number | null; readonly gid: number | null } | string {
  const uid = wanted.owner === null ? null : accounts.uid(wanted.owner);
  const gid = wanted.group === null ? null : accounts.gid(wanted.group);
  if (wanted.owner !== null && uid === null) return `there is no user ${wanted.owner}`;
  if (wanted.group !== null && gid === null) return `there is no group ${wanted.group}`;
  return { uid, gid };
}
