/** The published schemas, by command. Each is loaded on request, since it needs zod. */
import type { Published } from "../report/published.ts";

export const PUBLISHED = {
  status: async () => (await import("../report/status/schema.ts")).statusPublished,
  config: async () => (await import("../report/config/schema.ts")).configPublished,
  plan: async () => (await import("../report/plan/schema.ts")).planPublished,
  apply: async () => (await import("../report/done/schema.ts")).appliedPublished,
  diff: async () => ({ ...(await import("../report/plan/schema.ts")).planPublished, name: "diff" }),
  drift: async () => (await import("../report/drift/schema.ts")).driftPublished,
  disown: async () => (await import("../report/done/schema.ts")).donePublished("disown"),
  compile: async () => (await import("../report/compile/schema.ts")).compilePublished,
  wait: async () => (await import("../report/wait/schema.ts")).waitPublished,
  explain: async () => (await import("../report/explain/published.ts")).explanationPublished,
  whatif: async () => (await import("../report/whatif/schema.ts")).whatIfPublished,
  events: async () => (await import("../report/events/schema.ts")).eventPublished,
  inject: async () => (await import("../report/done/schema.ts")).injectPublished,
  node: async () => (await import("../report/done/schema.ts")).donePublished("node"),
  resource: async () => (await import("../report/done/schema.ts")).donePublished("resource"),
  property: async () => (await import("../report/done/schema.ts")).donePublished("property"),
  constraint: async () => (await import("../report/done/schema.ts")).donePublished("constraint"),
  cleanup: async () => (await import("../report/done/schema.ts")).cleanupPublished,
  history: async () => (await import("../report/history/published.ts")).historyPublished,
  verify: async () => (await import("../report/lint/schema.ts")).verifyPublished,
  backup: async () => (await import("../report/done/schema.ts")).backupPublished,
  restore: async () => (await import("../report/done/schema.ts")).restorePublished,
  lab: async () => (await import("../report/lab/schema.ts")).labStatusPublished,
  error: async () => (await import("../report/error/schema.ts")).errorPublished,
} as const satisfies Readonly<Record<string, () => Promise<Published>>>;
