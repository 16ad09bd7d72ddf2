/**
 * The writers, a process of its own in the lab's network: a line of JSON for each acknowledgement. Once its input ends it
 * stops writing, asks each service what it has, and prints what is lost.
 */
import { SERVICES } from "./services.ts";
import { type Acknowledged, lost, writeOn } from "./writer.ts";

/** What is lost of the acknowledged numbers; `why` it cannot be told where the service did not answer. */
export interface Total {
  readonly service: string;
  readonly acknowledged: number;
  readonly lost?: readonly number[];
  readonly why?: string;
}

export type Line = { readonly service: string; readonly acknowledged: Acknowledged } | { readonly total: Total };

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
    const of = { service: service.name, acknowledged: acknowledged.length };
    try {
      say({ total: { ...of, lost: await lost(service, acknowledged) } });
    } catch (error) {
      say({ total: { ...of, why: String(error) } });
    }
  }),
);
process.exit(0);
