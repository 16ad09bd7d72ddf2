import { describe, expect, it } from "vitest";
import { parseXml } from "../xml/parse.ts";
import { printXml } from "../xml/print.ts";
import { descend, type Element, elements, get } from "../xml/tree.ts";
import { normalizeCib } from "./normalize.ts";

function read(text: string): Element {
  const result = parseXml(text);
  if (!result.ok) throw new Error(result.problem.message);
  return result.root;
}

function cib(
  parts: { config?: string; nodes?: string; resources?: string; constraints?: string; rest?: string },
  schema = "pacemaker-3.9",
): Element {
  return read(`<cib validate-with="${schema}"><configuration><crm_config>${parts.config ?? ""}</crm_config><nodes>${parts.nodes ?? ""}</nodes>
    <resources>${parts.resources ?? ""}</resources><constraints>${parts.constraints ?? ""}</constraints>${parts.rest ?? ""}</configuration><status/></cib>`);
}

/** One section of the normalised CIB, as text on one line. */
function section(root: Element, name: string): string {
  const e = descend(normalizeCib(root), "configuration", name);
  return e === undefined
    ? ""
    : elements(e)
        .map((c) => printXml(c, { indent: 0 }))
        .join("");
}

const rule = (id: string): string =>
  `<rule id="${id}" score="1"><expression id="${id}-e" attribute="a" operation="defined"/></rule>`;

