/**
 * Who uses a file of the nodes, by the configuration: bundles that mount it or a directory around it, and resources a parameter
 * of which is its path; and the least that makes a new file take effect there.
 */
import { child, type Element, elements, get, idOf, walk } from "../../cib/xml/tree.ts";
import { type AskedReplica, subjectsOf } from "../../health/model/subject.ts";
import { servicesFor } from "../../health/services.ts";
import { findResource } from "../../scheduler/model/lookup.ts";
import { topOf } from "../../scheduler/model/resource.ts";
import type { Reading } from "../../scheduler/reading.ts";
import { type Reload, reloadOf } from "./reload.ts";

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
    const source = (get(mapping, "source-dir") ?? "").replace(/\/+$/, "");
    const target = (get(mapping, "target-dir") ?? "").replace(/\/+$/, "");
    if (source === "" || (path !== source && !path.startsWith(`${source}/`))) return [];
    return [{ owner: idOf(bundle), target: target + path.slice(source.length) }];
  });
}
