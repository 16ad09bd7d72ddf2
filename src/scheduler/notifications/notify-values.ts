/**
 * The values agents receive with a notification: which instances are in which state, and which are about to start,
 * stop, be promoted or demoted, as `notify_*` meta-attributes. A list of nothing is a single blank, which
 * agents have come to expect.
 * Behaviour: docs/pacemaker/notifications.md#the-lists.
 */
import { hasFlag } from "../action/action-state.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, Role } from "../model/enums.ts";
import { isGuest } from "../model/node.ts";
import type { Action, Node, Notification, NotifyEntry, NotifyList, Resource } from "../model/types.ts";
import { currentNode } from "../model/whereabouts.ts";

/** Lists the state of every primitive in `rsc` and, if asked, what is going to be done to it. */
export function collect(notification: Notification, rsc: Resource, withActions: boolean): void {
  notification.allowed ??= rsc.allowed;
  if (rsc.children.length > 0) {
    for (const part of rsc.children) collect(notification, part, withActions);
    return;
  }
  const entry: NotifyEntry = { rsc, node: rsc.active[0] };
  for (const list of stateLists(rsc.role)) notification.lists[list].push(entry);
  if (!withActions) return;
  for (const action of rsc.actions) {
    const list = actionList(action);
    if (list !== undefined) notification.lists[list].push({ rsc, node: action.node });
  }
}

function stateLists(role: Role): readonly NotifyList[] {
  switch (role) {
    case Role.stopped:
      return ["inactive"];
    case Role.started:
      return ["active"];
    case Role.unpromoted:
      return ["unpromoted", "active"];
    case Role.promoted:
      return ["promoted", "active"];
    default:
      return [];
  }
}

function actionList(action: Action): NotifyList | undefined {
  if (action.node === undefined || hasFlag(action, ActionFlag.optional)) return undefined;
  const list = taskList(action.task);
  // A stop on an unclean node is made true by fencing.
  const certain = hasFlag(action, ActionFlag.runnable) || (list === "stop" && action.node.unclean);
  return certain ? list : undefined;
}

/** The list that names the instances an action of this name is done to. */
export function taskList(task: string): "start" | "stop" | "promote" | "demote" | undefined {
  return task === "start" || task === "stop" || task === "promote" || task === "demote" ? task : undefined;
}

/** Turns the collected lists into the values agents receive. */
export function tell(s: ClusterModel, notification: Notification, rsc: Resource): void {
  const { lists, values } = notification;
  const add = (names: readonly string[], entries: readonly NotifyEntry[]): void => {
    const placed = distinct(entries.filter((entry) => entry.node !== undefined));
    for (const name of names) {
      values.set(`notify_${name}_resource`, words(placed.map((entry) => entry.rsc.id)));
      values.set(`notify_${name}_uname`, words(placed.map((entry) => entry.node?.name ?? "")));
    }
  };
  add(["stop"], lists.stop);
  add(["start"], lists.start);
  add(["demote"], lists.demote);
  add(["promote"], lists.promote);
  add(["active"], lists.active);
  // The second name of each is for agents written before the roles were renamed.
  add(s.dialect.tellsPromoted ? ["unpromoted", "slave"] : ["slave"], lists.unpromoted);
  add(s.dialect.tellsPromoted ? ["promoted", "master"] : ["master"], lists.promoted);
  values.set("notify_inactive_resource", words(distinct(lists.inactive).map((entry) => entry.rsc.id)));

  const available = notification.allowed?.list(s.nodes) ?? [];
  values.set("notify_available_uname", words(available.map((node) => node.name)));
  if (rsc.meta.get("container-attribute-target") === "host") {
    values.set("notify_all_hosts", words(s.nodes.map((node) => hostOf(node).name)));
  }
  values.set("notify_all_uname", words(s.nodes.map((node) => node.name)));
}

function hostOf(node: Node): Node {
  const launcher = isGuest(node) ? node.connection?.launcher : undefined;
  return (launcher === undefined ? undefined : currentNode(launcher)) ?? node;
}

/** Sorted by resource, then node; each resource once. */
function distinct(entries: readonly NotifyEntry[]): NotifyEntry[] {
  const sorted = [...entries].sort(
    (a, b) => compareText(a.rsc.id, b.rsc.id) || compareText(a.node?.id ?? "", b.node?.id ?? ""),
  );
  return sorted.filter((entry, i) => entry.rsc !== sorted[i - 1]?.rsc);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function words(list: readonly string[]): string {
  return list.length === 0 ? " " : list.join(" ");
}
