/**
 * Maintenance with an end: of resources, of nodes, of the whole cluster. It ends by itself, since the cluster evaluates the
 * date; what is over and still written down goes with the next call.
 */
import { type MaintenanceWindow, type NewWindow, readWindows, windowText } from "../../cib/maintenance-window.ts";
import { isOver } from "../../cib/timed-set.ts";
import { formatMoment } from "../../cib/value/date.ts";
import { idOf } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster, Snapshot } from "../../cluster/port.ts";
import type { Done } from "../../report/done/document.ts";
import { type CarryOutOptions, carryOut } from "./carry-out.ts";
import { ALL, withoutMaintenance, withoutOver, withWindow } from "./maintenance-edit.ts";
import type { VerbStep } from "./verb.ts";

export interface MaintenanceRequest {
  /** Of resources and nodes; `all` is the cluster. */
  readonly names: readonly string[];
  /** Milliseconds from now; undefined ends it. */
  readonly for: number | undefined;
}

/** Rejects as {@link carryOut} does, and with `usage` where no reason is given for what begins. */
export async function setMaintenance(
  cluster: Cluster,
  { names, for: lasts }: MaintenanceRequest,
  options: CarryOutOptions,
): Promise<Done> {
  const { why = "", who } = options;
  if (lasts !== undefined && why.trim() === "")
    throw new HoldfastError("usage", "a maintenance needs its reason", { hint: 'for example --why "new disks"' });
  if (lasts !== undefined && lasts < 1000)
    throw new HoldfastError("usage", "a maintenance lasts a second at least", { hint: "for example --for 2h" });
  const snapshot = await cluster.read();
  const until = lasts === undefined ? undefined : Math.ceil((snapshot.at + lasts) / 1000);
  const steps = names.map((name) => (until === undefined ? endStep(name) : beginStep(name, { until, who, why })));
  const verb = {
    name: `maintenance ${until === undefined ? "end" : "begin"}`,
    steps: [...overSteps(snapshot, names), ...steps],
    wanted: { resources: [] },
  };
  return carryOut(cluster, verb, options);
}

function beginStep(object: string, window: NewWindow): VerbStep {
  const said = `is in maintenance ${windowText(window)}`;
  return { object, edit: (cib) => withWindow(cib, object, window), done: said, already: said };
}

function endStep(object: string): VerbStep {
  return {
    object,
    edit: (cib, snapshot) => withoutMaintenance(cib, object, secondsOf(snapshot)),
    done: "is no longer in maintenance",
    already: "is not in maintenance",
  };
}

/** What is over, but for what is named anyway. */
function overSteps(snapshot: Snapshot, names: readonly string[]): VerbStep[] {
  const now = secondsOf(snapshot);
  return readWindows(snapshot.cib)
    .filter((w) => isOver(w, now) && !names.includes(nameOf(w)))
    .map((w) => ({
      object: nameOf(w),
      edit: (cib) => withoutOver(cib, idOf(w.set), now),
      done: `was in maintenance until ${formatMoment(w.until)}: its record is removed`,
      already: "has no record of a maintenance that is over",
    }));
}

const secondsOf = ({ at }: Snapshot): number => Math.floor(at / 1000);

const nameOf = ({ of, id }: MaintenanceWindow): string => (of === "cluster" ? ALL : id);
