// The explicit list of drivers. One that is not in it does not exist: nothing registers itself by being imported.
//
// A driver's own code is loaded when a target is first connected, so that `setpoint plan` of files never loads a database
// client. `memory.ts` is not here: its worlds are made by the tests and demos that use them.

import type { Driver } from "../driver.ts";

export const DRIVERS: readonly Driver[] = [
  {
    name: "file",
    kinds: ["std.file.File", "std.file.Directory", "std.file.Symlink", "std.file.Entries"],
    connect: async (target, ctx) => (await import("./file/driver.ts")).fileDriver.connect(target, ctx),
  },
];
