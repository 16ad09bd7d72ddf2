/** Q15. */
import type { ConfRule } from "../rule/conf-rule.ts";

export const nodeNames: ConfRule = {
  id: "Q15",
  severity: "warning",
  title: "the nodes of corosync.conf are not those of the CIB, or have an address of their own machine",
  why: "Pacemaker takes a node under another name for another node; a loopback address reaches no other one",
  fix: "name: as the node is called in the CIB; an address that the other nodes reach",
  source: "pcs; Trento 438525",
  check: ({ model: { members }, nodesOfCib }) => {
    const loopback = members.flatMap(({ section, name, addresses }) =>
      [...addresses].flatMap(([link, address]) =>
        members.length > 1 && /^(?:127\.|::1$|localhost$)/.test(address)
          ? [{ at: section, path: "nodelist.node", text: `${name ?? "a node"} has ring${link}_addr: ${address}` }]
          : [],
      ),
    );
    if (nodesOfCib === undefined) return loopback;
    const strange = members.flatMap(({ section, name }) =>
      name === undefined || nodesOfCib.includes(name)
        ? []
        : [{ at: section, path: "nodelist.node", text: `the CIB has no node ${name}` }],
    );
    const names = new Set(members.map(({ name }) => name));
    const missing = nodesOfCib
      .filter((name) => !names.has(name) && members.every((member) => member.name !== undefined))
      .map((name) => ({ at: undefined, path: "nodelist", text: `corosync.conf has no node ${name}` }));
    return [...loopback, ...strange, ...missing];
  },
};
