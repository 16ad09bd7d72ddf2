/**
 * Services that take new files without a restart, and how. HAProxy: its management guide, SIGUSR2 to the master. MariaDB: FLUSH
 * SSL, since 10.4. RabbitMQ: its TLS guide, the cache of PEM files is cleared, and new connections read them again.
 */

/** A signal to the first process of the container, or a command in it. */
export type Reload =
  | { readonly how: "signal"; readonly signal: string }
  | { readonly how: "command"; readonly argv: readonly [string, ...string[]] };

interface ServiceReload {
  /** The name that its health check has. */
  readonly service: string;
  /** Of the type of the agent that runs it, or of the bundle's name. */
  readonly named: RegExp;
  /** As a person is shown it. */
  readonly text: string;
  /** How `rotate` does it; undefined where it restarts the service. */
  readonly reload?: Reload;
}

export const RELOADS: readonly ServiceReload[] = [
  {
    service: "haproxy",
    named: /haproxy/i,
    text: "HAProxy loads it on a reload, which keeps connections: a new file in the directory, then SIGUSR2 to its master",
    reload: { how: "signal", signal: "USR2" },
  },
  {
    service: "galera",
    named: /galera|mysql|mariadb/i,
    text: "MariaDB loads certificates with FLUSH SSL, without a restart",
    reload: { how: "command", argv: ["mysql", "-e", "FLUSH SSL"] },
  },
  {
    service: "rabbitmq",
    named: /rabbitmq/i,
    text: "RabbitMQ reads certificates again after ssl:clear_pem_cache(), for new connections",
    reload: { how: "command", argv: ["rabbitmqctl", "eval", "ssl:clear_pem_cache()."] },
  },
  { service: "redis", named: /redis/i, text: "Redis loads certificates when CONFIG SET names their files again" },
  {
    service: "postgresql",
    named: /pgsql|postgres/i,
    text: "PostgreSQL loads certificates and passwords on a reload",
  },
  { service: "web", named: /httpd|apache|nginx/i, text: "the web server loads it on a reload" },
];
