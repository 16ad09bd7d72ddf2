/** Whatever a person confirmed and is not so any more is said; that a role or replica is elsewhere now is not. */
import { expect, test } from "vitest";
import type { Plan } from "./document.ts";
import { replanned } from "./replanned.ts";

type Followed = Parameters<typeof replanned>[0];

const because = { chain: [], differences: [0] };
const restart = (resource: string, node: string, role: "Started" | "Promoted"): Plan["resources"][number] => {
  const place = { from: node, to: node, roleBefore: role, roleAfter: role };
  return { kind: "restart", resource, ...place, reason: "resource definition change", blocked: false, because };
};

const PLAN: Followed = {
  differences: [
    {
      kind: "changed",
      object: "c",
      part: "parameter x",
      before: "1",
      after: "2",
      path: "/cib",
      where: { line: 3, column: 1 },
    },
  ],
  nodes: [],
  resources: [restart("c:0", "n1", "Promoted"), restart("c:1", "n2", "Started")],
  risks: [{ code: "fencing-off", object: "stonith-enabled", text: "fencing is switched off", reason: "a lost node" }],
};

test.each<readonly [string, Partial<Followed>, ReturnType<typeof replanned>]>([
  ["the same", {}, { added: [], gone: [] }],
  [
    "another node and role of what restarts where it runs, another line of the file",
    {
      resources: [restart("c:1", "n1", "Started"), restart("c:0", "n2", "Started")],
      differences: PLAN.differences.map((d) => ({ ...d, where: { line: 9, column: 1 } })),
    },
    { added: [], gone: [] },
  ],
  [
    "another value before",
    { differences: PLAN.differences.map((d) => ({ ...d, before: "7" })) },
    { added: ["~ c: parameter x: 7 -> 2"], gone: ["~ c: parameter x: 1 -> 2"] },
  ],
  [
    "a replica that does not run now",
    { resources: PLAN.resources.slice(0, 1) },
    { added: [], gone: ["Restart c:1 ( n2 ) due to resource definition change"] },
  ],
  [
    "one that moves",
    { resources: [...PLAN.resources, { ...restart("vip", "n1", "Started"), kind: "move", to: "n2" }] },
    { added: ["Move vip ( n1 -> n2 ) due to resource definition change"], gone: [] },
  ],
  [
    "fencing, and a risk that was not confirmed",
    {
      nodes: [{ kind: "fence", node: "n3", action: "reboot", because }],
      risks: [
        ...PLAN.risks,
        { code: "quorum-weakened", object: "no-quorum-policy", text: "quorum counts less", reason: "" },
      ],
    },
    { added: ["Fence (reboot) n3", "quorum counts less"], gone: [] },
  ],
])("%s", (_, later, lines) => {
  expect(replanned(PLAN, { ...PLAN, ...later })).toEqual(lines);
});
