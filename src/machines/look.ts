/** The program that a machine is read with, one shell script for all of it, and what its answer means. */
import type { KeyKind, NodeMachine } from "./machine.ts";

export const COROSYNC_CONF = "/etc/corosync/corosync.conf";

export const KEY_FILES: Readonly<Record<KeyKind, string>> = {
  corosync: "/etc/corosync/authkey",
  pacemaker: "/etc/pacemaker/authkey",
};

/** Packages whose versions the nodes should share. */
const PACKAGES = [
  "corosync",
  "corosync-qdevice",
  "pacemaker",
  "pcs",
  "resource-agents",
  "resource-agents-base",
  "fence-agents",
  "fence-agents-common",
  "sbd",
  "libqb100",
  "libqb",
  "libknet1",
  "libknet1t64",
  "podman",
];

/**
 * Prints a line a fact: its name, a tab, its value. Names to resolve are its arguments. Keys are printed as their hashes
 * alone. For sh of POSIX, with coreutils, awk and sed.
 */
export const LOOK_SCRIPT = `
say() { printf '%s\\t%s\\n' "$1" "$2"; }
say user "$(id -u)"
say name "$(uname -n)"
say time "$(date +%s.%N)"
[ -d /run/systemd/system ] && say systemd yes
for unit in corosync pacemaker; do
  systemctl is-active --quiet $unit 2>/dev/null && say active $unit
  systemctl is-enabled --quiet $unit 2>/dev/null && say enabled $unit
done
if command -v dpkg-query >/dev/null; then
  dpkg-query -W -f 'package\\t\${db:Status-Abbrev} \${Package} \${Version}\\n' ${PACKAGES.join(" ")} 2>/dev/null | sed -n 's/\\tii  */\\t/p'
elif command -v rpm >/dev/null; then
  rpm -q --qf 'package\\t%{NAME} %{VERSION}-%{RELEASE}\\n' ${PACKAGES.join(" ")} 2>/dev/null | grep '^package	'
fi
say corosync "$(corosync -v 2>/dev/null | sed -n "s/.*version '\\([^']*\\)'.*/\\1/p")"
[ -f ${COROSYNC_CONF} ] && say conf "$(base64 < ${COROSYNC_CONF} | tr -d '\\n')"
[ -s ${KEY_FILES.corosync} ] && say key "corosync $(sha256sum < ${KEY_FILES.corosync} | cut -c 1-64)"
[ -s ${KEY_FILES.pacemaker} ] && say key "pacemaker $(sha256sum < ${KEY_FILES.pacemaker} | cut -c 1-64)"
cib=/var/lib/pacemaker/cib/cib.xml
[ -s $cib ] && say resources "$(grep -c '<primitive \\|<template ' $cib)"
for name in "$@"; do
  say resolved "$name $(getent ahosts "$name" | awk '{print $1}' | sort -u | tr '\\n' ' ')"
done
for address in $(ip -o addr show 2>/dev/null | awk '{print $4}' | cut -d / -f 1); do say address "$address"; done
awk 'FNR > 1 { n = split($2, a, ":"); print "port\\t" a[n] }' /proc/net/udp /proc/net/udp6 2>/dev/null | sort -u
[ -c /dev/watchdog ] && say watchdog yes
command -v getenforce >/dev/null && say selinux "$(getenforce)"
[ "$(cat /sys/module/apparmor/parameters/enabled 2>/dev/null)" = Y ] && say apparmor yes
if systemctl is-active --quiet corosync 2>/dev/null; then
  corosync-quorumtool -s 2>/dev/null | awk -F ': *' '/^Quorate:/ { print "quorate\\t" $2 } /^Nodes:/ { print "nodes\\t" $2 }'
fi
if systemctl is-active --quiet pacemaker 2>/dev/null; then
  say monitor "$(crm_mon -1 --output-as=xml 2>/dev/null | base64 | tr -d '\\n')"
fi
true
`;

/**
 * @param asked epoch seconds of this machine between the question and the answer
 * @param decode of base64
 */
export function readLook(node: string, output: string, asked: number, decode: (base64: string) => string): NodeMachine {
  const said = new Map<string, string[]>();
  for (const line of output.split("\n")) {
    const tab = line.indexOf("\t");
    if (tab > 0) said.set(line.slice(0, tab), [...(said.get(line.slice(0, tab)) ?? []), line.slice(tab + 1)]);
  }
  const all = (key: string): readonly string[] => said.get(key) ?? [];
  const one = (key: string): string | undefined => all(key)[0];
  const pairs = (key: string): [string, string][] =>
    all(key).map((text) => [text.split(" ", 1)[0] ?? "", text.slice(text.indexOf(" ") + 1).trim()]);
  const [conf, monitor, quorate] = [one("conf"), one("monitor"), one("quorate")];
  return {
    node,
    name: one("name") ?? "",
    isRoot: one("user") === "0",
    ahead: Number(one("time") ?? asked) - asked,
    hasSystemd: one("systemd") === "yes",
    packages: new Map(pairs("package")),
    corosync: one("corosync") === "" ? undefined : one("corosync"),
    conf: conf === undefined ? undefined : decode(conf),
    keys: new Map(pairs("key") as [KeyKind, string][]),
    resources: one("resources") === undefined ? undefined : Number(one("resources")),
    resolved: new Map(pairs("resolved").map(([name, found]) => [name, found.split(" ").filter((a) => a !== "")])),
    addresses: all("address"),
    active: new Set(all("active")),
    enabled: new Set(all("enabled")),
    ports: new Set(all("port").map((hex) => Number.parseInt(hex, 16))),
    hasWatchdog: one("watchdog") === "yes",
    selinux: one("selinux"),
    hasAppArmor: one("apparmor") === "yes",
    membership: quorate === undefined ? undefined : { quorate: quorate === "Yes", nodes: Number(one("nodes") ?? 0) },
    pacemaker: monitor === undefined ? undefined : readMonitor(decode(monitor)),
  };
}

/** crm_mon's XML: the elements `node` of `nodes`, and `current_dc`. */
function readMonitor(xml: string): NonNullable<NodeMachine["pacemaker"]> {
  const nodes = /<nodes>[\s\S]*?<\/nodes>/.exec(xml)?.[0] ?? "";
  const online = [...nodes.matchAll(/<node name="([^"]*)"[^>]* online="true"/g)].map(([, name = ""]) => name);
  return { online: new Set(online), hasDc: /<current_dc present="true"/.test(xml) };
}
