/**
 * DRBD. A replica is whole when its disks are up to date, and connected to others that are in step. The only one with up-to-date
 * data is not stopped. Source: `drbdsetup status --json` of DRBD 9.
 */
import type { Condition } from "../../report/health/document.ts";
import { no, yes } from "../model/condition.ts";
import { type Among, type Opinion, said, serviceOf, unheard } from "../model/service.ts";
import { answerOf } from "./ask.ts";
import { isObject, type JsonValue, parseJson } from "./json.ts";

interface Peer {
  readonly name: string;
  readonly connected: boolean;
  /** All its volumes are in step with ours. */
  readonly established: boolean;
  readonly upToDate: boolean;
}

export interface DrbdResource {
  /** States of its own volumes, such as UpToDate. */
  readonly disks: readonly string[];
  readonly peers: readonly Peer[];
}

export const drbdHealth = serviceOf<DrbdResource>({
  name: "drbd",
  fits: ({ agent }) => agent === "ocf:linbit:drbd",
  look: async (ask, { parameters }) => {
    const name = parameters.get("drbd_resource") ?? "";
    const outcome = await ask(["drbdsetup", "status", name, "--json"]);
    const text = answerOf(outcome);
    const resource = text === undefined ? undefined : parseDrbd(text);
    return resource === undefined ? unheard("drbdsetup", outcome) : said(resource);
  },
  judge,
});

/** Reads the one resource that was asked for; undefined unless all that is judged is there. */
function parseDrbd(text: string): DrbdResource | undefined {
  const json = parseJson(text);
  const only = Array.isArray(json) && json.length === 1 ? json[0] : undefined;
  if (!isObject(only)) return undefined;
  const disks = each(only.devices, (device) => word(device["disk-state"]));
  const peers = each(only.connections, (connection): Peer | undefined => {
    const name = word(connection.name);
    const state = word(connection["connection-state"]);
    const volumes = each(connection.peer_devices, (volume) => {
      const [replication, disk] = [word(volume["replication-state"]), word(volume["peer-disk-state"])];
      return replication === undefined || disk === undefined ? undefined : { replication, disk };
    });
    if (name === undefined || state === undefined || volumes === undefined || volumes.length === 0) return undefined;
    return {
      name,
      connected: state === "Connected",
      established: volumes.every(({ replication }) => replication === "Established"),
      upToDate: volumes.every(({ disk }) => disk === "UpToDate"),
    };
  });
  return disks === undefined || disks.length === 0 || peers === undefined ? undefined : { disks, peers };
}

const word = (value: JsonValue | undefined): string | undefined => (typeof value === "string" ? value : undefined);

/** What is made of each object of a list; undefined if nothing can be made of one. */
function each<T>(
  list: JsonValue | undefined,
  make: (object: { readonly [key: string]: JsonValue }) => T | undefined,
): T[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const made = list.map((item) => (isObject(item) ? make(item) : undefined)).filter((item) => item !== undefined);
  return made.length === list.length ? made : undefined;
}

function judge(resource: DrbdResource, _: Among<DrbdResource>): Opinion {
  const { peers } = resource;
  const successor = peers.some(({ connected, established, upToDate }) => connected && established && upToDate);
  const whole = wholeness(resource);
  return successor ? { whole } : { whole, against: no("OnlyUpToDate", "no other replica has up-to-date data") };
}

function wholeness({ disks, peers }: DrbdResource): Condition {
  const bad = disks.find((state) => state !== "UpToDate");
  if (bad !== undefined) return no("NotUpToDate", `its disk is ${bad}`);
  const apart = peers.find(({ connected }) => !connected);
  if (apart !== undefined) return no("NotConnected", `it is not connected to ${apart.name}`);
  const syncing = peers.find(({ established, upToDate }) => !established || !upToDate);
  if (syncing !== undefined) return no("NotInStep", `${syncing.name} is not in step with it`);
  return yes("UpToDate", `its data are up to date, and so are those of ${peers.length} others`);
}
