/**
 * OVN's northbound and southbound databases, one replica promoted, its virtual IP with it.
 * docs/tripleo/bundles.md#ovn-dbs-bundle
 */
import { type CatalogueEntry, container, kollaConfig, monitor, mount, operation, settings } from "./entry.ts";

const KEY = "/etc/pki/tls/private/ovn_dbs.key";
const CERTIFICATE = "/etc/pki/tls/certs/ovn_dbs.crt";

export const ovnDbs: CatalogueEntry = {
  name: "ovn-dbs",
  addressParameter: "master_ip",
  virtualIps: { named: ["ovn-dbs", "ovn"] },
  build(d) {
    const tls = (value: string): string | undefined => (d.tls.internal ? value : undefined);
    const state = "/var/lib/openvswitch/ovn";
    const log = "/var/log/containers/openvswitch";
    return {
      name: "ovn-dbs",
      id: "ovn-dbs-bundle",
      kind: "bundle",
      step: 3,
      roleAttribute: "ovn-dbs-role",
      container: container(d, {
        bundle: "ovn-dbs-bundle",
        image: "ovn-northd",
        replicas: d.nodes.length,
        promotedMax: 1,
        controlPort: 3125,
        user: null,
        mounts: [
          kollaConfig("ovn-dbs-cfg-files", "ovn_dbs.json"),
          mount("ovn-dbs-mod-files", "/lib/modules", "ro"),
          mount("ovn-dbs-run-files", state, "rw", "/run/openvswitch"),
          mount("ovn-dbs-new-run-files", state, "rw", "/run/ovn"),
          mount("ovn-dbs-log-files", log, "rw", "/var/log/openvswitch"),
          mount("ovn-dbs-new-log-files", log, "rw", "/var/log/ovn"),
          mount("ovn-dbs-db-path", state, "rw", "/etc/openvswitch"),
          mount("ovn-dbs-new-db-path", state, "rw", "/etc/ovn"),
          ...(d.tls.internal
            ? [
                mount("ovn-dbs-pki-", KEY, "ro"),
                mount("ovn-dbs-cert", CERTIFICATE, "ro"),
                mount("ovn-dbs-cacert", d.tls.caFile, "ro"),
              ]
            : []),
        ],
      }),
      primitive: {
        id: "ovndb_servers",
        agent: { standard: "ocf", provider: "ovn", type: "ovndb-servers" },
        parameters: settings({
          inactive_probe_interval: "180000",
          listen_on_master_ip_only: "yes",
          manage_northd: "yes",
          master_ip: d.virtualIp,
          nb_master_port: "6641",
          nb_master_protocol: tls("ssl"),
          ovn_nb_db_cacert: tls(d.tls.caFile),
          ovn_nb_db_cert: tls(CERTIFICATE),
          ovn_nb_db_privkey: tls(KEY),
          ovn_sb_db_cacert: tls(d.tls.caFile),
          ovn_sb_db_cert: tls(CERTIFICATE),
          ovn_sb_db_privkey: tls(KEY),
          sb_master_port: "6642",
          sb_master_protocol: tls("ssl"),
        }),
        meta: new Map([
          ["container-attribute-target", "host"],
          ["notify", "true"],
        ]),
        operations: [
          operation("demote", "50s"),
          monitor("10s", "60s", "Promoted"),
          monitor("30s", "60s", "Unpromoted"),
          operation("notify", "20s"),
          operation("promote", "50s"),
          operation("start", "200s"),
          operation("stop", "200s"),
        ],
      },
      meta: new Map(),
    };
  },
};
