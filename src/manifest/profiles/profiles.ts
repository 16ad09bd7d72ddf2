/**
 * What a new control plane needs of cluster-wide settings beyond its manifest's own lines, said by one visible line:
 * `profile: tripleo-train`. A profile is a list of settings, each with its reason and its source. It never replaces what a
 * cluster has been given by others; the file's own keys replace what a profile says.
 */
import type { Profile } from "./profile.ts";
import { TRIPLEO } from "./tripleo.ts";

export const PROFILES: ReadonlyMap<string, Profile> = new Map(Object.entries(TRIPLEO));
