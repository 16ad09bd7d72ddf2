/**
 * Three nodes with one of each kind of resource, small enough that a thousand of their histories take minutes. What each
 * resource should have is said here in numbers, so that a test need not ask the program that it tests.
 */

import { parseXml } from "../../src/cib/xml/parse.ts";
import { rewriteRoot } from "../../src/cib/xml/rewrite.ts";
import { type Element, idOf, withAttribute } from "../../src/cib/xml/tree.ts";

export const NODES = ["n1", "n2", "n3"] as const;

/** Ids of processes in the world, and how many of them there should be on so many nodes. */
export interface Expected {
  readonly id: string;
  readonly processes: readonly string[];
  readonly each: (usable: number, away: number) => number;
  readonly promoted?: string;
}

const one = (usable: number): number => Math.min(1, usable);
/** A replica for each node, whether it is there or not. */
const replicas = (usable: number, away: number): number => usable + away;
const everywhere = (usable: number): number => usable;

export const EXPECTED: readonly Expected[] = [
  ...NODES.map((n) => ({ id: `fence-${n}`, processes: [`fence-${n}`], each: one })),
  { id: "vip1", processes: ["vip1"], each: one },
  { id: "vip2", processes: ["vip2"], each: one },
  { id: "g", processes: ["fs", "web"], each: one },
  { id: "c", processes: ["d"], each: everywhere },
  { id: "proxy-bundle", processes: ["proxy-bundle-podman"], each: replicas },
  { id: "redis-bundle", processes: ["redis-bundle-podman", "redis"], each: replicas, promoted: "redis" },
];

const op = (id: string, interval: string, more = ""): string =>
  `<op id="${id}-monitor-${interval}${more === "" ? "" : more.slice(6, 8)}" name="monitor" interval="${interval}" timeout="20s" ${more}/>`;
const primitive = (id: string, agent: string, meta = "", operations = op(id, "10s")): string => {
  const [cls = "", provider = "", type = ""] = agent.split(":");
  const by = provider === "" ? "" : ` provider="${provider}"`;
  const metas = `<meta_attributes id="${id}-m">${pair(id, "target-role", "Started")}${meta}</meta_attributes>`;
  return `<primitive id="${id}" class="${cls}"${by} type="${type}">${metas}<operations>${operations}</operations></primitive>`;
};
const pair = (id: string, name: string, value: string): string =>
  `<nvpair id="${id}-${name}" name="${name}" value="${value}"/>`;
const device = (node: string): string =>
  `<primitive id="fence-${node}" class="stonith" type="fence_ipmilan"><instance_attributes id="fence-${node}-i">${pair(`fence-${node}`, "pcmk_host_list", node)}</instance_attributes></primitive>`;
const bundle = (id: string, max: string, port: string, inner: string): string =>
  `<bundle id="${id}"><podman image="i" replicas="3" ${max}/>${port === "" ? "" : `<network control-port="${port}"/>`}${inner}</bundle>`;

const XML = `<configuration>
<crm_config><cluster_property_set id="o">${pair("o", "cluster-name", "small")}</cluster_property_set></crm_config>
<nodes>${NODES.map((n, i) => `<node id="${i + 1}" uname="${n}"/>`).join("")}</nodes>
<resources>
${NODES.map(device).join("")}
${primitive("vip1", "ocf:heartbeat:IPaddr2", `${pair("vip1", "failure-timeout", "60s")}${pair("vip1", "migration-threshold", "1")}`)}
${primitive("vip2", "ocf:heartbeat:IPaddr2")}
<group id="g">${primitive("fs", "ocf:heartbeat:Filesystem")}${primitive("web", "ocf:heartbeat:apache")}</group>
<clone id="c">${primitive("d", "ocf:heartbeat:Dummy")}</clone>
${bundle("proxy-bundle", "", "", "")}
${bundle(
  "redis-bundle",
  'promoted-max="1"',
  "3124",
  primitive(
    "redis",
    "ocf:heartbeat:redis",
    pair("redis", "notify", "true"),
    `${op("redis", "20s", 'role="Promoted"')}${op("redis", "30s", 'role="Unpromoted"')}`,
  ),
)}
</resources>
<constraints><rsc_colocation id="vip1-proxy" rsc="vip1" with-rsc="proxy-bundle" score="INFINITY"/></constraints>
</configuration>`;

export function smallConfiguration(): Element {
  const parsed = parseXml(XML);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

/** The CIB with the target role of a primitive changed. */
export function withTargetRole(cib: Element, rsc: string, role: "Started" | "Stopped"): Element {
  return rewriteRoot(cib, (e) => (idOf(e) === `${rsc}-target-role` ? withAttribute(e, "value", role) : e));
}
