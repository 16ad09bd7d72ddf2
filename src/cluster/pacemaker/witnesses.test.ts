/**
 * The majority rule against a model that counts nothing: it goes through every partition the cluster could fall into
 * and looks whether one that may have quorum lacks the change.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import { witnessesOf } from "./witnesses.ts";

interface RandomNode {
  readonly state: "member" | "left" | "unclean" | "controller is down" | "unknown";
  /** 3.0 writes moments in place of booleans. */
  readonly times: boolean;
}

const name = (i: number): string => `n${i}`;

function stateXml({ state, times }: RandomNode, i: number): string {
  if (state === "unknown") return "";
  const yes = times ? "1700000000" : "true";
  const no = times ? "0" : "false";
  const inCcm = state === "left" || state === "unclean" ? no : yes;
  const crmd = state === "member" ? (times ? "1700000001" : "online") : times ? "0" : "offline";
  const expected = state === "unclean" ? "member" : "down";
  return `<node_state id="${i}" uname="${name(i)}" in_ccm="${inCcm}" crmd="${crmd}" join="member" expected="${expected}"/>`;
}

function cib(nodes: readonly RandomNode[], remotes: number, dc: number) {
  const configured = nodes.map((_, i) => `<node id="${i}" uname="${name(i)}"/>`);
  const states = nodes.map(stateXml);
  for (let i = 0; i < remotes; i++) {
    configured.push(`<node id="r${i}" uname="r${i}" type="remote"/>`);
    states.push(`<node_state id="r${i}" uname="r${i}" remote_node="true" in_ccm="true" crmd="online"/>`);
  }
  const parsed = parseXml(
    `<cib dc-uuid="${dc}"><configuration><nodes>${configured.join("")}</nodes></configuration><status>${states.join("")}</status></cib>`,
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

/** Every set of nodes, as lists of their numbers. */
function partitions(count: number): number[][] {
  return Array.from({ length: 2 ** count }, (_, bits) =>
    Array.from({ length: count }, (_, i) => i).filter((i) => (bits & (1 << i)) !== 0),
  );
}

/** A partition that may have quorum, all others being gone, has no node with the change: it would be lost. */
function mayBeLost(count: number, held: readonly string[]): boolean {
  return partitions(count).some((part) => part.length >= count / 2 && !part.some((i) => held.includes(name(i))));
}

const node: fc.Arbitrary<RandomNode> = fc.record({
  // Mostly members, or there would rarely be a majority of them.
  state: fc.constantFrom("member", "member", "member", "left", "unclean", "controller is down", "unknown"),
  times: fc.boolean(),
});

const cluster = fc
  .record({
    nodes: fc.array(node, { minLength: 1, maxLength: 8 }),
    remotes: fc.nat(2),
    dc: fc.nat(7),
    holder: fc.nat(7),
    order: fc.infiniteStream(fc.nat()),
  })
  .map((found) => ({ ...found, holder: found.holder % found.nodes.length, dc: found.dc % found.nodes.length }));

test("as many witnesses as are needed, whichever they are, and not one more", () => {
  fc.assert(
    fc.property(cluster, ({ nodes, remotes, dc, holder, order }) => {
      const { names, needed, away } = witnessesOf(cib(nodes, remotes, dc), name(holder));
      const members = nodes.flatMap(({ state }, i) => (state === "member" ? [name(i)] : []));
      expect([...away, ...members].sort()).toEqual(nodes.map((_, i) => name(i)));
      expect([...names].sort()).toEqual(members.filter((n) => n !== name(holder)));
      if (names.includes(name(dc))) expect(names[0]).toBe(name(dc));
      const own = members.filter((n) => n === name(holder));
      const lot = new Map(names.map((n) => [n, order.next().value]));
      const drawn = [...names].sort((a, b) => Number(lot.get(a)) - Number(lot.get(b)));
      const everyone = needed === names.length;
      if (!everyone) expect(mayBeLost(nodes.length, [...own, ...drawn.slice(0, needed)])).toBe(false);
      if (needed > 0) expect(mayBeLost(nodes.length, [...own, ...drawn.slice(0, needed - 1)])).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

const members = (count: number, ...others: RandomNode["state"][]): RandomNode[] => [
  ...Array.from({ length: count }, (): RandomNode => ({ state: "member", times: false })),
  ...others.map((state): RandomNode => ({ state, times: false })),
];

test.each([
  ["one of one", members(1), 0],
  ["two of two: with two_node the other one may continue alone", members(2), 1],
  ["one of two, the other being gone", members(1, "left"), 0],
  ["two of three", members(3), 1],
  ["three of four: half of an even number is no majority", members(4), 2],
  ["two of four that are left with quorum: both", members(2, "left", "unclean"), 1],
  ["three of five", members(5), 2],
  ["four of six", members(5, "controller is down"), 3],
])("%s", (_, nodes, needed) => {
  expect(witnessesOf(cib(nodes, 2, 0), "n0").needed).toBe(needed);
});

test("a holder that is no member any more does not count itself", () => {
  expect(witnessesOf(cib(members(3, "left"), 0, 0), "n3")).toEqual({
    names: ["n0", "n1", "n2"],
    needed: 3,
    away: ["n3"],
  });
});
