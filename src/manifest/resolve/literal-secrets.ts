/**
 * Warns of secrets that are written into the manifest as they are: by a parameter's name, or inside its value. Plans hide
 * them, but the file, its history and its copies hold them.
 */
import { isSecretParameter, withoutCredentials } from "../../cib/secret-text.ts";
import type { Declared } from "../language/language.ts";
import type { DeclaredParameters } from "../language/service.ts";
import type { Problems } from "../read/shape.ts";
import { declaredDevices } from "./fencing.ts";
import type { NodePlan } from "./nodes.ts";
import { type OwnSections, type OwnSetting, ownPrimitives } from "./own-primitives.ts";
import type { ServiceEntry } from "./service.ts";
import type { VirtualIpEntry } from "./virtual-ips.ts";

interface Resolved {
  readonly entries: readonly ServiceEntry[];
  readonly virtualIps: readonly VirtualIpEntry[];
  readonly nodes: readonly NodePlan[];
  readonly own: OwnSections;
}

/** Warns of every literal secret in the parameters of services, addresses and fence devices. */
export function warnOfLiteralSecrets(declared: Declared, resolved: Resolved, problems: Problems): void {
  for (const { settings } of [...resolved.entries, ...resolved.virtualIps]) warn(settings.parameters, problems);
  for (const { parameters } of declaredDevices(declared, resolved.nodes)) warn(parameters, problems);
  for (const { parameters } of ownPrimitives(resolved.own)) warn(parameters, problems);
}

function warn(parameters: DeclaredParameters | readonly OwnSetting[] | undefined, problems: Problems): void {
  for (const { key, value } of parameters ?? []) {
    const text = value.value;
    if (typeof text !== "string" || text === "") continue;
    const named = isSecretParameter(key);
    if (!named && withoutCredentials(text) === text) continue;
    problems.warn(
      "literal-secret",
      value.at,
      named
        ? `the secret "${key}" is written out in this file`
        : `the value of "${key}" has a secret written out in it`,
      `write ${key}: {secret: NAME}, and under "secrets" where it is kept: NAME: {file: /path} or {env: VARIABLE}`,
    );
  }
}
