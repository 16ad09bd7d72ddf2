/**
 * The use case of `fencing test`: every device of every way to fence a node, asked for the node's power from each node that
 * would run it. What fails with a BMC is asked once more by ipmitool, which says more than the agent does; and the BMC's
 * identifier of its hardware is compared with what the node says of itself. Passwords go over standard input.
 */
import { fenceInput } from "../../agents/fence-input.ts";
import { allFenceDevices, type FenceDevice } from "../../cib/fence-devices.ts";
import { visibleLine } from "../../cib/visible.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster, CommandOutcome, NodeCommands } from "../../cluster/port.ts";
import type { FencingExplanation, FencingTest } from "../../report/fencing/document.ts";
import { explainFencing } from "../../report/fencing/explain.ts";
import { failsText } from "../../report/fencing/findings.ts";
import { HOP_TEXT, type Hop, hopOf, sameMachine } from "../../report/fencing/hop.ts";
import { readingOf } from "../../scheduler/reading.ts";
import { advertisedActions, nodeCalled } from "./fencing.ts";

type Trial = FencingTest["trials"][number];
type DeviceUse = FencingExplanation["ways"][number]["devices"][number];

/** Milliseconds that one program may take. */
const PATIENCE = 30_000;
/** Agents of BMCs that speak IPMI, whose parameters are those of fence_ipmilan. */
const IPMI = /^fence_(ipmilan|ipmilanplus|idrac|ilo3|ilo4|ilo5|imm|openbmc)$/;

/** A test that nothing has kept yet. */
type Unrecorded = Omit<FencingTest, "recorded">;

/** What of a cluster the question needs. */
type Asked = Pick<Cluster, "read" | "commands" | "tools">;

/**
 * @param nodes undefined: all that a device may fence
 * Rejects with `missing` for an unknown node, `unsupported` where no node can be entered.
 */
export async function testFencing(cluster: Asked, nodes: readonly string[] | undefined): Promise<Unrecorded> {
  const commands = cluster.commands;
  if (commands === undefined)
    throw new HoldfastError("unsupported", "this cluster has no nodes from which a fence device could be asked", {
      hint: "holdfast fencing explain NODE needs none",
    });
  const reading = readingOf(await cluster.read());
  const devices = new Map(allFenceDevices(reading.cib).map((device) => [device.id, device]));
  const targets =
    nodes?.map((name) => nodeCalled(reading, name)) ?? reading.model.nodes.filter(({ kind }) => kind !== "guest");
  const actions = await advertisedActions(cluster, reading.cib);
  const explained = targets.map((node) => explainFencing({ reading, node, actions }));
  const ask: Asking = { commands, devices, machines: await machinesOf(commands, explained) };
  // Devices side by side, but each device once at a time: BMCs take few sessions.
  const wanted = explained.filter(({ kind }) => kind !== "guest").flatMap(usesOf);
  const ids = [...new Set(wanted.map(({ use }) => use.device))];
  const groups = await Promise.all(
    ids.map((id) =>
      inTurn(
        wanted.filter(({ use }) => use.device === id),
        (one) => trialsOf(ask, one),
      ),
    ),
  );
  const order = new Map(wanted.map((use, i) => [use, i]));
  const trials = groups
    .flat()
    .sort((a, b) => (order.get(a.wanted) ?? 0) - (order.get(b.wanted) ?? 0))
    .flatMap(({ trials: of }) => of);
  const failed = trials.some(({ hop }) => hop !== "Works" && hop !== "NotAsked");
  const findings = explained.flatMap(({ node, findings: of }) => of.map(({ text }) => ({ node, text })));
  const unable = explained.some(({ findings: of }) => of.some(({ code }) => code === "NothingFences"));
  const open = trials.length === 0 || trials.some(({ hop }) => hop === "NotAsked");
  return {
    document: "fencing-test",
    version: 1,
    whole: failed || unable ? "False" : open ? "Unknown" : "True",
    trials,
    findings,
  };
}

