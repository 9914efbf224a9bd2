import { defineConfig } from "vitest/config";

// eslint-disable-next-line import/no-default-export -- vitest reads the default export
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
    exclude: ["test/real/**"],
    pool: "threads",
  },
});
