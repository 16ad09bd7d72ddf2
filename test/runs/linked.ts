/** The small cluster with a third bundle, and the three in a chain: db, then redis, then the proxies, node by node. */
import { parseXml } from "../../src/cib/xml/parse.ts";
import { rewriteRoot } from "../../src/cib/xml/rewrite.ts";
import { type Element, element, withAttribute, withChildren } from "../../src/cib/xml/tree.ts";
import { smallConfiguration } from "../wait/small-cluster.ts";
import type { Theatre } from "./theatre.ts";

/** What runs nowhere without the one before it, by its process. */
export const CHAIN = [
  { id: "db-bundle", process: "db" },
  { id: "redis-bundle", process: "redis" },
  { id: "proxy-bundle", process: "proxy-bundle-podman" },
] as const;

const DB = `<bundle id="db-bundle"><podman image="i" replicas="3"/><network control-port="3125"/>
<primitive id="db" class="ocf" provider="heartbeat" type="Dummy"><operations><op id="db-m" name="monitor" interval="10s" timeout="20s"/></operations></primitive></bundle>`;

export function linkedConfiguration(): Element {
  const parsed = parseXml(DB);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return rewriteRoot(smallConfiguration(), (e) => {
    switch (e.name) {
      case "resources":
        return withChildren(
          e,
          [...e.children, parsed.root].map((c) => (c.kind === "element" ? interleaved(c) : c)),
        );
      case "constraints":
        return withChildren(e, [...e.children, ...orders()]);
      default:
        return e;
    }
  });
}

function interleaved(e: Element): Element {
  if (e.name !== "bundle") return e;
  const id = `${e.attributes.get("id")}-interleave`;
  const set = element("meta_attributes", { id }, [
    element("nvpair", { id: `${id}-v`, name: "interleave", value: "true" }),
  ]);
  return withChildren(e, [...e.children, set]);
}

const orders = (): Element[] => CHAIN.slice(1).map(({ id }, i) => orderOf(CHAIN[i]?.id ?? "", id));

function orderOf(first: string, then: string): Element {
  const named = element("rsc_order", { id: `${then}-after`, first, kind: "Mandatory" });
  return withAttribute(named, "then", then);
}

/** What runs on a node where that does not which it depends on. */
export function outOfOrder({ world }: Theatre): string[] {
  const at = (process: string): ReadonlySet<string> =>
    new Set(
      Object.values(world.state.processes).flatMap((p) => (p.rsc.replace(/[-:]\d+$/, "") === process ? [p.host] : [])),
    );
  return CHAIN.slice(1).flatMap(({ process }, i) => {
    const before = CHAIN[i]?.process ?? "";
    const missing = [...at(process)].filter((host) => !at(before).has(host));
    return missing.map((host) => `${process} runs on ${host} without ${before}`);
  });
}
