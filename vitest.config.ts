import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/bench/**", "test/cluster/**"],
    testTimeout: 60_000,
    maxWorkers: 2,
  },
});
