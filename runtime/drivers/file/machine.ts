// Which machine this is, and since which boot.
//
// The machine id (see machine-id(5)) is meant to stay on its machine, so what leaves here is a digest of it, as that page
// asks. A machine without one is told by its host name and by the birth of its root folder: both survive a restart, and
// two machines hardly share both. Neither is made up and stored: a driver has no place of its own to store anything in.

import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { hostname } from "node:os";

const ID_FILES = ["/etc/machine-id", "/var/lib/dbus/machine-id"] as const;

export function machineIdentity(files: readonly string[] = ID_FILES): string {
  for (const file of files) {
    const id = firstLine(file);
    if (id !== null && /^[0-9a-f]{32}$/.test(id)) return `machine:${digest(["machine-id", id])}`;
  }
  const root = statSync("/", { bigint: true });
  return `machine:${digest(["root", hostname(), String(root.ino), String(root.birthtimeNs)])}`;
}

/** Another one after every start of the kernel; the empty text where the system does not tell. */
export function bootId(): string {
  return (firstLine("/proc/sys/kernel/random/boot_id") ?? "").slice(0, 8);
}

function firstLine(file: string): string | null {
  try {
    return readFileSync(file, "utf8").split("\n", 1)[0]?.trim() ?? null;
  } catch {
    return null;
  }
}

function digest(parts: readonly string[]): string {
  return createHash("sha256")
    .update(["setpoint", ...parts].join("\0"))
    .digest("hex")
    .slice(0, 32);
}
