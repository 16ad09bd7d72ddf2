/** The resource list, as `crm_mon` words it. Lines are nested by two spaces a level. */
import type { BundleStatus, CloneStatus, GroupStatus, PrimitiveStatus, ResourceStatus } from "./document.ts";

/** A line and its depth below the list's heading. */
export interface Line {
  readonly depth: number;
  readonly text: string;
}

/** Operations in flight replace the role; a monitor is named in the flags. */
export const isTransitional = ({ pending }: PrimitiveStatus): boolean =>
  pending !== undefined && pending.code !== "monitor";

function stateText(p: PrimitiveStatus): string {
  const removed = p.removed ? "ORPHANED " : "";
  if (p.failed) return `${removed}FAILED${p.role === "Promoted" ? " Promoted" : ""}`;
  if (p.whyStopped !== undefined) return `${removed}Stopped (${p.whyStopped}) `;
  return `${removed}${isTransitional(p) ? p.pending?.text : p.role}`;
}

function flags(p: PrimitiveStatus): string[] {
  const out: string[] = [];
  if (p.onUncleanNode) out.push("UNCLEAN");
  if (p.lockedTo !== undefined) out.push("LOCKED");
  if (p.pending !== undefined && !isTransitional(p)) out.push(p.pending.text);
  if (p.targetRole === "Stopped") out.push("disabled");
  else if (p.targetRole === "Unpromoted") out.push("target-role:Unpromoted");
  if (p.blocked) out.push("blocked");
  else if (p.maintenance) out.push("maintenance");
  else if (!p.managed) out.push("unmanaged");
  if (p.failureIgnored) out.push("failure ignored");
  return out;
}

function primitiveText(p: PrimitiveStatus, name: string = p.name): string {
  const words = [stateText(p)];
  if (p.nodes.length === 1) words.push(p.nodes[0] as string);
  else if (p.nodes.length === 0 && p.lockedTo !== undefined) words.push(p.lockedTo);
  const marks = flags(p);
  if (marks.length > 0) words.push(`(${marks.join(", ")})`);
  if (p.nodes.length > 1) words.push(`[ ${p.nodes.join(" ")} ]`);
  return `${name}\t(${p.agent}):\t ${words.join(" ")}`;
}

function collectiveMarks(
  c: { maintenance: boolean; managed: boolean; disabled?: boolean },
  first: readonly string[] = [],
): string {
  const marks = [...first];
  if (c.disabled === true) marks.push("disabled");
  if (c.maintenance) marks.push("maintenance");
  else if (!c.managed) marks.push("unmanaged");
  return marks.length === 0 ? "" : ` (${marks.join(", ")})`;
}

function groupLines(g: GroupStatus, depth: number): Line[] {
  return [
    { depth, text: `Resource Group: ${g.name}${collectiveMarks(g)}:` },
    ...g.members.map((m) => ({ depth: depth + 1, text: primitiveText(m) })),
  ];
}

function unpromotedLabel({ targetRole }: CloneStatus): string {
  return /^(unpromoted|slave)$/i.test(targetRole ?? "") ? "Unpromoted (target-role)" : "Unpromoted";
}

function cloneLines(c: CloneStatus, depth: number): Line[] {
  const kinds = [...(c.promotable ? ["promotable"] : []), ...(c.unique ? ["unique"] : [])];
  const out: Line[] = [{ depth, text: `Clone Set: ${c.id} [${c.child}]${collectiveMarks(c, kinds)}:` }];
  for (const instance of c.shown) out.push(...resourceLines(instance, depth + 1));
  const list = (label: string, names: readonly string[]): void => {
    if (names.length > 0) out.push({ depth: depth + 1, text: `${label}: [ ${names.join(" ")} ]` });
  };
  list("Promoted", c.promoted);
  list(c.promotable ? unpromotedLabel(c) : "Started", c.started);
  for (const { state, nodes } of c.stopped) list(state, nodes);
  return out;
}

function bundleLines(b: BundleStatus, depth: number): Line[] {
  const set = b.replicas.length > 1 ? " set" : "";
  const marks = `${b.unique ? " (unique)" : ""}${b.maintenance ? " (maintenance)" : b.managed ? "" : " (unmanaged)"}`;
  return [
    { depth, text: `Container bundle${set}: ${b.id} [${b.image}]${marks}:` },
    ...b.replicas.map((r) => ({
      depth: depth + 1,
      text: primitiveText(r.service, r.ip === undefined ? r.name : `${r.name} (${r.ip})`),
    })),
  ];
}

export function resourceLines(r: ResourceStatus, depth = 0): Line[] {
  switch (r.kind) {
    case "primitive":
      return [{ depth, text: primitiveText(r) }];
    case "group":
      return groupLines(r, depth);
    case "clone":
      return cloneLines(r, depth);
    case "bundle":
      return bundleLines(r, depth);
  }
}
