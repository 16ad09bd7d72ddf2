/**
 * The clusters that people run, each through every failure of a node, each standby and each failed resource, with agents
 * that promote and fail as the real ones do. What `whatif` foretold is what comes; where an agent does what no scheduler
 * can know, the difference is listed here with its reason.
 */
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LONG } from "../long.ts";
import { judged } from "./judge.ts";

const FOLDER = new URL("../../examples/clusters/", import.meta.url);
const KINDS = new Set(["node-fails", "node-standby", "resource-fails"] as const);

interface Known {
  readonly apart?: Readonly<Record<string, readonly string[]>>;
  readonly notBack?: Readonly<Record<string, number>>;
  readonly skipped?: readonly string[];
}

/** A former primary of the pgsql agent does not start before someone has removed its lock file. */
const LOCKED = ['pgsql-clone: {"running":1,"promoted":1}; foretold: {"running":2,"promoted":1}'];

const KNOWN: Readonly<Record<string, Known>> = {
  "postgresql-pgsql.yaml": {
    apart: {
      "resource-fails vip-primary on pg-a": LOCKED,
      "resource-fails vip-replication on pg-a": LOCKED,
    },
    notBack: { "node-fails pg-a": 1 },
  },
  // The connection breaks with the machine it leads to, which is broken as vm-db.
  "kvm-guests.yaml": { skipped: ["resource-fails db on kvm-a"] },
};

describe.each(readdirSync(FOLDER).filter((name) => name.endsWith(".yaml")))("%s", (name) => {
  it("survives each failure with what was foretold", LONG, async () => {
    const { enacted, due, ...rest } = await judged(`clusters/${name}`, KINDS);
    expect(rest).toEqual({ apart: {}, notBack: {}, skipped: [], ...KNOWN[name] });
    expect(due).toBe(0);
    expect(enacted).toBeGreaterThan(5);
  });
});
