/**
 * Fencing devices, as TripleO makes them: named by agent and MAC address, one level a node unless the manifest gives
 * more, each kept from its own node by a finite score, so that as a last resort it may still run there. A device is the
 * section's template with what the node's own entry says; `{node}` in a parameter is the node's name.
 * docs/tripleo/fencing.md#devices
 */

import type { Place } from "../../cib/problem.ts";
import { msToSeconds, parseDuration } from "../../cib/value/duration.ts";
import { didYouMean } from "../../cib/value/nearest.ts";
import type { Declared } from "../language/language.ts";
import type { DeclaredDevice, DeclaredFencing } from "../language/nodes.ts";
import type { FencingDevice } from "../model/model.ts";
import { type Setting, textSetting } from "../model/setting.ts";
import type { Problems } from "../read/shape.ts";
import type { NodePlan } from "./nodes.ts";
import { overrideOperations } from "./operations.ts";
import { overrideParameters } from "./settings.ts";

/** A cluster that cannot fence cannot recover from a node that hangs, so doing without is said, not assumed. */
const WITHOUT =
  'give fencing an agent and parameters, write "fencing: none" to do without, or leave the key out to leave fencing as it is';

/** What all devices share. */
type Template = Pick<DeclaredFencing, "agent" | "delay" | "parameters" | "operations" | "avoid">;

/** Every part of a manifest that configures fence devices: the template, the listed ones and those of nodes. */
export function declaredDevices(
  { fencing }: Declared,
  nodes: readonly NodePlan[],
): readonly (DeclaredFencing | DeclaredDevice)[] {
  if (fencing === undefined || fencing === "none") return [];
  const listed = (fencing.devices ?? []).flatMap(({ value }) => (Array.isArray(value) ? value : [value]));
  return [fencing, ...listed, ...nodes.flatMap((node) => node.devices ?? [])];
}

export function resolveFencing(
  declared: Declared,
  nodes: readonly NodePlan[],
  secrets: ReadonlySet<string>,
  problems: Problems,
): readonly FencingDevice[] {
  const { fencing } = declared;
  if (fencing === "none") {
    for (const node of nodes) {
      const at = node.settings.keys?.get("fencing");
      if (at !== undefined)
        problems.add("misplaced-key", at, 'the key "fencing" does not apply: the manifest says "fencing: none"');
    }
    return [];
  }
  const listed = fencing === undefined ? undefined : listedDevices(fencing, nodes, problems);
  // On a single node a device could run nowhere else.
  const template: Template = nodes.length === 1 ? { ...fencing, avoid: "none" } : (fencing ?? {});
  const devices = nodes.flatMap((node) => {
    const entries = node.devices ?? listed?.get(node.name) ?? (template.agent === undefined ? [] : [undefined]);
    return entries.flatMap((entry) => resolveDevice(entry, node, template, secrets, problems) ?? []);
  });
  if (fencing !== undefined && devices.length === 0 && nodes.length > 0) {
    problems.add(
      "missing-key",
      declared.keys.get("fencing") ?? fencing.at,
      "expected a fencing device for at least one node",
      WITHOUT,
    );
  }
  return devices;
}

function listedDevices(
  fencing: DeclaredFencing,
  nodes: readonly NodePlan[],
  problems: Problems,
): ReadonlyMap<string, readonly DeclaredDevice[]> {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const listed = new Map<string, readonly DeclaredDevice[]>();
  for (const { key, at, value } of fencing.devices ?? []) {
    const node = byName.get(key);
    if (node === undefined)
      problems.add("unknown-node", at, `there is no node "${key}"`, didYouMean(key, byName.keys()));
    else if (node.devices !== undefined) {
      problems.add(
        "duplicate-id",
        at,
        `the fencing of "${key}" is already given with the node, in line ${node.at.line}`,
      );
    }
    listed.set(key, Array.isArray(value) ? value : [value as DeclaredDevice]);
  }
  return listed;
}

function resolveDevice(
  entry: DeclaredDevice | undefined,
  node: NodePlan,
  template: Template,
  secrets: ReadonlySet<string>,
  problems: Problems,
): FencingDevice | undefined {
  const agent = entry?.agent ?? template.agent;
  if (agent === undefined) {
    const at: Place = entry?.at ?? node.at;
    problems.add(
      "missing-key",
      at,
      `expected the key "agent" in the fencing device of "${node.name}", or in "fencing" for all`,
    );
    return undefined;
  }
  const given = new Map<string, Setting>();
  const delay = entry?.delay ?? template.delay;
  if (delay !== undefined) given.set("delay", textSetting(String(msToSeconds(parseDuration(delay) ?? 0))));
  // A parameter of another agent's template would be refused by this one.
  const shared = agent === template.agent ? overrideParameters(given, template.parameters, secrets, problems) : given;
  const parameters = new Map(overrideParameters(shared, entry?.parameters, secrets, problems));
  for (const [key, setting] of parameters) {
    if (setting.kind === "text") parameters.set(key, textSetting(setting.text.replaceAll("{node}", node.name)));
  }
  const tellsTargets = ["pcmk_host_list", "pcmk_host_map", "pcmk_host_check"].some((key) => parameters.has(key));
  if (!tellsTargets) parameters.set("pcmk_host_list", textSetting(node.name));
  const monitor = [{ name: "monitor", interval: "60s" }];
  const operations = overrideOperations(
    overrideOperations(monitor, template.operations, problems),
    entry?.operations,
    problems,
  );
  const avoid = template.avoid ?? "-10000";
  return {
    primitive: {
      id: `stonith-${agent}-${entry?.mac ?? node.name}`,
      agent: { standard: "stonith", type: agent },
      parameters,
      meta: new Map(),
      operations,
    },
    target: node.name,
    level: entry?.level ?? 1,
    avoid: avoid === "none" ? undefined : avoid,
  };
}
