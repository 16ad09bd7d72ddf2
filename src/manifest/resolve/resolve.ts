/**
 * Third phase: references among the sections, the catalogue and the profile, into a {@link Manifest} that leaves
 * nothing open but the values of secrets.
 */

import { RESOURCES_AND_TEMPLATES } from "../../cib/resource-elements.ts";
import { didYouMean } from "../../cib/value/nearest.ts";
import type { Declared } from "../language/language.ts";
import { attributeText, drafts } from "../model/draft.ts";
import { hasRoles, type Manifest, type Node, type OwnConstraint, type Secret, type Service } from "../model/model.ts";
import type { Problems } from "../read/shape.ts";
import { resolveSettings, runtimeOf } from "./cluster-settings.ts";
import { type Named, resolveConstraint } from "./constraints.ts";
import { resolveCorosync } from "./corosync.ts";
import { resolveFencing } from "./fencing.ts";
import { checkIds, type Resolved } from "./ids.ts";
import { warnOfLiteralSecrets } from "./literal-secrets.ts";
import { type NodePlan, resolveNodes } from "./nodes.ts";
import { rawSections, resolveOwn } from "./own.ts";
import { warnOfQueuePolicy } from "./queue-policy.ts";
import { resolveServices, serviceEntries } from "./services.ts";
import { overrideSettings } from "./settings.ts";
import { warnOfNames } from "./unknown-names.ts";
import { assignVirtualIps, resolveVirtualIp } from "./virtual-ips.ts";

export function resolve(declared: Declared, file: string | undefined, problems: Problems): Manifest {
  const secrets = resolveSecrets(declared, problems);
  const secretNames = new Set((declared.secrets ?? []).map((s) => s.key));
  const nodes = resolveNodes(declared, problems);
  const entries = serviceEntries(declared);
  const names = new Set(entries.map((e) => e.name));
  checkRoles(declared, names, problems);
  const virtualIpEntries = assignVirtualIps(declared, names, problems);
  const surroundings = { nodes, virtualIps: virtualIpEntries, secrets: secretNames };
  const services = resolveServices(declared, entries, surroundings, problems);
  const virtualIps = virtualIpEntries.map((entry) => resolveVirtualIp(entry, secretNames, problems));
  const fencing = resolveFencing(declared, nodes, secretNames, problems);
  const own = resolveOwn(declared, secretNames, problems);
  const resolved = { entries, services, virtualIpEntries, virtualIps, nodes, fencing, own };
  const constraints = resolveConstraints(declared, resolved, problems);
  warnOfNames(declared, { ...resolved, virtualIps: virtualIpEntries }, problems);
  warnOfLiteralSecrets(declared, { entries, virtualIps: virtualIpEntries, nodes, own }, problems);
  warnOfQueuePolicy(entries, problems);
  checkIds(resolved, problems);
  return {
    file,
    runtime: runtimeOf(declared),
    nodes: nodes.map((node) => resolveNode(node, services, problems)),
    services,
    virtualIps,
    fencing,
    settings: resolveSettings(declared, fencing.length, problems),
    constraints,
    own,
    raw: rawSections(declared),
    secrets,
    corosync: declared.corosync && resolveCorosync(declared.corosync, nodes, clusterName(declared), problems),
  };
}

function clusterName({ cluster }: Declared): string | undefined {
  return typeof cluster === "object" ? cluster.name : cluster;
}

function checkRoles(declared: Declared, services: ReadonlySet<string>, problems: Problems): void {
  for (const { value } of declared.roles ?? []) {
    for (const service of value) {
      if (services.has(service.value)) continue;
      problems.add(
        "unknown-service",
        service.at,
        `there is no service "${service.value}" in this manifest`,
        didYouMean(service.value, services),
      );
    }
  }
}

function resolveNode(plan: NodePlan, services: readonly Service[], problems: Problems): Node {
  const given = new Map<string, string>();
  for (const { name, roleAttribute } of services) {
    if (roleAttribute !== undefined && (plan.services?.has(name) ?? true)) given.set(roleAttribute, "true");
  }
  return {
    id: plan.id,
    name: plan.name,
    attributes: overrideSettings(given, plan.settings.attributes, "other", problems),
    utilization: overrideSettings(new Map(), plan.settings.utilization, "other", problems),
    isRemote: plan.settings.type === "remote",
  };
}

function resolveSecrets(declared: Declared, problems: Problems): readonly Secret[] {
  return (declared.secrets ?? []).flatMap(({ key: name, value }): Secret[] => {
    const { file, env, simulated } = value;
    if ((file === undefined) === (env === undefined)) {
      const found = file === undefined ? "neither" : "both";
      problems.add(
        "wrong-type",
        value.at,
        `expected either the key "file" or the key "env" for the secret "${name}", found ${found}`,
      );
      return [];
    }
    const from = file === undefined ? { env: env ?? "" } : { file };
    return [{ name, from, ...(simulated === true ? { simulated: `simulated-${name}` } : {}) }];
  });
}

function resolveConstraints(
  declared: Declared,
  { services, virtualIps, fencing, own }: Resolved,
  problems: Problems,
): readonly OwnConstraint[] {
  const names = new Map<string, Named>();
  for (const { primitive } of [...virtualIps, ...fencing])
    names.set(primitive.id, { id: primitive.id, promotable: false });
  for (const service of services) {
    const named = { id: service.id, promotable: hasRoles(service) };
    names.set(service.id, named).set(service.name, named);
  }
  for (const draft of own.get("resources") ?? []) {
    for (const inner of drafts(draft)) {
      const id = attributeText(inner, "id") ?? "";
      if (RESOURCES_AND_TEMPLATES.has(inner.name)) names.set(id, { id, promotable: undefined });
    }
  }
  return (declared.constraints ?? []).map((c) => resolveConstraint(c, names, problems));
}
