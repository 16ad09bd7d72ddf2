import { defineConfig } from "vitest/config";

/** Real clusters, one at a time: `npm run test:cluster`, as root. */
export default defineConfig({
  test: {
    reporters: ["default", "./test/not-run.ts"],
    include: ["test/cluster/**/*.test.ts"],
    // Twenty minutes and more under writers: with RUN_DRILLS=all, in the long tests.
    exclude: process.env.RUN_DRILLS === undefined ? ["test/cluster/runs.test.ts"] : [],
    globalSetup: ["test/cluster/machine.ts"],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    bail: 1,
  },
});
