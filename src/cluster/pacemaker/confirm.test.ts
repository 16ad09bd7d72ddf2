/** A commit counts when a majority has it: what the node that took it says by itself proves nothing. */
import { expect, test } from "vitest";
import type { Cluster } from "../port.ts";
import { pacemakerCluster } from "./cluster.ts";
import { patched, SUCCESS } from "./runner.testing.ts";
import type { Argv, Runner, ToolResult } from "./runner.ts";

interface World {
  /** The nodes of the configuration; the first is the DC. */
  readonly all: readonly string[];
  /** The configuration each node has. */
  readonly epochs: Map<string, number>;
  /** The patches since epoch 5, each of which makes the next. */
  readonly patches: string[];
  /** Nodes that hear each other and take what is committed. */
  readonly connected: Set<string>;
  /** Connected, and not given what the others take. */
  readonly deaf: Set<string>;
  readonly members: string[];
  quorum: boolean;
}

const ALL = ["one", "two", "three"];
const world = (members = ALL, all = ALL): World => ({
  all,
  epochs: new Map(all.map((name) => [name, 5])),
  patches: [],
  connected: new Set(members),
  deaf: new Set(),
  members,
  quorum: true,
});

/** A majority elects the first of it. */
function dcOf({ all, connected }: World): string | undefined {
  return connected.size > all.length / 2 || all.length < 3 ? all.find((name) => connected.has(name)) : undefined;
}

function cib(w: World, node: string): string {
  const epoch = w.epochs.get(node) ?? 0;
  const known = w.patches.slice(0, epoch - 5);
  return known.length === epoch - 5 ? known.reduce(patched, text(w, 5)) : text(w, epoch);
}

function text(w: World, epoch: number): string {
  const nodes = w.all.map((name, i) => `<node id="${i}" uname="${name}"/>`).join("");
  const states = w.members.map(
    (name) => `<node_state id="${w.all.indexOf(name)}" uname="${name}" in_ccm="true" crmd="online" join="member"/>`,
  );
  return `<cib admin_epoch="0" epoch="${epoch}" num_updates="3" crm_feature_set="3.16.1" have-quorum="${Number(w.quorum)}" dc-uuid="${w.all.indexOf(dcOf(w) ?? "one")}"><configuration><crm_config/><nodes>${nodes}</nodes><resources/><constraints/><tags/></configuration><status>${states.join("")}</status></cib>`;
}

/** A way to the node; `taken` is what happens as it takes a patch. */
function host(w: World, name: string, taken: () => void = () => undefined): Runner {
  const answer = (argv: Argv, input: string | undefined): Partial<ToolResult> => {
    if (argv[0] === "crm_node") return { stdout: `${name}\n` };
    if (argv[0] === "crmadmin") {
      const dc = dcOf(w);
      return w.connected.has(name) && dc !== undefined
        ? {
            stdout: `<pacemaker-result><dc node_name="${dc}"/><crmd node_name="${dc}" state="S_IDLE"/></pacemaker-result>`,
          }
        : { exit: 124 };
    }
    if (argv.includes("--patch")) {
      w.patches.push(input ?? "");
      taken();
      const takers = w.connected.has(name) ? [...w.connected].filter((peer) => !w.deaf.has(peer)) : [name];
      for (const peer of takers) w.epochs.set(peer, 5 + w.patches.length);
      return {};
    }
    const peer = argv.find((word) => word.startsWith("--node="))?.slice("--node=".length) ?? name;
    return peer === name || (w.connected.has(name) && w.connected.has(peer)) ? { stdout: cib(w, peer) } : { exit: 124 };
  };
  return { name, run: async (argv, { input }) => ({ ...SUCCESS, ...answer(argv, input) }), close: async () => {} };
}

const COMMIT = {
  patch: { changes: [{ operation: "delete", path: "/cib/configuration/tags" }] },
  expected: { adminEpoch: 0, epoch: 5 },
  who: "tester",
  why: "test",
} as const;
const commit = (cluster: Cluster) => cluster.commit(COMMIT);

test("a change that the others have is in force", async () => {
  const w = world();
  expect(await commit(pacemakerCluster("pacemaker:", [host(w, "two")]))).toMatchObject({ epoch: 6 });
});

