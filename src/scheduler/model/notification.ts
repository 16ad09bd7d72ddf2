import type { Action } from "./action.ts";
import type { Node, NodeTable } from "./node.ts";
import type { Resource } from "./resource.ts";

/** A resource as notifications mention it: with the node it is on, or its action is; inactive ones have none. */
export interface NotifyEntry {
  readonly rsc: Resource;
  readonly node: Node | undefined;
}

/** The lists a notification carries, by the state or the action they are about. */
const NOTIFY_LISTS = ["stop", "start", "demote", "promote", "active", "unpromoted", "promoted", "inactive"] as const;
export type NotifyList = (typeof NOTIFY_LISTS)[number];

/** The notifications around one action of a clone: see notifications/notifications.ts, which alone fills and reads this. */
export interface Notification {
  /** The action they are about: start, stop, promote or demote. */
  readonly task: string;
  pre: Action | undefined;
  preDone: Action | undefined;
  post: Action | undefined;
  postDone: Action | undefined;
  readonly lists: Readonly<Record<NotifyList, NotifyEntry[]>>;
  allowed: NodeTable | undefined;
  /** What agents are told, as meta-attributes. */
  readonly values: Map<string, string>;
}
