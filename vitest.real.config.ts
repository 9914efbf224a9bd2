// The tests that start real servers (PostgreSQL, Git over SSH …). They skip what the machine does not have, and are slow;
// `npm test` leaves them out.

import { defineConfig } from "vitest/config";

// oxlint-disable-next-line import/no-default-export -- vitest reads the default export
export default defineConfig({
  test: {
    include: ["test/real/**/*.test.ts"],
    globalSetup: ["test/cli/build.ts"],
    fileParallelism: false,
    testTimeout: 120_000,
  },
});
