/** What a cluster's nodes did, and what a plan says they will do, in the same words: `start ip-10.89.8.50 on controller-0`. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "../../src/report/plan/document.ts";
import { LAB } from "./holdfast.ts";

/** What changes a resource's state. */
const CHANGES = ["start", "stop", "promote", "demote"];

const NODES = ["controller-0", "controller-1", "controller-2"] as const;
const logOf = (node: string): string => join(LAB, "nodes", node, "var/log/pacemaker/pacemaker.log");

/** How far the nodes' logs have come. The CIB keeps an operation of a kind, the last: a stop before a start is lost. */
export function logMark(): ReadonlyMap<string, number> {
  return new Map(NODES.map((node) => [node, existsSync(logOf(node)) ? statSync(logOf(node)).size : 0]));
}

/**
 * Every change that ended since then, whatever came of it, sorted.
 * @param kinds which operations count; of a recurring one, the log has the first run and those that end otherwise
 */
export function doneSince(mark: ReadonlyMap<string, number>, kinds: readonly string[] = CHANGES): string[] {
  const ended = /Result of (\w+) operation for (\S+) on ([^:\s]+): ([^|\n]*)/g;
  return NODES.flatMap((node) => {
    const text = readFileSync(logOf(node))
      .subarray(mark.get(node) ?? 0)
      .toString("utf8");
    return [...text.matchAll(ended)].flatMap(([, operation = "", resource = "", where = "", result = ""]) => {
      // 2.1 writes ok, 3.0 writes OK.
      const failed = /^ok$/i.test(result.trim()) ? "" : `: ${result.trim()}`;
      return kinds.includes(operation) && !/^cancelled$/i.test(result.trim())
        ? [`${operation} ${resource} on ${where}${failed}`]
        : [];
    });
  }).sort();
}

/** The same of a plan, whose instances have numbers where Pacemaker's log has none. */
export function plannedWork({ operations }: Plan, kinds: readonly string[] = CHANGES): string[] {
  return operations
    .filter(({ operation }) => kinds.includes(operation))
    .map(({ operation, resource, node }) => `${operation} ${resource.replace(/:\d+$/, "")} on ${node}`)
    .sort();
}
