/**
 * OVN's databases, active and backup under ocf:ovn:ovndb-servers. The promoted one has to be active in both, another has to
 * copy both from it. Source: ovsdb-server's `sync-status`, which the agent reads too.
 */
import { no, yes } from "../model/condition.ts";
import { type Among, type AskReplica, type Heard, type Opinion, said, serviceOf, unheard } from "../model/service.ts";
import { answerOf } from "./ask.ts";

export interface DatabaseServer {
  readonly state: "active" | "backup";
  /** Of a backup: it copies, and does not only try to connect. */
  readonly replicating: boolean;
}

export interface DatabaseServers {
  readonly north: DatabaseServer;
  readonly south: DatabaseServer;
}

/** Releases before 20.06 kept their sockets with Open vSwitch's. */
const DIRECTORIES = ["/var/run/ovn", "/var/run/openvswitch"] as const;

export const ovnDbsHealth = serviceOf<DatabaseServers>({
  name: "ovn-dbs",
  fits: ({ agent }) => agent === "ocf:ovn:ovndb-servers",
  look: async (ask) => {
    const north = await askServer(ask, "ovnnb_db.ctl");
    if (north.kind === "unheard") return north;
    const south = await askServer(ask, "ovnsb_db.ctl");
    return south.kind === "unheard" ? south : said({ north: north.value, south: south.value });
  },
  judge,
});

async function askServer(ask: AskReplica, socket: string): Promise<Heard<DatabaseServer>> {
  let last: Heard<DatabaseServer> | undefined;
  for (const directory of DIRECTORIES) {
    const outcome = await ask(["ovs-appctl", "-t", `${directory}/${socket}`, "ovsdb-server/sync-status"]);
    const text = answerOf(outcome);
    const server = text === undefined ? undefined : parseSyncStatus(text);
    if (server !== undefined) return said(server);
    last ??= unheard("ovs-appctl", outcome);
    if (outcome.kind === "silent") break;
  }
  return last ?? unheard("ovs-appctl", { kind: "answered", exit: 0, stdout: "", stderr: "" });
}

/** Reads `state: active`, or `state: backup` with `replicating: …` or `connecting: …`, up to the end of the last line. */
function parseSyncStatus(text: string): DatabaseServer | undefined {
  if (!text.endsWith("\n")) return undefined;
  const state = /^state: (active|backup)$/m.exec(text)?.[1];
  if (state === "active") return { state, replicating: false };
  if (state !== "backup") return undefined;
  if (!/^database:/m.test(text) && /^replicating/m.test(text)) return undefined;
  const doing = /^(replicating|connecting|not connected|no connection).*\n/m.exec(text)?.[1];
  return doing === undefined ? undefined : { state, replicating: doing === "replicating" };
}

function judge({ north, south }: DatabaseServers, { replica, others }: Among<DatabaseServers>): Opinion {
  const both = [
    { name: "northbound", server: north },
    { name: "southbound", server: south },
  ] as const;
  const active = both.filter(({ server }) => server.state === "active");
  const actives = others.filter(({ value }) => value.north.state === "active" || value.south.state === "active");
  if (active.length > 0 && actives.length > 0)
    return { whole: no("TwoActive", `${actives[0]?.replica.id ?? "another replica"} is active too`) };
  if (active.length === 1) return { whole: no("HalfActive", `only its ${active[0]?.name} database is active`) };
  if (active.length === 2) {
    const copies = others.some(({ value }) => value.north.replicating && value.south.replicating);
    const whole = yes("Active", "both databases are active");
    if (others.length === 0 || copies) return { whole };
    return {
      whole,
      against: no("NoSuccessor", `no replica copies from ${replica.id}: what was written last would be lost`),
    };
  }
  const behind = both.find(({ server }) => !server.replicating);
  if (behind !== undefined) return { whole: no("NotCopying", `its ${behind.name} database copies from no active one`) };
  return { whole: yes("Copying", "both databases copy from the active ones") };
}
