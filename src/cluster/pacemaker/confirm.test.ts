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
  /** The patch of epoch 6. */
  patch: string | undefined;
  /** Nodes that hear each other and take what is committed. */
  readonly connected: Set<string>;
  readonly members: string[];
  quorum: boolean;
}

const ALL = ["one", "two", "three"];
const world = (members = ALL, all = ALL): World => ({
  all,
  epochs: new Map(all.map((name) => [name, 5])),
  patch: undefined,
  connected: new Set(members),
  members,
  quorum: true,
});

function cib(w: World, node: string): string {
  const epoch = w.epochs.get(node) ?? 0;
  return epoch === 6 ? patched(text(w, 5), w.patch) : text(w, epoch);
}

function text(w: World, epoch: number): string {
  const nodes = w.all.map((name, i) => `<node id="${i}" uname="${name}"/>`).join("");
  const states = w.members.map(
    (name) => `<node_state id="${w.all.indexOf(name)}" uname="${name}" in_ccm="true" crmd="online" join="member"/>`,
  );
  return `<cib admin_epoch="0" epoch="${epoch}" num_updates="3" crm_feature_set="3.16.1" have-quorum="${Number(w.quorum)}" dc-uuid="0"><configuration><crm_config/><nodes>${nodes}</nodes><resources/><constraints/><tags/></configuration><status>${states.join("")}</status></cib>`;
}

/** A way to the node; `taken` is what happens as it takes a patch. */
function host(w: World, name: string, taken: () => void = () => undefined): Runner {
  const answer = (argv: Argv, input: string | undefined): Partial<ToolResult> => {
    if (argv[0] === "crm_node") return { stdout: `${name}\n` };
    if (argv[0] === "crmadmin")
      return w.connected.has(name) && w.connected.has("one")
        ? { stdout: '<pacemaker-result><dc node_name="one"/><crmd node_name="one" state="S_IDLE"/></pacemaker-result>' }
        : { exit: 124 };
    if (argv.includes("--patch")) {
      w.patch = input;
      taken();
      for (const peer of w.connected.has(name) ? w.connected : [name]) w.epochs.set(peer, 6);
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
  expect(await cutOffWith(["three", "four"])).toMatchObject({ epoch: 6 });
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

test("one of two nodes that is left with quorum needs no other node", async () => {
  const w = world(["one"]);
  expect(await commit(pacemakerCluster("pacemaker:", [host(w, "one")]))).toMatchObject({ epoch: 6 });
});
