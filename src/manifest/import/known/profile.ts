/** The profile whose settings a cluster of the catalogue's services has, all of them. */
import { parseInterval } from "../../../cib/value/duration.ts";
import { type Element, get, idOf } from "../../../cib/xml/tree.ts";
import { SECTION_OF } from "../../merge/settings.ts";
import type { Profile, ProfileSetting } from "../../profiles/profile.ts";
import { PROFILES } from "../../profiles/profiles.ts";
import type { Section } from "../yaml-text.ts";
import type { KnownBundle } from "./bundles.ts";
import { inSection, settingOf } from "./in-section.ts";

interface KnownProfile {
  readonly section: Section;
  readonly runtime: "podman" | "docker" | undefined;
  readonly settings: readonly string[];
}

export function profileOf(
  configuration: Element,
  bundles: readonly KnownBundle[],
  without: ReadonlySet<string>,
): KnownProfile | undefined {
  const runtime = bundles[0]?.runtime ?? (isOfSystemd(configuration) ? "systemd" : undefined);
  if (runtime === undefined || without.has("profile")) return undefined;
  const fits = [...PROFILES].filter(
    ([, profile]) =>
      (profile.runtime ?? "systemd") === runtime && settings(profile, runtime).every((s) => isSet(configuration, s)),
  );
  const most = Math.max(...fits.map(([, profile]) => settings(profile, runtime).length));
  const best = fits.filter(([, profile]) => settings(profile, runtime).length === most);
  const [name, profile] = best.at(-1) ?? [];
  if (name === undefined || profile === undefined) return undefined;
  const others = best.slice(0, -1).map(([other]) => other);
  const comments =
    others.length === 0 ? [] : [`By its settings it could be ${others.join(", ")} too: name the release you have.`];
  return {
    section: { key: "profile", comments, entries: name },
    runtime: profile.runtime,
    settings: settings(profile, runtime).map((s) => `${s.section} ${s.name}`),
  };
}

function settings(profile: Profile, runtime: string): readonly ProfileSetting[] {
  return profile.settings.filter((s) => s.runtime === undefined || s.runtime === runtime);
}

function isSet(configuration: Element, { section, name, value }: ProfileSetting): boolean {
  const now = settingOf(configuration, SECTION_OF[section], name);
  if (now === undefined || now === value) return now === value;
  const [a, b] = [parseInterval(now), parseInterval(value)];
  return a !== undefined && a === b;
}

/** Whether the services are those that TripleO ran before there were bundles: HAProxy of systemd, with its virtual IPs. */
function isOfSystemd(configuration: Element): boolean {
  const resources = inSection(configuration, "resources");
  return (
    resources.some((e) => e.name === "clone" && idOf(e) === "haproxy-clone") &&
    resources.some((e) => get(e, "type") === "IPaddr2" && idOf(e).startsWith("ip-"))
  );
}
