/** Nodes as status pages list them. */
import { parseScore } from "../../cib/value/score.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type { ReadonlyNode } from "../../scheduler/model/read-only.ts";
import type { NodeStatus } from "./document.ts";

/**
 * The worst of the node's `#health…` attributes: a word counts as it reads; without one, the lowest score is held against
 * the scores of red and yellow (a score of 0 for a colour gives no node that colour). Green where no strategy looks at them.
 */
function healthOf(s: ReadonlyModel, node: ReadonlyNode): NodeStatus["health"] {
  const { healthStrategy, health } = s.options;
  if (healthStrategy === "none") return "green";
  const values = [...node.attributes].filter(([name]) => name.startsWith("#health")).map(([, value]) => value);
  for (const colour of ["red", "yellow"] as const)
    if (values.some((value) => value.toLowerCase() === colour)) return colour;
  const scores = values.map((value) => parseScore(value, health)).filter((score) => score !== undefined);
  const lowest = Math.min(...scores);
  return (["red", "yellow"] as const).find((colour) => health[colour] !== 0 && lowest <= health[colour]) ?? "green";
}

export function nodeStatuses(s: ReadonlyModel): NodeStatus[] {
  return s.nodes.map((node) => {
    const host = node.kind === "guest" ? node.connection?.launcher?.active[0]?.name : undefined;
    return {
      name: node.name,
      id: node.id,
      kind: node.kind,
      ...(host === undefined ? {} : { host }),
      online: node.online,
      unclean: node.unclean,
      pending: node.pending,
      standby: node.standby,
      standbyOnFail: node.standbyOnFail,
      maintenance: node.maintenance,
      shutdown: node.shutdown,
      health: healthOf(s, node),
      dc: node === s.dc,
      resourcesRunning: node.running.length,
    };
  });
}
