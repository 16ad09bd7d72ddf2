/**
 * HAProxy: no agent inside, a replica everywhere, and the virtual IPs follow it.
 * docs/tripleo/bundles.md#haproxy-bundle
 */
import { type CatalogueEntry, container, kollaConfig, kollaSource, kollaTls, mount, publicKeyMounts } from "./entry.ts";

export const haproxy: CatalogueEntry = {
  name: "haproxy",
  virtualIps: { others: true },
  build(d) {
    return {
      name: "haproxy",
      id: "haproxy-bundle",
      kind: "bundle",
      step: 2,
      roleAttribute: "haproxy-role",
      container: container(d, {
        bundle: "haproxy-bundle",
        image: "haproxy",
        replicas: d.nodes.length,
        mounts: [
          kollaConfig("haproxy-cfg-files", "haproxy.json"),
          kollaSource("haproxy-cfg-data", "/var/lib/config-data/puppet-generated/haproxy/"),
          mount("haproxy-hosts", "/etc/hosts", "ro"),
          mount("haproxy-localtime", "/etc/localtime", "ro"),
          mount("haproxy-var-lib", "/var/lib/haproxy", "rw"),
          ...publicKeyMounts("haproxy"),
          mount("haproxy-dev-log", "/dev/log", "rw"),
          ...(d.tls.public ? [kollaTls("haproxy-cert", "/etc/pki/tls/private/overcloud_endpoint.pem")] : []),
          ...(d.tls.internal
            ? [
                kollaTls("haproxy-pki-certs", "/etc/pki/tls/certs/haproxy"),
                kollaTls("haproxy-pki-keys", "/etc/pki/tls/private/haproxy"),
                kollaTls("haproxy-pki-ca-file", d.tls.caFile),
              ]
            : []),
        ],
      }),
      primitive: undefined,
      meta: new Map(),
    };
  },
};
