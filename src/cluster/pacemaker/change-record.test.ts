import { expect, test } from "vitest";
import { recordChange, recordedAuthor } from "../../cib/change-record.ts";
import { diffConfiguration } from "../../cib/patch/diff.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { printXml } from "../../cib/xml/print.ts";
import { type Element, withAttribute } from "../../cib/xml/tree.ts";
import { schedule } from "../../scheduler/schedule.ts";
import { summary } from "./observe.ts";

function cib(crmConfig: string): Element {
  const parsed = parseXml(
    `<cib admin_epoch="0" epoch="7" num_updates="0" have-quorum="1"><configuration>${crmConfig}<nodes><node id="3" uname="three"/></nodes><resources><primitive id="a" class="ocf" provider="pacemaker" type="Dummy"/></resources><constraints/></configuration><status><node_state id="3" uname="three" in_ccm="true" crmd="online" join="member" expected="member"/></status></cib>`,
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

const OPTIONS =
  '<cluster_property_set id="cib-bootstrap-options"><nvpair id="c-s" name="stonith-enabled" value="false"/></cluster_property_set>';
const BEFORE = cib(`<crm_config>${OPTIONS}</crm_config>`);
const NEXT = { adminEpoch: 0, epoch: 8, numUpdates: 0 };
const ALICE = { who: "alice@bastion", why: "move the public address to <b>" };

/** As the CIB daemon has it once it took the patch. */
const inForce = (edited: Element, epoch: number): Element => withAttribute(edited, "epoch", String(epoch));

test("a commit's record counts for its own version, for every reader", () => {
  const after = inForce(recordChange(BEFORE, NEXT, ALICE), 8);
  const parsed = parseXml(printXml(after));
  if (!parsed.ok) throw new Error(parsed.problem.message);
  expect(recordedAuthor(parsed.root)).toEqual(ALICE);
  expect(recordedAuthor(inForce(after, 9))).toBeUndefined();
  expect(recordedAuthor(BEFORE)).toBeUndefined();
});

test("there is one record, of the last commit, and it is no change of its own", () => {
  const first = inForce(recordChange(BEFORE, NEXT, ALICE), 8);
  const second = inForce(recordChange(first, { ...NEXT, epoch: 9 }, { who: "bob", why: "two\n  lines" }), 9);
  expect(recordedAuthor(second)).toEqual({ who: "bob", why: "two lines" });
  expect(diffConfiguration(first, second).changes.every(({ operation }) => operation === "modify")).toBe(true);
  expect(summary(BEFORE, first)).toBe("nothing but the version");
  expect(summary(first, second)).toBe("nothing but the version");
});

test("a summary calls nodes by their names", () => {
  const before = cib("<crm_config/>");
  const parsed = parseXml(
    printXml(before).replace('<node id="3" uname="three"/>', '<node id="3" uname="three" type="member"/>'),
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  expect(summary(before, parsed.root)).toBe("changes three");
});

test("the scheduler decides the same with it", () => {
  const [recorded, plain] = [recordChange(BEFORE, NEXT, ALICE), BEFORE].map((c) => schedule(c, { now: 1_700_000_000 }));
  expect(plain?.transition.synapses.length).toBeGreaterThan(1);
  expect(recorded?.transition).toEqual(plain?.transition);
});

test("a CIB whose schema has no such roles is left as it is, and one whose access is controlled", () => {
  const old = withAttribute(BEFORE, "validate-with", "pacemaker-1.2");
  expect(recordChange(old, NEXT, ALICE)).toBe(old);
  const controlled = cib(
    `<crm_config>${OPTIONS.replace("stonith-enabled", "enable-acl").replace("false", "true")}</crm_config>`,
  );
  expect(recordChange(controlled, NEXT, ALICE)).toBe(controlled);
});
