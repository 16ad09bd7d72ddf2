/**
 * Where everything runs after a transition is what reading it back from the CIB tells, in which every result was
 * recorded. Not compared is what such a CIB does not tell: of several instances with one name on a node it shows one.
 */
import { expect, test } from "vitest";
import { normalizeCib } from "../../src/cib/upgrade/normalize.ts";
import { type Element, get, withChildren } from "../../src/cib/xml/tree.ts";
import { asked } from "../../src/report/whatif/questions.ts";
import { type Inquiry, inquire } from "../../src/report/whatif/read.ts";
import type { ReadonlyModel } from "../../src/scheduler/model/cluster-model.ts";
import { Role } from "../../src/scheduler/model/enums.ts";
import type { ReadonlyResource } from "../../src/scheduler/model/read-only.ts";
import { primitivesOf } from "../../src/scheduler/model/roles.ts";
import { UndecidableError } from "../../src/scheduler/model/undecidable.ts";
import { type Schedule, schedule } from "../../src/scheduler/schedule.ts";
import { executeTransition } from "../../src/scheduler/simulation/execute.ts";
import { type Places, placesAfter, placesNow } from "../../src/scheduler/simulation/places.ts";
import { unpack } from "../../src/scheduler/unpack.ts";
import { generate } from "../differential/generate.ts";
import { PACEMAKER_3 } from "../differential/oracle.ts";
import { LONG } from "../long.ts";

const CLUSTERS = 120;

/** Without what agents and nodes left behind, for that may be at odds with itself. */
const REMEMBERED = new Set(["lrm", "transient_attributes"]);

function withoutMemories(e: Element, of: (state: Element) => boolean): Element {
  const kept = e.children.filter((c) => c.kind !== "element" || !REMEMBERED.has(c.name) || !of(e));
  return withChildren(
    e,
    kept.map((c) =>
      c.kind === "element" && (e.name === "cib" ? c.name === "status" : true) ? withoutMemories(c, of) : c,
    ),
  );
}

/** A container that is restarted takes along what ran in it; the simulator leaves that in the history of its node. */
function carriedOut(cib: Element, run: Schedule, clock: number): Element {
  const restarted = new Set<string | undefined>();
  executeTransition(cib, run, { clock }, (event) => {
    if (event.kind === "pseudo" && event.task.startsWith("stonith-")) restarted.add(event.node);
  });
  const changed = withoutMemories(cib, (state) => restarted.has(get(state, "uname") ?? get(state, "id")));
  return executeTransition(changed, run, { clock }, () => undefined).cib;
}

function sharesNames(rsc: ReadonlyResource): boolean {
  if (rsc.kind !== "clone" || rsc.unique) return false;
  // Nothing spreads the members of a group whose members need not be together.
  return rsc.cloneNodeMax > 1 || rsc.children.some((child) => child.kind === "group" && !child.colocated);
}

function running(s: ReadonlyModel, places: Places): Record<string, string> {
  return Object.fromEntries(
    s.resources
      .filter((rsc) => !rsc.removed && !sharesNames(rsc))
      .map((rsc) => {
        const roles = (rsc.kind === "bundle" ? inReplicas(rsc) : primitivesOf(rsc)).map(({ id }) => places.roleOf(id));
        const promoted = roles.filter((role) => role === Role.promoted).length;
        return [rsc.id, `${roles.filter((role) => role > Role.stopped).length} running, ${promoted} promoted`];
      }),
  );
}

const inReplicas = (rsc: Extract<ReadonlyResource, { kind: "bundle" }>) =>
  rsc.replicas.flatMap((r) => [r.ip, r.container, r.connection, r.inner].filter((p) => p !== undefined));

/** A few random clusters cannot be decided at all. */
function inquireAt(cib: Element, now: number): Inquiry | undefined {
  try {
    return inquire(cib, { now });
  } catch (error) {
    if (error instanceof UndecidableError) return undefined;
    throw error;
  }
}

test("random clusters at rest, whatever happens to them", LONG, () => {
  let compared = 0;
  for (let seed = 1; seed <= CLUSTERS; seed++) {
    const generated = generate(seed, PACEMAKER_3.dialect);
    const now = Number(get(generated, "execution-date"));
    const inquiry = inquireAt(normalizeCib(withoutMemories(generated, () => true)), now);
    if (inquiry === undefined) continue;
    const { cib, scheduler, questions } = inquiry;
    for (const question of questions) {
      const changed = asked(cib, scheduler, question, now + 1);
      if (changed === undefined) continue;
      const run = schedule(changed, { now: now + 1, dialect: scheduler.dialect });
      const read = unpack(carriedOut(changed, run, now + 1), now + 1, { dialect: scheduler.dialect });
      expect(running(run.model, placesAfter(run)), `seed ${seed}, ${JSON.stringify(question)}`).toEqual(
        running(read, placesNow(read)),
      );
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(CLUSTERS * 5);
});
