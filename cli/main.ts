// The process: its arguments in, its exit code out. The only file that sets one.
//
// Surprising: `--version` is answered here, before anything is loaded, because scripts ask for it more than for anything
// else. There is no top-level await, since the launcher loads this file with `require`.

import { VERSION } from "./version.ts";

async function main(): Promise<void> {
  followLauncher();
  const words = process.argv.slice(2);
  if (words.length === 1 && (words[0] === "--version" || words[0] === "-V")) {
    process.stdout.on("error", (error: NodeJS.ErrnoException) => {
      // Whoever asks may not wait for the answer.
      if (error.code !== "EPIPE") void refuseOutput(error);
    });
    process.stdout.write(`${VERSION}\n`);
    return;
  }
  try {
    const { loadShell } = await import("./code.ts");
    const { shell, thread } = loadShell(words);
    const { report, runShell } = shell;
    // The ledger is made for a process that ends at any moment; going on after a mistake of our own is worse.
    process.on("uncaughtException", (error) => process.exit(report(error, words)));
    process.exitCode = await runShell(words, () => import("../runtime/tui/app.ts"), thread);
    leave();
  } catch (error) {
    process.stderr.write(`error: setpoint cannot load its own files: ${String(error)}\n`);
    process.exitCode = 1;
  }
}

async function refuseOutput(error: Error): Promise<void> {
  const { whyOf } = await import("./failure.ts");
  process.stderr.write(`error: cannot write the output: ${whyOf(error)}\n`);
  process.exitCode = 1;
}

/**
 * At once, because the heap need not be taken down piece by piece for a system that takes all of it back. Only not in this very
 * turn: that a disk took nothing of the output is said when the turn ends. A reader who is slow is waited for.
 */
function leave(): void {
  setImmediate(() => {
    if (process.stdout.writableLength === 0 && process.stderr.writableLength === 0) process.exit();
  });
}

/** A launcher on an older Node started this process and waits for it; when it is killed outright, this process goes too. */
function followLauncher(): void {
  if (process.env["SETPOINT_CARRIED"] !== "1") return;
  delete process.env["SETPOINT_CARRIED"];
  process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
  process.channel?.unref();
}

void main();
