// What every call of one session shares, and when what is there is what is wanted.

import type { JsonObject } from "../../../compiler/json.ts";
import type { Accounts } from "./accounts.ts";
import type { Grants } from "./paths.ts";
import type { Wanted } from "./spec.ts";

export interface World {
  readonly grants: Grants;
  /** Whether folders can be held by descriptor (folder.ts). */
  readonly held: boolean;
  readonly accounts: Accounts;
  readonly boot: string;
}

/** `text`: the content of a file with its secrets in place; null where any will do. */
export function differs(live: JsonObject, wanted: Wanted, text: string | null): boolean {
  if (live["type"] !== undefined || live["mode"] !== wanted.mode) return true;
  if (wanted.owner !== null && live["owner"] !== wanted.owner) return true;
  if (wanted.group !== null && live["group"] !== wanted.group) return true;
  return text !== null && live["content"] !== text;
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
