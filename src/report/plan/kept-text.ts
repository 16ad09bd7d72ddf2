/** What operators have switched, and a change leaves as it is, as lines: one for each kind. */
import type { Kept } from "./document.ts";

/** Names that are listed before the rest is counted. */
const MOST_NAMES = 6;

function names(objects: readonly string[]): string {
  const shown = [...new Set(objects)];
  const rest = shown.length - MOST_NAMES;
  return rest > 0 ? `${shown.slice(0, MOST_NAMES).join(", ")} and ${rest} more` : shown.join(", ");
}

export function keptLines(kept: readonly Kept[]): string[] {
  const kinds = [...new Set(kept.map(({ kind }) => kind))];
  return kinds.flatMap((kind) =>
    linesOf(
      kind,
      kept.filter((k) => k.kind === kind),
    ),
  );
}

function linesOf(kind: Kept["kind"], kept: readonly Kept[]): string[] {
  const all = names(kept.map(({ object }) => object));
  const are = new Set(kept.map(({ object }) => object)).size === 1 ? "is" : "are";
  switch (kind) {
    case "maintenance-mode":
      return ["the cluster is in maintenance mode: nothing is started or stopped"];
    case "stop-all-resources":
      return ["all resources are stopped (stop-all-resources)"];
    case "node-standby":
      return [`${all} ${are} in standby`];
    case "node-maintenance":
      return [`${all} ${are} in maintenance: what runs there is neither started nor stopped`];
    case "disabled":
      return [`${all} ${are} disabled (target-role)`];
    case "not-promoted":
      return [`${all} ${are} not to be promoted (target-role)`];
    case "unmanaged":
      return [`${all} ${are} unmanaged (is-managed)`];
    case "maintenance":
      return [`${all} ${are} in maintenance`];
    case "ban":
    case "move":
      return kept.map(({ object, node, constraint }) => {
        const where = node === undefined ? "by a rule" : kind === "ban" ? `from ${node}` : `to ${node}`;
        return `${object} is ${kind === "ban" ? "banned" : "moved"} ${where} (${constraint})`;
      });
    case "ticket":
      return kept.map(({ object, ticket }) => `${object} depends on the ticket ${ticket}, which is not granted`);
  }
}
