/**
 * The use case of diff: what a cluster of one manifest would do when it is given another. The first is thought of as a
 * cluster with all its nodes, at rest; the plan from there to the second is that of any other change.
 */
import { emptyCib } from "../cib/empty.ts";
import { readVersion } from "../cib/patch/version.ts";
import { descend, type Element, element, elements, get, idOf, withChildren } from "../cib/xml/tree.ts";
import type { Plan } from "../report/plan/document.ts";
import { broughtToRest } from "../report/whatif/settled.ts";
import { momentOf } from "../scheduler/reading.ts";
import { readDesired, type Written } from "./desired.ts";
import { withFindings } from "./plan/findings-brought.ts";
import { planChange } from "./plan/plan.ts";

/** In place of every secret: two manifests are compared without theirs. */
const SECRET = "a secret of the manifest";

/**
 * @param at epoch milliseconds
 * Rejects with `invalid` for a file with any mistake.
 */
export async function compareManifests(from: Written, to: Written, at: number): Promise<Plan> {
  const [before, after] = await Promise.all([from, to].map((file) => readDesired(file, async () => SECRET, true)));
  if (before === undefined || after === undefined) throw new Error("two files are read");
  const started = withMembers(before.cib(emptyCib()));
  const { cib } = broughtToRest(started, momentOf(started, Math.floor(at / 1000)));
  const snapshot = { cib, version: readVersion(cib), live: false, settled: true, at, knownAt: undefined };
  const desired = after.cib(cib);
  const planned = planChange(snapshot, desired, { ...after, unlikeProfile: after.unlikeProfile(cib) });
  return withFindings({ before: cib, after: desired, file: { ...after, text: to.text } }, planned).plan;
}

/** All nodes are members, and the cluster has quorum. */
function withMembers(cib: Element): Element {
  const nodes = elements(descend(cib, "configuration", "nodes") ?? element("nodes"), "node");
  const states = nodes
    .filter((node) => (get(node, "type") ?? "member") === "member")
    .map((node) => {
      const member = { in_ccm: "true", crmd: "online", join: "member", expected: "member" };
      return element("node_state", { id: idOf(node), uname: get(node, "uname"), ...member });
    });
  const status = element("status", {}, states);
  const others = cib.children.filter((c) => c.kind !== "element" || c.name !== "status");
  return withChildren({ ...cib, attributes: new Map([...cib.attributes, ["have-quorum", "1"]]) }, [...others, status]);
}
