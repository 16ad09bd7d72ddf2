import { describe, expect, it } from "vitest";
import { digestAttributes } from "../../cib/digest.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { type Element, element } from "../../cib/xml/tree.ts";
import { unpackForPhases } from "../unpack.ts";
import type { ClusterModel } from "./cluster-model.ts";
import { digestCheck, onlySecretsChanged } from "./digests.ts";
import type { Node, Resource } from "./types.ts";

function load(params: string, operations = ""): { s: ClusterModel; rsc: Resource; node: Node } {
  const result = parseXml(`<cib validate-with="none" crm_feature_set="3.20.5" have-quorum="true"><configuration>
    <crm_config/><nodes><node id="1" uname="node1"/></nodes>
    <resources><primitive id="a" class="ocf" provider="p" type="t"><instance_attributes id="i">${params}</instance_attributes>
    <operations>${operations}</operations></primitive></resources><constraints/></configuration><status/></cib>`);
  if (!result.ok) throw new Error(result.problem.message);
  const s = unpackForPhases(result.root, 1_700_000_000);
  return { s, rsc: s.resourcesById.get("a") as Resource, node: s.nodes[0] as Node };
}

const pair = (name: string, value: string): string => `<nvpair id="x-${name}" name="${name}" value="${value}"/>`;
const start = (more: Record<string, string>): Element =>
  element("lrm_rsc_op", { id: "a_start_0", operation: "start", interval: "0", ...more });

/** Of ` <parameters/>` and a newline. */
const EMPTY = "f2317cad3d54cec5d7d7aa7d0bf35cf8";

describe("digests", () => {
  it("match the definition an operation ran with", () => {
    const { s, rsc, node } = load("");
    expect(digestCheck(s, rsc, start({ "op-digest": EMPTY }), node).verdict).toBe("match");
  });

  it("know nothing of an entry without one", () => {
    const { s, rsc, node } = load("");
    expect(digestCheck(s, rsc, start({}), node).verdict).toBe("unknown");
  });

  it("tell a change that a reload can take up from one that needs a restart", () => {
    const reloadable = { "op-digest": EMPTY, "op-restart-digest": EMPTY, "op-force-restart": " state " };
    const changed = load(pair("debug", "1"));
    expect(digestCheck(changed.s, changed.rsc, start(reloadable), changed.node).verdict).toBe("mismatch");
    const restarting = load(pair("state", "/tmp/x"));
    expect(digestCheck(restarting.s, restarting.rsc, start(reloadable), restarting.node).verdict).toBe("restart");
  });

  it("make a restart of any change where the operation has parameters of its own", () => {
    const { s, rsc, node } = load(
      "",
      `<op id="o" name="start" interval="0"><instance_attributes id="oi">${pair("sleep", "3")}</instance_attributes></op>`,
    );
    expect(digestCheck(s, rsc, start({ "op-digest": EMPTY }), node).verdict).toBe("restart");
  });

  it("tell when only a secret changed", () => {
    const { s, rsc, node } = load(pair("passwd", "masked"));
    const entry = start({ "op-digest": "0", "op-secure-digest": EMPTY, "op-secure-params": " passwd " });
    expect(onlySecretsChanged(entry, digestCheck(s, rsc, entry, node))).toBe(true);
  });

  it("of a recurring operation take a timeout for no secret and leave it out, as Pacemaker does", () => {
    const { s, rsc, node } = load(pair("passwd", "masked"), '<op id="o" name="monitor" interval="10s" timeout="20s"/>');
    const recorded = { "op-digest": "0", "op-secure-params": " passwd ", "op-secure-digest": EMPTY };
    const entry = start({ ...recorded, id: "a_monitor_10000", operation: "monitor", interval: "10000" });
    // The controller records it with the timeout; then the two never are the same.
    expect(onlySecretsChanged(entry, digestCheck(s, rsc, entry, node))).toBe(true);
    const live = element("lrm_rsc_op", {
      ...Object.fromEntries(entry.attributes),
      "op-secure-digest": digestAttributes(new Map([["CRM_meta_timeout", "20000"]])),
    });
    expect(onlySecretsChanged(live, digestCheck(s, rsc, live, node))).toBe(false);
  });
});
