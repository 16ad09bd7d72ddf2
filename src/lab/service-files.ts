/**
 * What the services of the image `full` find on a node: configuration in /etc, in Debian's places, and empty data
 * directories. A bundle maps them into its containers. Each service listens on the node's own address, as HAProxy has
 * the same ports on the virtual one.
 */
import { type LabNode, VIRTUAL_IP } from "./address-plan.ts";
import type { NodeFile } from "./node-file.ts";
import type { Image } from "./place.ts";

export interface DataDirectory {
  /** Below /var. */
  readonly path: string;
  /** A user of the image: its numbers there are not the machine's. */
  readonly user: string;
}

export const DATA_DIRECTORIES: readonly DataDirectory[] = [
  { path: "lib/mysql", user: "mysql" },
  { path: "lib/redis", user: "redis" },
  { path: "lib/rabbitmq", user: "rabbitmq" },
  { path: "lib/ovn", user: "root" },
];

/** Nodes of a RabbitMQ cluster must share it. */
export const ERLANG_COOKIE = {
  path: "lib/rabbitmq/.erlang.cookie",
  user: "rabbitmq",
  text: "HOLDFASTLABCOOKIE",
} as const;

export function serviceFiles(nodes: readonly LabNode[], node: LabNode, image: Image): readonly NodeFile[] {
  const haproxy = { path: "haproxy/haproxy.cfg", text: haproxyCfg(nodes, image) };
  if (image === "tiny") return [haproxy];
  return [haproxy, { path: "mysql/my.cnf", text: myCnf(node) }, { path: "redis/redis.conf", text: redisConf(node) }];
}

/** Statistics at port 1984; Galera and the promoted Redis at the virtual IP. */
function haproxyCfg(nodes: readonly LabNode[], image: Image): string {
  const servers = (port: number, more: string) =>
    nodes
      .map((node, i) => `  server ${node.name} ${node.address}:${port} check inter 1s${i > 0 ? more : ""}\n`)
      .join("");
  const services =
    image === "tiny"
      ? ""
      : `listen galera
  bind ${VIRTUAL_IP}:3306
  option tcpka
${servers(3306, " backup")}listen redis
  bind ${VIRTUAL_IP}:6379
  option tcp-check
  tcp-check send info\\ replication\\r\\n
  tcp-check expect string role:master
${servers(6379, "")}`;
  return `global
  maxconn 2000
defaults
  mode tcp
  timeout connect 2s
  timeout client 60s
  timeout server 60s
listen stats
  bind *:1984
  mode http
  stats enable
  stats uri /
${services}`;
}

/** `gcomm://` also here: mysql_install_db reads it, though the agent gives the real one. */
function myCnf(node: LabNode): string {
  return `[mysqld]
bind-address=${node.address}
wsrep_on=ON
wsrep_provider=/usr/lib/galera/libgalera_smm.so
wsrep_cluster_name=lab
wsrep_cluster_address=gcomm://
wsrep_node_name=${node.name}
wsrep_node_address=${node.address}
wsrep_sst_method=rsync
wsrep_provider_options="gcache.size=32M"
binlog_format=ROW
default_storage_engine=InnoDB
innodb_autoinc_lock_mode=2
innodb_flush_log_at_trx_commit=0
innodb_buffer_pool_size=64M
innodb_log_file_size=16M
`;
}

function redisConf(node: LabNode): string {
  return `bind ${node.address} 127.0.0.1
protected-mode no
port 6379
dir /var/lib/redis
daemonize no
logfile /var/lib/redis/redis.log
pidfile /run/redis/redis-server.pid
unixsocket /run/redis/redis.sock
repl-diskless-sync yes
repl-diskless-sync-delay 0
save ""
`;
}
