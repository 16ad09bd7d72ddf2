import { expect, test } from "vitest";
import { type Element, element, elements, withChildren } from "../../../cib/xml/tree.ts";
import { contractConfiguration } from "../../contract.testing.ts";
import { newCib } from "../new-cib.ts";
import { initialState } from "./state.ts";
import { step } from "./step.ts";

const NOTHING = { attributes: new Map<string, string>(), synapses: [] };

/** How long an idle cluster waits until it asks the scheduler again, milliseconds. */
function recheckAfter(interval: string): number | undefined {
  const pair = element("nvpair", { id: "i", name: "cluster-recheck-interval", value: interval });
  const base = contractConfiguration();
  const set = (): Element => element("cluster_property_set", { id: "cib-bootstrap-options" }, [pair]);
  const configuration = withChildren(
    base,
    elements(base).map((section) => (section.name === "crm_config" ? withChildren(section, [set()]) : section)),
  );
  const ports = { schedule: () => ({ transition: NOTHING }), metadata: () => undefined };
  let state = initialState(newCib(configuration), "uuid", 0);
  state = step(state, { kind: "membership", node: "one", id: "1", member: true, at: 0 }, ports).state;
  return step(state, { kind: "time", at: 0 }, ports).state.timers.get("recheck")?.at;
}

test.each([
  ["90", 90_000],
  ["90s", 90_000],
  ["2min", 120_000],
  ["500ms", 500],
  ["1h", 3_600_000],
  ["PT2M", 120_000],
  ["sometimes", 900_000],
  ["-1s", 900_000],
  ["0", 900_000],
])("cluster-recheck-interval reads in every form: %s", (text, ms) => {
  expect(recheckAfter(text)).toBe(ms);
});