test("a change taken by a node that was cut off as it took it is not acknowledged", async () => {
  const w = world();
  const cut = () => {
    w.connected.delete("two");
    w.quorum = false;
  };
  const cluster = pacemakerCluster("pacemaker:", [host(w, "two", cut)], 300);
  await expect(commit(cluster)).rejects.toThrow(/whether it stays is not known/);
  expect(w.epochs.get("two")).toBe(6);
  expect(w.epochs.get("one")).toBe(5);
});

test("of five nodes, the one that took the change and one other are no majority", async () => {
  const five = [...ALL, "four", "five"];
  const cutOffWith = (others: readonly string[]) => {
    const w = world(five, five);
    const cut = () => {
      for (const name of five) if (name !== "two" && !others.includes(name)) w.connected.delete(name);
      w.quorum = others.length > 1;
    };
    return commit(pacemakerCluster("pacemaker:", [host(w, "two", cut)], 300));
  };
  await expect(cutOffWith(["three"])).rejects.toThrow(/whether it stays is not known/);
  expect(await cutOffWith(["three", "four"])).toMatchObject({ adminEpoch: 1, epoch: 7 });
});

test("a change that changes nothing is not given to the cluster", async () => {
  let taken = 0;
  const cluster = pacemakerCluster("pacemaker:", [host(world(), "two", () => taken++)]);
  const { version } = await cluster.read();
  expect(await cluster.commit({ ...COMMIT, patch: { changes: [] } })).toEqual(version);
  expect(taken).toBe(0);
  await commit(cluster);
  expect(taken).toBe(1);
});

test("with another node to ask, it is known at once that the change is lost", async () => {
  const w = world();
  const cluster = pacemakerCluster("pacemaker:", [host(w, "two", () => w.connected.delete("two")), host(w, "three")]);
  await expect(commit(cluster)).rejects.toThrow(/three does not have it/);
});

test("a later version in another history does not stand for the change, one after it does", async () => {
  const w = world();
  const rival = () => {
    w.connected.delete("two");
    for (const name of ["one", "three"]) w.epochs.set(name, 7);
  };
  const parted = pacemakerCluster("pacemaker:", [host(w, "two", rival), host(w, "three")]);
  await expect(commit(parted)).rejects.toThrow(/three does not have it/);
  const v = world();
  const later = host(v, "two");
  const overtaken: Runner = {
    ...later,
    run: async (argv, options) => {
      const result = await later.run(argv, options);
      if (argv.includes("--patch")) for (const name of ALL) v.epochs.set(name, 7);
      return result;
    },
  };
  expect(await commit(pacemakerCluster("pacemaker:", [overtaken]))).toMatchObject({ epoch: 6 });
});

test("one of two nodes that is left with quorum needs no other node, and outranks what that may bring back", async () => {
  const w = world(["one"], ["one", "two"]);
  expect(await commit(pacemakerCluster("pacemaker:", [host(w, "one")]))).toMatchObject({ adminEpoch: 1, epoch: 7 });
  const [change, raise] = w.patches;
  expect(change).not.toContain('name="admin_epoch"');
  expect(raise).toContain('<change-attr name="admin_epoch" operation="set" value="1"/>');
  expect(raise).toContain("1.7 by tester: outranks what two may bring back");
  // A modification replaces all attributes: what the root has besides its counters has to be in its result.
  expect(cib(w, "one")).toMatch(/<cib [^>]*crm_feature_set="3.16.1" have-quorum="1" dc-uuid="0"/);
});

test("a member that does not have the change is outranked", async () => {
  const w = world();
  w.deaf.add("three");
  expect(await commit(pacemakerCluster("pacemaker:", [host(w, "two")]))).toMatchObject({ adminEpoch: 1, epoch: 7 });
  expect(w.patches[1]).toContain("outranks what three may bring back");
});

test("a change that is outvoted before it outranks others is not acknowledged", async () => {
  const w = world();
  w.deaf.add("three");
  const two = host(w, "two");
  const rival: Runner = {
    ...two,
    // What three did alone has replaced the change when the raise is to be given.
    run: async (argv, options) => {
      if (w.patches.length === 1 && argv.includes("--query") && !argv.some((word) => word.startsWith("--node=")))
        for (const name of ALL) w.epochs.set(name, 9);
      return two.run(argv, options);
    },
  };
  await expect(commit(pacemakerCluster("pacemaker:", [rival], 300))).rejects.toThrow(/whether it stays is not known/);
});
