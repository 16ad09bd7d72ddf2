import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/bench/**", "test/cluster/**"],
    reporters: ["default", "./test/not-run.ts"],
    // A bound on what hangs, not a statement about speed: the slowest tests take minutes on a busy machine.
    testTimeout: 900_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
  },
});
