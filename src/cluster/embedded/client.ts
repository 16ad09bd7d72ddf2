/** A {@link Cluster} whose engine runs in another process of this machine. */

import { connect as connectSocket, type Socket } from "node:net";
import { readVersion, type Version } from "../../cib/patch/version.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { Fault } from "../../report/done/document.ts";
import type { ClusterEvent } from "../../report/events/event.ts";
import type { VersionEntry } from "../../report/history/document.ts";
import type { FencingRecord } from "../../report/status/fencing.ts";
import { asHoldfastError, HoldfastError } from "../error.ts";
import { formatFault } from "../fault.ts";
import type {
  Capability,
  Cleanup,
  Cluster,
  CommandOutcome,
  Commit,
  EventOptions,
  Identity,
  Presence,
  Snapshot,
} from "../port.ts";
import {
  commitToWire,
  errorFromWire,
  lineSplitter,
  replyFromWire,
  socketPath,
  type WireReply,
  xmlFromWire,
} from "./wire.ts";

/** Milliseconds in which an engine that runs answers, unless it has to wait for machines. */
const PATIENCE = { reading: 10_000, changing: 30_000, fencing: 190_000 } as const;

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: HoldfastError) => void;
}

/**
 * Rejects with `disconnected` when no engine answers. A request to one that stands still rejects with `timeout`, and is not
 * carried out later.
 */
export async function connectEmbedded(
  directory: string,
  patience: Readonly<Record<keyof typeof PATIENCE, number>> = PATIENCE,
): Promise<Cluster> {
  const socket = connectSocket(socketPath(directory));
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", (cause) =>
      reject(
        new HoldfastError("disconnected", `no engine runs in ${directory}`, {
          cause,
          hint: "start it with: holdfast up",
        }),
      ),
    );
  });
  return clientOf(socket, directory, patience);
}

function clientOf(
  socket: Socket,
  directory: string,
  patience: Readonly<Record<keyof typeof PATIENCE, number>>,
): Cluster {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let lost: HoldfastError | undefined;
  socket.setEncoding("utf8");
  const split = lineSplitter(
    (line) => {
      const reply = replyFromWire(line);
      if (reply === undefined) socket.destroy();
      else receive(pending, reply);
    },
    () => socket.destroy(),
  );
  socket.on("data", (chunk) => split(String(chunk)));
  socket.on("error", () => socket.destroy());
  socket.on("close", () => {
    lost = new HoldfastError("disconnected", "the engine went away");
    for (const { reject } of pending.values()) reject(lost);
    pending.clear();
  });
  const request = (method: string, params: unknown, kind: keyof typeof PATIENCE = "reading"): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (lost !== undefined) return reject(lost);
      const id = nextId++;
      const until = Date.now() + patience[kind];
      const timer = setTimeout(() => {
        pending.delete(id);
        reject(silent(directory, kind));
      }, patience[kind]);
      const ended =
        <T>(end: (value: T) => void) =>
        (value: T): void => {
          clearTimeout(timer);
          end(value);
        };
      pending.set(id, { resolve: ended(resolve), reject: ended(reject) });
      socket.write(`${JSON.stringify({ id, method, params, until })}\n`);
    });
  return {
    identity: async (): Promise<Identity> => {
      const found = (await request("identity", {})) as Omit<Identity, "capabilities"> & { capabilities: Capability[] };
      return { ...found, url: `embedded:${directory}`, capabilities: new Set(found.capabilities) };
    },
    read: async (): Promise<Snapshot> => snapshotFromWire(await request("read", {})),
    watch: async function* (signal: AbortSignal): AsyncGenerator<Snapshot> {
      for await (const item of stream(directory, "watch", {}, signal)) yield snapshotFromWire(item);
    },
    commit: async (commit: Commit): Promise<Version> =>
      (await request("commit", commitToWire(commit), "changing")) as Version,
    events: ({ after, follow, signal }: EventOptions): AsyncIterable<ClusterEvent> =>
      stream(
        directory,
        "events",
        { follow, ...(after === undefined ? {} : { after }) },
        signal,
      ) as AsyncIterable<ClusterEvent>,
    cleanup: async (cleanup: Cleanup): Promise<void> => {
      await request("cleanup", cleanup, "changing");
    },
    fence: async (target, action, who): Promise<void> => {
      await request("fence", { target, action, who }, "fencing");
    },
    confirmOff: async (target, who): Promise<void> => {
      await request("confirmOff", { target, who }, "changing");
    },
    changeTicket: async (change, who): Promise<void> => {
      await request("ticket", { ...change, who }, "changing");
    },
    heartbeats: {
      beat: async (name: string, value: string): Promise<void> => {
        await request("beat", { name, value }, "changing");
      },
      read: async (name: string): Promise<readonly string[]> => (await request("beats", { name })) as string[],
    },
    faults: {
      inject: async (fault: Fault, who: string): Promise<string> =>
        (await request("inject", { words: formatFault(fault).split(" "), who }, "changing")) as string,
    },
    commands: {
      // An engine that is gone cannot say anything of its machines.
      run: (command) =>
        request("run", command).then(
          (outcome) => outcome as CommandOutcome,
          (error: unknown) => ({ kind: "silent", reason: "NotReached", text: asHoldfastError(error).message }),
        ),
    },
    presence: async (): Promise<Presence> => (await request("presence", {})) as Presence,
    fencings: async (): Promise<readonly FencingRecord[]> => (await request("fencings", {})) as FencingRecord[],
    history: async (): Promise<readonly VersionEntry[]> => (await request("history", {})) as VersionEntry[],
    configurationAt: async (version: string): Promise<Element> =>
      xmlFromWire((await request("configurationAt", { version })) as string),
    close: async (): Promise<void> => {
      socket.destroy();
    },
  };
}