// The expectations are what crm_simulate 3.0.3 makes of these (--save-input).
describe("normalizeCib", () => {
  it("takes a CIB of any older schema all the way, whatever step an old form belongs to", () => {
    const master = '<master id="M"><primitive id="P" class="ocf" provider="pacemaker" type="Stateful"/></master>';
    for (const schema of ["pacemaker-1.3", "pacemaker-2.10", "pacemaker-3.2"]) {
      const upgraded = normalizeCib(cib({ resources: master }, schema));
      expect(get(upgraded, "validate-with"), schema).toBe("pacemaker-4.0");
      expect(elements(descend(upgraded, "configuration", "resources") as Element)[0]?.name, schema).toBe("clone");
    }
  });

  it("leaves alone what 4.0 accepts, the order of blocks included, and what asks for no validation", () => {
    const blocks = '<cluster_property_set id="z"/><cluster_property_set id="cib-bootstrap-options"/>';
    const root = cib({ config: blocks });
    expect(get(normalizeCib(root), "validate-with")).toBe("pacemaker-4.0");
    expect(normalizeCib(root).children[0]).toBe(root.children[0]);
    for (const schema of ["none", "pacemaker-4.0"]) {
      const other = cib({ resources: '<master id="M"/>' }, schema);
      expect(normalizeCib(other)).toBe(other);
    }
  });

  it("renames properties, and orders and cleans the blocks once anything is old", () => {
    const config = `<cluster_property_set id="o" score="5">
        <nvpair id="d1" name="a" value="1"/><nvpair id="d2" name="a" value="#default"/>
        <nvpair id="d4" name="b" value="1"/><nvpair id="d5" name="b" value="2"/><nvpair id="d6" name="stonith-action" value="poweroff"/>
        <nvpair id="d7" name="crmd-transition-delay" value="1"/><nvpair id="d8" name="remove-after-stop" value="1"/><nvpair id="d9" name="empty"/>
      </cluster_property_set><cluster_property_set id="cib-bootstrap-options"/>`;
    expect(section(cib({ config }), "crm_config")).toBe(
      '<cluster_property_set id="cib-bootstrap-options"/><cluster_property_set id="o" score="5"><nvpair id="d2" name="a" value="#default"/>' +
        '<nvpair id="d4" name="b" value="1"/><nvpair id="d6" name="stonith-action" value="off"/><nvpair id="d7" name="transition-delay" value="1"/></cluster_property_set>',
    );
  });

  it("makes promotable clones of masters", () => {
    const resources =
      '<master id="M"><primitive id="P" class="ocf" provider="p" type="t"/><meta_attributes id="m"/></master><bundle id="B"><docker image="i" masters="1"/></bundle>';
    const id = "pcmk__3_10_upgrade-promotable-legacy-M-meta_attributes";
    expect(section(cib({ resources }), "resources")).toBe(
      `<clone id="M"><meta_attributes id="${id}" score="INFINITY"><nvpair id="${id}-promotable" name="promotable" value="true"/></meta_attributes>` +
        '<primitive id="P" class="ocf" provider="p" type="t"/><meta_attributes id="m"/></clone><bundle id="B"><docker image="i" promoted-max="1"/></bundle>',
    );
  });

  it("splits locations of several rules, and makes a lifetime part of the rule", () => {
    const constraints = `<rsc_location id="l" rsc="A">${rule("r1")}${rule("r2")}<lifetime>${rule("r3")}</lifetime></rsc_location>`;
    const [first, second] = elements(
      descend(normalizeCib(cib({ constraints })), "configuration", "constraints") as Element,
    );
    expect(printXml(first as Element, { indent: 0 })).toBe(
      `<rsc_location id="pcmk__3_10_upgrade-l-1" rsc="A"><rule id="pcmk__3_10_upgrade-pcmk__3_10_upgrade-l-1-lifetime-and-rule" boolean-op="and">${rule("r1")}${rule("r3")}</rule></rsc_location>`,
    );
    expect(printXml(second as Element)).toContain('<rule id-ref="r3"/>');
    const node =
      '<rsc_location id="n" rsc="A" node="x" score="5"><lifetime>' +
      rule("r4") +
      rule("r5") +
      "</lifetime></rsc_location>";
    expect(section(cib({ constraints: node }), "constraints")).toContain(
      '<rule id="pcmk__3_10_upgrade-n-node-score-rule" score="5"><expression id="pcmk__3_10_upgrade-n-node-score-rule-expr" attribute="#uname" operation="eq" value="x"/></rule>' +
        '<rule id="pcmk__3_10_upgrade-n-lifetime-or-rule" boolean-op="or">',
    );
  });

  it("drops unsupported resources with all that speaks of them only, and keeps what they defined for others", () => {
    const resources = `<group id="G"><primitive id="N" class="Nagios" type="x"><meta_attributes id="m"><nvpair id="m1" name="target-role" value="Stopped"/></meta_attributes></primitive></group>
      <primitive id="P" class="ocf" provider="p" type="t"><meta_attributes id-ref="m"/></primitive>`;
    const constraints =
      '<rsc_location id="l" rsc="G" node="n" score="1"/><rsc_order id="o"><resource_set id="s"><resource_ref id="N"/><resource_ref id="P"/></resource_set><resource_set id="t"><resource_ref id="N"/></resource_set></rsc_order>';
    const acls = '<acls><acl_role id="r"><acl_permission id="p" kind="read" reference="l"/></acl_role></acls>';
    const root = cib({ resources, constraints, rest: acls });
    expect(section(root, "resources")).toBe(
      '<primitive id="P" class="ocf" provider="p" type="t"><meta_attributes id="m"><nvpair id="m1" name="target-role" value="Stopped"/></meta_attributes></primitive>',
    );
    expect(section(root, "constraints")).toBe(
      '<rsc_order id="o"><resource_set id="s"><resource_ref id="P"/></resource_set></rsc_order>',
    );
    expect(section(root, "acls")).toContain('xpath="/*[false()]"');
  });

  it("makes members of ping nodes, on which nothing runs", () => {
    const root = cib({ nodes: '<node id="1" uname="p" type="ping"/>' });
    expect(section(root, "nodes")).toBe('<node id="1" uname="p" type="member"/>');
    expect(section(root, "constraints")).toBe(
      '<rsc_location id="pcmk__3_10_upgrade-ping-node-ban-p" rsc-pattern=".*" node="p" score="-INFINITY" resource-discovery="never"/>',
    );
  });

  it("brings schemas before 3.0 up too", () => {
    const config =
      '<cluster_property_set id="o"><nvpair id="1" name="default_resource_stickiness" value="1"/><nvpair id="2" name="no_quorum_policy" value="ignore"/><nvpair id="3" name="cluster-infrastructure" value="cman"/></cluster_property_set>';
    const resources =
      '<primitive id="F"><operations><op id="s" name="start" interval="0" requires="fencing"/><op id="m" name="monitor" interval="9"><instance_attributes id="i"><nvpair id="i1" name="timeout" value="7"/></instance_attributes></op></operations></primitive>';
    const root = cib({ config, resources }, "pacemaker-2.8");
    expect(section(root, "crm_config")).toBe(
      '<cluster_property_set id="o"><nvpair id="2" name="no-quorum-policy" value="ignore"/></cluster_property_set>',
    );
    expect(section(root, "rsc_defaults")).toBe(
      '<meta_attributes id="_2TO3_-rsc-defaults"><nvpair id="1" name="resource-stickiness" value="1"/></meta_attributes>',
    );
    expect(section(root, "resources")).toBe(
      '<primitive id="F"><operations><op id="s" name="start" interval="0"/><op id="m" name="monitor" interval="9"><meta_attributes id="_2TO3_m-meta"><nvpair id="i1" name="timeout" value="7"/></meta_attributes></op></operations>' +
        '<meta_attributes id="_2TO3_F-meta"><nvpair id="_2TO3_s-meta-requires" name="requires" value="fencing"/></meta_attributes></primitive>',
    );
  });
});
