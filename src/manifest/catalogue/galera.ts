/**
 * MariaDB with Galera: every replica is promoted, and a failed promotion waits for a person.
 * docs/tripleo/bundles.md#galera-bundle
 */
import {
  type CatalogueEntry,
  container,
  kollaConfig,
  kollaSource,
  kollaTls,
  monitor,
  mount,
  operation,
  settings,
} from "./entry.ts";

export const galera: CatalogueEntry = {
  name: "galera",
  build(d) {
    const replicas = d.nodes.length;
    return {
      name: "galera",
      id: "galera-bundle",
      kind: "bundle",
      step: 2,
      roleAttribute: "galera-role",
      container: container(d, {
        bundle: "galera-bundle",
        image: "mariadb",
        replicas,
        promotedMax: replicas,
        controlPort: 3123,
        mounts: [
          kollaConfig("mysql-cfg-files", "mysql.json"),
          kollaSource("mysql-cfg-data", "/var/lib/config-data/puppet-generated/mysql/"),
          mount("mysql-hosts", "/etc/hosts", "ro"),
          mount("mysql-localtime", "/etc/localtime", "ro"),
          mount("mysql-lib", "/var/lib/mysql", "rw"),
          mount("mysql-log-mariadb", "/var/log/mariadb", "rw"),
          mount("mysql-log", "/var/log/containers/mysql", "rw", "/var/log/mysql"),
          mount("mysql-dev-log", "/dev/log", "rw"),
          ...(d.tls.internal
            ? [
                kollaTls("mysql-pki-gcomm-key", "/etc/pki/tls/private/mysql.key"),
                kollaTls("mysql-pki-gcomm-cert", "/etc/pki/tls/certs/mysql.crt"),
                kollaTls("mysql-pki-gcomm-ca", d.tls.caFile),
              ]
            : []),
        ],
      }),
      primitive: {
        id: "galera",
        agent: { standard: "ocf", provider: "heartbeat", type: "galera" },
        parameters: settings({
          additional_parameters: "--open-files-limit=16384",
          cluster_host_map: d.nodes.map((node) => `${node}:${d.host(node)}`).join(";"),
          enable_creation: "true",
          log: "/var/log/mysql/mysqld.log",
          two_node_mode: replicas === 2 ? "true" : undefined,
          wsrep_cluster_address: `gcomm://${d.nodes.map((node) => d.host(node)).join(",")}`,
        }),
        meta: new Map([
          ["container-attribute-target", "host"],
          ["ordered", "true"],
          ["promoted-max", String(replicas)],
        ]),
        operations: [
          operation("demote", "120s"),
          monitor("20s", "30s"),
          monitor("10s", "30s", "Promoted"),
          monitor("30s", "30s", "Unpromoted"),
          operation("promote", "300s", { onFail: "block" }),
          operation("start", "120s"),
          operation("stop", "120s"),
        ],
      },
      meta: new Map(),
    };
  },
};
