/** Redis, one replica promoted. docs/tripleo/bundles.md#redis-bundle */
import {
  type CatalogueEntry,
  container,
  kollaConfig,
  kollaSource,
  kollaTls,
  monitor,
  mount,
  operation,
  publicKeyMounts,
  settings,
} from "./entry.ts";

const FIRST_TUNNEL_PORT = 6660;

export const redis: CatalogueEntry = {
  name: "redis",
  build(d) {
    const tunnels = d.nodes.map((node, i) => `${node}:${FIRST_TUNNEL_PORT + i}`).join(";");
    return {
      name: "redis",
      id: "redis-bundle",
      kind: "bundle",
      step: 2,
      roleAttribute: "redis-role",
      container: container(d, {
        bundle: "redis-bundle",
        image: "redis",
        replicas: d.nodes.length,
        promotedMax: 1,
        controlPort: 3124,
        mounts: [
          kollaConfig("redis-cfg-files", "redis.json"),
          kollaSource("redis-cfg-data-redis", "/var/lib/config-data/puppet-generated/redis/"),
          mount("redis-hosts", "/etc/hosts", "ro"),
          mount("redis-localtime", "/etc/localtime", "ro"),
          mount("redis-lib", "/var/lib/redis", "rw"),
          mount("redis-log", "/var/log/containers/redis", "rw", "/var/log/redis"),
          mount("redis-run", "/var/run/redis", "rw,z"),
          ...publicKeyMounts("redis"),
          mount("redis-dev-log", "/dev/log", "rw"),
          ...(d.tls.internal
            ? [
                kollaTls("redis-pki-gcomm-key", "/etc/pki/tls/private/redis.key"),
                kollaTls("redis-pki-gcomm-cert", "/etc/pki/tls/certs/redis.crt"),
              ]
            : []),
        ],
      }),
      primitive: {
        id: "redis",
        agent: { standard: "ocf", provider: "heartbeat", type: "redis" },
        parameters: settings({
          tunnel_host: d.tls.internal ? "127.0.0.1" : undefined,
          tunnel_port_map: d.tls.internal ? tunnels : undefined,
          wait_last_known_master: "true",
        }),
        meta: new Map([
          ["container-attribute-target", "host"],
          ["interleave", "true"],
          ["notify", "true"],
          ["ordered", "true"],
        ]),
        operations: [
          operation("demote", "120s"),
          monitor("45s", "60s"),
          monitor("20s", "60s", "Promoted"),
          monitor("60s", "60s", "Unpromoted"),
          operation("notify", "90s"),
          operation("promote", "120s"),
          operation("start", "200s"),
          operation("stop", "200s"),
        ],
      },
      meta: new Map(),
    };
  },
};
