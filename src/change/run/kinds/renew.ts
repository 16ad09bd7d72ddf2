/**
 * A new file in place of an old one on every node, such as a certificate: node by node, the promoted instances' last. On each
 * the file is put in its place, and what uses it there takes it at once, by a reload or by the restart of its replica. What has
 * but one instance is restarted after the last node has the file.
 */
import type { Json, RunRecord } from "../../../cib/run-record.ts";
import type { Element } from "../../../cib/xml/tree.ts";
import { HoldfastError } from "../../../cluster/error.ts";
import type { Cluster } from "../../../cluster/port.ts";
import { type NewFile, place } from "../../renewal/node-file.ts";
import { unstageRenewal } from "../../renewal/prepare.ts";
import { reloadCalls } from "../../renewal/reload.ts";
import { type FileUser, replicaOn, usersOf } from "../../renewal/users.ts";
import { whereaboutsIn } from "../../verbs/place.ts";
import {
  type Begun,
  type Next,
  type PlannedItem,
  plannedUntil,
  type RunKind,
  type RunLook,
  type StepTiming,
} from "../kind/kind.ts";
import { optionalTextsIn, textIn } from "../kind/memory.ts";
import { replicaItem, replicaOfItem } from "../kind/replica-item.ts";
import { banned, byRole, nextOfWhole, nextReplica, roleFirst, stopped } from "./restart.ts";

const RELOAD_TIMEOUT = 30_000;

export const renewKind: RunKind = {
  name: "renew",

  begin(args, look, run): Begun {
    const file = fileIn(args);
    const { path } = file;
    const nodes = optionalTextsIn(args, "nodes") ?? [];
    const users = usersOf(look.reading, path);
    const until = plannedUntil(look);
    const order = users.reduce<readonly string[]>((all, { resource }) => byRole(look, resource, all), nodes);
    const items: PlannedItem[] = [
      ...order.flatMap((node) => itemsOn(node, users, look, { path, run, until })),
      ...users
        .filter(({ replicated }) => !replicated)
        .map(({ resource }) => ({
          id: resource,
          text: `restart ${resource}`,
          edit: (cib: Element) => stopped(cib, resource, run, until),
        })),
    ];
    return {
      title: `replace ${path} on ${nodes.join(", ")}`,
      memory: { ...file, nodes, items: items.map(({ id }) => id) },
      services: users.map(({ resource }) => resource),
      nodes: [],
      items,
    };
  },

  next(record, look, timing): Next {
    const file = fileIn(record.memory);
    const items = optionalTextsIn(record.memory, "items") ?? [];
    const nodes = optionalTextsIn(record.memory, "nodes") ?? [];
    const users = usersOf(look.reading, file.path);
    for (const item of items) {
      if (record.did.includes(item)) continue;
      if (nodes.includes(item))
        return {
          kind: "act",
          item,
          text: `puts the new ${file.path} in its place on ${item}`,
          begins: true,
          completes: true,
          act: (cluster) => place(cluster.commands, item, file),
        };
      const next = nextOf(item, users, record, look, timing);
      if (next !== undefined) return next;
    }
    return { kind: "done" };
  },

  async undone(cluster, record) {
    const file = fileIn(record.memory);
    await unstageRenewal(cluster, { file, nodes: optionalTextsIn(record.memory, "nodes") ?? [] });
  },
};

function fileIn(memory: Json): NewFile {
  return { path: textIn(memory, "path"), digest: textIn(memory, "digest") };
}

/** The file first, then who uses it there. */
function itemsOn(
  node: string,
  users: readonly FileUser[],
  look: RunLook,
  { path, run, until }: { readonly path: string; readonly run: string; readonly until: number },
): PlannedItem[] {
  const here = users.filter(
    ({ resource, replicated }) => replicated && whereaboutsIn(look.reading, resource, false).includes(node),
  );
  return [
    { id: node, text: `put the new ${path} in its place on ${node}` },
    ...here.map(({ resource, reload }): PlannedItem => {
      const id = replicaItem({ resource, node });
      if (reload !== undefined) return { id, text: `have ${resource} on ${node} load it` };
      return {
        id,
        text: `restart ${resource} on ${node}${roleFirst(look, { resource, node }, { run, until })}`,
        edit: (cib) => banned(cib, resource, node, run, until),
      };
    }),
  ];
}

/** Undefined: there is nothing to do for it any more. */
function nextOf(
  item: string,
  users: readonly FileUser[],
  record: RunRecord,
  look: RunLook,
  timing: StepTiming,
): Next | undefined {
  const { resource, node } = replicaOfItem(item);
  const user = users.find((u) => u.resource === resource);
  if (user === undefined) return undefined;
  const running = whereaboutsIn(look.reading, resource, false);
  if (node === "") {
    const next = nextOfWhole(record, resource, running, look.snapshot.cib, timing);
    return next.kind === "done" ? undefined : next;
  }
  if (user.reload !== undefined) return nextReload(user, node, look);
  const next = nextReplica({ ...record, did: [] }, { resource, nodes: [node] }, running, look, timing);
  if (next.kind === "done") return undefined;
  return "item" in next ? { ...next, item } : next;
}

function nextReload({ resource, reload, target }: FileUser, node: string, look: RunLook): Next | undefined {
  const container = replicaOn(look.reading, resource, node)?.container;
  // What has stopped since loads it when it starts.
  if (container === undefined || reload === undefined) return undefined;
  return {
    kind: "act",
    item: replicaItem({ resource, node }),
    text: `has ${resource} on ${node} load it`,
    begins: false,
    completes: true,
    act: async (cluster) => {
      for (const call of reloadCalls(reload, container, target)) await runCall(cluster, { ...call, node, resource });
    },
  };
}

async function runCall(
  { commands }: Cluster,
  call: ReturnType<typeof reloadCalls>[number] & { readonly node: string; readonly resource: string },
): Promise<void> {
  const outcome = await commands?.run({ ...call, timeout: RELOAD_TIMEOUT });
  if (outcome === undefined) throw new HoldfastError("unsupported", "this cluster's nodes cannot be entered");
  if (outcome.kind === "silent") throw new HoldfastError("failed", outcome.text);
  if (outcome.exit === 0) return;
  const said = outcome.stderr.trim().split("\n").at(-1) ?? "";
  throw new HoldfastError(
    "failed",
    `${call.resource} on ${call.node} did not load the new file: ${call.argv[0]} ended with ${outcome.exit}${said === "" ? "" : `, ${said}`}`,
  );
}
