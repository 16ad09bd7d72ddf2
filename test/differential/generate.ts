/**
 * A random CIB with a history, from a seed: a configuration, then several times over a transition (made by our own
 * scheduler, enacted with failures and cuts) and something that happens. The last happenings are what has to be
 * decided on. Should the scheduler throw on the way, the CIB as it then stood is the one to look at.
 */
import { type Element, element } from "../../src/cib/xml/tree.ts";
import type { Dialect } from "../../src/scheduler/model/dialect.ts";
import { schedule } from "../../src/scheduler/schedule.ts";
import { draftOf, finished } from "../../src/scheduler/simulation/draft.ts";
import { configuration, newPlan } from "./cib/configuration.ts";
import { ageing, inOldRoles } from "./cib/old-syntax.ts";
import { enact, type World } from "./history/enact.ts";
import type { Clock } from "./history/entry.ts";
import { happen } from "./history/events.ts";
import { nodeStateOf, setAll } from "./history/status.ts";
import { Random } from "./random.ts";

/**
 * The newest schema a release of that dialect knows. What happened is made by the newest rules for either, so that a seed stays what it is while
 * the rules of older releases are being learnt.
 */
export function schemaOf(dialect: Dialect): string {
  if (!dialect.knowsPromoted) return "pacemaker-3.5";
  return dialect.version.startsWith("2.") ? "pacemaker-3.9" : "pacemaker-4.0";
}

/** 3.0.0 leaves alone what a newer DC wrote; older releases do not look. */
function featureSetOf(dialect: Dialect): string {
  return dialect.version === "3.0.0" ? "3.20.0" : "3.20.5";
}

export function generate(seed: number, dialect: Dialect): Element {
  const r = new Random(seed);
  const plan = newPlan(r);
  // Validation costs the oracle as much as all its other work, so most CIBs do without and some prove that they could.
  const schema = r.weighted([
    [dialect.knowsPromoted ? 8 : 80, "none"],
    [2, schemaOf(dialect)],
    [1, dialect.knowsPromoted ? "pacemaker-3.9" : schemaOf(dialect)],
  ]);
  const root = element(
    "cib",
    {
      "validate-with": schema,
      crm_feature_set: featureSetOf(dialect),
      admin_epoch: "0",
      epoch: "1",
      num_updates: "0",
      "have-quorum": r.chance(0.9) ? "1" : "0",
      "dc-uuid": "1",
    },
    [configuration(plan), element("status")],
  );
  const cib = draftOf(root);
  const clock: Clock = { now: plan.start, callId: 1, transition: 1, uuid: "2668bbeb-06d5-40f9-936d-24cb7f87006a" };
  const world: World = new Map();
  for (const [i, name] of plan.nodes.entries()) {
    if (r.chance(0.04)) continue;
    const state = nodeStateOf(cib, String(i + 1), name, false);
    const here = r.chance(0.95);
    setAll(
      state,
      here
        ? { in_ccm: "true", crmd: "online", join: "member", expected: "member" }
        : { in_ccm: "false", crmd: "offline", join: "down", expected: "down" },
    );
  }
  const rounds = r.weighted([
    [1, 0],
    [2, 1],
    [4, 2],
    [3, 3],
    [1, 5],
  ]);
  for (let i = 0; i < rounds; i++) {
    try {
      const { transition } = schedule(finished(cib), { now: clock.now });
      enact(
        r,
        cib,
        transition,
        world,
        { failure: r.pick([0, 0, 0.03, 0.1]), steps: r.chance(0.35) ? r.int(30) : undefined },
        clock,
      );
    } catch {
      break;
    }
    clock.now += r.between(1, 60);
    for (let events = r.between(0, 3); events > 0; events--) happen({ plan, cib, world, clock });
  }
  cib.attributes.set("execution-date", String(clock.now));
  const made = finished(cib);
  const aged = r.chance(0.06) ? ageing(r, made, dialect) : made;
  // Where schemas speak of roles, people wrote what theirs took; a value such as `target-role` is anyone's to write.
  return dialect.knowsPromoted ? aged : inOldRoles(aged);
}
