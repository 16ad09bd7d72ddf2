/** RabbitMQ, each queue on every replica. docs/tripleo/bundles.md#rabbitmq-bundle */
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

/**
 * Not TripleO's own, which leaves a mirror made after a failure without the messages that were there before, and makes it
 * the leader all the same: a second failure then loses acknowledged messages.
 */
const QUEUE_POLICY = JSON.stringify({ "ha-mode": "all", "ha-sync-mode": "automatic" });

export const rabbitmq: CatalogueEntry = {
  name: "rabbitmq",
  build(d) {
    const replicas = d.nodes.length;
    // With TLS the certificate takes the place, and the id, of the host's certificates.
    const trust = publicKeyMounts("rabbitmq").map((m) =>
      d.tls.internal && m.id === "rabbitmq-pki-cert"
        ? kollaTls("rabbitmq-pki-cert", "/etc/pki/tls/certs/rabbitmq.crt")
        : m,
    );
    return {
      name: "rabbitmq",
      id: "rabbitmq-bundle",
      kind: "bundle",
      step: 2,
      roleAttribute: "rabbitmq-role",
      container: container(d, {
        bundle: "rabbitmq-bundle",
        image: "rabbitmq",
        replicas,
        controlPort: 3122,
        after: "-e LANG=en_US.UTF-8 -e LC_ALL=en_US.UTF-8",
        mounts: [
          kollaConfig("rabbitmq-cfg-files", "rabbitmq.json"),
          kollaSource("rabbitmq-cfg-data", "/var/lib/config-data/puppet-generated/rabbitmq/"),
          mount("rabbitmq-hosts", "/etc/hosts", "ro"),
          mount("rabbitmq-localtime", "/etc/localtime", "ro"),
          mount("rabbitmq-lib", "/var/lib/rabbitmq", "rw"),
          ...trust,
          mount("rabbitmq-log", "/var/log/containers/rabbitmq", "rw", "/var/log/rabbitmq"),
          mount("rabbitmq-dev-log", "/dev/log", "rw"),
          ...(d.tls.internal ? [kollaTls("rabbitmq-pki-key", "/etc/pki/tls/private/rabbitmq.key")] : []),
        ],
      }),
      primitive: {
        id: "rabbitmq",
        agent: { standard: "ocf", provider: "heartbeat", type: "rabbitmq-cluster" },
        parameters: settings({ set_policy: `ha-all ^(?!amq\\.).* ${QUEUE_POLICY}` }),
        meta: new Map([
          ["container-attribute-target", "host"],
          ["notify", "true"],
        ]),
        operations: [monitor("10s", "40s"), operation("start", "200s"), operation("stop", "200s")],
      },
      meta: new Map(),
    };
  },
};
