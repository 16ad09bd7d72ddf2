/** What operators of a cluster do in a week, and the commands for it. A chore without a command says why. */

/** One command line, and the exit statuses that are right for it. */
interface Asked {
  readonly argv: readonly string[];
  readonly exits: readonly number[];
}

export interface Chore {
  readonly chore: string;
  readonly asked: readonly Asked[];
  /** Why there is no command, or none on a cluster that is simulated. */
  readonly none?: string;
}

const run = (line: string, ...exits: readonly number[]): Asked => ({
  argv: line.split(" "),
  exits: exits.length === 0 ? [0] : exits,
});
const chore = (name: string, ...asked: readonly (Asked | string)[]): Chore => ({
  chore: name,
  asked: asked.map((a) => (typeof a === "string" ? run(a) : a)),
});
const none = (name: string, reason: string): Chore => ({ chore: name, asked: [], none: reason });

/** What the cluster on which they are run calls its resources, and what can be done to that kind of cluster. */
export interface Setting {
  readonly vip: string;
  /** A virtual IP that may be removed. */
  readonly spare: string;
  /** A bundle with one promoted replica, and the resource in it. */
  readonly bundle: string;
  readonly inner: string;
  /** A parameter of that resource. */
  readonly parameter: string;
  /** A fence device. */
  readonly device: string;
  readonly kind: "simulated" | "real";
}

/** In the order in which they are run on one cluster; each leaves it as it found it, but for the last ones. */
export const choresOf = ({ vip, spare, bundle, inner, parameter, device, kind }: Setting): readonly Chore[] => [
  chore("cluster status", "status"),
  chore("one resource", `status ${bundle} -o json`),
  chore("watch", "events"),
  chore("standby, back", "node standby controller-1", "node unstandby controller-1 --wait"),
  chore("standby and wait", "node standby controller-1 --wait", "node unstandby controller-1 --wait"),
  chore("node maintenance", "node maintenance controller-1", "node unmaintenance controller-1"),
  chore("maintenance window", "property set maintenance-mode=true --why switch", "property unset maintenance-mode"),
  chore(
    "change a property",
    "property set cluster-recheck-interval=5min --dry-run",
    "property set cluster-recheck-interval=5min",
  ),
  chore(
    "move",
    `resource move ${vip} controller-2`,
    `resource move ${vip} controller-1 --for 2h --wait`,
    `resource clear ${vip}`,
  ),
  chore("ban, clear", "resource ban haproxy-bundle controller-1 --for 1h", "resource clear haproxy-bundle --wait"),
  chore("restart a resource", "resource restart haproxy-bundle"),
  chore("restart one bundle replica", `resource restart ${bundle} --node controller-1`),
  none("rolling restart", "one node after the other, by hand: resource restart --node"),
  chore("disable, enable", "resource disable haproxy-bundle --wait", "resource enable haproxy-bundle --wait"),
  chore("unmanage, manage", `resource unmanage ${vip} haproxy-bundle`, `resource manage ${vip} haproxy-bundle`),
  chore("cleanup", `resource cleanup ${inner}:1`, "cleanup"),
  chore("refresh", `resource refresh ${bundle}`, run("wait -t 60s", 0, 1)),
  kind === "simulated"
    ? none("debug-start", "simulated agents have no programs")
    : chore(
        "debug-start",
        `resource disable ${spare} --wait`,
        `resource debug ${spare} start`,
        `resource debug ${spare} stop`,
        `resource enable ${spare} --wait`,
      ),
  chore("fail counts", `status ${bundle}`),
  chore("fence by hand", "node fence controller-2 --yes", run("wait -t 60s", 0, 1)),
  chore("confirm fencing", run("node confirm-off controller-2 --yes", 107)),
  chore("fencing history", "fencing history", "fencing list", "fencing levels"),
  chore("add a node", run("plan same.xml", 0)),
  kind === "simulated"
    ? none("remove a node", "node clear forgets one on Pacemaker; corosync's part is not Holdfast's yet")
    : chore("remove a node", run("node clear controller-2", 107)),
  none("stop and start the cluster", "not a command yet"),
  none("quorum, qdevice, links", "corosync.conf is not Holdfast's yet"),
  chore("rotate a password", `resource param ${device} passwd=new-one --dry-run`),
  chore("update an image", run("plan changed.xml", 2)),
  chore("change a timeout", `resource op ${inner} monitor interval=45s timeout=70s`),
  chore(
    "add a constraint",
    `constraint location ${vip} prefers controller-0=10`,
    `constraint remove location-${vip}-controller-0-10`,
  ),
  chore("delete a resource", `resource remove ${spare} --yes`),
  chore("what if a node dies", "whatif --only node-fails"),
  chore("will it restart anything", `resource param ${inner} ${parameter} --dry-run`),
  chore("why is it here", `explain ${vip}`),
  chore("what happened", "events"),
  chore("why did it fail over", `explain ${bundle}`),
  chore("show configuration", "config", `config ${bundle}`),
  chore("list constraints", "constraint list", `constraint list ${vip}`),
  chore("export, backup", "config --xml"),
  chore("revert", "history"),
  chore("who changed what", "history"),
  chore("two admins at once", "apply same.xml --yes"),
  chore("tickets", "ticket list"),
  chore(
    "alerts, ACLs, tags",
    "config",
    `tag add addresses ${vip}`,
    "resource unmanage addresses",
    "resource manage addresses",
    "tag remove addresses",
    "alert add /usr/local/bin/page.sh --event fencing --recipient night",
    "alert list",
    "alert remove page",
  ),
  chore("describe an agent", "agent list IPaddr", "agent describe ocf:heartbeat:IPaddr2"),
  chore(
    "node attribute, utilization",
    "node attribute controller-0 rack=b2",
    "node attribute controller-0",
    "node utilization controller-0 cpu=16",
  ),
  chore("monitoring check", run("status -o json", 0, 1, 193)),
  kind === "simulated"
    ? chore("rehearse an outage", "inject node-crash controller-1", run("wait -t 60s", 0, 1, 124))
    : chore("rehearse an outage", "lab crash controller-1", "wait -t 120s"),
];
