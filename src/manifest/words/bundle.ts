/** What a bundle says of its containers: image and options, network and ports, mounts. */
import { child, type Element, elements, get, idOf, withAttribute } from "../../cib/xml/tree.ts";
import type { DraftElement } from "../model/draft.ts";
import { textSetting } from "../model/setting.ts";
import * as type from "../read/field-types.ts";
import {
  described,
  dictionary,
  either,
  list,
  located,
  mapped,
  oneOf,
  record,
  type Shape,
  scalar,
} from "../read/shape.ts";
import { normalBoolean } from "./normal.ts";
import { type Plain, plainMap } from "./plain.ts";
import { attribute, Build, type Make, type Part, partOf, takeAll, word } from "./word.ts";

const count = type.integer(0, 1_000_000);

const RUNTIMES = ["podman", "docker"] as const;

export function containerOf(bundle: Element): Element | undefined {
  return elements(bundle).find(({ name }) => ["podman", "docker", "rkt"].includes(name));
}

/** Before schema 3.0 `promoted-max` was called `masters`. */
function inTodaysWords(container: Element | undefined): Element | undefined {
  const masters = container && get(container, "masters");
  if (container === undefined || masters === undefined) return container;
  return withAttribute(withAttribute(container, "masters", undefined), "promoted-max", masters);
}

const container: readonly Part[] = [
  attribute("image", described(type.text, "Container image.", { example: "registry.example.com/web:1" }), {
    required: true,
  }),
  attribute(
    "replicas",
    described(count, "How many containers there are. Default: promoted-max, else 1.", { example: 3 }),
  ),
  attribute("replicas-per-host", described(count, "How many of them may run on one node. Default: 1.", { example: 2 })),
  attribute("promoted-max", described(count, "How many may be promoted. Default: none.", { example: 1 })),
  attribute(
    "run-command",
    described(type.text, "Command that the container runs. Default: the image's own.", { example: "/usr/sbin/httpd" }),
  ),
  attribute(
    "network",
    described(type.text, "Network of the container. Default: that of the runtime.", { example: "host" }),
  ),
  attribute("options", described(type.text, "Options of podman or docker run.", { example: "--log-driver=journald" })),
];

const PORT = /^(?:(\d+)(?::(\d+))?|(\d+-\d+))$/;

const port: Shape<Make> = mapped(
  scalar({
    expected: "a port such as 80, 8080:80 (of the host, of the container) or 9000-9010",
    schema: { type: ["string", "integer"], pattern: PORT.source },
    parse: (t) => (PORT.test(t) ? t : undefined),
  }),
  (text) => (owner) => {
    const [, outer, inner, range] = PORT.exec(text) ?? [];
    const build = new Build(owner);
    build.set("port", outer);
    build.set("internal-port", inner);
    build.set("range", range);
    return build.draft("port-mapping");
  },
);

const ports = either(
  mapped(list(located(port), "ports"), (all) =>
    all.map(({ value, at }) => (bundle: string): DraftElement => {
      const made = value({ id: "", at });
      const first = made.attributes.get("port") ?? made.attributes.get("range");
      const number = first?.kind === "text" ? first.text : "";
      return { ...made, attributes: new Map([...made.attributes, ["id", textSetting(portId(bundle, number))]]) };
    }),
  ),
  mapped(dictionary(type.name, port, "ids to ports"), (all) =>
    all.map(
      ({ key: id, at, value }) =>
        (): DraftElement =>
          value({ id, at }),
    ),
  ),
);

/** As pcs makes it. */
function portId(bundle: string, port: string): string {
  return `${bundle}-port-map-${port}`;
}

function writePorts(bundle: Element, network: Element): Plain | undefined {
  const all = elements(network, "port-mapping").map((e): [string, string] => {
    const inner = get(e, "internal-port");
    return [idOf(e), get(e, "range") ?? `${get(e, "port")}${inner === undefined ? "" : `:${inner}`}`];
  });
  if (all.length === 0) return undefined;
  const usual = all.every(([id, text]) => id === portId(idOf(bundle), text.split(":")[0] ?? ""));
  return usual ? all.map(([, text]) => text) : new Map(all);
}

const network: readonly Part[] = [
  attribute(
    "ip-range-start",
    described(type.text, "First of the addresses that containers get. Default: none of their own.", {
      example: "10.0.0.50",
    }),
  ),
  attribute(
    "host-interface",
    described(type.text, "Interface of the host that gets the addresses.", { example: "eth1" }),
  ),
  attribute("host-netmask", described(type.integer(0, 128), "Length of the addresses' prefix.", { example: 24 })),
  attribute(
    "control-port",
    described(type.integer(1, 65535), "Port by which Pacemaker reaches the agent inside. Default: 3121.", {
      example: 3130,
    }),
  ),
  attribute(
    "add-host",
    described(type.boolean, "Whether containers find each other by name, in /etc/hosts. Default: true.", {
      example: false,
    }),
    { normal: normalBoolean },
  ),
];

