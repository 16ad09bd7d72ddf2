/** Random changes of a configuration: one to three at once, of every kind an operator makes, each described in a
 * few words. Over 300 lines: one short function for each kind. */
import type { Random } from "../../differential/random.ts";
import type { Bundle, Configuration, Constraint, Pairs, Primitive, Resource } from "./configuration.ts";
import { DUMMY, MONITOR, NODES, OPTIONS, SERVICES, STATEFUL } from "./services.ts";

export interface Drawn {
  readonly what: string;
  readonly configuration: Configuration;
}

type Draw = (random: Random, c: Configuration) => Drawn | undefined;

const drawnFrom = (c: Configuration) => c.resources.filter(({ id }) => !id.startsWith("fence-"));

function primitivesOf(r: Resource): readonly Primitive[] {
  switch (r.kind) {
    case "primitive":
      return [r];
    case "group":
      return r.members;
    case "clone":
      return "members" in r.inner ? r.inner.members : [r.inner];
    case "bundle":
      return r.inner === undefined ? [] : [r.inner];
  }
}

function editPrimitive(c: Configuration, id: string, edit: (p: Primitive) => Primitive): Configuration {
  const one = (p: Primitive): Primitive => (p.id === id ? edit(p) : p);
  const within = (r: Resource): Resource => {
    switch (r.kind) {
      case "primitive":
        return r.id === id ? { ...edit(r), kind: r.kind } : r;
      case "group":
        return { ...r, members: r.members.map(one) };
      case "clone":
        return { ...r, inner: "members" in r.inner ? { ...r.inner, members: r.inner.members.map(one) } : one(r.inner) };
      case "bundle":
        return r.inner === undefined ? r : { ...r, inner: one(r.inner) };
    }
  };
  return { ...c, resources: c.resources.map(within) };
}

const editResource = <R extends Resource>(c: Configuration, old: R, by: R): Configuration => ({
  ...c,
  resources: c.resources.map((r) => (r === old ? by : r)),
});

/** Sets one of the values, or takes the setting away when it is there. */
function redraw(random: Random, pairs: Pairs, name: string, values: readonly string[]): readonly [Pairs, string] {
  const { [name]: old, ...rest } = pairs;
  const others = values.filter((v) => v !== old);
  if (old !== undefined && (others.length === 0 || random.chance(0.4))) return [rest, `${name} gone`];
  const value = random.pick(others);
  return [{ ...pairs, [name]: value }, `${name}=${value}`];
}

/** Some have an agent reload, some restart it. Where the agent of a promotable one keeps its state is not for changing:
 * a demotion gets the new parameters, unlike a stop, finds no state there, and fails (seen). */
const PARAMETERS: readonly (readonly [
  agent: string,
  (id: string) => readonly (readonly [string, readonly string[]])[],
])[] = [
  ["stonith:fence_ipmilan", () => [["pcmk_delay_base", ["1s", "2s"]]]],
  [
    "ocf:heartbeat:IPaddr2",
    () => [
      ["arp_count", ["2", "3"]],
      ["cidr_netmask", ["32", "24"]],
    ],
  ],
  [
    DUMMY,
    (id) => [
      ["fake", ["a", "b", "c"]],
      ["passwd", ["secret-1", "secret-2"]],
      ["state", [`/run/${id}-1.state`, `/run/${id}-2.state`]],
    ],
  ],
  [STATEFUL, () => [["notify_delay", ["0", "1"]]]],
  // Not one of its own: it restarts for it, and takes no notice.
  ["ocf:heartbeat:Stateful", () => [["color", ["red", "blue"]]]],
];

const parameter: Draw = (random, c) => {
  const p = random.pick(c.resources.flatMap(primitivesOf));
  const choices = PARAMETERS.find(([agent]) => agent === p.agent)?.[1](p.id);
  if (choices === undefined) return undefined;
  const [name, values] = random.pick(choices);
  const [parameters, what] =
    name === "cidr_netmask"
      ? [{ ...p.parameters, [name]: p.parameters[name] === "32" ? "24" : "32" }, name]
      : redraw(random, p.parameters, name, values);
  return { what: `${p.id} ${what}`, configuration: editPrimitive(c, p.id, (old) => ({ ...old, parameters })) };
};

