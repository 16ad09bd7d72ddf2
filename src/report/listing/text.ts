/** A listing as text, one line each. */
import { alertLines, operationLines, setLines } from "../config/text.ts";
import type { Listing } from "./document.ts";

export function listingLines({
  of,
  kind,
  sets,
  operations,
  constraints,
  tags,
  alerts,
  acls,
  groups,
}: Listing): string[] {
  const lines = [
    ...setLines(sets),
    ...operations.flatMap(operationLines),
    ...constraints.map(({ id, text }) => `${text}  [${id}]`),
    ...tags.map(({ id, references }) => `${id}: ${references.join(", ")}`),
    ...alerts.flatMap(alertLines),
    ...acls.flatMap(({ kind: of, id, permissions, roles }) =>
      of === "role"
        ? [`role ${id}`, ...permissions.map((p) => `  ${p.text}  [${p.id}]`)]
        : [`${of} ${id}: ${roles.join(", ")}`],
    ),
    ...groups.map(
      ({ id, clone, members }) => `${id}${clone === undefined ? "" : ` (in ${clone})`}: ${members.join(", ")}`,
    ),
  ];
  return lines.length > 0 ? lines : [`there is no ${kind}${of === "" ? "" : ` of ${of}`}`];
}
