/**
 * Two services that keep apart on two nodes, as an ASCS and its ERS do: primitives or groups of any length, or a chain in
 * which a third follows one of them; each somewhere or stopped, with bans, failures that reached their threshold, stickiness,
 * and nodes in standby. What moves where the dependent has one node left, releases decide differently.
 */
import { type Element, element } from "../../src/cib/xml/tree.ts";
import { Random } from "./random.ts";

const NODES = ["n1", "n2"];
const NOW = "1700000000";

export function anticolocated(seed: number): Element {
  const r = new Random(seed);
  const services = [service(r, "a"), service(r, "b"), ...(r.chance(0.3) ? [service(r, "c")] : [])];
  const score = r.pick(["-INFINITY", "-5000", "-100", "-1"]);
  const constraints = [colocation("apart", "b", "a", score)];
  if (services.length > 2)
    constraints.push(colocation("chain", "c", r.pick(["a", "b"]), r.pick(["INFINITY", "500", "-50"])));
  for (const { id } of services) {
    for (const node of NODES) {
      if (r.chance(0.25)) constraints.push(location(`loc-${id}-${node}`, id, node, r.pick(["-INFINITY", "-10", "50"])));
    }
  }
  const places = services.map(({ members }) => ({ members, node: r.pick([...NODES, undefined]) }));
  const options = [pair("stonith-enabled", "false")];
  return element(
    "cib",
    { "validate-with": "none", crm_feature_set: "3.16.1", "have-quorum": "1", "dc-uuid": "1", "execution-date": NOW },
    [
      element("configuration", {}, [
        element("crm_config", {}, [element("cluster_property_set", { id: "options" }, options)]),
        element(
          "nodes",
          {},
          NODES.map((uname, i) => element("node", { id: String(i + 1), uname })),
        ),
        element(
          "resources",
          {},
          services.map(({ xml }) => xml),
        ),
        element("constraints", {}, constraints),
      ]),
      element(
        "status",
        {},
        NODES.map((uname, i) => state(r, String(i + 1), uname, places)),
      ),
    ],
  );
}

interface Service {
  readonly id: string;
  readonly members: readonly string[];
  readonly xml: Element;
}

function service(r: Random, id: string): Service {
  const length = r.pick([0, 0, 1, 2, 3]);
  const meta = [
    ...(r.chance(0.4) ? [pair("resource-stickiness", r.pick(["1", "100", "5000", "INFINITY"]))] : []),
    pair("migration-threshold", "1"),
  ];
  const block = element(
    "meta_attributes",
    { id: `${id}-meta` },
    meta.map((p, i) => ({ ...p, attributes: new Map([...p.attributes, ["id", `${id}-meta-${i}`]]) })),
  );
  if (length === 0) return { id, members: [id], xml: primitive(id, [block]) };
  const members = Array.from({ length }, (_, i) => `${id}${i + 1}`);
  return { id, members, xml: element("group", { id }, [block, ...members.map((m) => primitive(m, []))]) };
}

function primitive(id: string, children: Element[]): Element {
  const monitor = element("op", { id: `${id}-monitor`, name: "monitor", interval: "10s" });
  return element("primitive", { id, class: "ocf", provider: "pacemaker", type: "Dummy" }, [
    ...children,
    element("operations", {}, [monitor]),
  ]);
}

function pair(name: string, value: string): Element {
  return element("nvpair", { id: name, name, value });
}

function colocation(id: string, rsc: string, withRsc: string, score: string): Element {
  return element("rsc_colocation", { id, rsc, "with-rsc": withRsc, score });
}

function location(id: string, rsc: string, node: string, score: string): Element {
  return element("rsc_location", { id, rsc, node, score });
}

interface Place {
  readonly members: readonly string[];
  readonly node: string | undefined;
}

function state(r: Random, id: string, uname: string, places: readonly Place[]): Element {
  const attributes = r.chance(0.15) ? [pair("standby", "on")] : [];
  const histories: Element[] = [];
  for (const { members, node } of places) {
    for (const member of members) {
      const failed = r.chance(0.12);
      histories.push(history(member, uname, node === uname, failed));
      if (!failed) continue;
      attributes.push(
        pair(`fail-count-${member}#monitor_10000`, "1"),
        pair(`last-failure-${member}#monitor_10000`, NOW),
      );
    }
  }
  const up = { in_ccm: "true", crmd: "online", join: "member", expected: "member" };
  return element("node_state", { id, uname, ...up }, [
    element("transient_attributes", { id }, [element("instance_attributes", { id: `status-${id}` }, attributes)]),
    element("lrm", { id }, [element("lrm_resources", {}, histories)]),
  ]);
}

function history(member: string, node: string, active: boolean, failed: boolean): Element {
  const task = active ? "start" : "monitor";
  const entries = [entry(member, node, `${member}_last_0`, task, 0, active ? 0 : 7, 1)];
  if (active && failed) entries.push(entry(member, node, `${member}_last_failure_0`, "monitor", 10_000, 1, 2));
  return element("lrm_resource", { id: member, class: "ocf", provider: "pacemaker", type: "Dummy" }, entries);
}

function entry(
  member: string,
  node: string,
  id: string,
  operation: string,
  interval: number,
  rc: number,
  call: number,
): Element {
  const expected = operation === "monitor" && interval === 0 ? 7 : 0;
  const key = `1:1:${expected}:2668bbeb-06d5-40f9-936d-24cb7f87006a`;
  return element("lrm_rsc_op", {
    id,
    operation_key: `${member}_${operation}_${interval}`,
    operation,
    "transition-key": key,
    "transition-magic": `0:${rc};${key}`,
    on_node: node,
    "call-id": String(call),
    "rc-code": String(rc),
    "op-status": "0",
    interval: String(interval),
    "last-rc-change": NOW,
  });
}
