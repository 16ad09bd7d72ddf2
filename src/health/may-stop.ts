/**
 * Whether a replica may be stopped: never while another one is ill or unknown, and never the last. What its service has
 * against it comes after that.
 */
import type { Condition } from "../report/health/document.ts";
import { no, unclear, yes } from "./model/condition.ts";
import type { AskedReplica, HealthSubject } from "./model/subject.ts";

interface Other {
  readonly replica: AskedReplica;
  readonly whole: Condition;
  /** A failure that is not cleaned up. */
  readonly failure: Condition | undefined;
}

interface Standing {
  readonly subject: HealthSubject;
  /** Whether this one runs, even in part. */
  readonly running: boolean;
  readonly others: readonly Other[];
  /** What speaks against it otherwise; the first counts, False before Unknown. */
  readonly objections: readonly (Condition | undefined)[];
}

const nameOf = ({ id, node }: AskedReplica): string => (node === undefined ? id : `${id} on ${node.name}`);

export function mayStop({ subject, running, others, objections }: Standing): Condition {
  if (!running) return yes("NotRunning", "it does not run");
  const against = objections.filter((o) => o !== undefined);
  const refused = against.find((o) => o.status === "False");
  if (refused !== undefined) return refused;
  if (subject.expected <= 1)
    return no("OnlyReplica", "it is the only replica that there is to be: its service is away until it runs again");
  const ill = others.find(({ whole }) => whole.status === "False");
  const wholeOnes = others.filter(({ whole }) => whole.status === "True").length;
  if (ill !== undefined) {
    const last = wholeOnes === 0 && others.every(({ whole }) => whole.status === "False");
    const text = `${nameOf(ill.replica)} is not whole: ${ill.whole.message}`;
    return last ? no("LastReplica", `no other replica is whole; ${text}`) : no("OtherNotWhole", text);
  }
  const unseen = others.find(({ whole }) => whole.status === "Unknown");
  if (unseen !== undefined)
    return unclear("OtherUnknown", `${nameOf(unseen.replica)} may not be whole: ${unseen.whole.message}`);
  const least = Number(subject.rsc.meta.get("clone-min") ?? 0);
  if (wholeOnes < least)
    return no("CloneMin", `${least} replicas have to run (clone-min), and ${wholeOnes} would be left`);
  const failed = others.find(({ failure }) => failure !== undefined)?.failure;
  return (
    failed ??
    against[0] ??
    yes("OthersWhole", `the other ${wholeOnes === 1 ? "replica is" : `${wholeOnes} replicas are`} whole`)
  );
}