interface Wanted {
  readonly node: string;
  readonly level: number | undefined;
  readonly use: DeviceUse;
}

const usesOf = ({ node, ways }: FencingExplanation): Wanted[] =>
  ways.flatMap(({ level, devices }) => devices.map((use) => ({ node, level, use })));

interface Asking {
  readonly commands: NodeCommands;
  readonly devices: ReadonlyMap<string, FenceDevice>;
  /** What nodes say is the identifier of their hardware. */
  readonly machines: ReadonlyMap<string, string>;
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const item of items) done.push(await work(item));
  return done;
}

/** Asks every node that is there; one that does not say is left out. */
async function machinesOf(
  commands: NodeCommands,
  explained: readonly FencingExplanation[],
): Promise<ReadonlyMap<string, string>> {
  const nodes = new Set(
    explained.flatMap(({ node, ways }) => [node, ...ways.flatMap((w) => w.devices.flatMap((d) => d.runners))]),
  );
  const said = await Promise.all(
    [...nodes].map(async (node) => {
      const outcome = await commands.run({
        ...{ node, container: undefined, resource: "", timeout: PATIENCE },
        argv: ["cat", "/sys/class/dmi/id/product_uuid"],
      });
      return [node, outcome.kind === "answered" && outcome.exit === 0 ? outcome.stdout.trim() : ""] as const;
    }),
  );
  return new Map(said.filter(([, uuid]) => uuid !== ""));
}

async function trialsOf(ask: Asking, wanted: Wanted): Promise<{ readonly wanted: Wanted; readonly trials: Trial[] }> {
  const { node, level, use } = wanted;
  const device = ask.devices.get(use.device);
  const of = { node, device: use.device, agent: device?.type ?? "", ...(level === undefined ? {} : { level }) };
  if (device === undefined || use.fails !== undefined || use.runners.length === 0) {
    const watchdog = device === undefined && use.fails === undefined;
    const hop = watchdog || use.fails === "Away" ? "NotAsked" : "Configuration";
    const text = watchdog ? "a watchdog cannot be asked" : failsText(use, node);
    return { wanted, trials: [{ ...of, from: null, hop, text }] };
  }
  const trials = await inTurn(use.runners, async (from) => ({
    ...of,
    from,
    ...(await trial(ask, device, node, from)),
  }));
  return { wanted, trials };
}

type Found = Pick<Trial, "hop" | "text" | "power" | "machine">;

const found = (hop: Hop, text: string = HOP_TEXT[hop]): Found => ({ hop, text });

