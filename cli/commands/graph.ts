// `setpoint graph`: the dependency graph of an environment, for Graphviz, for Mermaid, or for a program.

import { canonicalJson } from "../../compiler/json.ts";
import type { CommandRun } from "../command.ts";
import { readDesired } from "../desired.ts";
import { UsageFailure } from "../failure.ts";
import type { Host } from "../host.ts";
import { type CommandInput, textOf } from "../input.ts";
import {
  DRAWING_FORMATS,
  drawingDot,
  type DrawingFormat,
  drawingJson,
  drawingMermaid,
} from "../print/drawing.ts";

export const run: CommandRun = async (input, host) => {
  const format = formatOf(input, host);
  const desired = await readDesired(input, host);
  if (desired === null) return 1;
  switch (format) {
    case "dot":
      host.out.write(drawingDot(desired.graph));
      return 0;
    case "mermaid":
      host.out.write(drawingMermaid(desired.graph));
      return 0;
    case "json":
      host.out.write(`${canonicalJson(drawingJson(desired.graph))}\n`);
      return 0;
  }
};

function formatOf(input: CommandInput, host: Host): DrawingFormat {
  const given = textOf(input, "format") ?? (host.json ? "json" : "dot");
  const format = DRAWING_FORMATS.find((name) => name === given);
  if (format !== undefined) return format;
  throw new UsageFailure(`there is no format \`${given}\``, `there are ${DRAWING_FORMATS.join(", ")}`);
}
