/**
 * Tools that make a cluster's configuration and change it themselves. What is theirs is better changed by them.
 * Source: their documentation and what they write.
 */
import { agentWord } from "../../../cib/agent-word.ts";
import { type Element, get, idOf, walk } from "../../../cib/xml/tree.ts";

interface Owner {
  /** As a sentence about a resource. */
  readonly says: string;
  readonly made: (agent: string, id: string) => boolean;
}

const OWNERS: readonly Owner[] = [
  {
    says: "made by Db2's db2cm: change it with db2cm",
    made: (agent) => /:db2(inst|hadr|ethmon|partition|mount|cfs)$/.test(agent),
  },
  {
    says: "made by IBM MQ's rdqmadm: change it with rdqmadm and crtmqm",
    made: (agent) => /^ocf:ibm:rdqmx?$/.test(agent),
  },
  {
    says: "made by OpenShift's etcd operator (two nodes with fencing): it puts its own settings back",
    made: (agent, id) =>
      agent === "ocf:heartbeat:podman-etcd" || (agent === "systemd:kubelet" && id.startsWith("kubelet")),
  },
  {
    says: "made by the hacluster charm of Juju: it puts its own settings back",
    made: (_agent, id) => /^(res|grp|cl|ms)_[a-z0-9-]+_([0-9a-f]{7}_)?(vip|vips|haproxy|eth\d+_vip)$/.test(id),
  },
  {
    says: "SAP HANA: its node attributes and property sets (hana_*, lpa_*, SAPHanaSR) are the agents' and left alone",
    made: (agent) => /^ocf:(heartbeat|suse):SAPHana(Controller|SR)?$/.test(agent),
  },
];

/** What to know of the tool that makes a resource, if one does. */
export function whoMade(resource: Element): readonly string[] {
  const primitives = walk(resource).filter((e) => e.name === "primitive");
  const agents = primitives.map((e) => agentWord((name) => get(e, name)));
  return OWNERS.filter(({ made }) => primitives.some((e, i) => made(agents[i] ?? "", idOf(e)))).map(({ says }) => says);
}
