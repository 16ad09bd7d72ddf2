/** What services of the catalogue have in common, found in what they are: where images come from, domain, TLS. */
import { child, elements, get, idOf } from "../../../cib/xml/tree.ts";
import type { Deployment } from "../../catalogue/entry.ts";
import { containerOf } from "../../words/bundle.ts";
import type { KnownBundle } from "./bundles.ts";
import { plainDeployment } from "./plain-deployment.ts";

/** The section of the manifest, without what is the default. */
export interface Containers {
  readonly registry?: string | undefined;
  readonly namespace?: string | undefined;
  readonly prefix?: string | undefined;
  readonly tag?: string | undefined;
}

const REGISTRY = "cluster.common.tag";
const TAG = "pcmklatest";

/** Of most of them; the others say their image themselves. */
export function containersOf(bundles: readonly KnownBundle[]): Containers {
  const counted = new Map<string, { readonly of: Containers; count: number }>();
  for (const bundle of bundles) {
    const of = splitImage(imageNow(bundle), shortImage(bundle));
    if (of === undefined) continue;
    const key = JSON.stringify(of);
    const known = counted.get(key) ?? { of, count: 0 };
    known.count++;
    counted.set(key, known);
  }
  return [...counted.values()].sort((a, b) => b.count - a.count)[0]?.of ?? {};
}

/** How the manifest would name an image. */
export function imageOf({ registry, namespace, prefix, tag }: Containers): (name: string) => string {
  return (name) =>
    `${[registry ?? REGISTRY, namespace, `${prefix ?? ""}${name}`].filter((part) => part !== undefined).join("/")}:${tag ?? TAG}`;
}

function imageNow({ element }: KnownBundle): string {
  const inner = containerOf(element);
  return (inner && get(inner, "image")) ?? "";
}

/** The last part of its image's name, as the catalogue has it. */
function shortImage(bundle: KnownBundle): string {
  let asked = "";
  const image = (name: string): string => {
    asked = name;
    return name;
  };
  bundle.build({ ...plainDeployment(bundle), image });
  return asked;
}

function splitImage(image: string, short: string): Containers | undefined {
  const [, head = "", tag = ""] = /^(.*):([^:/]+)$/.exec(image) ?? [];
  const at = head.lastIndexOf("/");
  if (at === -1 || !head.endsWith(short)) return undefined;
  const [registry = "", ...namespace] = head.slice(0, at).split("/");
  const prefix = head.slice(at + 1, head.length - short.length);
  return {
    registry: registry === REGISTRY ? undefined : registry,
    namespace: namespace.length === 0 ? undefined : namespace.join("/"),
    prefix: prefix === "" ? undefined : prefix,
    tag: tag === TAG ? undefined : tag,
  };
}

/** By what Galera's replicas call each other. */
export function domainOf(bundles: readonly KnownBundle[]): string | undefined {
  const galera = bundles.find(({ name }) => name === "galera");
  const primitive = galera && child(galera.element, "primitive");
  const parameters = primitive ? elements(primitive, "instance_attributes").flatMap((set) => elements(set)) : [];
  const address = parameters.find((pair) => get(pair, "name") === "wsrep_cluster_address");
  const first = ((address && get(address, "value")) ?? "").replace(/^gcomm:\/\//, "").split(",")[0] ?? "";
  const node = galera?.nodes.find((name) => first.startsWith(`${name}.`));
  return node === undefined ? undefined : first.slice(node.length + 1);
}

/** By the certificates that are mounted. */
export function tlsOf(bundles: readonly KnownBundle[]): Deployment["tls"] {
  const mounts = new Map(
    bundles.flatMap(({ element }) =>
      elements(child(element, "storage") ?? element, "storage-mapping").map((m) => [
        idOf(m),
        get(m, "source-dir") ?? "",
      ]),
    ),
  );
  const authority = AUTHORITIES.map((id) => mounts.get(id)).find((source) => source !== undefined);
  return {
    internal: [...AUTHORITIES, "rabbitmq-pki-key", "redis-pki-gcomm-key"].some((id) => mounts.has(id)),
    public: mounts.has("haproxy-cert"),
    caFile: authority ?? "/etc/ipa/ca.crt",
  };
}

/** Ids of mounts of the certificate that all others are signed with. */
const AUTHORITIES = ["mysql-pki-gcomm-ca", "haproxy-pki-ca-file", "ovn-dbs-cacert"];