const operation: Draw = (random, c) => {
  const p = random.pick(drawnFrom(c).flatMap(primitivesOf));
  const [first, ...rest] = p.operations;
  if (first === undefined || random.chance(0.15)) {
    const operations = first?.name === "monitor" ? rest : [MONITOR, ...p.operations];
    return {
      what: `${p.id} ${first?.name === "monitor" ? "loses" : "gets"} a monitor`,
      configuration: editPrimitive(c, p.id, (old) => ({ ...old, operations })),
    };
  }
  const at = random.pick(p.operations);
  const other = random.pick<readonly [Partial<typeof at>, string]>([
    [{ settings: { ...at.settings, timeout: random.pick(["45s", "50s", "55s"]) } }, "timeout"],
    ...(at.name === "monitor"
      ? ([
          [
            { interval: random.pick(at.settings.role === "Promoted" ? ["13s", "17s"] : ["21s", "23s", "25s"]) },
            "interval",
          ],
          [{ settings: { ...at.settings, enabled: at.settings.enabled === "false" ? "true" : "false" } }, "enabled"],
          [{ settings: { ...at.settings, "on-fail": random.pick(["restart", "ignore", "block"]) } }, "on-fail"],
        ] as const)
      : []),
  ]);
  const operations = p.operations.map((o) => (o === at ? { ...o, ...other[0] } : o));
  return {
    what: `${p.id} ${at.name} ${other[1]}`,
    configuration: editPrimitive(c, p.id, (old) => ({ ...old, operations })),
  };
};

const primitiveMeta: Draw = (random, c) => {
  const p = random.pick(drawnFrom(c).flatMap(primitivesOf));
  const [name, values] = random.pick<readonly [string, readonly string[]]>([
    ["resource-stickiness", ["0", "50", "1000"]],
    ["priority", ["1", "10"]],
    ["migration-threshold", ["1", "3"]],
    ["failure-timeout", ["60s", "120s"]],
    ["is-managed", ["false"]],
    ["maintenance", ["true"]],
    ["target-role", ["Stopped", "Started"]],
    ["allow-migrate", ["true", "false"]],
    ["multiple-active", ["stop_unexpected"]],
  ]);
  const [meta, what] = redraw(random, p.meta, name, values);
  return { what: `${p.id} ${what}`, configuration: editPrimitive(c, p.id, (old) => ({ ...old, meta })) };
};

const collectiveMeta: Draw = (random, c) => {
  const all = drawnFrom(c).filter((r) => r.kind !== "primitive");
  if (all.length === 0) return undefined;
  const r = random.pick(all);
  const promotable = r.kind === "clone" && r.meta.promotable === "true";
  const [name, values] = random.pick<readonly [string, readonly string[]]>([
    ["target-role", promotable ? ["Stopped", "Unpromoted"] : ["Stopped"]],
    ["resource-stickiness", ["10", "200"]],
    ["is-managed", ["false"]],
    ["maintenance", ["true"]],
    ...(r.kind === "clone"
      ? ([
          ["clone-max", ["1", "2"]],
          ["interleave", ["true", "false"]],
          ["ordered", ["true"]],
          ["notify", ["true"]],
        ] as const)
      : []),
    ...(promotable ? ([["promoted-max", ["2", "3"]]] as const) : []),
  ]);
  const [meta, what] = redraw(random, r.meta, name, values);
  return { what: `${r.id} ${what}`, configuration: editResource(c, r, { ...r, meta } as Resource) };
};

/** What concerns everything. */
const HEAVY = ["maintenance-mode", "stop-all-resources"];

/** What was taken out of the cluster's hands is given back, lest before long nothing can happen any more. */
const release: Draw = (random, c) => {
  const held = (meta: Pairs): boolean =>
    meta["is-managed"] === "false" || meta.maintenance === "true" || meta["target-role"] === "Stopped";
  const freed = <T extends { readonly meta: Pairs }>(r: T): T => ({
    ...r,
    meta: withoutKeys(r.meta, "is-managed", "maintenance", "target-role"),
  });
  const heavy = HEAVY.find((name) => c.properties[name] !== undefined);
  if (heavy !== undefined)
    return { what: `${heavy} gone`, configuration: { ...c, properties: withoutKeys(c.properties, heavy) } };
  const collectives = c.resources.filter((r) => r.kind !== "primitive" && held(r.meta));
  const primitives = c.resources.flatMap(primitivesOf).filter((p) => held(p.meta));
  if (collectives.length + primitives.length === 0) return undefined;
  const one = random.pick([...collectives, ...primitives]);
  const configuration = "agent" in one ? editPrimitive(c, one.id, freed) : editResource(c, one, freed(one));
  return { what: `${one.id} released`, configuration };
};

