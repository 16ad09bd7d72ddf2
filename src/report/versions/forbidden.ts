/**
 * What the oldest node forbids while it is in the cluster. Source: Pacemaker Administration, "Upgrading a Pacemaker Cluster";
 * corosync-cfgtool(8) on reloads in a mixed cluster.
 */

import { sameStep } from "../../cib/release/compatible.ts";
import { missingFrom } from "../../cib/release/steps.ts";
import { compareSchemas, firstWithSchema, releasesWith } from "../../cib/release/table.ts";
import { compareDottedVersions } from "../../cib/value/dotted-version.ts";
import { listText } from "../explain/place-text.ts";
import type { Differing, Forbidden, NodeVersions } from "./document.ts";

/** The feature set of a node: what its program says, else what the CIB does. */
export function featureSetOf({ featureSet, software }: NodeVersions): string | undefined {
  return software?.featureSet ?? featureSet ?? undefined;
}

/** Of cluster nodes, oldest first; those that do not say are left out. */
export function byFeatureSet(
  nodes: readonly NodeVersions[],
): readonly { readonly name: string; readonly set: string }[] {
  return nodes
    .filter(({ kind }) => kind === "cluster")
    .flatMap((node) => {
      const set = featureSetOf(node);
      return set === undefined ? [] : [{ name: node.name, set }];
    })
    .sort((a, b) => compareDottedVersions(a.set, b.set));
}

export interface ForbiddenInput {
  readonly nodes: readonly NodeVersions[];
  readonly differences: readonly Differing[];
  readonly newestSchema: string | undefined;
}

export function forbiddenBy({ nodes, differences, newestSchema }: ForbiddenInput): Forbidden[] {
  const sets = byFeatureSet(nodes);
  const [oldest, newest] = [sets[0], sets.at(-1)];
  const forbidden: Forbidden[] = [];
  if (oldest !== undefined && newest !== undefined && !sameStep(oldest.set, newest.set)) {
    const old = listText(sets.filter(({ set }) => set === oldest.set).map(({ name }) => name));
    const because = `${old}: feature set ${oldest.set} (Pacemaker ${releasesWith(oldest.set)})`;
    forbidden.push(
      {
        what: `a DC of feature set ${newest.set} while ${old} is away: then it could not come back before its upgrade`,
        because: "a DC takes no node whose feature set is older than its own",
      },
      ...missingFrom(oldest.set, newest.set).map(({ brought }) => ({ what: brought, because })),
    );
  }
  const schemas = differences.find(({ what }) => what === "schema");
  if (schemas !== undefined && newestSchema !== undefined) {
    const without = schemas.versions.filter(
      ({ version }) => version === null || compareSchemas(version, newestSchema) <= 0,
    );
    forbidden.push({
      what: `a schema after ${newestSchema}`,
      because: `${listText(without.flatMap((v) => v.nodes))} has none: ${nextSchema(newestSchema)}`,
    });
  }
  if (differences.some(({ what }) => what === "corosync"))
    forbidden.push({
      what: "a reload of Corosync's configuration (corosync-cfgtool -R)",
      because: "Corosync does not support it while nodes run different versions",
    });
  return forbidden;
}

/** Which release the next one begins with. */
function nextSchema(schema: string): string {
  const next = firstWithSchema(`${schema}.1`);
  return next === undefined ? "it is the newest known" : `the next begins with Pacemaker ${next.release}`;
}
