/** R23. */
import { child, elements, get, idOf } from "../../../cib/xml/tree.ts";
import type { LintRule } from "../rule/rule.ts";

export const bundleNetwork: LintRule = {
  id: "R23",
  severity: "error",
  title: "a bundle with a resource cannot be reached",
  why: "Pacemaker refuses a bundle whose container it cannot talk to",
  fix: "a network with control-port or ip-range-start; one replica a host with control-port alone",
  source: "crm_verify; Pacemaker Explained, Bundles",
  check: ({ collectives }) =>
    collectives.flatMap((at) => {
      if (at.name !== "bundle" || child(at, "primitive") === undefined) return [];
      const network = child(at, "network");
      const [port, range] = [network && get(network, "control-port"), network && get(network, "ip-range-start")];
      if (port === undefined && range === undefined)
        return [{ at, text: `${idOf(at)} has a resource, and neither control-port nor ip-range-start` }];
      const container = elements(at).find((e) => get(e, "image") !== undefined);
      const perHost = Number(container === undefined ? 1 : (get(container, "replicas-per-host") ?? 1));
      return perHost > 1 && range === undefined
        ? [{ at, text: `${idOf(at)} has several replicas on a host, and no ip-range-start` }]
        : [];
    }),
};
