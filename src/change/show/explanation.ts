/** The use case of explain: why a resource has its node and role, or a node its state. */
import { didYouMean } from "../../cib/value/nearest.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster } from "../../cluster/port.ts";
import type { Explanation } from "../../report/explain/document.ts";
import { explainNode } from "../../report/explain/node.ts";
import type { NodeStateExplanation } from "../../report/explain/node-document.ts";
import { explainIn } from "../../report/explain/read.ts";
import { explainedOf, momentOf } from "../../scheduler/reading.ts";
import { knownFencings } from "./fencings.ts";

export interface ExplainRequest {
  /** A resource's or node's id; a resource's counts first. */
  readonly name: string;
  readonly on?: string | undefined;
}

/** Rejects with `missing`, and the nearest name, for an unknown resource or node. */
export async function explainName(
  cluster: Cluster,
  { name, on }: ExplainRequest,
): Promise<Explanation | NodeStateExplanation> {
  const { cib, at } = await cluster.read();
  const explained = explainedOf(cib, momentOf(cib, Math.floor(at / 1000)));
  const doubtful = explained.model.nodes.some((n) => n.unclean);
  const attempts = doubtful ? ((await knownFencings(cluster)) ?? []) : [];
  const answer = explainIn(explained, name, on, attempts);
  if (answer.ok) return answer.explanation;
  const node = answer.missing === "resource" ? explainNode(explained, name, attempts) : undefined;
  if (node !== undefined) {
    if (on === undefined) return node;
    throw new HoldfastError("usage", `"${name}" is a node, and --on asks about a resource`);
  }
  const [what, asked, known] =
    answer.missing === "node"
      ? ["node", on ?? "", answer.known]
      : ["resource or node", name, [...answer.known, ...explained.model.nodesByName.keys()]];
  const hint = didYouMean(asked, known);
  throw new HoldfastError("missing", `there is no ${what} "${asked}"${hint === undefined ? "" : `; ${hint}`}`);
}
