import { expect, test } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import { descend, type Element, elements, get, walk } from "../../cib/xml/tree.ts";
import { unpack } from "../unpack.ts";
import type { SimulationEvent } from "./event.ts";
import { hasInjections, type Injections, inject } from "./inject.ts";

const CIB = `<cib have-quorum="1"><configuration><crm_config/><nodes><node id="1" uname="one"/><node id="2" uname="two"/></nodes>
<resources><primitive id="db" class="ocf" provider="heartbeat" type="galera"/></resources><constraints/></configuration>
<status><node_state id="1" uname="one" in_ccm="true" crmd="online" join="member" expected="member">
<lrm id="1"><lrm_resources/></lrm></node_state></status></cib>`;

function injected(injections: Injections): { cib: Element; events: SimulationEvent[] } {
  const parsed = parseXml(CIB);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const events: SimulationEvent[] = [];
  const cib = inject(parsed.root, unpack(parsed.root, 1000), injections, 1000, (event) => events.push(event));
  expect(get(parsed.root, "have-quorum")).toBe("1");
  return { cib, events };
}

const states = (cib: Element): Element[] => elements(descend(cib, "status") as Element, "node_state");

test("quorum alone is no injection, as in crm_simulate", () => {
  expect(hasInjections({ quorum: "0" })).toBe(false);
  expect(hasInjections({ quorum: "0", nodesUp: ["one"] })).toBe(true);
});

test("a node that is taken down forgets what ran on it", () => {
  const { cib } = injected({ nodesDown: ["one"], quorum: "0" });
  expect(get(cib, "have-quorum")).toBe("0");
  expect(states(cib)).toHaveLength(1);
  expect(states(cib)[0]?.children.filter((c) => c.kind === "element")).toEqual([]);
  expect(get(states(cib)[0] as Element, "crmd")).toBe("offline");
});

test("a node that is not configured can be brought up, but not made to fail", () => {
  const up = injected({ nodesUp: ["three"] }).cib;
  expect(states(up).map((state) => get(state, "uname"))).toEqual(["one", "three"]);
  expect(elements(descend(up, "configuration", "nodes") as Element)).toHaveLength(3);
  const { cib, events } = injected({ nodesFailing: ["three"] });
  expect(states(cib)).toHaveLength(1);
  expect(events.at(-1)).toEqual({ kind: "error", message: "Invalid node name: three" });
});

test("an operation's result is recorded with its failure", () => {
  const { cib, events } = injected({ operations: ["db_monitor_10000@two=7", "db_monitor_10000@two=7", "nonsense"] });
  expect(events.filter((e) => e.kind === "attribute").map((e) => `${e.name}=${e.value}`)).toEqual([
    "fail-count-db#monitor_10000=1",
    "last-failure-db#monitor_10000=1000",
    "fail-count-db#monitor_10000=2",
    "last-failure-db#monitor_10000=1000",
  ]);
  expect(events.at(-1)).toEqual({ kind: "error", message: "Invalid operation spec: nonsense.  Only found 1 fields" });
  const [entry, ...others] = [...walk(cib)].filter((e) => e.name === "lrm_rsc_op");
  expect(others).toEqual([]);
  expect([get(entry as Element, "id"), get(entry as Element, "call-id"), get(entry as Element, "rc-code")]).toEqual([
    "db_last_failure_0",
    "2",
    "7",
  ]);
});

test("tickets are granted and revoked in the status", () => {
  const { cib } = injected({ tickets: { grant: ["t"], standby: ["t"], revoke: ["u"] } });
  const found = [...walk(cib)].filter((e) => e.name === "ticket_state");
  expect(found.map((t) => [get(t, "id"), get(t, "granted"), get(t, "standby")])).toEqual([
    ["t", "true", "true"],
    ["u", "false", undefined],
  ]);
});