const container: Draw = (random, c) => {
  const bundles = c.resources.filter((r): r is Bundle => r.kind === "bundle");
  if (bundles.length === 0) return undefined;
  const b = random.pick(bundles);
  const [what, by] = random.pick<() => readonly [string, Bundle]>([
    () => {
      const [first, ...rest] = b.mounts;
      const extra = { id: "extra", source: "/etc/hostname", target: "/etc/lab-hostname", options: "ro" };
      if (b.mounts.length > 1 && first !== undefined)
        return ["a mount less", { ...b, mounts: [...rest.slice(0, -1), first] }];
      return ["a mount more", { ...b, mounts: [...b.mounts, extra] }];
    },
    () => {
      const mounts = b.mounts.map((m) => ({ ...m, options: m.options === "ro" ? "ro,z" : "ro" }));
      return ["mount options", { ...b, mounts }];
    },
    () => {
      // Fewer replicas of one with an agent inside can keep 2.1.5 busy for ever: it deletes what the replica that stays
      // remembers along with those that go, probes that again, finds it promoted, and deletes again (seen).
      if (b.inner !== undefined)
        return ["user", { ...b, container: { ...b.container, options: `${OPTIONS} --label=a=${random.int(100)}` } }];
      const replicas = random.pick(["1", "2", "3"].filter((n) => n !== b.container.replicas));
      return [`replicas=${replicas}`, { ...b, container: { ...b.container, replicas } }];
    },
    () => {
      const options = b.container.options === OPTIONS ? `${OPTIONS} --hostname=inside` : OPTIONS;
      return ["container options", { ...b, container: { ...b.container, options } }];
    },
    () => {
      const max = random.pick(["1", "2"].filter((n) => n !== b.container["promoted-max"]));
      return b.inner === undefined
        ? ["user", { ...b, container: { ...b.container, options: `${OPTIONS} --label=a=${random.int(100)}` } }]
        : [`promoted-max=${max}`, { ...b, container: { ...b.container, "promoted-max": max } }];
    },
  ])();
  return { what: `${b.id} ${what}`, configuration: editResource(c, b, by) };
};

const SCORES = ["INFINITY", "-INFINITY", "100", "-100", "5"];

/** By names in a list: an object with a property of the second name passes for a promise. */
const orderOf = (first: string, second: string, kind: string): Pairs =>
  Object.fromEntries(["first", "then", "kind"].map((name, i) => [name, [first, second, kind][i] ?? ""]));

const constraint: Draw = (random, c) => {
  const there = new Set(drawnFrom(c).map(({ id }) => id));
  const ids = SERVICES.map(({ id }) => id).filter((id) => there.has(id));
  if (c.constraints.length > 0 && random.chance(c.constraints.length > 4 ? 0.7 : 0.35)) {
    const gone = random.pick(c.constraints);
    return {
      what: `without ${gone.id}`,
      configuration: { ...c, constraints: c.constraints.filter((k) => k !== gone) },
    };
  }
  if (ids.length < 2) return undefined;
  const [rsc = "", other = ""] = random.shuffle(ids);
  const [low = 0, high = 0] = [ids.indexOf(rsc), ids.indexOf(other)].sort((a, b) => a - b);
  const score = random.pick(SCORES);
  const number = random.int(1_000_000);
  const made: Constraint = random.weighted<() => Constraint>([
    [3, () => ({ id: `at-${number}`, element: "rsc_location", settings: { rsc, node: random.pick(NODES), score } })],
    [1, () => ({ id: `where-${number}`, element: "rsc_location", settings: { rsc, score }, attribute: ["rack", "a"] })],
    [2, () => ({ id: `with-${number}`, element: "rsc_colocation", settings: { rsc, "with-rsc": other, score } })],
    [
      2,
      () => ({
        id: `then-${number}`,
        element: "rsc_order",
        // In the order in which they are declared: two that wait for each other are never done.
        settings: orderOf(ids[low] ?? rsc, ids[high] ?? other, random.pick(["Mandatory", "Optional", "Serialize"])),
      }),
    ],
  ])();
  const told = Object.values(made.settings).join(" ");
  return { what: `${made.id} (${told})`, configuration: { ...c, constraints: [...c.constraints, made] } };
};

