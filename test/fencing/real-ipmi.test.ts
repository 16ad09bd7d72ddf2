/** Each fault of a BMC found with the real fence_ipmilan and ipmitool, on a BMC that ipmi_sim plays on the loopback. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testFencing } from "../../src/change/show/fencing-test.ts";
import { readVersion } from "../../src/cib/patch/version.ts";
import type { CommandOutcome, NodeCommand, NodeCommands, Snapshot } from "../../src/cluster/port.ts";
import { IPMI_EMULATOR } from "../../src/lab/ipmi-conf.ts";
import { runProcess } from "../../src/process/run-process.ts";
import { fencingTestLines } from "../../src/report/fencing/test-text.ts";
import { parsed } from "../../src/report/lint/rules.testing.ts";
import { findProgram, needs, whyNoProgram } from "../needs.ts";

const PORT = 17_623;
const PASSWORD = "canary";
/** As ipmi_sim is given it, and as the kernel of the node says it: the same bytes in another order. */
const GUID = "a123456789abcdefa123456789000001";
const UUID = "01000089-6745-23a1-efcd-ab89674523a1";

const directory = mkdtempSync(join(tmpdir(), "holdfast-ipmi-"));
let bmc: ChildProcess | undefined;

beforeAll(async () => {
  const program = findProgram("ipmi_sim");
  if (program === undefined) return;
  const chassis = join(directory, "chassis");
  writeFileSync(chassis, '#!/bin/sh\n[ "$2" != get ] || echo power:1\n');
  chmodSync(chassis, 0o755);
  const auth = "none md2 md5 straight";
  writeFileSync(
    join(directory, "lan.conf"),
    `name "x"
set_working_mc 0x20
  startlan 1
    addr 127.0.0.1 ${PORT}
    priv_limit admin
    allowed_auths_user ${auth}
    allowed_auths_admin ${auth}
    guid ${GUID}
  endlan
  chassis_control "${chassis} x"
  user 1 true "" "test" user 10 ${auth}
  user 2 true "admin" "${PASSWORD}" admin 10 ${auth}
  user 3 true "viewer" "${PASSWORD}" user 10 ${auth}
`,
  );
  writeFileSync(join(directory, "sim.emu"), IPMI_EMULATOR);
  mkdirSync(join(directory, "state"));
  const files = ["-c", join(directory, "lan.conf"), "-f", join(directory, "sim.emu"), "-s", join(directory, "state")];
  bmc = spawn(program, ["-n", ...files], { stdio: "ignore" });
  await sleep(1500);
});
afterAll(() => {
  bmc?.kill("SIGKILL");
  rmSync(directory, { recursive: true });
});

/** By node: its device's parameters, beside those of the sound one. */
const DEVICES: Readonly<Record<string, string>> = {
  sound: "",
  password: "password=wrong",
  user: "username=stranger",
  privilege: "username=viewer privlvl=user",
  port: `ipport=${PORT + 1}`,
  name: "ip=nosuch.invalid",
  swapped: "",
  address: "ip= ",
};

function cib(): string {
  const pairs = (id: string, values: Readonly<Record<string, string>>): string =>
    Object.entries(values)
      .map(([name, value]) => `<nvpair id="${id}-${name}" name="${name}" value="${value}"/>`)
      .join("");
  const names = Object.keys(DEVICES);
  const devices = names.map((node) => {
    const own: Record<string, string> = Object.fromEntries(
      [...(DEVICES[node] ?? "").matchAll(/(\w+)=(\S*)/g)].map(([, name = "", value = ""]) => [name, value]),
    );
    const sound = { ip: "127.0.0.1", ipport: String(PORT), lanplus: "1", username: "admin", password: PASSWORD };
    const all = { ...sound, ...own, pcmk_host_list: node };
    const given: Record<string, string> = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
    return `<primitive id="f-${node}" class="stonith" type="fence_ipmilan"><instance_attributes id="i-${node}">${pairs(`i-${node}`, given)}</instance_attributes></primitive>`;
  });
  const places = names.map((node) => `<rsc_location id="l-${node}" rsc="f-${node}" node="runner" score="0"/>`);
  const nodes = ["runner", ...names].map((name, i) => `<node id="${i + 1}" uname="${name}"/>`);
  return `<cib validate-with="pacemaker-3.9" admin_epoch="0" epoch="1" num_updates="0"><configuration>
    <crm_config><cluster_property_set id="o"><nvpair id="o-s" name="symmetric-cluster" value="false"/></cluster_property_set></crm_config>
    <nodes>${nodes.join("")}</nodes><resources>${devices.join("")}</resources><constraints>${places.join("")}</constraints>
    <fencing-topology><fencing-level id="lev" target="sound" index="2" devices="f-sound,gone"/><fencing-level id="lev1" target="sound" index="1" devices="f-sound"/></fencing-topology>
    </configuration><status/></cib>`;
}

const commands: NodeCommands & { readonly argvs: string[] } = {
  argvs: [],
  run: async ({ node, argv, input, timeout }: NodeCommand): Promise<CommandOutcome> => {
    if (argv[0] === "cat")
      return {
        kind: "answered",
        exit: 0,
        stdout: node === "sound" ? UUID : `0000000${node.length}${UUID.slice(8)}`,
        stderr: "",
      };
    commands.argvs.push(argv.join(" "));
    const [name, ...rest] = argv;
    const result = await runProcess([findProgram(name) ?? name, ...rest], {
      timeout,
      ...(input === undefined ? {} : { input }),
    });
    if (result.exit === undefined) return { kind: "silent", reason: "TimedOut", text: "no answer in time" };
    return { kind: "answered", exit: result.exit, stdout: result.stdout, stderr: result.stderr };
  },
};

test("each fault of a BMC is found for what it is", async (context) => {
  needs(
    context,
    whyNoProgram("ipmi_sim", "openipmi"),
    whyNoProgram("fence_ipmilan", "fence-agents"),
    whyNoProgram("ipmitool", "ipmitool"),
  );
  const root = parsed(cib());
  const snapshot: Snapshot = {
    cib: root,
    version: readVersion(root),
    live: false,
    settled: true,
    at: 0,
    knownAt: undefined,
  };
  const answer = await testFencing({ read: async () => snapshot, commands }, Object.keys(DEVICES));
  const hops = Object.fromEntries(answer.trials.filter(({ level }) => level !== 2).map(({ node, hop }) => [node, hop]));
  expect(hops).toEqual({
    sound: "Works",
    password: "Login",
    user: "Login",
    privilege: "Privilege",
    port: "Silent",
    name: "Name",
    swapped: "OtherMachine",
    address: "Configuration",
  });
  expect(answer.trials[0]).toMatchObject({ from: "runner", power: "on", machine: "Proved" });
  expect(answer.whole).toBe("False");
  expect(answer.findings).toContainEqual({
    node: "sound",
    text: "level 2 can never succeed: there is no device gone",
  });
  expect(
    JSON.stringify(answer) + commands.argvs.join("\n") + fencingTestLines({ ...answer, recorded: false }).join("\n"),
  ).not.toContain(PASSWORD);
}, 120_000);
