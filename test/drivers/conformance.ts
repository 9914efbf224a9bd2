// The conformance suite (runtime/conformance.ts) as tests of vitest.

import { describe, test } from "vitest";
import { conformance, type Harness } from "../../runtime/conformance.ts";

export {
  CRASHED,
  type Harness,
  type HarnessWorld,
  readOne,
  readPresent,
  subjectOf,
  turn,
} from "../../runtime/conformance.ts";

export function describeDriver(name: string, harness: Harness): void {
  describe(`${name} keeps the contract`, () => {
    // oxlint-disable-next-line vitest/expect-expect -- a check throws when it does not hold
    test.for(conformance(harness))("$name", async (check, context) => {
      const skipped = await check.run();
      if (skipped !== null) context.skip(skipped);
    });
  });
}
