/**
 * Who uses a file of the nodes, by the configuration: bundles that mount it or a directory around it, and resources a parameter
 * of which is its path; and the least that makes a new file take effect there.
 */
import { child, type Element, elements, get, idOf, walk } from "../../cib/xml/tree.ts";
import { type AskedReplica, subjectsOf } from "../../health/model/subject.ts";
import { servicesFor } from "../../health/services.ts";
import type { Reload } from "../../report/secrets/reloads.ts";
import { findResource } from "../../scheduler/model/lookup.ts";
import { topOf } from "../../scheduler/model/resource.ts";
import type { Reading } from "../../scheduler/reading.ts";
import { reloadOf } from "./reload.ts";

export interface FileUser {
  /** The bundle, clone, group or primitive that is restarted or reloaded as a whole. */
  readonly resource: string;
  /** Where the file is in its containers. */
  readonly target: string | undefined;
  /** Undefined: its instances are restarted. */
  readonly reload: Reload | undefined;
  /** Its instances are restarted or reloaded one by one; else it is restarted as a whole. */
  readonly replicated: boolean;
}

/** In the order of the CIB, each resource once. Fence devices read their files at each call, so they need nothing. */
export function usersOf(reading: Reading, path: string): FileUser[] {
  const resources = child(child(reading.cib, "configuration") ?? reading.cib, "resources");
  const places = resources === undefined ? [] : within(resources, path);
  const users = new Map<string, FileUser>();
  for (const { owner, target } of places) {
    const found = findResource(reading.model, owner);
    if (found === undefined || users.has(topOf(found).id)) continue;
    const rsc = topOf(found);
    const [subject] = subjectsOf(reading, rsc);
    const services = subject === undefined || rsc.kind !== "bundle" ? [] : servicesFor(subject).map(({ name }) => name);
    users.set(rsc.id, {
      resource: rsc.id,
      target,
      reload: services.map(reloadOf).find((reload) => reload !== undefined),
      replicated: rsc.kind === "bundle" || rsc.kind === "clone",
    });
  }
  return [...users.values()];
}

/** Whether any resource, a fence device too, has to do with it. */
export function isNamed({ cib }: Pick<Reading, "cib">, path: string): boolean {
  const resources = child(child(cib, "configuration") ?? cib, "resources");
  if (resources === undefined) return false;
  return (
    within(resources, path).length > 0 || walk(resources).some((e) => e.name === "nvpair" && get(e, "value") === path)
  );
}

/** The replica of a user that a node has. */
export function replicaOn(reading: Reading, resource: string, node: string): AskedReplica | undefined {
  const rsc = findResource(reading.model, resource);
  const replicas = rsc === undefined ? [] : subjectsOf(reading, rsc).flatMap((subject) => subject.replicas);
  return replicas.find((replica) => replica.node?.name === node);
}

interface Place {
  readonly owner: string;
  readonly target: string | undefined;
}

function within(resources: Element, path: string): Place[] {
  return elements(resources).flatMap((top) =>
    walk(top).flatMap((e): Place[] => {
      if (e.name === "bundle") return mounts(e, path);
      if (e.name !== "primitive" || get(e, "class") === "stonith") return [];
      const pairs = elements(e, "instance_attributes").flatMap((set) => elements(set, "nvpair"));
      return pairs.some((pair) => get(pair, "value") === path) ? [{ owner: idOf(e), target: undefined }] : [];
    }),
  );
}

function mounts(bundle: Element, path: string): Place[] {
  const storage = child(bundle, "storage");
  return (storage === undefined ? [] : elements(storage, "storage-mapping")).flatMap((mapping) => {
    const source = sourceOf(mapping, idOf(bundle), path);
    const target = (get(mapping, "target-dir") ?? "").replace(/\/+$/, "");
    if (source === undefined || (path !== source && !path.startsWith(`${source}/`))) return [];
    return [{ owner: idOf(bundle), target: target + path.slice(source.length) }];
  });
}

/** The directory or file on the node; of `source-dir-root`, which has one for each replica, that in which the path is. */
function sourceOf(mapping: Element, bundle: string, path: string): string | undefined {
  const own = (get(mapping, "source-dir") ?? "").replace(/\/+$/, "");
  if (own !== "") return own;
  const root = (get(mapping, "source-dir-root") ?? "").replace(/\/+$/, "");
  if (root === "" || !path.startsWith(`${root}/`)) return undefined;
  const [replica = ""] = path.slice(root.length + 1).split("/");
  const isReplica = replica.startsWith(`${bundle}-`) && /^\d+$/.test(replica.slice(bundle.length + 1));
  return isReplica ? `${root}/${replica}` : undefined;
}
