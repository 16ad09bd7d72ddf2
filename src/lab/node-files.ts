/**
 * The files of a node's /etc that the machine does not have: the configuration of Corosync, and that of Podman, whose
 * containers come from the image store that all nodes share.
 */
import type { LabNode } from "./address-plan.ts";
import type { Settings } from "./lab-directory.ts";
import { SSHD_FILES } from "./ssh.ts";

/** A file that a node has and the machine does not have, or has with other contents. */
export interface NodeFile {
  /** Absolute, as the node sees it: below /etc or /var. */
  readonly path: string;
  readonly text: string;
}

/** Where a node sees the images. */
const IMAGES_IN_NODE = "/var/lib/lab-images";

/**
 * @param kind whether the nodes run systemd, and have no cluster yet
 * @param mayRaiseLimits whether this process holds CAP_SYS_RESOURCE: without it a container's limits can only be
 *   lowered, and Podman's defaults would fail
 */
export function nodeFiles(
  nodes: readonly LabNode[],
  node: LabNode,
  kind: Pick<Settings, "init" | "bare">,
  mayRaiseLimits: boolean,
): readonly NodeFile[] {
  const systemd = kind.init === "systemd";
  return [
    { path: "/etc/hostname", text: `${node.name}\n` },
    { path: "/etc/hosts", text: hosts(nodes) },
    ...(kind.bare ? [] : [{ path: "/etc/corosync/corosync.conf", text: corosyncConf(nodes, systemd) }]),
    { path: "/etc/containers/containers.conf", text: containersConf(mayRaiseLimits, systemd) },
    { path: "/etc/containers/storage.conf", text: storageConf },
    // The machine's disks are not the node's.
    ...(systemd ? [...SSHD_FILES, { path: "/etc/fstab", text: "" }, { path: "/etc/crypttab", text: "" }] : []),
  ];
}

/**
 * corosync.conf(5), votequorum(5): timeouts short enough for drills to take seconds, and no encryption, as nothing else is
 * on the network.
 */
function corosyncConf(nodes: readonly LabNode[], journal: boolean): string {
  const members = nodes.map(
    (node) => `  node {\n    ring0_addr: ${node.address}\n    name: ${node.name}\n    nodeid: ${node.id}\n  }\n`,
  );
  // Two nodes cannot outvote each other: each may continue alone, once it has seen the other.
  const two = nodes.length === 2 ? "  two_node: 1\n  wait_for_all: 1\n" : "";
  return `totem {
  version: 2
  cluster_name: lab
  transport: knet
  crypto_cipher: none
  crypto_hash: none
  token: 1000
  token_coefficient: 0
  join: 50
  consensus: 1200
}
nodelist {
${members.join("")}}
quorum {
  provider: corosync_votequorum
${two}}
logging {
  to_stderr: yes
  to_syslog: ${journal ? "yes" : "no"}
  timestamp: on
}
`;
}

function hosts(nodes: readonly LabNode[]): string {
  return ["127.0.0.1 localhost", ...nodes.map((node) => `${node.address} ${node.name}`)].join("\n").concat("\n");
}

/** runc, since crun fails where cgroups are of both versions, as in a node without systemd. */
function containersConf(mayRaiseLimits: boolean, systemd: boolean): string {
  const limits = mayRaiseLimits ? "" : 'default_ulimits = ["nofile=1024:4096", "nproc=4096:4096"]\n';
  return `[containers]
${limits}cgroupns = "host"
log_driver = "k8s-file"
pids_limit = 0
[engine]
runtime = "runc"
cgroup_manager = "${systemd ? "systemd" : "cgroupfs"}"
events_logger = "file"
`;
}

const storageConf = `[storage]
driver = "overlay"
graphroot = "/var/lib/containers/storage"
runroot = "/run/containers/storage"
[storage.options]
additionalimagestores = [ "${IMAGES_IN_NODE}" ]
`;

/**
 * The CIB of a new node. A short `dc-deadtime` before the first election saves 20 seconds. All nodes see the load of the
 * one machine they are on, and each would throttle itself for it: a high `load-threshold` prevents that. Fencing is off
 * until a configuration brings its devices, or the cluster would wait for them without end.
 */
export const SEED_CIB = `<cib crm_feature_set="3.16.1" validate-with="pacemaker-3.9" epoch="1" num_updates="0" admin_epoch="0">
  <configuration>
    <crm_config>
      <cluster_property_set id="cib-bootstrap-options">
        <nvpair id="cib-bootstrap-options-dc-deadtime" name="dc-deadtime" value="1s"/>
        <nvpair id="cib-bootstrap-options-load-threshold" name="load-threshold" value="1000%"/>
        <nvpair id="cib-bootstrap-options-stonith-enabled" name="stonith-enabled" value="false"/>
        <nvpair id="cib-bootstrap-options-cluster-name" name="cluster-name" value="lab"/>
      </cluster_property_set>
    </crm_config>
    <nodes/>
    <resources/>
    <constraints/>
  </configuration>
  <status/>
</cib>
`;
