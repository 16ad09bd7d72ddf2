/** The example's control plane on an embedded cluster in virtual time, for tests that edit its manifest. */
import { readFileSync } from "node:fs";
import type { Element } from "../../src/cib/xml/tree.ts";
import { virtualClock } from "../../src/cluster/embedded/clock.ts";
import { newCib } from "../../src/cluster/embedded/new-cib.ts";
import { type RunningCluster, startEmbedded } from "../../src/cluster/embedded/open.ts";
import { compile } from "../../src/manifest/compile/compile.ts";
import { readManifest } from "../../src/manifest/manifest.ts";
import { merge } from "../../src/manifest/merge/merge.ts";
import { schedule } from "../../src/scheduler/schedule.ts";

export const EXAMPLE = readFileSync(new URL("../../examples/control-plane.yaml", import.meta.url), "utf8");
/** The example's line that lists its services. */
export const SERVICES_LINE = "services: [galera, rabbitmq, redis, haproxy, ovn-dbs, cinder-volume]";
export const BEGINNING = Date.UTC(2026, 0, 1);
/** Milliseconds of virtual time within which everything is at rest again. */
export const PATIENCE = 30 * 60 * 1000;
export const PASSWORD = "correct-horse-battery";

/** The CIB as a manifest wants it. */
export function desired(text: string, current: Element): Element {
  const read = readManifest(text, "edited.yaml");
  if (!read.ok) throw new Error(read.problems.map((p) => p.message).join("; "));
  const compiled = compile(read.manifest, { secret: () => PASSWORD });
  if (!compiled.ok) throw new Error(compiled.problems.map((p) => p.message).join("; "));
  return merge(current, compiled.compiled);
}

/** A new cluster of a manifest; nothing has happened on it yet. */
export const startWith = (manifest: string): Promise<RunningCluster> =>
  startEmbedded({
    directory: undefined,
    schedule,
    clock: () => virtualClock(BEGINNING),
    configuration: desired(manifest, newCib(undefined)),
  });
