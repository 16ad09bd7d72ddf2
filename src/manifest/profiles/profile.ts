/** What a profile is made of. */
import type { SettingSection } from "../model/settings.ts";

export interface ProfileSetting {
  readonly section: SettingSection;
  readonly name: string;
  readonly value: string;
  /** The container runtime with which it is needed; any where it is left out. */
  readonly runtime?: "podman" | "docker";
  /** Why, in one sentence without a final full stop. */
  readonly reason: string;
  /** The page that says where this is known from. */
  readonly source: string;
}

export interface Profile {
  readonly title: string;
  /** Of all bundles, where the manifest does not say another. */
  readonly runtime?: "podman" | "docker";
  readonly settings: readonly ProfileSetting[];
}
