/**
 * Why a primitive does not run, in the scheduler's own record: what `explain` says of it, the root of it first. Where it
 * is in a container that will not run, the container's reasons.
 */
import type { Reason } from "../../report/explain/document.ts";
import { explainer } from "../../report/explain/read.ts";
import type { ReadonlyPrimitive } from "../../scheduler/model/read-only.ts";
import type { Reading } from "../../scheduler/reading.ts";

/** Undefined where the record has no reason. */
export type Reasons = (p: ReadonlyPrimitive) => string | undefined;

/** The most reasons that are given; a reason against each of twenty nodes would fill the screen. */
const MOST = 3;

/** The scheduler is asked when the first reason is wanted, and once. */
export function reasonsOf(reading: Reading): Reasons {
  let explain: ReturnType<typeof explainer> | undefined;
  const of = (id: string): readonly Reason[] => {
    explain ??= explainer(reading.cib, reading.moment.now);
    const answer = explain(id);
    return answer.ok ? (answer.explanation.instances.find((i) => i.resource === id)?.reasons ?? []) : [];
  };
  return (p) => {
    const own = of(p.id);
    const container = own.find((r) => r.code === "container-stopped")?.references[0]?.id;
    const inner = container === undefined ? [] : of(container);
    const all = inner.length > 0 ? inner : own;
    // That other instances have the other nodes is as it should be: the reason is what keeps it off those that are left.
    const others = all.filter((r) => r.code !== "instance");
    const found = others.length > 0 ? others : all;
    if (found.length === 0) return undefined;
    const more = found.length > MOST ? ` (and ${found.length - MOST} more)` : "";
    return `${found
      .slice(0, MOST)
      .map((r) => r.text)
      .join("; ")}${more}`;
  };
}
