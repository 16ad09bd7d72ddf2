/** Lets other processes of the same user use the running engine, over a unix socket only they can open. */

import { chmodSync, renameSync, rmSync, statSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import { printXml } from "../../cib/xml/print.ts";
import { asHoldfastError, HoldfastError, knownError } from "../error.ts";
import { parseFault } from "../fault.ts";
import type { Cluster, Heartbeats, Snapshot } from "../port.ts";
import { refuseLink } from "../refuse-link.ts";
import { commitFromWire, lineSplitter, refuseLongPath, socketPath, type WireReply } from "./wire.ts";

const REQUEST = z.object({
  id: z.number().int(),
  method: z.string(),
  params: z.unknown(),
  /** Epoch milliseconds by this machine's clock after which no client waits for the answer. */
  until: z.number().optional(),
});
const who = z.string().max(256);
const PARAMS = {
  commit: z.object({
    patch: z.string(),
    expected: z.object({ adminEpoch: z.number().int(), epoch: z.number().int() }),
    who,
    why: z.string().max(4096),
  }),
  events: z.object({ after: z.number().int().optional(), follow: z.boolean() }),
  cleanup: z.object({ rsc: z.string().optional(), node: z.string().optional(), failedOnly: z.boolean(), who }),
  fence: z.object({ target: z.string(), action: z.enum(["off", "on", "reboot"]), who }),
  confirmOff: z.object({ target: z.string(), who }),
  ticket: z.object({ ticket: z.string().max(256), verb: z.enum(["grant", "revoke", "standby", "activate"]), who }),
  beat: z.object({ name: z.string().max(256), value: z.string().max(256) }),
  beats: z.object({ name: z.string().max(256) }),
  inject: z.object({ words: z.array(z.string().max(256)).max(8), who }),
  run: z.object({
    node: z.string(),
    container: z.object({ runtime: z.enum(["podman", "docker"]), name: z.string() }).optional(),
    resource: z.string(),
    argv: z.tuple([z.string()], z.string()),
    input: z.string().optional(),
    timeout: z.number(),
  }),
  configurationAt: z.object({ version: z.string().max(64) }),
};

/** Requests of one connection that are answered at a time; a client that reads no answers has no more taken from it. */
const IN_FLIGHT = 64;

/**
 * The directory is locked by the caller, so a socket that is there is a leftover. Returns how to stop.
 * @param onBug is given what a request met that is no failure of the cluster, for the log
 */
export async function serve(
  directory: string,
  cluster: Cluster,
  onBug: (bug: unknown) => void,
): Promise<() => Promise<void>> {
  refuseLongPath(directory);
  const path = socketPath(directory);
  refuseLink(path);
  // Node removes the path it listens at when it stops, whosever that is by then: so it listens at another, of the same length.
  const begun = join(directory, "socke~");
  rmSync(begun, { force: true });
  const connections = new Set<Socket>();
  const server: Server = createServer((socket) => {
    connections.add(socket);
    socket.on("close", () => connections.delete(socket));
    converse(socket, cluster, onBug);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(asHoldfastError(error)));
    // No other user may open it, even between its creation and a change of its mode.
    const mask = process.umask(0o177);
    server.listen(begun, resolve);
    process.umask(mask);
  });
  chmodSync(begun, 0o600);
  renameSync(begun, path);
  const inode = inodeOf(path);
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      if (inodeOf(path) === inode) rmSync(path);
      for (const socket of connections) socket.destroy();
    });
}

const inodeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.ino;

/** A bug met by a request: reported here with its stack, while the client learns only that it happened. */
function internalError(bug: unknown, onBug: (bug: unknown) => void): HoldfastError {
  onBug(bug);
  const what = bug instanceof Error ? bug.message : String(bug);
  return new HoldfastError("internal", `internal error in the engine: ${what}`, {
    hint: "the output of holdfast up has the details",
  });
}

