// Events onto standard output: lines for people, JSON lines for machines.

import { canonicalJson } from "../compiler/json.ts";
import { eventToJson, type Listener } from "../runtime/events.ts";
import type { Host } from "./host.ts";
import { type LineOptions, makeLines } from "./lines.ts";
import { themeOf } from "./theme.ts";

/** Without a time of its own it is a log: the time of day on a terminal, whole dates elsewhere. */
export function eventPrinter(host: Host, time?: LineOptions["time"]): Listener {
  if (host.json) return (event) => host.out.write(`${canonicalJson(eventToJson(event))}\n`);
  const style = time ?? (host.out.terminal ? "clock" : "stamp");
  const lines = makeLines({ theme: themeOf(host.out.color), time: style });
  return (event) => {
    for (const line of lines(event)) host.out.write(`${line}\n`);
  };
}
