/**
 * Replicas of which nothing says that they were started with the definition in force: the cluster found them running, by a
 * probe, and has not started them since. So it is after a paused or undone `apply --rolling`, which had their history read anew,
 * and after `crm_resource --refresh`. What differs by its digest is never in this list: the cluster restarts that by itself.
 */
import { withoutInstanceNumber } from "../../../cib/instance-name.ts";
import { readStatus } from "../../../cib/status.ts";
import { findResource } from "../../../scheduler/model/lookup.ts";
import { primitivesOf } from "../../../scheduler/model/roles.ts";
import type { RunLook } from "./kind.ts";

/** The nodes of such replicas, of what is in a bundle the hosts. */
export function outdatedOn({ reading: { cib, model } }: RunLook, resource: string): ReadonlySet<string> {
  const rsc = findResource(model, resource);
  if (rsc === undefined) return new Set();
  const replicas = rsc.kind === "bundle" ? rsc.replicas : [];
  const parts = [...primitivesOf(rsc), ...replicas.map(({ container }) => container)].filter(
    (p) => !replicas.some(({ connection, ip }) => connection === p || ip === p),
  );
  const found = foundRunning(cib);
  return new Set(
    parts.flatMap((p) =>
      p.active
        .filter(({ name }) => found.has(`${withoutInstanceNumber(p.id)} ${name}`))
        .flatMap((n) => (n.kind === "cluster" ? [n.name] : (n.connection?.active ?? []).map(({ name }) => name))),
    ),
  );
}

/** Such as `d n1`: the last thing that the node did to it, monitors apart, was to find it. */
function foundRunning(cib: Parameters<typeof readStatus>[0]): ReadonlySet<string> {
  return new Set(
    readStatus(cib).nodes.flatMap(({ name, id, history }) =>
      history
        .filter(({ entries }) => entries.some((e) => e.id.endsWith("_last_0") && e.task === "monitor"))
        .map((h) => `${withoutInstanceNumber(h.id)} ${name ?? id}`),
    ),
  );
}
