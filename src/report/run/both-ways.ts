/** What a change costs when it is made at once, and when it is made replica by replica. */
import type { Plan } from "../plan/document.ts";
import type { RunPlan } from "./document.ts";

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;

/** A line for each resource of which several replicas would go down. */
export function bothWays(
  { together, away }: Pick<Plan, "together" | "away">,
  { items, estimateMs }: RunPlan,
): string[] {
  return together.map(({ resource, instances, of }) => {
    const gone = away.find((a) => a.resource === resource);
    const atOnce =
      gone === undefined
        ? `${instances.length} of ${of} instances of ${resource} at the same time`
        : `no instance of ${resource} for ${seconds(gone.estimateMs)} (estimate), ${seconds(gone.mostMs)} at most`;
    const own = items.filter(({ id }) => id.startsWith(`${resource} `)).length;
    const rest = items.length > own ? ` with all others` : "";
    return `together: ${atOnce}; rolling: never below ${of - 1} of ${of}, about ${seconds(estimateMs)}${rest}`;
  });
}
