/** What an operator would ask of the deck's cluster; docs/explain.md holds the answers. */
import { ban, type Happening, happens, image, meta, nothing, parameter, property, standby } from "./situations.ts";

export interface AskedQuestion {
  readonly question: string;
  /** What has just happened, in words and in fact. */
  readonly situation: string;
  readonly happening: Happening;
  /** A resource's or a node's id. */
  readonly resource: string;
  readonly on?: string;
}

const ALL_WELL = "All is well.";
const LOST = {
  situation: "controller-0 has dropped out of the cluster.",
  happening: happens({ nodesFailing: ["controller-0"], quorum: "true" }),
};

export const QUESTIONS: readonly AskedQuestion[] = [
  {
    question: "Why is OVN's address on controller-0?",
    situation: ALL_WELL,
    happening: nothing,
    resource: "ip-172.17.1.74",
  },
  {
    question: "Why is it not on controller-2, and what would it take?",
    situation: ALL_WELL,
    happening: nothing,
    resource: "ip-172.17.1.74",
    on: "controller-2",
  },
  {
    question: "Which Redis is promoted, and why that one?",
    situation: ALL_WELL,
    happening: nothing,
    resource: "redis",
  },
  {
    question: "Why is Redis not promoted on controller-1?",
    situation: ALL_WELL,
    happening: nothing,
    resource: "redis-bundle",
    on: "controller-1",
  },
  { question: "Why is every Galera promoted?", situation: ALL_WELL, happening: nothing, resource: "galera" },
  {
    question: "Why does cinder-volume run where it runs?",
    situation: ALL_WELL,
    happening: nothing,
    resource: "openstack-cinder-volume",
  },
  {
    question: "What would it take to have cinder-volume on controller-2?",
    situation: ALL_WELL,
    happening: nothing,
    resource: "openstack-cinder-volume",
    on: "controller-2",
  },
  {
    question: "Why does controller-0's fence device not run on controller-0?",
    situation: ALL_WELL,
    happening: nothing,
    resource: "fence-controller-0",
    on: "controller-0",
  },
  { question: "Where does OVN's address go, and what sends it there?", ...LOST, resource: "ip-172.17.1.74" },
  {
    question: "What becomes of Galera on the node that is lost?",
    ...LOST,
    resource: "galera-bundle",
    on: "controller-0",
  },
  { question: "Why is controller-0 unclean, and what becomes of what ran there?", ...LOST, resource: "controller-0" },
  { question: "Which Redis takes over, and why?", ...LOST, resource: "redis" },
  {
    question: "Why does the public address move?",
    situation: "controller-2 was put in standby.",
    happening: standby("controller-2"),
    resource: "ip-10.0.0.101",
  },
  {
    question: "Why does the public address not come back to controller-2?",
    situation: "Its start failed on controller-2.",
    happening: happens({ operations: ["ip-10.0.0.101_start_0@controller-2=1"] }),
    resource: "ip-10.0.0.101",
    on: "controller-2",
  },
  {
    question: "Why is Redis restarted?",
    situation: "The monitor of the promoted Redis failed once.",
    happening: happens({ operations: ["redis_monitor_20000@redis-bundle-0=1"] }),
    resource: "redis",
  },
  {
    question: "Why is Galera left alone on controller-1?",
    situation: "Its promotion failed there, and the operation has on-fail=block.",
    happening: happens({ operations: ["galera_promote_0@galera-bundle-1=1"] }),
    resource: "galera-bundle",
    on: "controller-1",
  },
  {
    question: "Why are all of haproxy's containers about to be restarted?",
    situation: "The bundle has a new image.",
    happening: image("haproxy-bundle", "cluster.common.tag/haproxy-bundle:next"),
    resource: "haproxy-bundle",
  },
  {
    question: "Why does the public address stop?",
    situation: "haproxy was disabled.",
    happening: meta("haproxy-bundle", "target-role", "Stopped"),
    resource: "ip-10.0.0.101",
  },
  {
    question: "Why does cinder-volume leave controller-0?",
    situation: "An operator moved it away with pcs, which leaves a ban in the configuration.",
    happening: ban("openstack-cinder-volume", "controller-0"),
    resource: "openstack-cinder-volume",
  },
  {
    question: "Why is a failed address not recovered?",
    situation: "The cluster is in maintenance, and the address has failed.",
    happening: (cib, now) =>
      property("maintenance-mode", "true")(
        happens({ operations: ["ip-10.0.0.101_monitor_10000@controller-2=7"] })(cib, now),
        now,
      ),
    resource: "ip-10.0.0.101",
  },
  {
    question: "Why is an address restarted?",
    situation: "Its netmask was changed.",
    happening: parameter("ip-172.17.1.18", "cidr_netmask", "24"),
    resource: "ip-172.17.1.18",
  },
  {
    question: "Why are the addresses stopped?",
    situation: "The other two controllers are gone, and with them the quorum.",
    happening: happens({ nodesFailing: ["controller-0", "controller-2"], quorum: "false" }),
    resource: "ip-172.17.1.18",
  },
];
