import { expect, test } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { sentence } from "../../report/events/sentence.ts";
import type { FencingRecord } from "../../report/status/fencing.ts";
import { present } from "./event-stream.ts";

const UP = 'in_ccm="true" crmd="online" join="member" expected="member"';
const LOST = 'in_ccm="false" crmd="offline" join="down" expected="member"';

/** Three nodes, of which the first is in this state. */
function cib(dc: number, one: string, quorum = 1, ops = ""): Element {
  const states = [one, UP, UP].map(
    (state, i) =>
      `<node_state id="${i + 1}" uname="n${i + 1}" ${state}><lrm id="${i + 1}"><lrm_resources>${i === 1 ? ops : ""}</lrm_resources></lrm></node_state>`,
  );
  const nodes = [1, 2, 3].map((i) => `<node id="${i}" uname="n${i}"/>`);
  const parsed = parseXml(
    `<cib admin_epoch="0" epoch="3" num_updates="0" have-quorum="${quorum}" dc-uuid="${dc}"><configuration><crm_config/><nodes>${nodes.join("")}</nodes><resources/><constraints/></configuration><status>${states.join("")}</status></cib>`,
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

const START =
  '<lrm_resource id="ip" class="ocf" provider="p" type="t"><lrm_rsc_op id="ip_start_0" operation_key="ip_start_0" operation="start" interval="0" call-id="9" rc-code="0" op-status="0" transition-magic="0:0;1:1:0:11111111-2222-3333-4444-555555555555" last-rc-change="100" exec-time="100"/></lrm_resource>';

const fenced = (at: number | undefined, outcome: FencingRecord["outcome"]): FencingRecord => ({
  target: "n1",
  action: "reboot",
  outcome,
  by: "n2",
  client: "pacemaker-controld on n2",
  automatic: true,
  origin: undefined,
  at,
  reason: undefined,
});

const told = (before: Element, after: Element, records: readonly FencingRecord[], now: number) =>
  present(before, after, records, now).map(({ at, event }) => `${at} ${sentence({ event })}`);

test("the loss of the DC, read when all was over: lost, succeeded, fenced, then what was started", () => {
  expect(told(cib(1, UP), cib(2, LOST, 1, START), [fenced(18_090, "succeeded")], 19_000)).toEqual([
    expect.stringMatching(/^18090 n1 is lost/),
    "18090 n2 is the DC",
    "18090 n1 is fenced (reboot) from n2",
    "19000 ip started on n2 (0.1s)",
  ]);
});

test("a node that is back by then joins after it was fenced, and nothing is dated after the reading", () => {
  const before = cib(2, LOST, 0);
  expect(told(before, cib(2, UP, 1), [fenced(18_090, "succeeded")], 19_000)).toEqual([
    "18090 n1 is fenced (reboot) from n2",
    "19000 n1 joins",
    "19000 quorum: 3 of 3 nodes",
  ]);
});

test("a fencing under way has no time but that of the reading", () => {
  expect(told(cib(2, UP), cib(2, LOST), [fenced(undefined, "pending")], 17_000)).toEqual([
    expect.stringMatching(/^17000 n1 is lost/),
    "17000 fencing n1 (reboot)",
  ]);
});

test("without a fencing all is as of the reading", () => {
  expect(told(cib(1, UP), cib(2, LOST, 0), [], 500)).toEqual([
    expect.stringMatching(/^500 n1 is lost/),
    "500 no quorum: 2 of 3 nodes",
    "500 n2 is the DC",
  ]);
});
