/** What differs between a plan that was confirmed and one of the same file that is made later, when the cluster has moved. */
import { changeLines, nodeChangeText } from "../changes/text.ts";
import type { Plan } from "./document.ts";
import { differenceLines } from "./text.ts";

export interface Replanned {
  /** Differences, actions and risks, a line each, that only the later plan has. */
  readonly added: readonly string[];
  /** That only the confirmed one has. */
  readonly gone: readonly string[];
}

/** What a person confirms. */
type Followed = Pick<Plan, "differences" | "nodes" | "resources" | "risks">;

/** Both empty where the same follows. Restarts in place count as the same on whichever node, in whichever role they run now. */
export function replanned(confirmed: Followed, later: Followed): Replanned {
  const [before, after] = [contentOf(confirmed), contentOf(later)];
  const only = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] =>
    [...one].flatMap(([key, line]) => (other.has(key) ? [] : [line]));
  return { added: only(after, before), gone: only(before, after) };
}

/** Its lines by what has to be the same. */
function contentOf({ differences, nodes, resources, risks }: Followed): ReadonlyMap<string, string> {
  const differing = differences.map((d) => {
    const { where: _, ...what } = d;
    return [JSON.stringify(what), differenceLines([d])[0]?.text.trim() ?? ""] as const;
  });
  const ofNodes = nodes.map(({ because: _, ...change }) => [JSON.stringify(change), nodeChangeText(change)] as const);
  const ofResources = resources.map(({ because: _, ...change }) => {
    const { kind, resource, from, to, roleBefore, roleAfter } = change;
    const inPlace = kind === "restart" && from === to && roleBefore === roleAfter;
    const line = changeLines({ nodes: [], resources: [change] })[0] ?? "";
    return [JSON.stringify(inPlace ? { kind, resource } : change), line.replace(/ {2,}/g, " ")] as const;
  });
  const ofRisks = risks.map(({ code, object, text }) => [JSON.stringify({ code, object }), text] as const);
  return new Map([...differing, ...ofNodes, ...ofResources, ...ofRisks]);
}
