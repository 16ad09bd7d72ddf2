/** The promises of docs/wait.md, each on the deck's control plane in virtual time. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rewriteRoot } from "../../src/cib/xml/rewrite.ts";
import { type Element, element, idOf, withChildren } from "../../src/cib/xml/tree.ts";
import { deckConfiguration } from "../stories/deck.ts";
import { type Stage, stageOf } from "./scene.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await stageOf(deckConfiguration());
});
afterEach(() => stage.running.stop());

const texts = ({ findings }: { readonly findings: readonly { readonly text: string }[] }): string[] =>
  findings.map((f) => f.text);

describe("what comes back is waited for", () => {
  test("begun in the second after a crash, it ends when the fenced node is back and all runs", async () => {
    stage.inject("node-crash controller-1");
    const { outcome, after, said } = await stage.wait({});
    expect(outcome).toBe("reached");
    expect(after).toBeGreaterThan(25);
    expect(said[0]).toBe("controller-1 does not answer, which the cluster has not noticed yet");
    expect(said).toContain("waiting for controller-1: fenced, to come back");
  });

  test("a node that is shut down is not expected, one that is switched on is", async () => {
    stage.inject("node-shutdown controller-2");
    stage.pass(60);
    const down = await stage.wait({});
    expect([down.outcome, down.after]).toEqual(["never", 0.5]);
    expect(texts(down.judgement)[0]).toBe("galera-bundle-podman-2 does not run: controller-2 is offline");
    stage.inject("node-return controller-2");
    const { outcome, said } = await stage.wait({ resources: ["galera-bundle"] });
    expect(outcome).toBe("reached");
    expect(said[0]).toBe("waiting for controller-2: switched on, to join");
  });

  test("a node that cannot be fenced keeps it waiting until the timeout", async () => {
    for (const device of ["fence-controller-2", "fence-pdu"]) stage.inject(`fence-fail ${device}`);
    stage.inject("node-cut controller-2");
    const { outcome, said } = await stage.wait({}, 90);
    expect(outcome).toBe("timeout");
    expect(said.some((text) => text.startsWith("controller-2 is unclean"))).toBe(true);
    expect(said.some((text) => /^fencing of controller-2 has failed.*does not answer$/.test(text))).toBe(true);
  });
});

describe("what people have switched counts as wanted, and is listed", () => {
  test("standby: drained, then nothing is left to do", async () => {
    const wanted = { drained: ["controller-0"] };
    const before = await stage.wait(wanted);
    expect(before.outcome).toBe("never");
    expect(texts(before.judgement)[0]).toContain("controller-0 is not in standby");
    stage.standby("controller-0", true);
    expect((await stage.wait(wanted)).outcome).toBe("reached");
    const hosts = Object.values(stage.running.world.state.processes).map((p) => p.host);
    expect(hosts).not.toContain("controller-0");
    const { outcome, judgement } = await stage.wait({});
    expect(outcome).toBe("reached");
    expect(judgement.switched).toMatchObject([{ kind: "standby", id: "controller-0" }]);
    expect(judgement.switched[0]?.lacking).toContainEqual({ resource: "galera-bundle", running: 2, of: 3 });
    // Asked for by name, the real thing is wanted.
    const named = await stage.wait({ resources: ["galera-bundle"] });
    expect(named.outcome).toBe("never");
    expect(texts(named.judgement)).toEqual(["galera-bundle-podman-0 does not run: controller-0 is in standby"]);
    expect((await stage.wait({ healthy: true })).outcome).toBe("never");
    // Taken out of service and switched off, it is not missed.
    stage.inject("node-shutdown controller-0");
    stage.pass(10);
    const off = await stage.wait({});
    expect(off.outcome).toBe("reached");
    expect(off.judgement.switched[0]?.text).toBe("controller-0 is in standby, and off");
  });

  test("a failure is none of its excuses", async () => {
    stage.standby("controller-2", true);
    stage.inject("start-fail ip-10.0.0.101 50");
    stage.inject("process-kill ip-10.0.0.101");
    stage.pass(30);
    const { outcome, judgement } = await stage.wait({});
    expect(outcome).toBe("never");
    expect(texts(judgement)[0]).toContain("failed too often on controller-0, controller-1");
  });

  test("a ticket that is not granted is the reason, not the node that happens to be in standby", async () => {
    const ticket = element("rsc_ticket", { id: "t", rsc: "ip-10.0.0.101", ticket: "T1", "loss-policy": "stop" });
    stage.standby("controller-2", true);
    stage.edit((cib) =>
      rewriteRoot(cib, (e) => (e.name === "constraints" ? withChildren(e, [...e.children, ticket]) : e)),
    );
    const { outcome, judgement } = await stage.wait({});
    expect(outcome).toBe("reached");
    const found = judgement.switched.map(({ text, lacking }) => [text, lacking.map((l) => l.resource)] as const);
    expect(found).toContainEqual(["ticket T1 is not granted", ["ip-10.0.0.101"]]);
    const named = await stage.wait({ resources: ["ip-10.0.0.101"] });
    expect(named.outcome).toBe("never");
    expect(texts(named.judgement)).toEqual(["ip-10.0.0.101 does not run: ticket T1 is not granted"]);
  });

  test("a disabled resource, and one of which a ban leaves nothing", async () => {
    stage.edit((cib) => withTarget(cib, "openstack-cinder-volume"));
    const { outcome, judgement } = await stage.wait({});
    expect(outcome).toBe("reached");
    expect(judgement.switched).toMatchObject([
      { kind: "disabled", lacking: [{ resource: "openstack-cinder-volume", running: 0, of: 1 }] },
    ]);
  });
});

describe("failures", () => {
  test("failed everywhere: given up, with the agent's reason", async () => {
    stage.inject("start-fail ip-10.0.0.101 50");
    stage.inject("process-kill ip-10.0.0.101");
    stage.pass(20);
    const { outcome, judgement } = await stage.wait({});
    expect(outcome).toBe("never");
    expect(texts(judgement)).toEqual([
      "ip-10.0.0.101 failed too often on controller-0, controller-1, controller-2: its start on controller-0 ended with 1 (error, it was made to fail)",
    ]);
  });

  test("one that expires by failure-timeout is waited for, until then", async () => {
    const rsc = "ip-10.0.0.101";
    stage.edit((cib) => withMeta(cib, rsc, "failure-timeout", "120s"));
    stage.inject(`start-fail ${rsc} 3`);
    stage.inject(`process-kill ${rsc}`);
    stage.pass(20);
    const { outcome, after, said } = await stage.wait({ resources: [rsc] });
    expect([outcome, after > 60, after < 130]).toEqual(["reached", true, true]);
    expect(said[0]).toContain("expire by failure-timeout");
  });

  test("a service that dies is known when its monitor has looked: --healthy waits for that", async () => {
    stage.inject("process-kill redis");
    expect((await stage.wait({})).outcome).toBe("reached");
    const { outcome, judgement } = await stage.wait({ healthy: true });
    expect(outcome).toBe("never");
    expect(texts(judgement)[0]).toContain("which is not cleaned up");
    const other = await stage.wait({ resources: ["galera-bundle"], healthy: true });
    expect([other.outcome, other.after > 10]).toEqual(["reached", true]);
  });
});

test("unknown names are said, with the nearest, or those there are", async () => {
  const { outcome, judgement } = await stage.wait({
    resources: ["nosuch", "galera-bundle"],
    drained: ["controller-9"],
  });
  expect(outcome).toBe("never");
  expect(judgement.findings.map((f) => f.code)).toEqual(["missing", "missing"]);
  expect(texts(judgement).join()).toMatch(
    /"nosuch"; there are galera-bundle,.*"controller-9"; did you mean "controller-0"\?/,
  );
});

function withMeta(cib: Element, rsc: string, name: string, value: string): Element {
  const id = `${rsc}-wait-meta`;
  const set = element("meta_attributes", { id }, [element("nvpair", { id: `${id}-${name}`, name, value })]);
  return rewriteRoot(cib, (e) => (idOf(e) === rsc ? withChildren(e, [...e.children, set]) : e));
}

const withTarget = (cib: Element, rsc: string): Element => withMeta(cib, rsc, "target-role", "Stopped");
