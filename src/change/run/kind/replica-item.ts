/** A replica by the node it is on, and the item that a journal has for it. */
export interface ReplicaOnNode {
  readonly resource: string;
  readonly node: string;
}

export const replicaItem = ({ resource, node }: ReplicaOnNode): string => `${resource} ${node}`;

/** The replica of an item; its node is empty where the item names none. */
export function replicaOfItem(item: string): ReplicaOnNode {
  const [resource = "", node = ""] = item.split(" ");
  return { resource, node };
}
