/**
 * A week of chores on a real cluster: those of test/chores, each with the status that it should end with, and what only real
 * nodes can show: a ticket, a past configuration brought back, a person's word that a node is off, a node forgotten.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { choresOf } from "../chores/chores.ts";
import { holdfast, inNode, LAB, mustApply, mustRun, type Outcome, until } from "./holdfast.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/lab.yaml", import.meta.url));
const NEEDS_TICKET = '<rsc_ticket id="chores-ticket" rsc="state-bundle" ticket="siteA" loss-policy="freeze"/>';
const FILES = mkdtempSync(join(tmpdir(), "holdfast-chores-"));
const VIP = "ip-10.89.8.50";
const CHORES = choresOf({
  vip: VIP,
  spare: "ip-10.89.8.51",
  bundle: "state-bundle",
  inner: "state",
  parameter: "state=/run/state-of-chores",
  device: "stonith-fence_ipmilan-controller-0",
  kind: "real",
});

/** A command line on the lab's cluster; the files that chores name are made of its configuration. */
function ask(argv: readonly string[]): Outcome {
  if (argv[0] === "lab") return holdfast(argv);
  const words = argv.map((word) => (word.endsWith(".xml") ? join(FILES, word) : word));
  if (argv.some((word) => word.endsWith(".xml"))) writeCopies();
  return holdfast([...words, "-c", `lab:${LAB}`], { limit: 240_000 });
}

function writeCopies(): void {
  const text = inNode("controller-0", "cibadmin", "--query");
  writeFileSync(join(FILES, "same.xml"), text);
  writeFileSync(
    join(FILES, "changed.xml"),
    text.replace('id="state-bundle"', 'id="state-bundle" description="changed"'),
  );
}

/** Standard output of a command line on the lab's cluster that must succeed. */
function must(...argv: string[]): string {
  const { status, out, err } = ask(argv);
  expect(status, `${argv.join(" ")}\n${out}${err}`).toBe(0);
  return out;
}

const configuration = (): string =>
  inNode("controller-0", "cibadmin", "--query", "--scope", "configuration").replace(/<acls>.*<\/acls>|<acls\/>/s, "");
const online = (node: string): boolean =>
  new RegExp(`name="${node}"[^>]* online="true"`).test(inNode("controller-0", "crm_mon", "-1", "--output-as=xml"));

describe("a week on a real cluster", () => {
  beforeAll(() => {
    holdfast(["lab", "down", "--keep-images"]);
    mustRun(["lab", "up"], { limit: 600_000 });
    mustApply(EXAMPLE);
    must("wait", "-t", "120s");
  }, 800_000);

  afterAll(() => {
    holdfast(["lab", "down", "--keep-images"]);
    rmSync(FILES, { recursive: true, force: true });
  });

  for (const { chore, asked } of CHORES.filter(({ asked }) => asked.length > 0))
    test(chore, { timeout: 400_000 }, () => {
      for (const { argv, exits } of asked) {
        const { status, out, err } = ask(argv);
        expect(exits, `${argv.join(" ")}: ${status}\n${out}${err}`).toContain(status);
        expect(out + err).not.toContain("new-one");
      }
    });

  test("leaves nothing switched", () => {
    must("wait", "-t", "120s");
    expect(configuration()).not.toMatch(/cli-ban-|cli-prefer-|holdfast-restart|"Stopped"|"standby"|"maintenance"/);
  });

  test("grants a ticket, puts it in standby, takes it away", () => {
    // What is to need it, in the words of the tools that this cluster's people use.
    mustRun(["lab", "exec", "controller-0", "--", "cibadmin", "--create", "-o", "constraints", "-X", NEEDS_TICKET]);
    must("ticket", "grant", "siteA", "--yes");
    expect(must("ticket", "list")).toMatch(/siteA.*granted/);
    must("ticket", "standby", "siteA", "--yes");
    expect(inNode("controller-1", "crm_ticket", "--info")).toMatch(/siteA.*granted.*\[standby\]/);
    must("ticket", "activate", "siteA");
    must("ticket", "revoke", "siteA", "--yes");
    expect(must("ticket", "list")).toMatch(/siteA.*revoked/);
    must("constraint", "remove", "chores-ticket");
    must("wait", "-t", "60s");
  });

  test("brings a past configuration back", () => {
    const before = configuration();
    const version = /epoch="(\d+)"/.exec(inNode("controller-0", "cibadmin", "--query", "--no-children"))?.[1];
    const admin = /admin_epoch="(\d+)"/.exec(inNode("controller-0", "cibadmin", "--query", "--no-children"))?.[1];
    must("resource", "disable", VIP, "--wait", "--why", "a chore");
    expect(configuration()).not.toBe(before);
    expect(must("history")).toMatch(/a chore/);
    expect(must("history", "diff", `${admin}.${version}`)).toContain(VIP);
    must("history", "revert", `${admin}.${version}`, "--yes");
    must("wait", "-t", "60s");
    expect(configuration()).toBe(before);
    expect(inNode("controller-0", "crm_resource", "--locate", "-r", VIP)).toMatch(/running on/);
  });

  test("sets an attribute until the node leaves", () => {
    must("node", "attribute", "controller-0", "drill=1", "--lifetime", "reboot");
    expect(inNode("controller-1", "attrd_updater", "-Q", "-n", "drill", "-N", "controller-0")).toMatch(/value="1"/);
    expect(configuration()).not.toContain("drill");
    must("node", "attribute", "controller-0", "drill=", "--lifetime", "reboot");
  });

  test("takes a person's word that a node is off, when its BMC does not answer", async () => {
    // Nothing that the BMC is asked then reaches it, so that only a person can say that the node is off.
    must("resource", "param", "stonith-fence_ipmilan-controller-2", "ip=10.89.8.199");
    must("lab", "crash", "controller-2");
    await until("the others miss it", 60, () => !online("controller-2"));
    expect(must("node", "confirm-off", "controller-2", "--yes")).toContain("controller-2");
    const { status, err } = ask(["wait", "-t", "180s"]);
    expect(status, err).toBe(1);
    expect(err).toContain("nothing is left to do, and it is not as wanted");
    expect(err).toContain("controller-2 is offline");
  }, 400_000);

  test("forgets a node that has left for good", async () => {
    must("node", "clear", "controller-2");
    expect(configuration()).not.toMatch(/uname="controller-2"/);
    for (const node of ["controller-0", "controller-1"])
      await until(`${node} has forgotten it`, 30, () => !inNode(node, "crm_node", "--list").includes("controller-2"));
  });
});
