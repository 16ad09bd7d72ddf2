/** The writers' process in the lab's network, and how long each went without an acknowledgement. */
import { type ChildProcess, spawn } from "node:child_process";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { LAB } from "../cluster/holdfast.ts";
import type { Line, Total } from "./clients.ts";
import { SERVICES } from "./services.ts";

const CLIENTS = fileURLToPath(new URL("clients.ts", import.meta.url));
/** They ask for all they wrote before they end. */
const LAST_QUESTIONS = 180_000;

/** Of the writers: when each was last acknowledged, and the longest time between two acknowledgements so far. */
export class Gaps {
  readonly #last = new Map<string, number>();
  #longest = new Map<string, number>();
  readonly #totals: Total[] = [];

  take(line: Line): void {
    if ("total" in line) {
      this.#totals.push(line.total);
      return;
    }
    const { at } = line.acknowledged;
    const gap = at - (this.#last.get(line.service) ?? at);
    this.#longest.set(line.service, Math.max(gap, this.#longest.get(line.service) ?? 0));
    this.#last.set(line.service, at);
  }

  /** Whether each service has acknowledged something since then. */
  allSince(at: number): boolean {
    return SERVICES.every(({ name }) => (this.#last.get(name) ?? 0) > at);
  }

  reset(): void {
    this.#longest = new Map();
  }

  /** Seconds. */
  longest(service: string): string {
    return ((this.#longest.get(service) ?? 0) / 1000).toFixed(1);
  }

  get totals(): readonly Total[] {
    return this.#totals;
  }
}

export function startClients(gaps: Gaps): ChildProcess {
  const argv = [`--net=/run/netns/${basename(LAB)}`, "--", process.execPath, "--import", "tsx", CLIENTS] as const;
  const clients = spawn("nsenter", argv, { stdio: ["pipe", "pipe", "inherit"] });
  createInterface({ input: clients.stdout as NodeJS.ReadableStream }).on("line", (text) =>
    gaps.take(JSON.parse(text) as Line),
  );
  return clients;
}

/** Has them ask for all that was acknowledged, and ends them: `gaps.totals` says what is lost. */
export async function endClients(clients: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => clients.once("close", resolve));
  clients.stdin?.end();
  await Promise.race([ended, sleep(LAST_QUESTIONS)]);
}

export function totalText({ service, acknowledged, lost, why }: Total): string {
  const of = lost === undefined ? `could not be asked for them (${why})` : `${lost.length} of them lost`;
  return `${service}: ${acknowledged} acknowledged, ${of}`;
}
