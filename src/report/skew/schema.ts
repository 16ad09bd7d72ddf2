/** `skew-schema`. Source: Pacemaker Administration, "Upgrading": upgrade the CIB's syntax when every node is upgraded. */
import { compareSchemas, firstWithSchema } from "../../cib/release/table.ts";
import type { SkewFinding } from "./finding.ts";

export interface NodeSchema {
  readonly name: string;
  /** The newest that it has. */
  readonly schema: string;
}

/** @param wanted the schema in force, or the one that a CIB is to be upgraded to */
export function schemaSkew(wanted: string, nodes: readonly NodeSchema[]): SkewFinding[] {
  return nodes
    .filter(({ schema }) => compareSchemas(schema, wanted) < 0)
    .map(({ name, schema }) => {
      const first = firstWithSchema(wanted);
      return {
        gate: "skew-schema",
        severity: "error",
        object: name,
        text: `${name} has schemas up to ${schema}, and the CIB is of ${wanted}`,
        reason: "the node can neither read nor take over this CIB",
        wayRound:
          first === undefined
            ? "upgrade the node first"
            : `upgrade the node first, to Pacemaker ${first.release} or later`,
      };
    });
}
