/** What is still to be waited for of the nodes: that they answer, join, are fenced, come back. */
import type { Presence, Returning } from "../../cluster/port.ts";
import { changesOf } from "../../report/changes/trace.ts";
import { uncleanReasons } from "../../report/status/node-state.ts";
import { pendingText } from "../../report/status/verdict.ts";
import type { Finding } from "../../report/wait/document.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { decisionOf, type Reading } from "../../scheduler/reading.ts";
import type { Circumstances } from "./wanted.ts";

/** Why the cluster cannot act at present, which leaves the result open. */
export function unready(s: ReadonlyModel): string | undefined {
  if (!s.nodes.some((n) => n.online)) return "no node is online";
  if (!s.quorate && s.options.quorumPolicy !== "ignore") return "the online nodes do not have quorum";
  return undefined;
}

/** Members that do not answer: the status is that of before they were lost. */
export function silentFindings(s: ReadonlyModel, presence: Presence | undefined): Finding[] {
  const online = (presence?.silent ?? []).filter((name) => s.nodesByName.get(name)?.online === true);
  return online.map((name) => ({
    resource: null,
    code: "silent",
    text: `${name} does not answer, which the cluster has not noticed yet`,
  }));
}

const WHY: Readonly<Record<Returning["why"], string>> = {
  fenced: "fenced, to come back",
  "switched-on": "switched on, to join",
  reachable: "reachable again, to join",
};

/** Nodes whose state will change by itself: unclean, joining, or on their way back. */
export function nodesToCome(reading: Reading, { presence, fencings }: Circumstances): Finding[] {
  const planned = decisionOf(reading).model;
  const named = new Set<string>();
  const say = (name: string, code: Finding["code"], ...texts: readonly string[]): Finding[] => {
    if (named.has(name)) return [];
    named.add(name);
    return texts.map((text) => ({ resource: null, code, text }));
  };
  const cluster = planned.nodes.filter((n) => n.kind !== "guest");
  return [
    ...cluster
      .filter((n) => n.unclean)
      .flatMap((n) => say(n.name, "pending", ...uncleanReasons(planned, n, fencings).map(({ text }) => text))),
    ...changesOf(planned).nodes.flatMap((c) => say(c.node, "pending", pendingText(c))),
    ...cluster
      .filter((n) => n.pending)
      .flatMap((n) => say(n.name, "returning", `waiting for ${n.name}: it is joining`)),
    ...(presence?.returning ?? [])
      .filter(({ node }) => planned.nodesByName.get(node)?.online === false)
      .flatMap(({ node, why }) => say(node, "returning", `waiting for ${node}: ${WHY[why]}`)),
  ];
}
