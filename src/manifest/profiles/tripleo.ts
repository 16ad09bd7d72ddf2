/** TripleO's cluster-wide settings, release by release. docs/tripleo/properties.md */
import type { Profile, ProfileSetting } from "./profile.ts";

const STICKINESS: ProfileSetting = {
  section: "resource-defaults",
  name: "resource-stickiness",
  value: "INFINITY",
  reason: "nothing moves back by itself when a node returns",
  source: "docs/tripleo/properties.md#defaults",
};

const PODMAN_TIMEOUT: ProfileSetting = {
  section: "operation-defaults",
  name: "timeout",
  value: "120s",
  runtime: "podman",
  reason: "podman answers late on busy disks, and Pacemaker's own 20 s then led to restarts and to fencing",
  source: "docs/tripleo/properties.md#defaults",
};

/** It takes the place of the stickiness: the golden CIBs with instance HA have the one without the other. */
const REQUIRES_FENCING: ProfileSetting = {
  section: "resource-defaults",
  name: "requires",
  value: "fencing",
  reason: "with instance HA a resource starts only after the node that it ran on was fenced",
  source: "docs/tripleo/properties.md#defaults",
};

const RECHECK: ProfileSetting = {
  section: "properties",
  name: "cluster-recheck-interval",
  value: "60s",
  reason: "a remote node that failed is tried again each minute",
  source: "docs/tripleo/properties.md#cluster-properties",
};

const services = (release: string): Profile => ({
  title: `TripleO ${release}: services of systemd`,
  settings: [STICKINESS],
});

const docker = (release: string): Profile => ({
  title: `TripleO ${release}: bundles of docker`,
  runtime: "docker",
  settings: [STICKINESS],
});

const podman = (release: string): Profile => ({
  title: `TripleO ${release}: bundles of podman`,
  runtime: "podman",
  settings: [STICKINESS, PODMAN_TIMEOUT],
});

const withInstanceHa = (profile: Profile): Profile => ({
  ...profile,
  title: `${profile.title}, with instance HA`,
  settings: [RECHECK, REQUIRES_FENCING, ...profile.settings.filter((s) => s !== STICKINESS)],
});

export const TRIPLEO = {
  "tripleo-liberty": services("Liberty"),
  "tripleo-mitaka": services("Mitaka"),
  "tripleo-newton": services("Newton"),
  "tripleo-ocata": services("Ocata"),
  "tripleo-pike": docker("Pike"),
  "tripleo-queens": docker("Queens"),
  "tripleo-queens-instance-ha": withInstanceHa(docker("Queens")),
  "tripleo-rocky": docker("Rocky"),
  "tripleo-stein": podman("Stein"),
  "tripleo-train": podman("Train"),
  "tripleo-train-instance-ha": withInstanceHa(podman("Train")),
} as const satisfies Readonly<Record<string, Profile>>;