function silent(directory: string, kind: keyof typeof PATIENCE): HoldfastError {
  const unknown = kind === "reading" ? "" : "; whether it has begun what was asked is not known";
  return new HoldfastError("timeout", `the engine in ${directory} does not answer${unknown}`, {
    hint: "is its process stopped, or is the machine overloaded?",
  });
}

function snapshotFromWire(item: unknown): Snapshot {
  const { cib: text, settled, at } = item as { cib: string; settled: boolean; at: number };
  const cib = xmlFromWire(text);
  return { cib, version: readVersion(cib), live: true, settled, at, knownAt: at };
}

function receive(pending: Map<number, Pending>, reply: WireReply): void {
  const waiting = pending.get(reply.id);
  if (waiting === undefined) return;
  pending.delete(reply.id);
  if ("error" in reply) waiting.reject(errorFromWire(reply.error));
  else waiting.resolve("result" in reply ? reply.result : undefined);
}

/** Each stream has a connection of its own, so that ending it is closing that. */
async function* stream(
  directory: string,
  method: string,
  params: object,
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown> {
  const socket = connectSocket(socketPath(directory));
  const buffer: unknown[] = [];
  let ended = false;
  let failure: HoldfastError | undefined;
  let wake: (() => void) | undefined;
  const end = (error?: HoldfastError): void => {
    failure ??= error;
    ended = true;
    wake?.();
  };
  const split = lineSplitter(
    (line) => {
      const reply = replyFromWire(line);
      if (reply === undefined) socket.destroy();
      else if ("item" in reply) buffer.push(reply.item);
      else end("error" in reply ? errorFromWire(reply.error) : undefined);
      wake?.();
    },
    () => socket.destroy(),
  );
  socket.setEncoding("utf8");
  socket.on("data", (chunk) => split(String(chunk)));
  socket.on("error", (cause) => end(new HoldfastError("disconnected", `no engine runs in ${directory}`, { cause })));
  socket.on("close", () =>
    end(ended || signal?.aborted === true ? undefined : new HoldfastError("disconnected", "the engine went away")),
  );
  const onAbort = (): void => {
    end();
    socket.destroy();
  };
  signal?.addEventListener("abort", onAbort);
  socket.write(`${JSON.stringify({ id: 1, method, params })}\n`);
  try {
    while (signal?.aborted !== true) {
      const item = buffer.shift();
      if (item !== undefined) {
        yield item;
        continue;
      }
      if (ended) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (failure !== undefined && signal?.aborted !== true) throw failure;
  } finally {
    signal?.removeEventListener("abort", onAbort);
    socket.destroy();
  }
}
