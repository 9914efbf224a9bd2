// What a target says of itself, asked without regard to what it was before: for a person who is about to accept it.

import { Sessions } from "./observe.ts";
import type { EnginePorts } from "./reconcile.ts";

export async function identifyTarget(
  ports: EnginePorts,
  target: string,
  driver: string,
  signal: AbortSignal,
): Promise<string> {
  const sessions = new Sessions({ ...ports, emit: () => undefined }, null);
  try {
    const connection = await sessions.connect(target, driver, signal);
    if (connection.kind === "unreachable") throw new Error(connection.why);
    return connection.session.identity;
  } finally {
    await sessions.close();
  }
}
