// All tests but those against real servers. The tests of the command line run the built dist/, so it is brought up to date
// once, before the first of them.

import { defineConfig } from "vitest/config";

// oxlint-disable-next-line import/no-default-export -- vitest reads the default export
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
    exclude: ["test/real/**"],
    globalSetup: ["test/cli/build.ts"],
    pool: "threads",
    // Several of the tests start ten processes or more: on a busy machine that takes longer than the usual five seconds.
    testTimeout: 30_000,
    // One less than the cores is the runner's own choice, which is half of a small machine.
    maxWorkers: "100%",
  },
});
