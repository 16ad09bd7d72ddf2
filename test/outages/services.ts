/** The control plane's services as their clients see them, at the addresses of examples/lab-full.yaml. */
import { createConnection, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { connect as connectAmqp } from "amqplib";
import { createConnection as connectMysql, type RowDataPacket } from "mysql2/promise";
import type { Connection, Service } from "./writer.ts";

const VIP = "10.89.8.53";
const OVN_VIP = "10.89.8.56";
const NODES = ["10.89.8.11", "10.89.8.12", "10.89.8.13"] as const;
const NAME = "outages";

/** What run.ts makes in the services before the writers begin. */
export const USER = "lab";
export const DATABASE = NAME;

const galera: Service = {
  name: "Galera",
  async connect() {
    const db = await connectMysql({
      host: VIP,
      user: USER,
      password: USER,
      database: DATABASE,
      connectTimeout: 1_000,
    });
    db.on("error", () => {});
    return {
      write: async (n) => void (await db.execute("insert into written values (?)", [n])),
      async all() {
        const [rows] = await db.query<RowDataPacket[]>("select n from written");
        return new Set(rows.map((row) => Number(row.n)));
      },
      close: () => db.destroy(),
    };
  },
};

/** With publisher confirms, to a durable queue, from node to node as oslo.messaging goes. */
const rabbitmq: Service = {
  name: "RabbitMQ",
  async connect(attempt) {
    const host = NODES[attempt % NODES.length] ?? NODES[0];
    const broker = await connectAmqp(`amqp://${USER}:${USER}@${host}?heartbeat=2`, { timeout: 1_000 });
    broker.on("error", () => {});
    const channel = await broker.createConfirmChannel();
    channel.on("error", () => {});
    await channel.assertQueue(NAME, { durable: true });
    return {
      async write(n) {
        channel.sendToQueue(NAME, Buffer.from(String(n)), { persistent: true });
        await channel.waitForConfirms();
      },
      async all() {
        const all = new Set<number>();
        for (;;) {
          const message = await channel.get(NAME);
          if (message === false) return all;
          all.add(Number(message.content.toString()));
        }
      },
      close: () => void broker.close().catch(() => {}),
    };
  },
};

/** Inline commands of its protocol, a line each. */
const redis: Service = {
  name: "Redis",
  async connect() {
    const lines = await linesOf(VIP, 6379);
    const ask = async (command: string): Promise<string> => {
      const line = await lines.ask(`${command}\r\n`);
      if (line.startsWith("-")) throw new Error(line);
      return line;
    };
    await ask("PING");
    return {
      write: async (n) => void (await ask(`RPUSH ${NAME} ${n}`)),
      async all() {
        const count = Number((await ask(`LRANGE ${NAME} 0 -1`)).slice(1));
        const all = new Set<number>();
        for (let i = 0; i < count; i++) {
          await lines.next(); // the length
          all.add(Number(await lines.next()));
        }
        return all;
      },
      close: lines.close,
    };
  },
};

/**
 * OVSDB's transactions (RFC 7047), a table of the northbound database that nothing else uses here, and that ovn-northd does not
 * go through at each write: of address sets it does, which took half a processor after ten thousand of them.
 */
const ovn: Service = {
  name: "OVN",
  async connect() {
    const socket = await opened(OVN_VIP, 6641);
    const asked = new Map<number, (answer: readonly OvsdbResult[]) => void>();
    let text = "";
    let id = 0;
    socket.on("data", (data) => {
      text += data.toString();
      const answer = parsed(text);
      if (answer === undefined) return;
      text = "";
      asked.get(answer.id ?? -1)?.(answer.result ?? []);
    });
    const transact = async (operation: object): Promise<OvsdbResult> => {
      id += 1;
      const answer = new Promise<readonly OvsdbResult[]>((resolve) => asked.set(id, resolve));
      socket.write(JSON.stringify({ method: "transact", params: ["OVN_Northbound", operation], id }));
      const failed = (await answer).find((result) => result.error !== undefined);
      if (failed !== undefined) throw new Error(failed.error);
      return (await answer)[0] ?? {};
    };
    return {
      write: async (n) => void (await transact({ op: "insert", table: "DHCP_Options", row: { cidr: `n${n}` } })),
      async all() {
        const { rows = [] } = await transact({ op: "select", table: "DHCP_Options", where: [], columns: ["cidr"] });
        return new Set(rows.map(({ cidr }) => Number(cidr.slice(1))));
      },
      close: () => socket.destroy(),
    } satisfies Connection;
  },
};

interface OvsdbResult {
  readonly error?: string;
  readonly rows?: readonly { readonly cidr: string }[];
}

interface OvsdbAnswer {
  readonly id?: number;
  readonly result?: readonly OvsdbResult[];
}

/** Undefined while the answer is not whole: one question at a time is under way, so there is never more than one. */
function parsed(text: string): OvsdbAnswer | undefined {
  try {
    return JSON.parse(text) as OvsdbAnswer;
  } catch {
    return undefined;
  }
}

async function opened(host: string, port: number): Promise<Socket> {
  const socket = createConnection({ host, port });
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  socket.on("error", () => {});
  return socket;
}

interface Lines {
  /** Sends text and resolves with the next line. */
  ask(text: string): Promise<string>;
  next(): Promise<string>;
  readonly close: () => void;
}

async function linesOf(host: string, port: number): Promise<Lines> {
  const socket = await opened(host, port);
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { done, value } = await lines.next();
    if (done === true) throw new Error("the connection is closed");
    return value;
  };
  return {
    ask: (text) => {
      socket.write(text);
      return next();
    },
    next,
    close: () => socket.destroy(),
  };
}

export const SERVICES: readonly Service[] = [galera, rabbitmq, redis, ovn];
