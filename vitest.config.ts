import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/bench/**", "test/cluster/**"],
    reporters: ["default", "./test/not-run.ts"],
    // Bounds on what hangs. A test that takes longer on a busy machine names a bound of its own, and why.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
