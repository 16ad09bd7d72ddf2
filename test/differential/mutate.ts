/** Mutations of Pacemaker's own cases, when they are at hand: the same happenings that make a random CIB's history. */
import { parseXml } from "../../src/cib/xml/parse.ts";
import { type Element, elements, get, walk } from "../../src/cib/xml/tree.ts";
import { draftOf, finished } from "../../src/scheduler/simulation/draft.ts";
import { caseFile, cases } from "../conformance/cases.ts";
import type { Plan, Referent } from "./cib/plan.ts";
import { happen } from "./history/events.ts";
import { Random } from "./random.ts";

let names: readonly string[] | undefined;

export function mutated(seed: number): Element {
  const r = new Random(seed);
  names ??= cases().map((c) => c.name);
  const text = caseFile(r.pick(names), "xml") ?? "";
  // Cases of a thousand actions say nothing that small ones do not, and take the time of fifty.
  const parsed = text.length > 300_000 ? undefined : parseXml(text);
  if (parsed === undefined || !parsed.ok) return mutated(seed + 1_000_003);
  const cib = draftOf(parsed.root);
  const now = Number(get(cib, "execution-date") ?? 1_700_000_000);
  const plan = planOf(r, cib, now);
  const clock = { now, callId: 1000, transition: 1000, uuid: "2668bbeb-06d5-40f9-936d-24cb7f87006a" };
  const section = elements(cib, "configuration")[0];
  if (section === undefined || plan.nodes.length === 0) return mutated(seed + 1_000_003);
  for (let events = r.between(1, 4); events > 0; events--) happen({ plan, cib, world: new Map(), clock });
  cib.attributes.set("execution-date", String(clock.now));
  return finished(cib);
}

const KINDS: Readonly<Record<string, Referent["kind"]>> = {
  primitive: "primitive",
  group: "group",
  clone: "clone",
  master: "clone",
  bundle: "bundle",
};

function planOf(r: Random, cib: Element, start: number): Plan {
  const nodes: string[] = [];
  const referents: Referent[] = [];
  const inClones = new Set<Element>();
  for (const e of walk(cib)) {
    const name = get(e, "uname");
    if (e.name === "node" && name !== undefined) nodes.push(name);
    const kind = KINDS[e.name];
    const id = get(e, "id");
    if (kind === undefined || id === undefined || inClones.has(e)) continue;
    if (kind === "clone" || kind === "bundle") for (const inner of walk(e)) inClones.add(inner);
    const promotable =
      e.name === "master" ||
      [...walk(e)].some((x) => get(x, "name") === "promotable" || x.attributes.has("promoted-max"));
    referents.push({ id, kind, promotable });
  }
  return { r, start, nodes, remotes: [], referents, tickets: ["ticketA"], utilization: false, ids: 0 };
}
