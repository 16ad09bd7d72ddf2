/** What an explanation says is due is what the transition holds, in Pacemaker's own cases and in random clusters. */
import { expect, test } from "vitest";
import { parseMoment } from "../../src/cib/value/date.ts";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { type Element, get } from "../../src/cib/xml/tree.ts";
import { explainActions } from "../../src/report/explain/actions.ts";
import { CURRENT } from "../../src/scheduler/model/dialect.ts";
import { ActionFlag } from "../../src/scheduler/model/enums.ts";
import { primitivesOf } from "../../src/scheduler/model/roles.ts";
import { UndecidableError, unlessUndecidable } from "../../src/scheduler/model/undecidable.ts";
import { explainedOf, momentOf } from "../../src/scheduler/reading.ts";
import { caseFile, cases } from "../conformance/cases.ts";
import { generate } from "../differential/generate.ts";
import { LONG } from "../long.ts";
import { needs } from "../needs.ts";
import { whyNoCases } from "../shared.ts";

const EVERY = 4;
const SEEDS = 60;
const TASKS = ["migrate_to", "migrate_from", "demote", "stop", "start", "promote", "reload", "reload-agent"];

/** Both as `task resource node`; a start or the like that is a pseudo-action stands for a migration. */
function differences(cib: Element, now: number): { due: string[]; held: string[] } | UndecidableError {
  return unlessUndecidable(() => {
    const { model, why } = explainedOf(cib, momentOf(cib, now));
    const primitives = model.resources.flatMap(primitivesOf);
    const due = primitives.flatMap((rsc) =>
      explainActions(model, why, rsc)
        .filter((a) => !a.blocked)
        .map((a) => `${a.task} ${rsc.id} ${a.node}`),
    );
    const held = primitives.flatMap((rsc) =>
      rsc.actions
        .filter((a) => TASKS.includes(a.task) && (a.flags & ActionFlag.addedToGraph) !== 0)
        .filter((a) => (a.flags & ActionFlag.pseudo) === 0 || a.task === "stop")
        .map((a) => `${a.task} ${rsc.id} ${a.node?.name}`),
    );
    return { due: [...new Set(due)].sort(), held: [...new Set(held)].sort() };
  });
}

/** @returns how many actions were compared */
function check(name: string, cib: Element, given?: number): number {
  const found = differences(cib, given ?? Number(get(cib, "execution-date") ?? 1_700_000_000));
  if (found instanceof UndecidableError) return 0;
  expect(found.due, name).toEqual(found.held);
  return found.held.length;
}

test("in Pacemaker's own cases", LONG, (context) => {
  needs(context, whyNoCases());
  let compared = 0;
  for (const { name, moment } of cases().filter((_, i) => i % EVERY === 0)) {
    const parsed = parseXml(caseFile(name, "xml") ?? "");
    if (!parsed.ok) throw new Error(`${name}: ${parsed.problem.message}`);
    compared += check(name, parsed.root, moment === undefined ? undefined : parseMoment(moment));
  }
  expect(compared).toBeGreaterThan(300);
});

test("in random clusters with a history", LONG, () => {
  let compared = 0;
  for (let seed = 1; seed <= SEEDS; seed++) compared += check(`seed ${seed}`, generate(seed, CURRENT));
  expect(compared).toBeGreaterThan(100);
});
