/**
 * The keys that Corosync reads, by section, and what each takes. Source: corosync.conf(5) and votequorum(5) of 2.4 and 3.1,
 * corosync-qdevice(8); integers and words as `corosync -t` of 3.1.7 checks them.
 */

export type KeyType =
  | { readonly kind: "integer"; readonly most: number }
  | { readonly kind: "word"; readonly words: readonly string[] }
  | { readonly kind: "text" };

const UNSIGNED: KeyType = { kind: "integer", most: 4_294_967_295 };
/** A switch of votequorum: 0 or 1, though Corosync takes a whole byte. */
const BYTE: KeyType = { kind: "integer", most: 255 };
const PORT: KeyType = { kind: "integer", most: 65_535 };
const TEXT: KeyType = { kind: "text" };
const word = (...words: readonly string[]): KeyType => ({ kind: "word", words });

const all = (type: KeyType, names: string): [string, KeyType][] => names.split(" ").map((name) => [name, type]);

const LOGGER = [
  ...all(
    TEXT,
    "to_stderr to_logfile to_syslog logfile logfile_priority syslog_facility syslog_priority debug subsys name tags",
  ),
];

const SECTIONS: Readonly<Record<string, readonly (readonly [string, KeyType])[]>> = {
  totem: [
    ...all(
      UNSIGNED,
      "version nodeid threads token token_warning token_coefficient token_retransmit hold token_retransmits_before_loss_const join send_join consensus merge downcheck fail_recv_const seqno_unchanged_const heartbeat_failures_allowed max_network_delay window_size max_messages miss_count_const netmtu knet_pmtud_interval knet_mtu knet_compression_threshold knet_compression_level rrp_token_expired_timeout rrp_problem_count_timeout rrp_problem_count_threshold rrp_problem_count_mcast_threshold rrp_autorecovery_check_timeout config_version ip_dscp",
    ),
    ...all(
      TEXT,
      "cluster_name cluster_uuid keyfile key knet_compression_model crypto_model clear_node_high_bit rrp_mode secauth crypto_type",
    ),
    ["block_unlisted_ips", word("yes", "no")],
    ["cancel_token_hold_on_retransmit", word("yes", "no")],
    ["ip_version", word("ipv4", "ipv6", "ipv4-6", "ipv6-4")],
    ["transport", word("knet", "udpu", "udp")],
    ["link_mode", word("passive", "active", "rr")],
    ["crypto_cipher", word("none", "aes256", "aes192", "aes128", "3des")],
    ["crypto_hash", word("none", "md5", "sha1", "sha256", "sha384", "sha512")],
  ],
  "totem.interface": [
    ...all(
      UNSIGNED,
      "linknumber ringnumber knet_link_priority knet_ping_interval knet_ping_timeout knet_ping_precision",
    ),
    ...all(BYTE, "knet_pong_count ttl"),
    ...all(TEXT, "bindnetaddr mcastaddr"),
    ["mcastport", PORT],
    ["broadcast", word("yes", "no")],
    ["knet_transport", word("udp", "sctp")],
  ],
  nodelist: [],
  "nodelist.node": [
    ...all(UNSIGNED, "nodeid quorum_votes"),
    ...all(TEXT, "name ring0_addr ring1_addr ring2_addr ring3_addr ring4_addr ring5_addr ring6_addr ring7_addr"),
  ],
  quorum: [
    ["provider", word("corosync_votequorum")],
    ...all(UNSIGNED, "expected_votes votes last_man_standing_window leaving_timeout"),
    ...all(
      BYTE,
      "two_node wait_for_all last_man_standing auto_tie_breaker allow_downscale expected_votes_tracking ev_tracking",
    ),
    ["auto_tie_breaker_node", TEXT],
  ],
  "quorum.device": [["model", TEXT], ...all(UNSIGNED, "votes timeout sync_timeout"), ["master_wins", BYTE]],
  "quorum.device.net": [
    ...all(TEXT, "host tie_breaker force_ip_version keep_active_partition_tie_breaker"),
    ["port", PORT],
    ...all(UNSIGNED, "connect_timeout"),
    ["tls", word("on", "off", "required")],
    ["algorithm", word("ffsplit", "lms", "2nodelms", "test")],
  ],
  logging: [...all(TEXT, "timestamp fileline function_name blackbox logger_subsys format"), ...LOGGER],
  "logging.logger_subsys": LOGGER,
  "logging.logging_daemon": LOGGER,
  "logging.logging_daemon.logger_subsys": LOGGER,
  system: [
    ["qb_ipc_type", word("native", "shm", "socket")],
    ...all(TEXT, "sched_rr priority move_to_root_cgroup allow_knet_handle_fallback state_dir"),
  ],
  qb: [["ipc_type", word("native", "shm", "socket")]],
  resources: [["watchdog_device", TEXT]],
  nozzle: all(TEXT, "name ipaddr ipprefix macaddr"),
  uidgid: all(TEXT, "uid gid"),
};

const TABLE: ReadonlyMap<string, ReadonlyMap<string, KeyType>> = new Map(
  Object.entries(SECTIONS).map(([section, keys]) => [section, new Map(keys)]),
);

/** Sections whose keys are the writer's own: names of programs, monitored resources. */
const OPEN = /^(?:quorum\.device\.heuristics|resources\.(?:system|process)(?:\..*)?)$/;

/** The keys of a section by its path, such as `quorum.device.net`; `any`: it takes every key; undefined: there is no such section. */
export function keysOf(section: string): ReadonlyMap<string, KeyType> | "any" | undefined {
  return OPEN.test(section) ? "any" : TABLE.get(section);
}

/** Names of the sections that may stand in one, at the top for the empty path. */
export function sectionsIn(section: string): readonly string[] {
  const start = section === "" ? "" : `${section}.`;
  return [...TABLE.keys(), "quorum.device.heuristics", "resources.system", "resources.process"].flatMap((path) => {
    const name = path.startsWith(start) ? path.slice(start.length) : "";
    return name === "" || name.includes(".") ? [] : [name];
  });
}

/** What was expected of a value that its key does not take; undefined for one that it takes. */
export function expectedOf(type: KeyType, value: string): string | undefined {
  switch (type.kind) {
    case "text":
      return undefined;
    case "word":
      return type.words.includes(value) ? undefined : `one of ${type.words.join(", ")}`;
    case "integer": {
      const good = /^\+?\d{1,20}$/.test(value) && Number(value) <= type.most;
      return good ? undefined : `a whole number from 0 to ${type.most}`;
    }
  }
}
