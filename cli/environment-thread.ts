// Where the thread beside the main one begins (cli/every-environment.ts).
//
// Surprising: built, its code is that of the shell, which every run keeps (cli/code.ts): a thread of its own has no code yet, and
// would spend most of its time on compiling it.

import { parentPort } from "node:worker_threads";
import type { Job } from "./other-thread.ts";

/** Set by the build. */
declare const SHELL_FILE: string | undefined;

const { compileBeside } =
  typeof SHELL_FILE === "undefined"
    ? await import("./environment-work.ts")
    : await (await import("./code.ts")).loadShellBeside().environmentWork();
parentPort?.once("message", (job: Job) => compileBeside(job));
