/**
 * What the services themselves say, between two steps of a run: whether they are whole, and whether a replica may stop. Each
 * question takes time of the processors that the services need, on a busy node so much that the answer does not come in
 * time. So an answer holds for a while, and what takes longer is asked of one replica, when its step is due.
 */
import type { Cluster } from "../../cluster/port.ts";
import { healthOf } from "../../health/health.ts";
import type { Pace } from "../pace.ts";
import type { Next, RunLook } from "./kind/kind.ts";
import { replicaItem } from "./kind/replica-item.ts";

export interface RunHealth {
  /** Why these resources are not whole; empty when they are. */
  whole(look: RunLook, resources: readonly string[]): Promise<readonly string[]>;
  /** Why the step must not be taken now; undefined when it may. */
  refuses(look: RunLook, step: Next): Promise<string | undefined>;
  /** What was answered holds no longer: something has begun. */
  forget(): void;
}

/** Milliseconds for which an answer holds, at the least. */
const HOLDS = 3000;
/** For how many times as long as it took. */
const TIMES = 2;

/** Asks the services on their nodes. What cannot be found out is never taken for well. */
export function askServices(cluster: Pick<Cluster, "commands">, pace: Pace): RunHealth | undefined {
  // Where no node can be entered, the CIB is all there is to go by.
  if (cluster.commands === undefined) return undefined;
  const whole = new Held<readonly string[]>(pace);
  const refusal = new Held<string | undefined>(pace);
  return {
    whole: async ({ snapshot }, resources) => {
      if (resources.length === 0) return [];
      return whole.of(resources.join(" "), async () => {
        const services = await healthOf(cluster, snapshot, resources, []);
        return services.flatMap(({ id, whole }) => (whole.status === "True" ? [] : [`${id}: ${whole.message}`]));
      });
    },
    refuses: async ({ snapshot }, step) => {
      if ((step.kind !== "edit" && step.kind !== "act") || step.stops === undefined) return undefined;
      const { stops } = step;
      return refusal.of(stops.map(replicaItem).join(", "), async () => {
        const asked = stops.map(async ({ resource, node }) => {
          const [service] = await healthOf(cluster, snapshot, [resource], [node]);
          const replica = service?.replicas.find((r) => r.node === node);
          if (replica === undefined || replica.mayStop.status === "True") return undefined;
          return `${replica.id} may not stop: ${replica.mayStop.message}`;
        });
        return (await Promise.all(asked)).find((refused) => refused !== undefined);
      });
    },
    forget: () => {
      whole.forget();
      refusal.forget();
    },
  };
}

/** An answer, for as long as it holds. */
class Held<T> {
  readonly #pace: Pace;
  #last: { readonly question: string; readonly answer: T; readonly until: number } | undefined;

  constructor(pace: Pace) {
    this.#pace = pace;
  }

  async of(question: string, ask: () => Promise<T>): Promise<T> {
    const begun = this.#pace.now();
    if (this.#last?.question === question && begun < this.#last.until) return this.#last.answer;
    const answer = await ask();
    const ended = this.#pace.now();
    this.#last = { question, answer, until: ended + Math.max(HOLDS, TIMES * (ended - begun)) };
    return answer;
  }

  forget(): void {
    this.#last = undefined;
  }
}
