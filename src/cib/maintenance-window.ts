/**
 * Maintenance that ends by itself: a set of pairs of its own with a rule that a date ends, beside a pair that says who began
 * it and why. Pacemaker stops heeding the set at that moment, whatever has become of the program that wrote it, and its own
 * tools show all of it. The set goes before others of its kind by its score, so that no value of a manifest or person is
 * touched. Tried on 2.1.5, 3.0.0 and 3.0.3: the same for resources, nodes and the cluster.
 */
import { RESOURCES } from "./resource-elements.ts";
import { endingRule, endOf, isSetOf, readSaid, saidPair } from "./timed-set.ts";
import { formatMoment } from "./value/date.ts";
import { descend, type Element, element, elements, get, idOf, walk } from "./xml/tree.ts";

/** The name of the pair that says who and why. */
const SAID = "holdfast-maintenance";

export interface MaintenanceWindow {
  readonly of: "cluster" | "node" | "resource";
  /** Of a node its name, of the cluster empty. */
  readonly id: string;
  /** Epoch seconds at which it ends. */
  readonly until: number;
  readonly who: string;
  readonly why: string;
  /** The set itself. */
  readonly set: Element;
}

export type NewWindow = Pick<MaintenanceWindow, "until" | "who" | "why">;

/** What each kind of owner calls its sets, and what puts it in maintenance. */
export const MAINTENANCE = {
  cluster: { tag: "cluster_property_set", name: "maintenance-mode" },
  node: { tag: "instance_attributes", name: "maintenance" },
  resource: { tag: "meta_attributes", name: "maintenance" },
} as const;

/** @param owner the id that those of the set begin with; empty for the cluster's */
export function windowSet(of: MaintenanceWindow["of"], owner: string, { until, who, why }: NewWindow): Element {
  const { tag, name } = MAINTENANCE[of];
  const id = owner === "" ? SAID : `${owner}-${SAID}`;
  return element(tag, { id, score: "INFINITY" }, [
    endingRule(id, until),
    element("nvpair", { id: `${id}-${name}`, name, value: "true" }),
    saidPair(id, SAID, { who, why }),
  ]);
}

/** Whether a set of pairs is such a window. */
export function isWindow(set: Element): boolean {
  return endOf(set) !== undefined && isSetOf(set, SAID);
}

/** Of the cluster, its nodes and its resources, in the order of the CIB; also those that are over. */
export function readWindows(cib: Element): MaintenanceWindow[] {
  const section = (name: string): Element | undefined => descend(cib, "configuration", name);
  const [config, nodes, resources] = [section("crm_config"), section("nodes"), section("resources")];
  return [
    ...(config === undefined ? [] : windowsOf("cluster", config, "")),
    ...(nodes === undefined ? [] : elements(nodes, "node")).flatMap((e) =>
      windowsOf("node", e, get(e, "uname") ?? idOf(e)),
    ),
    ...(resources === undefined ? [] : walk(resources))
      .filter((e) => RESOURCES.has(e.name))
      .flatMap((e) => windowsOf("resource", e, idOf(e))),
  ];
}

function windowsOf(of: MaintenanceWindow["of"], owner: Element, id: string): MaintenanceWindow[] {
  return elements(owner, MAINTENANCE[of].tag)
    .filter(isWindow)
    .map((set) => ({ of, id, until: endOf(set) ?? 0, ...readSaid(set, SAID), set }));
}

/** As in "until 2026-11-29 14:30:00Z (alice@bastion: new disks)". */
export function windowText({ until, who, why }: NewWindow): string {
  return `until ${formatMoment(until)} (${who === "" ? why : `${who}: ${why}`})`;
}
