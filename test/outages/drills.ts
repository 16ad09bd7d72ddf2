/** What is done to the control plane while its clients write. */
import { setTimeout as sleep } from "node:timers/promises";

export interface Hands {
  apply(file: string): Promise<void>;
  /** A manifest with one mount more, of Galera's, that has this in its name. */
  manifestWithMount(name: string): string;
  holdfast(...argv: string[]): Promise<string>;
  lab(...argv: string[]): Promise<void>;
  inNode(node: string, ...command: string[]): Promise<string>;
  places(resource: string, role: "Started" | "Promoted"): Promise<readonly string[]>;
  /** Resolves when the cluster has nothing under way. */
  settled(seconds: number): Promise<void>;
}

export interface Drill {
  readonly name: string;
  /** It takes what was written with it, and runs only when it is asked for by name. */
  readonly ruins?: true;
  /** @returns where it was */
  act(hands: Hands): Promise<string>;
  undo?(hands: Hands): Promise<void>;
}

const VIP = "ip-10.89.8.53";
const SETTLE = 420;

async function hostOf(hands: Hands, resource: string, role: "Started" | "Promoted"): Promise<string> {
  const [host] = await hands.places(resource, role);
  if (host === undefined) throw new Error(`${resource} is ${role} nowhere`);
  return host;
}

const drains = ["controller-0", "controller-1", "controller-2"].map(
  (node): Drill => ({
    name: "drain",
    async act(hands) {
      await hands.holdfast("node", "standby", node);
      await hands.settled(SETTLE);
      return node;
    },
    undo: async (hands) => void (await hands.holdfast("node", "unstandby", node)),
  }),
);

/** SIGKILL to a program of the service where it is promoted. */
function kill(service: string, resource: string, role: "Started" | "Promoted", program: string): Drill {
  return {
    name: `kill ${service}`,
    async act(hands) {
      const host = await hostOf(hands, resource, role);
      await hands.inNode(host, "pkill", "-KILL", "-f", program);
      // Until its monitor has looked, and what follows from that is over.
      await sleep(65_000);
      await hands.settled(SETTLE);
      return host;
    },
  };
}

/** A command of Holdfast's that ends when what it does is done. */
const command = (name: string, ...argv: readonly string[]): Drill => ({
  name,
  act: async (hands) => {
    await hands.holdfast(...argv);
    return argv[2] ?? "";
  },
});

/**
 * As people do it without Holdfast: all replicas at once. RabbitMQ's agent empties the first one that starts when none
 * runs: users, queues and messages are gone.
 */
const pcsRestart = (bundle: string): Drill => ({
  name: `pcs resource restart ${bundle}`,
  ...(bundle === "rabbitmq-bundle" ? { ruins: true } : {}),
  async act(hands) {
    await hands.inNode("controller-0", "pcs", "resource", "restart", bundle);
    await hands.settled(SETTLE);
    return "3 of 3 replicas";
  },
});

export const DRILLS: readonly Drill[] = [
  ...drains,
  ...["galera-bundle", "rabbitmq-bundle", "redis-bundle"].flatMap((bundle) => [
    command(`rolling restart of ${bundle}`, "resource", "restart", bundle, "--rolling"),
    pcsRestart(bundle),
  ]),
  {
    name: "rolling edit of a mount of Galera",
    async act(hands) {
      await hands.holdfast("apply", hands.manifestWithMount("rolling"), "--rolling", "--yes");
      return "3 of 3 replicas";
    },
  },
  {
    name: "edit a mount of Galera",
    async act(hands) {
      await hands.apply(hands.manifestWithMount("plain"));
      await hands.settled(SETTLE);
      return "3 of 3 replicas";
    },
  },
  {
    name: "crash",
    async act(hands) {
      const host = await hostOf(hands, VIP, "Started");
      await hands.lab("crash", host);
      await sleep(20_000);
      await hands.settled(SETTLE);
      return `${host}, with the VIP`;
    },
  },
  {
    name: "cut, healed after 20 s",
    async act(hands) {
      const host = await hostOf(hands, VIP, "Started");
      await hands.lab("cut", host);
      await sleep(20_000);
      await hands.lab("heal", host);
      await hands.settled(SETTLE);
      return `${host}, with the VIP`;
    },
  },
  kill("Galera", "galera-bundle", "Promoted", "[m]ariadbd|[m]ysqld"),
  kill("RabbitMQ", "rabbitmq-bundle", "Started", "[b]eam.smp"),
  kill("Redis", "redis-bundle", "Promoted", "[r]edis-server"),
  kill("OVN", "ovn-dbs-bundle", "Promoted", "[o]vsdb-server"),
];
