/** The section of Corosync: how the nodes find and hear each other, and when they have quorum. corosync.conf(5) */
import * as type from "../read/field-types.ts";
import { described, either, list, oneOf, type Read, record } from "../read/shape.ts";
import { plainSettings } from "./service.ts";

const link = record(
  "a link",
  {},
  {
    priority: described(type.integer(0, 255), "Priority; with link-mode passive the link with the highest is used.", {
      example: 2,
    }),
    "ping-interval": described(type.duration, "Time between two pings. Default: follows from the token.", {
      example: "500ms",
    }),
    "ping-timeout": described(
      type.duration,
      "Time without an answer after which the link is down. Default: follows from the token.",
      {
        example: "2s",
      },
    ),
    "pong-count": described(type.integer(1, 255), "Answers after which a link is up again. Default: Corosync's, 2.", {
      example: 5,
    }),
    port: described(type.integer(1, 65535), "UDP port. Default: 5405 and the number of the link.", { example: 5505 }),
  },
);

const crypto = record(
  "encryption",
  {},
  {
    cipher: described(oneOf("aes256", "aes192", "aes128"), "Cipher.", { default: "aes256", example: "aes128" }),
    hash: described(oneOf("sha256", "sha384", "sha512", "sha1", "md5"), "Hash.", {
      default: "sha256",
      example: "sha512",
    }),
  },
);

const quorum = record(
  "quorum",
  {},
  {
    "two-node": described(
      type.boolean,
      "Whether one of two nodes alone has quorum. Default: for two nodes without a quorum device.",
      { example: false },
    ),
    "wait-for-all": described(
      type.boolean,
      "Whether a cluster that starts has quorum only once all nodes were seen. Default: Corosync's, which waits where two-node is true.",
      { example: true },
    ),
    "auto-tie-breaker": described(
      type.boolean,
      "Whether the half with the lowest node id keeps quorum. Default: it does not.",
      {
        example: true,
      },
    ),
    "last-man-standing": described(
      type.boolean,
      "Whether the votes that are expected shrink as nodes are lost. Default: they do not.",
      { example: true },
    ),
  },
);

const device = record(
  "a quorum device",
  { host: described(type.text, "Host of corosync-qnetd.", { example: "qnetd.example.com" }) },
  {
    algorithm: described(
      oneOf("ffsplit", "lms"),
      "Who gets the device's vote. Default: ffsplit for an even number of nodes, lms for an odd one.",
      { example: "lms" },
    ),
    port: described(type.integer(1, 65535), "TCP port of corosync-qnetd. Default: Corosync's, 5403.", {
      example: 5404,
    }),
    tls: described(oneOf("on", "off", "required"), "Whether the connection is encrypted. Default: Corosync's, on.", {
      example: "required",
    }),
    net: described(plainSettings, "Other keys of the section net, in Corosync's words.", {
      example: { tie_breaker: "lowest" },
    }),
    settings: described(plainSettings, "Other keys of the section device, in Corosync's words.", {
      example: { sync_timeout: 30000 },
    }),
    heuristics: described(plainSettings, "Keys of the section heuristics, in Corosync's words.", {
      example: { mode: "on", exec_ping: "/usr/bin/ping -q -c 1 192.0.2.1" },
    }),
  },
);

export const corosyncSection = record(
  "Corosync",
  {},
  {
    transport: described(oneOf("knet", "udpu", "udp"), "How nodes talk to each other.", {
      default: "knet",
      example: "udpu",
    }),
    token: described(
      type.duration,
      "Time after which a node that does not answer is lost, for two nodes. Default: Corosync's, 3 s since 3.1.0, 1 s before.",
      { example: "10s" },
    ),
    consensus: described(type.duration, "Time to agree on new members. Default: 1.2 times the token.", {
      example: "12s",
    }),
    crypto: described(
      either(crypto, oneOf("none")),
      "Encryption of what the nodes say, with the key of /etc/corosync/authkey; or none. Default: aes256 and sha256 on knet, none elsewhere.",
      { example: { hash: "sha512" } },
    ),
    "link-mode": described(
      oneOf("passive", "active", "rr"),
      "How several links are used. Default: Corosync's, passive.",
      {
        example: "active",
      },
    ),
    links: described(list(link, "links"), "What differs from Corosync's defaults, link by link from link 0.", {
      example: [{ priority: 1 }, { priority: 2 }],
    }),
    quorum: described(quorum, "When the nodes have quorum.", { example: { "wait-for-all": true } }),
    device: described(device, "Quorum device: a vote from outside of the cluster. Default: none.", {
      example: { host: "qnetd.example.com" },
    }),
    totem: described(
      plainSettings,
      "Other keys of the section totem, in Corosync's words; an empty value takes one of the above away.",
      { example: { netmtu: 1400 } },
    ),
    logging: described(
      plainSettings,
      "Keys of the section logging, in Corosync's words. Default: to syslog and /var/log/corosync/corosync.log, with times.",
      { example: { debug: "on" } },
    ),
  },
);

export type DeclaredCorosync = Read<typeof corosyncSection>;
