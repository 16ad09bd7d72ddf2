/**
 * The cluster-wide settings a manifest asks for: those of its profile, what its cluster and fencing keys mean, and over
 * both the keys of its own sections. What none of them names is not the manifest's.
 */

import type { Declared } from "../language/language.ts";
import type { ClusterSetting, SettingOrigin, SettingSection } from "../model/settings.ts";
import type { Profile } from "../profiles/profile.ts";
import { PROFILES } from "../profiles/profiles.ts";
import type { Problems } from "../read/shape.ts";
import { pairsOf } from "./own.ts";
import { overrideSettings } from "./settings.ts";

/** The profile that the manifest names. */
function profileOf(declared: Declared): Profile | undefined {
  return declared.profile === undefined ? undefined : PROFILES.get(declared.profile);
}

/** Of all bundles. */
export function runtimeOf(declared: Declared): "podman" | "docker" {
  return declared.containers?.runtime ?? profileOf(declared)?.runtime ?? "podman";
}

const SECTIONS = [
  ["properties", "cluster_property_set"],
  ["resource-defaults", "meta_attributes"],
  ["operation-defaults", "meta_attributes"],
] as const satisfies readonly (readonly [SettingSection, string])[];

/** @param devices how many fencing devices the manifest declares */
export function resolveSettings(declared: Declared, devices: number, problems: Problems): readonly ClusterSetting[] {
  const given = [...ofProfile(declared), ...meant(declared, devices)];
  return SECTIONS.flatMap(([section, kind]) => {
    const here = new Map(given.filter((s) => s.section === section).map((s) => [s.name, s]));
    const values = new Map([...here].map(([name, { value }]) => [name, value]));
    const pairs = pairsOf(declared, section);
    const own = new Map((pairs ?? []).map(({ key, at }) => [key, at]));
    return [...overrideSettings(values, pairs, kind, problems)].map(([name, value]): ClusterSetting => {
      const origin = own.has(name) ? undefined : here.get(name)?.origin;
      return { section, name, value, origin: origin ?? { kind: "key", at: own.get(name) } };
    });
  });
}

function ofProfile(declared: Declared): readonly ClusterSetting[] {
  const { profile } = declared;
  if (profile === undefined) return [];
  const runtime = runtimeOf(declared);
  const at = declared.keys.get("profile");
  return (profileOf(declared)?.settings ?? [])
    .filter((s) => s.runtime === undefined || s.runtime === runtime)
    .map(({ section, name, value, reason, source }) => ({
      section,
      name,
      value,
      origin: { kind: "profile", at, profile, reason, source },
    }));
}

function meant(declared: Declared, devices: number): readonly ClusterSetting[] {
  const property = (name: string, value: string, origin: SettingOrigin): ClusterSetting => ({
    section: "properties",
    name,
    value,
    origin,
  });
  const { cluster, fencing, keys } = declared;
  const name = typeof cluster === "string" ? cluster : cluster?.name;
  const found: ClusterSetting[] = [];
  if (name !== undefined) {
    const at = typeof cluster === "string" ? keys.get("cluster") : cluster?.keys.get("name");
    found.push(
      property("cluster-name", name, { kind: "meant", at, key: "cluster", reason: "it is the name of the cluster" }),
    );
  }
  const at = keys.get("fencing");
  if (fencing === "none") {
    const reason = 'that is what "fencing: none" means';
    found.push(property("stonith-enabled", "false", { kind: "meant", at, key: "fencing", reason }));
  } else if (devices > 0) {
    const reason = "Pacemaker uses the fencing devices that are declared only with it";
    found.push(property("stonith-enabled", "true", { kind: "meant", at, key: "fencing", reason }));
  }
  return found;
}
