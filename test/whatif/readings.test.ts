/** What one run read of the elements that versions of a CIB share never changes what a later run decides. */
import { expect, test } from "vitest";
import { type Element, get, replaceChild, walk, withAttribute } from "../../src/cib/xml/tree.ts";
import { printTransition } from "../../src/scheduler/graph/xml.ts";
import { ElementCache } from "../../src/scheduler/model/element-cache.ts";
import { type Schedule, schedule } from "../../src/scheduler/schedule.ts";
import { executeTransition } from "../../src/scheduler/simulation/execute.ts";
import { generate } from "../differential/generate.ts";
import { PACEMAKER_3 } from "../differential/oracle.ts";
import { Random } from "../differential/random.ts";
import { LONG } from "../long.ts";

const CLUSTERS = 60;
const VERSIONS = 4;

/** One value of the configuration is another: of a pair, of an operation, of a container. */
function edited(r: Random, cib: Element): Element {
  const configuration = cib.children.find((c) => c.kind === "element" && c.name === "configuration");
  const changeable = configuration?.kind === "element" ? walk(configuration).filter((e) => e.attributes.size > 1) : [];
  const chosen = r.pick(changeable);
  const name = r.pick([...chosen.attributes.keys()].filter((key) => key !== "id"));
  const value = get(chosen, name) ?? "";
  return replaced(cib, chosen, withAttribute(chosen, name, /^\d+$/.test(value) ? `${Number(value) + 1}` : `${value}0`));
}

function replaced(at: Element, old: Element, by: Element): Element {
  for (const c of at.children) {
    if (c === old) return replaceChild(at, old, by);
    if (c.kind !== "element") continue;
    const changed = replaced(c, old, by);
    if (changed !== c) return replaceChild(at, c, changed);
  }
  return at;
}

function decided(cib: Element, now: number, readings?: ElementCache): { run: Schedule; text: string } | string {
  try {
    const run = schedule(cib, { now, takeNotes: true, ...(readings === undefined ? {} : { elementCache: readings }) });
    const scores = run.model.notes?.scoreLines ?? [];
    return { run, text: [printTransition(run.transition), ...scores, ...run.model.problems].join("\n") };
  } catch (error) {
    return String(error);
  }
}

test("random clusters, as they run on and are edited, are decided alike with and without it", LONG, () => {
  let compared = 0;
  for (let seed = 1; seed <= CLUSTERS; seed++) {
    const r = new Random(seed);
    const readings = new ElementCache();
    let cib = generate(seed, PACEMAKER_3.dialect);
    let now = Number(get(cib, "execution-date"));
    for (let version = 0; version < VERSIONS; version++, now++) {
      const afresh = decided(cib, now);
      const knowing = decided(cib, now, readings);
      if (typeof afresh === "string" || typeof knowing === "string") {
        expect(knowing, `seed ${seed}`).toEqual(afresh);
        break;
      }
      expect(knowing.text, `seed ${seed}, version ${version}`).toBe(afresh.text);
      compared++;
      cib = edited(r, executeTransition(cib, afresh.run, { clock: now }, () => undefined).cib);
    }
  }
  expect(compared).toBeGreaterThan(CLUSTERS * 2);
});
