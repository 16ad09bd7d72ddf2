/**
 * Pacemaker's own tools as functions: their argument vectors and how their answers are read. Nothing secret is an
 * argument; a patch goes in by standard input.
 */

import { readVersion, type Version } from "../../cib/patch/version.ts";
import type { TicketRequest } from "../../cib/tickets.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { child, type Element, get } from "../../cib/xml/tree.ts";
import type { FencingRecord } from "../../report/status/fencing.ts";
import { HoldfastError } from "../error.ts";
import type { DebugAnswer, DebugCall, TransientAttribute } from "../port.ts";
import { parseFencingHistory } from "./fencing-history.ts";
import type { Caller, Hosts } from "./hosts.ts";
import type { Runner } from "./runner.ts";

/** Milliseconds that a short question may take; the cluster answers in twenty. */
const QUICK = 8000;
/** Bytes of an answer; CIBs can have megabytes. */
const LARGEST = 64 * 1024 * 1024;

export async function queryCib(caller: Caller): Promise<Element> {
  return cibOf(await caller.run(["cibadmin", "--query"], { repeatable: true }));
}

/** A query that succeeds without output (seen now and then on a busy cluster) was not answered. */
function cibOf(text: string): Element {
  if (text.trim() === "") throw new HoldfastError("disconnected", "cibadmin succeeded without output");
  const root = parsed("cibadmin", text);
  if (root.name !== "cib" || child(root, "configuration") === undefined)
    throw new HoldfastError("failed", `cibadmin answered with <${root.name}>, not with a CIB`);
  return root;
}

/** Seconds in which a node has to answer another one; a node that has just left the cluster never does. */
const PEER_SECONDS = 3;

/** The CIB as another node of the cluster has it, asked through the cluster's own messages. */
export async function queryCibOf(caller: Caller, node: string): Promise<Element> {
  const argv = ["cibadmin", "--query", `--node=${node}`, `--timeout=${PEER_SECONDS}`] as const;
  return cibOf(await caller.run(argv, { repeatable: true, timeout: QUICK }));
}

/** The name of the node the tools run on. */
export async function localNodeName(caller: Caller): Promise<string> {
  return (await caller.run(["crm_node", "--name"], { repeatable: true, timeout: QUICK })).trim();
}

/** The version, from the CIB's root alone: a third of the cost of a whole query. */
export async function queryVersion(caller: Caller): Promise<Version> {
  const text = await caller.run(["cibadmin", "--query", "--no-children"], { repeatable: true, timeout: QUICK });
  return readVersion(parsed("cibadmin", text));
}

/** The DC's name; undefined without a DC. */
export async function findDc(caller: Caller): Promise<string | undefined> {
  const text = await caller.run(["crmadmin", "--dc_lookup", "--output-as=xml", "--timeout=3s"], {
    repeatable: true,
    timeout: QUICK,
  });
  const dc = child(parsed("crmadmin", text), "dc");
  const name = dc === undefined ? undefined : get(dc, "node_name");
  return name === "" ? undefined : name;
}

/** The state of a node's controller, such as `S_IDLE`; undefined when it does not say. */
export async function controllerState(caller: Caller, node: string): Promise<string | undefined> {
  const text = await caller.run(["crmadmin", `--status=${node}`, "--output-as=xml", "--timeout=3s"], {
    repeatable: true,
    timeout: QUICK,
  });
  const crmd = child(parsed("crmadmin", text), "crmd");
  return crmd === undefined ? undefined : get(crmd, "state");
}

/** Without `--verbose` the list is cut down to one entry, which is not even the newest (2.1.5, seen). */
export async function fencingHistory(caller: Caller): Promise<FencingRecord[]> {
  const text = await caller.run(["stonith_admin", "--history=*", "--verbose", "--output-as=xml"], {
    repeatable: true,
    timeout: QUICK,
  });
  return parseFencingHistory(parsed("stonith_admin", text));
}

