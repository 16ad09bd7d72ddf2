/**
 * The writers, a process of its own in the lab's network: a line of JSON for each acknowledgement. Once its input ends it
 * stops writing, asks each service what it has, and prints what is lost.
 */
import { SERVICES } from "./services.ts";
import { type Acknowledged, lost, writeOn } from "./writer.ts";

export interface Line {
  readonly service: string;
  readonly acknowledged?: Acknowledged;
  readonly total?: { readonly acknowledged: number; readonly lost: readonly number[] };
}

const say = (line: Line): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const stop = new AbortController();
process.stdin.on("end", () => stop.abort()).resume();

await Promise.all(
  SERVICES.map(async (service) => {
    const acknowledged: Acknowledged[] = [];
    await writeOn(service, stop.signal, (one) => {
      acknowledged.push(one);
      say({ service: service.name, acknowledged: one });
    });
    say({
      service: service.name,
      total: { acknowledged: acknowledged.length, lost: await lost(service, acknowledged) },
    });
  }),
);
process.exit(0);
