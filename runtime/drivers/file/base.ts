// Whether the base of a target is still the folder that was connected.
//
// In:  the base. Out: nothing, or in words why nothing below it can be judged. A disk that is not mounted leaves an empty
// folder, or none: what is missing then is not gone, and must not be made anew on the wrong disk.

import { statSync } from "node:fs";
import type { Address } from "../../../compiler/address.ts";
import type { Reading, Subject } from "../../driver.ts";
import { reasonOf } from "../../refused.ts";

export type BaseCheck = () => string | null;

export function checkOf(base: string): BaseCheck {
  const before = statSync(base);
  return () => {
    try {
      const now = statSync(base);
      if (now.dev === before.dev && now.ino === before.ino) return null;
      return `the base folder ${base} is another one than it was when the target was connected`;
    } catch (error) {
      return `the base folder ${base}: ${reasonOf(error)}`;
    }
  };
}

export function allUnknown(subjects: readonly Subject[], why: string): ReadonlyMap<Address, Reading> {
  const unknown: Reading = { kind: "unknown", why };
  return new Map(subjects.map(({ address }) => [address, unknown]));
}
