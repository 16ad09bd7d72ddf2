/** Changes in the format of `crm_simulate`'s "Transition Summary". */
import type { Changes, NodeChange, ResourceChange } from "./document.ts";

const LABEL: Readonly<Record<ResourceChange["kind"], string>> = {
  start: "Start",
  stop: "Stop",
  restart: "Restart",
  move: "Move",
  migrate: "Migrate",
  recover: "Recover",
  promote: "Promote",
  demote: "Demote",
  "re-promote": "Re-promote",
  reload: "Reload",
};

export function nodeChangeText(c: NodeChange): string {
  const name = c.container === undefined ? c.node : `${c.node} (resource: ${c.container})`;
  const what = c.kind === "shutdown" ? "Shutdown" : `Fence (${c.action})`;
  return `${what} ${name}${c.reason === undefined ? "" : ` '${c.reason}'`}`;
}

const isPromotable = (c: ResourceChange): boolean =>
  c.roleBefore === "Unpromoted" || c.roleBefore === "Promoted" || c.roleAfter === "Promoted";

/** The nodes and roles before and after; only those that change. */
function placeText(c: ResourceChange): string {
  const roles = isPromotable(c);
  const sameRole = c.roleBefore === c.roleAfter;
  if (c.from === undefined) return roles ? `${c.roleBefore} -> ${c.roleAfter} ${c.to}` : `${c.to}`;
  if (c.to === undefined) return roles ? `${c.roleBefore} ${c.from}` : c.from;
  const sameHost = c.from === c.to;
  if (sameRole && sameHost) return roles ? `${c.roleBefore} ${c.from}` : c.from;
  if (sameRole) return roles ? `${c.from} -> ${c.to} ${c.roleBefore}` : `${c.from} -> ${c.to}`;
  if (sameHost) return `${c.roleBefore} -> ${c.roleAfter} ${c.from}`;
  return `${c.roleBefore} ${c.from} -> ${c.roleAfter} ${c.to}`;
}

function reasonText(c: ResourceChange): string {
  if (c.reason === undefined) return c.blocked ? "  blocked" : "";
  return `  due to ${c.reason}${c.blocked ? " (blocked)" : ""}`;
}

/** As in `crm_simulate`, the column grows at a name that does not fit, so its width depends on the order of the names. */
function columnWidth(names: readonly string[]): number {
  return names.reduce((width, name) => (name.length > width ? name.length + 2 : width), 5);
}

export function changeLines(changes: Changes): string[] {
  const idWidth = columnWidth(changes.resources.map((c) => c.resource));
  const places = changes.resources.map(placeText);
  const placeWidth = Math.max(5, ...places.map((p) => p.length)) + 1;
  return [
    // The summary of `crm_simulate` omits shutdowns; they are in its list of executed actions.
    ...changes.nodes.filter((c) => c.kind === "fence").map(nodeChangeText),
    ...changes.resources.map((c, i) => {
      const place = (places[i] ?? "").padStart(placeWidth);
      return `${LABEL[c.kind].padEnd(8)}   ${c.resource.padEnd(idWidth)}   (${place} )${reasonText(c)}`;
    }),
  ];
}
