/** Cluster-wide settings that a manifest asks for, each with what in it asks: nothing else of the kind is touched. */
import type { Place } from "../../cib/problem.ts";

/** As the manifest calls the sections; in the CIB crm_config, rsc_defaults, op_defaults. */
export type SettingSection = "properties" | "resource-defaults" | "operation-defaults";

export type SettingOrigin =
  /** A key of its own. */
  | { readonly kind: "key"; readonly at: Place | undefined }
  /** What another key means, such as fencing devices. */
  | { readonly kind: "meant"; readonly at: Place | undefined; readonly key: string; readonly reason: string }
  | {
      readonly kind: "profile";
      readonly at: Place | undefined;
      readonly profile: string;
      readonly reason: string;
      readonly source: string;
    };

export interface ClusterSetting {
  readonly section: SettingSection;
  readonly name: string;
  readonly value: string;
  readonly origin: SettingOrigin;
}

/** The settings of one section, by name. */
export function settingsOf(settings: readonly ClusterSetting[], section: SettingSection): ReadonlyMap<string, string> {
  return new Map(settings.flatMap((s) => (s.section === section ? [[s.name, s.value] as const] : [])));
}