const SHORT = /^(\/[^:]*):(\/[^:]*)(?::([A-Za-z0-9,=_-]+))?$/;

const shortMount: Shape<Make> = mapped(
  scalar({
    expected: "a mount such as /etc/hosts:/etc/hosts:ro",
    schema: { type: "string", pattern: SHORT.source },
    parse: (t) => (SHORT.test(t) ? t : undefined),
  }),
  (text) => (owner) => {
    const [, source, target, options] = SHORT.exec(text) ?? [];
    const build = new Build(owner);
    build.set("source-dir", source);
    build.set("target-dir", target);
    build.set("options", options);
    return build.draft("storage-mapping");
  },
);

const longMount = word("a mount of a bundle", "storage-mapping", [
  attribute("source", described(type.text, "Path on the host.", { example: "/srv/web" }), { attribute: "source-dir" }),
  attribute(
    "source-root",
    described(type.text, "In place of source: a directory below which each container mounts one of its own.", {
      example: "/srv/logs",
    }),
    { attribute: "source-dir-root" },
  ),
  attribute("target", described(type.text, "Path inside the container.", { example: "/var/www" }), {
    attribute: "target-dir",
    required: true,
  }),
  attribute("options", described(type.text, "Mount options, separated by commas. Default: none.", { example: "ro" })),
]);

function writeMount(e: Element): Plain {
  const [source, target, options] = [get(e, "source-dir"), get(e, "target-dir"), get(e, "options")];
  const short = [source, target, ...(options === undefined ? [] : [options])].join(":");
  if (source !== undefined && SHORT.test(short)) return short;
  return longMount.write(e, { isReferred: () => false }) ?? null;
}

const mounts = dictionary(type.name, either(shortMount, longMount.shape), "mounts");

const keysOf = (parts: readonly Part[], required: boolean) =>
  Object.fromEntries(parts.filter((p) => p.required === required).map((p) => [p.key, p.shape]));

const containers = record("the containers of a bundle", keysOf(container, true), {
  runtime: described(oneOf(...RUNTIMES), "Container runtime.", { default: "podman", example: "docker" }),
  ...keysOf(container, false),
  ...keysOf(network, false),
  ports: described(ports, "Ports of the host that lead into the containers, as a list, or as a map by id.", {
    example: [80, "8443:443", "9000-9010"],
  }),
  mounts: described(mounts, "Mounts by id, as source:target or source:target:options, or as a map.", {
    example: { www: "/srv/web:/var/www:ro" },
  }),
});

/** The key `bundle`. */
export const containerParts: readonly Part[] = [
  partOf({
    key: "bundle",
    required: true,
    shape: described(containers, "The containers: image, number, network, ports, mounts.", {
      example: { image: "registry.example.com/web:1", replicas: 2 },
    }),
    put(said, build) {
      if (said === undefined) return;
      const data: Readonly<Record<string, unknown>> = said;
      const inner = (parts: readonly Part[]): Build => {
        const made = new Build({ ...build.owner, at: said.at });
        made.attributes.delete("id");
        for (const p of parts) p.put(said.keys.has(p.key) ? data[p.key] : undefined, made);
        return made;
      };
      build.children.push(inner(container).draft(said.runtime ?? "podman"));
      const net = inner(network);
      net.children.push(...(said.ports ?? []).map((make) => make(build.owner.id)));
      if (net.attributes.size + net.children.length > 0) build.children.push(net.draft("network"));
      const storage = (said.mounts ?? []).map(({ key: id, at, value }) => value({ id, at }));
      if (storage.length > 0)
        build.children.push({ name: "storage", at: said.at, attributes: new Map(), children: storage });
    },
    take(e, surroundings) {
      const inner = inTodaysWords(containerOf(e));
      if (inner === undefined) return undefined;
      const net = child(e, "network");
      const mappings = elements(child(e, "storage") ?? inner, "storage-mapping");
      return new Map([
        ...plainMap({ runtime: inner.name === "podman" ? undefined : inner.name }),
        ...takeAll(container, inner, surroundings),
        ...(net === undefined ? [] : takeAll(network, net, surroundings)),
        ...plainMap({
          ports: net && writePorts(e, net),
          mounts: mappings.length === 0 ? undefined : new Map(mappings.map((m) => [idOf(m), writeMount(m)])),
        }),
      ]);
    },
  }),
];
