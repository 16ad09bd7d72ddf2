/** Words for nodes, roles and operations. */
import { formatMoment } from "../../cib/value/date.ts";
import { type Element, get } from "../../cib/xml/tree.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { Role } from "../../scheduler/model/enums.ts";
import type { ReadonlyNode, ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { primitivesOf } from "../../scheduler/model/roles.ts";
import { exitText } from "../exit-text.ts";

/** The subject of a score: `rsc` on `node`. */
export interface Subject {
  readonly s: ReadonlyModel;
  readonly rsc: ReadonlyResource;
  readonly node: ReadonlyNode;
  /** How sentences about the resource itself call it; default: "it". */
  readonly who?: string;
}

/** The node's name, and for a guest node its future host. */
export function nodeText(node: ReadonlyNode): string {
  const host = node.kind === "guest" ? node.connection?.launcher?.assigned : undefined;
  return host === undefined ? node.name : `${node.name} (on ${host.name})`;
}

/** The node itself, or the host of a guest node. */
export function hostOf(node: ReadonlyNode): ReadonlyNode {
  return node.kind === "guest"
    ? (node.connection?.launcher?.assigned ?? node.connection?.launcher?.active[0] ?? node)
    : node;
}

export function listText(words: readonly string[], last = "and"): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}

/** The future nodes of the resource, or of any part of it in that role. */
export function placesOf(rsc: ReadonlyResource, role: Role = Role.unknown): ReadonlyNode[] {
  const containers =
    rsc.kind === "bundle" && role < Role.promoted ? rsc.replicas.map((r) => r.container) : primitivesOf(rsc);
  const fitting = containers.filter((p) => p.assigned !== undefined && (role < Role.promoted || p.nextRole === role));
  return [...new Set(fitting.map((p) => hostOf(p.assigned as ReadonlyNode)))];
}

/** `start of X on N failed (not installed) at …`. */
export function operationText(entry: Element, rscId: string, node: ReadonlyNode): string {
  const interval = Number(get(entry, "interval") ?? 0);
  const name = get(entry, "operation") ?? "operation";
  const task = interval > 0 ? `recurring ${name}` : name === "monitor" ? "probe" : name;
  const at = Number(get(entry, "last-rc-change"));
  const when = Number.isFinite(at) && at > 0 ? ` at ${formatMoment(at)}` : "";
  const exit = get(entry, "exit-reason");
  // A monitor that finds the resource running on the wrong node reports success.
  if (name === "monitor" && get(entry, "rc-code") === "0")
    return `${task} of ${rscId}${when} found it running on ${node.name}`;
  const words = `${exitText(Number(get(entry, "rc-code") ?? 1))}${exit === undefined || exit === "" ? "" : `: ${exit}`}`;
  return `${task} of ${rscId} on ${node.name}${when} gave "${words}"`;
}
