/**
 * What a node finds in its /etc beside the machine's own files: the cluster's configuration, and Podman's,
 * whose containers come from the image store that all nodes share.
 */
import type { LabNode } from "./address-plan.ts";
import { corosyncConf } from "./corosync-conf.ts";
import type { NodeFile } from "./node-file.ts";

/** Where a node sees the images. */
const IMAGES_IN_NODE = "/var/lib/lab-images";

/**
 * @param mayRaiseLimits whether this process holds CAP_SYS_RESOURCE: without it a container's limits can only be
 *   lowered, and Podman's defaults would fail
 */
export function nodeFiles(nodes: readonly LabNode[], node: LabNode, mayRaiseLimits: boolean): readonly NodeFile[] {
  return [
    { path: "/etc/hostname", text: `${node.name}\n` },
    { path: "/etc/hosts", text: hosts(nodes) },
    { path: "/etc/corosync/corosync.conf", text: corosyncConf(nodes) },
    { path: "/etc/containers/containers.conf", text: containersConf(mayRaiseLimits) },
    { path: "/etc/containers/storage.conf", text: storageConf },
  ];
}

function hosts(nodes: readonly LabNode[]): string {
  return ["127.0.0.1 localhost", ...nodes.map((node) => `${node.address} ${node.name}`)].join("\n").concat("\n");
}

/** runc and cgroupfs, as there is no systemd in a node, and crun fails where cgroups are of both versions. */
function containersConf(mayRaiseLimits: boolean): string {
  const limits = mayRaiseLimits ? "" : 'default_ulimits = ["nofile=1024:4096", "nproc=4096:4096"]\n';
  return `[containers]
${limits}cgroupns = "host"
log_driver = "k8s-file"
pids_limit = 0
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
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
 * The CIB a new node begins with. A short `dc-deadtime` before the first election saves 20 seconds. All nodes see
 * the load of the one machine they are on, and would each hold back for it: `load-threshold` has them not. Fencing is off
 * until a configuration brings its devices, or the cluster would wait for them for ever.
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
