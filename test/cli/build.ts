// Before the first test: dist/ is brought up to date, since the tests of the command line run the real binary.
//
// Surprising: a build that fails does not stop the other tests, which run from source. It fails those that need dist/.

import type { TestProject } from "vitest/node";
import { buildAll, isStale } from "../../build.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Why dist/ is not up to date, or "". */
    readonly buildFailure: string;
  }
}

export async function setup(project: TestProject): Promise<void> {
  let failure = "";
  try {
    if (isStale()) await buildAll("silent");
  } catch (error) {
    failure = String(error);
  }
  project.provide("buildFailure", failure);
}
