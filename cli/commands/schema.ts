// `setpoint schema`: the JSON Schema of the graph, for tools that make graphs or read them.

import { GRAPH_SCHEMA } from "../../compiler/graph-schema.ts";
import type { CommandRun } from "../command.ts";

export const run: CommandRun = (_input, host) => {
  host.out.write(`${JSON.stringify(GRAPH_SCHEMA, null, 2)}\n`);
  return Promise.resolve(0);
};
