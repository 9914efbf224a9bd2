// A process to be killed: it lets a driver hang in a host process, says that process's id, and waits.

import { realClock } from "../../cli/host.ts";
import { hosted, refOf } from "../../runtime/host/hosted.ts";
import type { TargetGrant } from "../../runtime/config.ts";
import type { Subject } from "../../runtime/driver.ts";
import { pipeDriver } from "./pipe-driver.ts";

const [grant, subject] = JSON.parse(process.argv[2] ?? "") as [TargetGrant, Subject];
const ref = refOf(pipeDriver);
if (ref === null) throw new Error("the driver cannot be loaded by another process");
const base = { signal: new AbortController().signal, deadline: Number.MAX_SAFE_INTEGER };
const session = await hosted(pipeDriver, ref, realClock).connect(grant, { ...base, log: () => {} });
await session.create(subject, {
  ...base,
  intent: { id: 1, digest: "" },
  secret: () => Promise.reject(new Error("there is none")),
  log: (line) => process.stdout.write(line.replace("process ", "")),
});