function converse(socket: Socket, cluster: Cluster, onBug: (bug: unknown) => void): void {
  const gone = new AbortController();
  socket.setEncoding("utf8");
  socket.on("error", () => socket.destroy());
  socket.on("close", () => gone.abort());
  const send = (reply: WireReply): Promise<void> =>
    new Promise((resolve) => {
      if (socket.destroyed || socket.write(`${JSON.stringify(reply)}\n`)) resolve();
      else socket.once("drain", resolve).once("close", resolve);
    });
  const respond = async (line: string): Promise<void> => {
    const request = REQUEST.safeParse(parseJson(line));
    if (!request.success) {
      socket.destroy();
      return;
    }
    const { id, method, params, until } = request.data;
    try {
      // What no client waits for any longer is not begun, after however long a standstill.
      if (until !== undefined && Date.now() > until)
        throw new HoldfastError("timeout", "the engine stood still, and this was not done");
      const result = await answer(cluster, method, params, gone.signal, (item) => send({ id, item }));
      await send(result === STREAMED ? { id, end: true } : { id, result: result ?? null });
    } catch (caught) {
      const { code, message, hint } = knownError(caught) ?? internalError(caught, onBug);
      await send({ id, error: { code, message, ...(hint === undefined ? {} : { hint }) } });
    }
  };
  const waiting: string[] = [];
  let inFlight = 0;
  const takeMore = (): void => {
    for (; inFlight < IN_FLIGHT && waiting.length > 0; inFlight++) {
      void respond(waiting.shift() as string).finally(() => {
        inFlight--;
        takeMore();
      });
    }
    if (waiting.length > 0) socket.pause();
    else socket.resume();
  };
  const split = lineSplitter(
    (line) => waiting.push(line),
    () => socket.destroy(),
  );
  socket.on("data", (chunk) => {
    split(String(chunk));
    takeMore();
  });
}

const STREAMED = Symbol("streamed");

async function answer(
  cluster: Cluster,
  method: string,
  params: unknown,
  signal: AbortSignal,
  item: (value: unknown) => Promise<void>,
): Promise<unknown> {
  switch (method) {
    case "identity": {
      const identity = await cluster.identity();
      return { ...identity, capabilities: [...identity.capabilities] };
    }
    case "presence":
      return cluster.presence();
    case "read":
      return snapshotToWire(await cluster.read());
    case "watch": {
      for await (const snapshot of cluster.watch(signal)) await item(snapshotToWire(snapshot));
      return STREAMED;
    }
    case "commit":
      return cluster.commit(commitFromWire(checked(PARAMS.commit, params)));
    case "events": {
      const { after, follow } = checked(PARAMS.events, params);
      for await (const event of cluster.events({ follow, signal, ...(after === undefined ? {} : { after }) }))
        await item(event);
      return STREAMED;
    }
    case "cleanup": {
      const { rsc, node, failedOnly, who } = checked(PARAMS.cleanup, params);
      return cluster.cleanup({
        failedOnly,
        who,
        ...(rsc === undefined ? {} : { rsc }),
        ...(node === undefined ? {} : { node }),
      });
    }
    case "fence": {
      const { target, action, who } = checked(PARAMS.fence, params);
      return cluster.fence(target, action, who);
    }
    case "confirmOff": {
      const { target, who } = checked(PARAMS.confirmOff, params);
      if (cluster.confirmOff === undefined)
        throw new HoldfastError("unsupported", "this cluster has no fencing to confirm");
      return cluster.confirmOff(target, who);
    }
    case "ticket": {
      const { who, ...change } = checked(PARAMS.ticket, params);
      if (cluster.changeTicket === undefined) throw new HoldfastError("unsupported", "this cluster has no tickets");
      return cluster.changeTicket(change, who);
    }
    case "beat": {
      const { name, value } = checked(PARAMS.beat, params);
      await heartbeatsOf(cluster).beat(name, value);
      return null;
    }
    case "beats":
      return heartbeatsOf(cluster).read(checked(PARAMS.beats, params).name);
    case "inject": {
      const { words, who } = checked(PARAMS.inject, params);
      const fault = parseFault(words);
      if (fault === undefined) throw new HoldfastError("usage", `"${words.join(" ")}" is no fault`);
      if (cluster.faults === undefined) throw new HoldfastError("unsupported", "the world of this cluster is real");
      return cluster.faults.inject(fault, who);
    }
    case "run": {
      const { container, input, ...command } = checked(PARAMS.run, params);
      if (cluster.commands === undefined)
        throw new HoldfastError("unsupported", "no node of this cluster can be entered");
      return cluster.commands.run({ ...command, container, ...(input === undefined ? {} : { input }) });
    }
    case "fencings":
      return cluster.fencings?.() ?? [];
    case "history":
      return cluster.history();
    case "configurationAt":
      return printXml(await cluster.configurationAt(checked(PARAMS.configurationAt, params).version), { indent: 0 });
    default:
      throw new HoldfastError("unsupported", `the engine knows no ${method}; it may be older than this command`);
  }
}

function heartbeatsOf({ heartbeats }: Cluster): Heartbeats {
  if (heartbeats === undefined) throw new HoldfastError("unsupported", "this cluster keeps no heartbeats");
  return heartbeats;
}

function snapshotToWire({ cib, settled, at }: Snapshot): object {
  return { cib: printXml(cib, { indent: 0 }), settled, at };
}

function checked<T>(schema: z.ZodType<T>, params: unknown): T {
  const result = schema.safeParse(params);
  if (result.success) return result.data;
  throw new HoldfastError("usage", `a malformed request: ${z.prettifyError(result.error)}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
