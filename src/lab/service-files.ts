/**
 * The files of services on a node: HAProxy's configuration in /etc, and for the image `full` everything that TripleO's
 * bundles map from a host: Kolla's file for each service, the configuration that puppet would have generated, empty data
 * and log directories, certificates. Each service listens on the node's own address, since HAProxy has the same ports on
 * the virtual ones.
 */
import { type LabNode, VIRTUAL_IPS } from "./address-plan.ts";
import type { Image } from "./lab-directory.ts";
import type { NodeFile } from "./node-files.ts";

export interface DataDirectory {
  readonly path: string;
  /** A user of the image: its numbers there are not the machine's. */
  readonly user: string;
}

export const DATA_DIRECTORIES: readonly DataDirectory[] = [
  { path: "/var/lib/mysql", user: "mysql" },
  { path: "/var/log/mariadb", user: "mysql" },
  { path: "/var/log/containers/mysql", user: "mysql" },
  { path: "/var/lib/redis", user: "redis" },
  { path: "/var/log/containers/redis", user: "redis" },
  { path: "/var/lib/rabbitmq", user: "rabbitmq" },
  { path: "/var/log/containers/rabbitmq", user: "rabbitmq" },
  { path: "/var/lib/openvswitch/ovn", user: "root" },
  { path: "/var/log/containers/openvswitch", user: "root" },
  { path: "/var/log/containers/stdouts", user: "root" },
];

/** Below /run, made anew at every boot. */
export const RUN_DIRECTORIES: readonly DataDirectory[] = [{ path: "redis", user: "redis" }];

/** Nodes of a RabbitMQ cluster must share it. */
export const ERLANG_COOKIE = {
  path: "/var/lib/rabbitmq/.erlang.cookie",
  user: "rabbitmq",
  text: "HOLDFASTLABCOOKIE",
} as const;

const KOLLA = "/var/lib/kolla/config_files";
const GENERATED = "/var/lib/config-data/puppet-generated";

/** The command of a container whose services Pacemaker starts. */
const REMOTE = "/usr/sbin/pacemaker_remoted";

export function serviceFiles(nodes: readonly LabNode[], node: LabNode, image: Image): readonly NodeFile[] {
  const haproxy = haproxyCfg(nodes, image);
  const direct = { path: "/etc/haproxy/haproxy.cfg", text: haproxy };
  if (image === "tiny") return [direct];
  return [
    direct,
    kolla("haproxy", "/usr/sbin/haproxy -W -db -f /etc/haproxy/haproxy.cfg"),
    ...["mysql", "rabbitmq", "redis", "ovn_dbs"].map((service) => kolla(service, REMOTE)),
    { path: `${GENERATED}/haproxy/etc/haproxy/haproxy.cfg`, text: haproxy },
    { path: `${GENERATED}/mysql/etc/mysql/my.cnf`, text: myCnf(node) },
    { path: `${GENERATED}/rabbitmq/etc/rabbitmq/rabbitmq.conf`, text: `listeners.tcp.1 = ${node.address}:5672\n` },
    { path: `${GENERATED}/redis/etc/redis/redis.conf`, text: redisConf(node) },
    // No authority is trusted; the files only have to exist, to be mapped.
    ...["ca-trust/extracted/README", "tls/certs/ca-bundle.crt", "tls/certs/ca-bundle.trust.crt", "tls/cert.pem"].map(
      (path) => ({ path: `/etc/pki/${path}`, text: "" }),
    ),
  ];
}

/** Everything generated for the service is copied below the container's root. */
function kolla(service: string, command: string): NodeFile {
  const config = { command, config_files: [{ source: `${KOLLA}/src/*`, dest: "/" }] };
  return { path: `${KOLLA}/${service}.json`, text: `${JSON.stringify(config, null, 2)}\n` };
}

/** Statistics at port 1984 and, as puppet has it, on a socket in /var/lib/haproxy; Galera and the promoted Redis at the virtual IPs. */
function haproxyCfg(nodes: readonly LabNode[], image: Image): string {
  const bind = (port: number) => `  bind ${VIRTUAL_IPS.map((address) => `${address}:${port}`).join(",")}\n`;
  const servers = (port: number, more: string) =>
    nodes
      .map((node, i) => `  server ${node.name} ${node.address}:${port} check inter 1s${i > 0 ? more : ""}\n`)
      .join("");
  const services =
    image === "tiny"
      ? ""
      : `listen galera
${bind(3306)}  option tcpka
${servers(3306, " backup")}listen redis
${bind(6379)}  option tcp-check
  tcp-check send info\\ replication\\r\\n
  tcp-check expect string role:master
${servers(6379, "")}`;
  return `global
  maxconn 2000
  stats socket /var/lib/haproxy/stats mode 600 level operator
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

/** With its log of writes on disk, a promoted Redis that is killed comes back with its data: the agent promotes it again. */
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
appendonly yes
`;
}
