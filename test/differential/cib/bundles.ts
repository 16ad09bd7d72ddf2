/** Random bundles: with and without a primitive, addresses, ports and storage; promotable or not. */
import { type Element, element } from "../../../src/cib/xml/tree.ts";
import { freshId, type Plan } from "./plan.ts";
import { DUMMY, META, metaBlocks, primitive, STATEFUL } from "./primitives.ts";

export function bundle(plan: Plan, id: string): Element {
  const { r } = plan;
  const promotable = r.chance(0.4);
  const replicas = r.between(1, 3);
  const filled = r.chance(0.8);
  plan.referents.push({ id, kind: "bundle", promotable: promotable && filled });
  const runtime = element(r.pick(["podman", "docker"]), {
    image: "localhost/app:1",
    replicas: promotable && r.chance(0.3) ? undefined : String(replicas),
    "replicas-per-host": r.chance(0.15) ? "2" : undefined,
    "promoted-max": promotable ? r.pick(["1", "1", "2"]) : undefined,
    network: r.chance(0.4) ? "host" : undefined,
    options: r.chance(0.4) ? r.pick(["--user=root --log-driver=journald", ""]) : undefined,
    "run-command": r.chance(0.4) ? "/bin/bash /usr/local/bin/kolla_start" : undefined,
  });
  const children: Element[] = [...metaBlocks(plan, r.some(META.map(([n, p, v]) => [n, p / 2, v]))), runtime];
  const addressed = r.chance(0.4);
  if (addressed || filled || r.chance(0.3)) children.push(network(plan, addressed, filled));
  if (r.chance(0.6)) children.push(storage(plan));
  if (filled) {
    const inner = `${id}-app`;
    children.push(primitive(plan, inner, promotable ? STATEFUL : DUMMY));
    for (let i = 0; i < replicas; i++) plan.remotes.push(`${id}-${i}`);
    if (r.chance(0.3)) plan.referents.push({ id: inner, kind: "member", promotable, inner: true });
  }
  return element("bundle", { id }, children);
}

function network(plan: Plan, addressed: boolean, filled: boolean): Element {
  const { r } = plan;
  const mappings = r.chance(0.3)
    ? [
        r.chance(0.5)
          ? element("port-mapping", {
              id: freshId(plan, "port"),
              port: "80",
              "internal-port": r.chance(0.5) ? "8080" : undefined,
            })
          : element("port-mapping", { id: freshId(plan, "port"), range: "2000-2010" }),
      ]
    : [];
  return element(
    "network",
    {
      "ip-range-start": addressed ? `192.168.122.${100 + 10 * r.int(10)}` : undefined,
      "host-netmask": addressed && r.chance(0.4) ? "24" : undefined,
      "host-interface": addressed && r.chance(0.4) ? "eth0" : undefined,
      "control-port": (filled && !addressed) || r.chance(0.2) ? "3123" : undefined,
      "add-host": r.chance(0.15) ? "false" : undefined,
    },
    mappings,
  );
}

function storage(plan: Plan): Element {
  const { r } = plan;
  return element("storage", {}, [
    element("storage-mapping", {
      id: freshId(plan, "map"),
      "source-dir": "/etc/app",
      "target-dir": "/etc/app",
      options: r.chance(0.5) ? "ro,Z" : undefined,
    }),
    ...(r.chance(0.3)
      ? [
          element("storage-mapping", {
            id: freshId(plan, "map"),
            "source-dir-root": "/var/log/pacemaker/bundles",
            "target-dir": "/var/log",
          }),
        ]
      : []),
  ]);
}
