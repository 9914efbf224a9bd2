// `setpoint demo` alone, for the test at a real terminal.

import { run } from "../../cli/commands/demo.ts";
import { makeHost, watchStreams } from "../../cli/host.ts";

const host = makeHost({
  folder: process.cwd(),
  json: false,
  color: "auto",
  streams: watchStreams(),
  terminalUi: () => import("../../runtime/tui/app.ts"),
  thread: null,
});
process.exitCode = await run({ arguments: [], options: {} }, host);
