/**
 * Which of the cluster-wide settings that a manifest asks for a cluster gets. Those that the file names, it gets; those of
 * the profile only where they are not set yet: a profile is for a new cluster, and not a reason to change another.
 */

import { parseInterval } from "../../cib/value/duration.ts";
import { parseScore } from "../../cib/value/score.ts";
import { child, type Element, elements, get, idOf, walk } from "../../cib/xml/tree.ts";
import type { ClusterSetting, SettingSection } from "../model/settings.ts";
import { modernName } from "./overlay.ts";
import { ownedIds } from "./ownership.ts";

/** What the manifest's sections are in a CIB. */
export const SECTION_OF: Readonly<Record<SettingSection, string>> = {
  properties: "crm_config",
  "resource-defaults": "rsc_defaults",
  "operation-defaults": "op_defaults",
};

/** A setting of the profile that the cluster has otherwise, and keeps. */
interface LeftSetting {
  readonly setting: ClusterSetting;
  /** The cluster's value. */
  readonly has: string;
}

export interface FittedSettings {
  readonly given: readonly ClusterSetting[];
  readonly left: readonly LeftSetting[];
}

/** @param configuration of the cluster, before the manifest is merged into it */
export function fitSettings(configuration: Element, settings: readonly ClusterSetting[]): FittedSettings {
  const owned = ownedIds(configuration);
  const given: ClusterSetting[] = [];
  const left: LeftSetting[] = [];
  for (const setting of settings) {
    const pairs = setting.origin.kind === "profile" ? pairsNamed(configuration, setting) : [];
    if (pairs.length === 0 || pairs.some((pair) => owned.has(idOf(pair)))) given.push(setting);
    else {
      const other = pairs.find((pair) => !meanSame(get(pair, "value") ?? "", setting.value));
      if (other !== undefined) left.push({ setting, has: get(other, "value") ?? "" });
    }
  }
  return { given, left };
}

/** In every set of the section, those with rules too. */
function pairsNamed(configuration: Element, { section, name }: ClusterSetting): readonly Element[] {
  const sets = child(configuration, SECTION_OF[section]);
  return (sets === undefined ? [] : elements(sets))
    .flatMap((set) => [...walk(set)])
    .filter((e) => e.name === "nvpair" && modernName(get(e, "name") ?? "") === modernName(name));
}

/** Also the same score or duration in other words: INFINITY and 1000000, 120s and 2min. */
function meanSame(a: string, b: string): boolean {
  if (a === b) return true;
  const same = (x: number | undefined, y: number | undefined): boolean => x !== undefined && x === y;
  const plain = /^[+-]?(\d+|INFINITY)$/;
  if (plain.test(a) && plain.test(b)) return same(parseScore(a), parseScore(b));
  return same(parseInterval(a), parseInterval(b));
}
