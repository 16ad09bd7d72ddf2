/** A listing as text, one line each. */
import { operationLines, setLines } from "../config/text.ts";
import type { Listing } from "./document.ts";

export function listingLines({ of, kind, sets, operations, constraints }: Listing): string[] {
  const lines = [
    ...setLines(sets),
    ...operations.flatMap(operationLines),
    ...constraints.map(({ id, text }) => `${text}  [${id}]`),
  ];
  return lines.length > 0 ? lines : [`there is no ${kind}${of === "" ? "" : ` of ${of}`}`];
}
