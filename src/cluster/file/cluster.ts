/** A CIB in a file, offline: for plans, simulation, explanation and lint. */

import { readVersion } from "../../cib/patch/version.ts";
import { clusterProperty } from "../../cib/value/property.ts";
import { get } from "../../cib/xml/tree.ts";
import type { ClusterEvent } from "../../report/events/event.ts";
import type { VersionEntry } from "../../report/history/document.ts";
import { HoldfastError } from "../error.ts";
import type { Cluster, Identity, Snapshot } from "../port.ts";
import { readCibFile } from "./read-cib.ts";

export function fileCluster(path: string): Cluster {
  const read = async (): Promise<Snapshot> => {
    const { cib } = await readCibFile(path);
    const knownAt = Number(get(cib, "execution-date") ?? "") * 1000 || undefined;
    return { cib, version: readVersion(cib), live: false, settled: undefined, at: knownAt ?? Date.now(), knownAt };
  };
  return {
    identity: async (): Promise<Identity> => ({
      kind: "file",
      url: `file:${path}`,
      name: clusterProperty((await readCibFile(path)).cib, "cluster-name"),
      running: false,
      capabilities: new Set(["commit"]),
    }),
    read,
    watch: async function* (): AsyncGenerator<Snapshot> {
      yield await read();
    },
    commit: async (commit) => (await import("./commit.ts")).commitToFile(path, commit),
    changeTicket: async (change) => (await import("./commit.ts")).changeTicketIn(path, change),
    // Nothing ever happens in a file.
    events: async function* (): AsyncGenerator<ClusterEvent> {},
    debug: async (call) => (await import("./debug.ts")).debugHere(await read(), call),
    cleanup: () => unsupported("has no failures to forget"),
    fence: () => unsupported("cannot fence"),
    presence: async () => ({ silent: [], returning: [] }),
    history: async (): Promise<readonly VersionEntry[]> => [],
    configurationAt: () => unsupported("keeps no past versions"),
    close: async () => {},
  };
}

function unsupported(what: string): Promise<never> {
  return Promise.reject(new HoldfastError("unsupported", `a file ${what}`, { hint: "use embedded:DIR" }));
}