/** Seconds a fencing may take in all: the property fencing-timeout for each of several devices. */
const FENCE_SECONDS = 180;
const FENCE_FLAGS = { off: "--fence", on: "--unfence", reboot: "--reboot" } as const;

/** Asked of one node only, and once: a second request could reboot the target again. */
export async function askToFence(caller: Caller, target: string, action: keyof typeof FENCE_FLAGS): Promise<void> {
  await caller.run(["stonith_admin", FENCE_FLAGS[action], target, `--timeout=${FENCE_SECONDS}`], {
    repeatable: false,
    timeout: (FENCE_SECONDS + 10) * 1000,
  });
}

/** Asked of one node, and once. */
export async function confirmNodeOff(caller: Caller, target: string): Promise<void> {
  await caller.run(["stonith_admin", `--confirm=${target}`], { repeatable: false });
}

export async function updateTransientAttribute(
  caller: Caller,
  { node, name, value }: TransientAttribute,
): Promise<void> {
  const what = value === undefined ? ["--delete"] : [`--update=${value}`];
  await caller.run(["crm_attribute", `--node=${node}`, `--name=${name}`, "--lifetime=reboot", ...what], {
    repeatable: true,
  });
}

/**
 * What `pcs cluster node clear` runs, on every node that answers: each keeps a list of those it has seen. The first takes the
 * node out of the CIB, and tells no other one (2.1.5, in the lab).
 */
export async function removeFromCaches(hosts: Hosts, node: string): Promise<void> {
  const argv = ["crm_node", "--force", `--remove=${node}`] as const;
  await hosts.run(argv, { repeatable: true });
  await hosts.tellOthers(argv);
}

/** Agents may take minutes. */
const DEBUG = 20 * 60 * 1000;

export async function runPastCluster(runner: Runner, { resource, operation, node }: DebugCall): Promise<DebugAnswer> {
  if (node !== undefined)
    throw new HoldfastError("usage", "Pacemaker's tools run an agent on the node that they are on", {
      hint: `name the node in the address instead: --cluster pacemaker:root@${node}`,
    });
  const argv = ["crm_resource", `--resource=${resource}`, `--force-${operation}`] as const;
  const { stdout, stderr, exit, lost, notStarted, timedOut } = await runner.run(argv, { timeout: DEBUG });
  if (lost !== undefined || notStarted !== undefined || timedOut || exit === undefined)
    throw new HoldfastError(
      "failed",
      `crm_resource did not run the agent on ${runner.name}: ${lost ?? notStarted ?? "no answer"}`,
    );
  return { text: `${stdout}${stderr}`.trimEnd(), exit };
}

/** --force: `crm_ticket` itself would ask a person, who was asked before. */
export async function changeTicketBy(caller: Caller, { ticket, verb }: TicketRequest): Promise<void> {
  await caller.run(["crm_ticket", "--ticket", ticket, `--${verb}`, "--force"], { repeatable: true, timeout: 60_000 });
}

export interface CleanupCall {
  readonly rsc: string | undefined;
  readonly node: string | undefined;
  readonly failedOnly: boolean;
}

export async function cleanUp(caller: Caller, { rsc, node, failedOnly }: CleanupCall): Promise<void> {
  await caller.run(
    [
      "crm_resource",
      failedOnly ? "--cleanup" : "--refresh",
      ...(rsc === undefined ? [] : ["--resource", rsc]),
      ...(node === undefined ? [] : ["--node", node]),
    ],
    { repeatable: true, timeout: 60_000 },
  );
}

/** The root of what a tool printed. Rejects with `failed` where that is not XML. */
export function parsed(tool: string, text: string): Element {
  const result = parseXml(text, { maxBytes: LARGEST });
  if (!result.ok)
    throw new HoldfastError("failed", `${tool} answered with something that is not XML: ${result.problem.message}`);
  return result.root;
}
