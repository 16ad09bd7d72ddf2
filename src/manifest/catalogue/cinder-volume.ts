/**
 * Cinder's volume service: one replica anywhere, no agent inside. TripleO makes the mounts' ids from the paths on the
 * host, so that `/dev/` and `/dev` would be two. docs/tripleo/bundles.md#openstack-cinder-volume
 */
import type { Mount } from "../model/model.ts";
import { type CatalogueEntry, container, mount } from "./entry.ts";

const KOLLA = "/var/lib/kolla/config_files";

export const cinderVolume: CatalogueEntry = {
  name: "cinder-volume",
  build(d) {
    const id = "openstack-cinder-volume";
    return {
      name: "cinder-volume",
      id,
      kind: "bundle",
      step: 5,
      roleAttribute: "cinder-volume-role",
      container: container(d, {
        bundle: id,
        image: "cinder-volume",
        replicas: 1,
        before: "--ipc=host --privileged=true",
        mounts: [
          byPath("/etc/hosts", "ro"),
          byPath("/etc/localtime", "ro"),
          byPath("/etc/pki/ca-trust/extracted", "ro"),
          byPath("/etc/pki/ca-trust/source/anchors", "ro"),
          byPath("/etc/pki/tls/certs/ca-bundle.crt", "ro"),
          byPath("/etc/pki/tls/certs/ca-bundle.trust.crt", "ro"),
          byPath("/etc/pki/tls/cert.pem", "ro"),
          byPath("/dev/log", "rw"),
          ...(d.tls.internal ? [byPath(d.tls.caFile, "ro")] : []),
          byPath("/etc/puppet", "ro"),
          byPath(`${KOLLA}/cinder_volume.json`, "ro", `${KOLLA}/config.json`),
          byPath("/var/lib/config-data/puppet-generated/cinder", "ro", `${KOLLA}/src`),
          byPath("/etc/iscsi", "ro", `${KOLLA}/src-iscsid`),
          byPath("/etc/ceph", "ro", `${KOLLA}/src-ceph`),
          byPath("/lib/modules", "ro"),
          byPath("/dev/", "rw"),
          byPath("/run/", "rw"),
          byPath("/sys", "rw"),
          byPath("/var/lib/cinder", "z"),
          byPath("/var/lib/iscsi", "z"),
          byPath("/var/log/containers/cinder", "z", "/var/log/cinder"),
        ],
      }),
      primitive: undefined,
      meta: new Map(),
    };
  },
};

function byPath(source: string, options: string, target: string = source): Mount {
  return mount(`cinder-volume${source.replaceAll("/", "-")}`, source, options, target);
}