async function trial(ask: Asking, device: FenceDevice, node: string, from: string): Promise<Found> {
  const { parameters, type, id } = device;
  // Agents complain of a priority, and what they say is read here.
  const { priority: _, ...ofAgent } = parameters;
  if (!/^fence_[\w-]+$/.test(type)) return found("NotAsked", `${type} is no agent that can be asked`);
  const given = { nodename: node, ...hostArgument(device, node), ...ofAgent };
  const input = fenceInput("status", new Map(Object.entries(given)));
  if (input === undefined) return found("Configuration", "a parameter has a line break");
  if (/^[^=\n]+=lrm:\/\//m.test(input)) return found("NotAsked", "a parameter is kept outside the CIB (cibsecret)");
  const call = { node: from, container: undefined, resource: id, timeout: PATIENCE } as const;
  const outcome = await ask.commands.run({ ...call, argv: [type], input });
  const hop = hopOfOutcome(outcome);
  if (outcome.kind === "silent" && hop === "NotAsked") return found("NotAsked", visibleLine(outcome.text));
  const bmc = IPMI.test(type) ? ipmitool(parameters) : undefined;
  if (hop !== "Works") {
    if (bmc === undefined || hop === "Agent" || hop === "Configuration" || hop === "Name") return found(hop);
    const again = hopOfOutcome(await ask.commands.run({ ...call, ...bmc(["chassis", "power", "status"]) }));
    return found(["Works", "NotAsked", "Agent", "Other"].includes(again) ? hop : again);
  }
  const power =
    outcome.kind === "answered" && (outcome.exit === 2 || /status: off/i.test(outcome.stdout)) ? "off" : "on";
  if (bmc === undefined) return { ...found("Works"), power };
  // Set Session Privilege Level (IPMI 2.0, 22.18) to operator, which switching power takes.
  const allowed = hopOfOutcome(await ask.commands.run({ ...call, ...bmc(["raw", "0x06", "0x3b", "0x03"]) }));
  if (allowed === "Privilege") return { ...found("Privilege"), power };
  const guid = guidIn(await ask.commands.run({ ...call, ...bmc(["mc", "guid"]) }));
  return { power, ...identity(ask.machines, node, guid) };
}

/** As the fencer adds it, where the device does not have its own. */
function hostArgument({ parameters }: FenceDevice, node: string): Readonly<Record<string, string>> {
  const name = parameters.pcmk_host_argument ?? "plug";
  if (name === "none" || [parameters.plug, parameters.port].some((own) => own !== undefined && own !== "dynamic"))
    return {};
  const mapped = (parameters.pcmk_host_map ?? "").split(/[\s;]+/).map((pair) => pair.split(/[:=]/));
  return { [name]: mapped.find(([target]) => target?.toLowerCase() === node.toLowerCase())?.[1] ?? node };
}

function hopOfOutcome(outcome: CommandOutcome): Hop {
  if (outcome.kind === "answered") return hopOf({ exit: outcome.exit, said: `${outcome.stdout}\n${outcome.stderr}` });
  switch (outcome.reason) {
    case "TimedOut":
      return "Silent";
    case "NotInstalled":
      return "Agent";
    default:
      return "NotAsked";
  }
}

/** A call of ipmitool on the BMC that the parameters name; undefined without an address or password. */
function ipmitool(
  parameters: FenceDevice["parameters"],
):
  | ((words: readonly string[]) => { readonly argv: readonly [string, ...string[]]; readonly input: string })
  | undefined {
  const [ip, user, password] = [
    parameters.ip ?? parameters.ipaddr,
    parameters.username ?? parameters.login,
    parameters.password ?? parameters.passwd,
  ];
  if (ip === undefined || password === undefined) return undefined;
  const plus = /^(1|yes|true|on)$/i.test(parameters.lanplus ?? "1");
  const login = user === undefined ? [] : ["-U", user];
  const options = [
    "-H",
    ip,
    "-p",
    parameters.ipport ?? "623",
    ...login,
    "-L",
    (parameters.privlvl ?? "administrator").toUpperCase(),
  ];
  return (words) => ({
    argv: [
      "ipmitool",
      "-v",
      "-I",
      plus ? "lanplus" : "lan",
      "-R",
      "2",
      "-N",
      "1",
      ...options,
      "-f",
      "/dev/stdin",
      ...words,
    ],
    input: `${password}\n`,
  });
}

const guidIn = (outcome: CommandOutcome): string | undefined =>
  outcome.kind === "answered" ? /system guid\s*:\s*([0-9a-f-]{36})/i.exec(outcome.stdout)?.[1] : undefined;

function identity(machines: Asking["machines"], node: string, guid: string | undefined): Found {
  const those =
    guid === undefined ? [] : [...machines].filter(([, uuid]) => sameMachine(guid, uuid)).map(([name]) => name);
  const [only] = those;
  // Machines that are simulated on one, and some makes of boards, have an identifier in common.
  if (those.length !== 1 || only === undefined) return { ...found("Works"), machine: "NotProved" };
  if (only === node) return { ...found("Works"), machine: "Proved" };
  return found("OtherMachine", `the device is the BMC of ${only}: fencing ${node} would switch that off`);
}