const node: Draw = (random, c) => {
  // One that is out comes back before another goes.
  const out = NODES.find((n) => c.nodes[n]?.standby === "on" || c.nodes[n]?.maintenance === "true");
  const name = out ?? random.pick(NODES);
  const old = c.nodes[name] ?? {};
  const [what, attributes] =
    out !== undefined
      ? (["back", withoutKeys(old, "standby", "maintenance")] as const)
      : random.weighted<readonly [string, Pairs]>([
          [4, ["standby", { ...old, standby: "on" }]],
          [1, ["maintenance", { ...old, maintenance: "true" }]],
          [2, old.rack === undefined ? ["rack a", { ...old, rack: "a" }] : ["no rack", withoutKeys(old, "rack")]],
        ]);
  return { what: `${name} ${what}`, configuration: { ...c, nodes: { ...c.nodes, [name]: attributes } } };
};

const withoutKeys = (pairs: Pairs, ...keys: readonly string[]): Pairs =>
  Object.fromEntries(Object.entries(pairs).filter(([k]) => !keys.includes(k)));

const property: Draw = (random, c) => {
  const [name, values] = random.pick<readonly [string, readonly string[]]>([
    ["maintenance-mode", ["true"]],
    ["stop-all-resources", ["true"]],
    ["symmetric-cluster", ["true"]],
    ["stop-orphan-resources", ["true"]],
    ["placement-strategy", ["balanced", "utilization"]],
    ["batch-limit", ["5", "20"]],
    ["migration-limit", ["2"]],
    ["cluster-recheck-interval", ["10min", "20min"]],
    ["start-failure-is-fatal", ["false"]],
    ["concurrent-fencing", ["true"]],
  ]);
  const [properties, what] = redraw(random, c.properties, name, values);
  return { what, configuration: { ...c, properties } };
};

const defaults: Draw = (random, c) => {
  if (random.chance(0.5)) {
    const [resourceDefaults, what] = redraw(random, c.resourceDefaults, "resource-stickiness", ["1", "100"]);
    return { what: `default ${what}`, configuration: { ...c, resourceDefaults } };
  }
  const [operationDefaults, what] = redraw(random, c.operationDefaults, "timeout", ["65s", "70s"]);
  return { what: `default ${what}`, configuration: { ...c, operationDefaults } };
};

const service: Draw = (random, c) => {
  const there = drawnFrom(c);
  const missing = SERVICES.filter(({ id }) => there.every((r) => r.id !== id));
  if (missing.length > 0 && (there.length < 6 || random.chance(0.6))) {
    const added = random.pick(missing);
    return { what: `${added.id} added`, configuration: { ...c, resources: [...c.resources, added] } };
  }
  const gone = random.pick(there);
  return {
    what: `${gone.id} removed`,
    configuration: {
      ...c,
      resources: c.resources.filter((r) => r !== gone),
      constraints: c.constraints.filter((k) => !Object.values(k.settings).includes(gone.id)),
    },
  };
};

const DRAWS: readonly (readonly [weight: number, Draw])[] = [
  [4, parameter],
  [4, operation],
  [4, primitiveMeta],
  [3, collectiveMeta],
  [5, release],
  [3, container],
  [5, constraint],
  [4, node],
  [2, property],
  [1, defaults],
  [4, service],
];

/** The next configuration, different from the last. */
export function drawChange(random: Random, from: Configuration): Drawn {
  const count = random.weighted<number>([
    [6, 1],
    [3, 2],
    [1, 3],
  ]);
  let configuration = from;
  const what: string[] = [];
  while (what.length < count) {
    const drawn = random.weighted(DRAWS)(random, configuration);
    if (drawn === undefined) continue;
    configuration = drawn.configuration;
    what.push(drawn.what);
  }
  return { what: what.join("; "), configuration };
}
