/**
 * What is installed on the nodes: each is asked by one script, at the same time, and bounded. The programs say their own
 * versions; the rest the package database says, dpkg's or rpm's.
 * Source: pacemakerd(8), corosync(8), dpkg-query(1), rpm(8).
 */

import { compareSchemas } from "../../cib/release/table.ts";
import type { NodeSoftware, SilentWay, SoftwareRead } from "../software.ts";
import { errorOf } from "./exit.ts";
import type { Argv, Runner } from "./runner.ts";

/** Milliseconds for all of a node's answers; each program in the script has five seconds. */
const TIMEOUT = 30_000;

/** Calls of options that Pacemaker 3.0 and 3.0.2 took away; the longest part of a line before the option is kept short. */
const REMOVED = [
  "crm_resource[^|;&]* --(get-property|set-property|xml-file)",
  "crm_mon[^|;&]* --(as-html|simple-status|web-cgi|disable-ncurses)",
  "cibadmin[^|;&]* --host",
  "crm_attribute[^|;&]* --(attr-id|attr-value|delete-attr)",
].join("|");

/** A line each, a word and what it is about, parted by a tab. A program that is not there says nothing. */
const SCRIPT = `
REMOVED='${REMOVED}'
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH
say() { [ -z "$2" ] || printf '%s\\t%s\\n' "$1" "$2"; }
ask() { timeout -k 1 5 "$@" 2>/dev/null; }
say name "$(ask crm_node --name | head -n 1)"
say host "$(uname -n)"
say kernel "$(uname -r)"
say features "$(ask pacemakerd --features | tr '\\n' ' ')"
for remoted in pacemaker-remoted pacemaker_remoted; do say remoted "$(ask $remoted --version | head -n 1)"; done
say corosync "$(ask corosync -v | head -n 1)"
for schema in /usr/share/pacemaker/pacemaker-[0-9]*.rng; do
  if [ -f "$schema" ]; then say schema "$(basename "$schema" .rng)"; fi
done
names='pacemaker pacemaker-remote corosync libqb[0-9]* libknet1* pcs crmsh resource-agents* fence-agents*'
sed -n '/^[[:space:]]*#/d; /^[[:space:]]*key[[:space:]]*:/d; s/^/conf\\t/p' /etc/corosync/corosync.conf 2>/dev/null
for file in "$@"; do
  [ ! -f "$file" ] || ask grep -v '^[[:space:]]*#' "$file" | grep -ohE "$REMOVED" | sort -u | while IFS= read -r call; do
    printf 'removed\t%s\t%s\n' "$file" "$call"
  done
done
set -f
if command -v dpkg-query >/dev/null 2>&1; then
  ask dpkg-query -W -f 'package\\t\${db:Status-Status}\\t\${Package}\\t\${Version}\\n' $names
  say since "$(ask stat -c %Y /var/lib/dpkg/info/pacemaker.list || ask stat -c %Y /var/lib/dpkg/info/pacemaker-remote.list)"
elif command -v rpm >/dev/null 2>&1; then
  ask rpm -qa --qf 'package\\tinstalled\\t%{NAME}\\t%{VERSION}-%{RELEASE}\\n' libqb $names
  say since "$(ask rpm -q --qf '%{INSTALLTIME}' pacemaker || ask rpm -q --qf '%{INSTALLTIME}' pacemaker-remote)"
fi
exit 0
`;

/**
 * Asks every way there is; one that does not answer is among the silent.
 * @param programs files of the nodes that are looked into for calls of options that Pacemaker 3 took away
 */
export async function readSoftware(
  runners: readonly Runner[],
  programs: readonly string[] = [],
): Promise<SoftwareRead> {
  const answers = await Promise.all(
    runners.map(async (runner): Promise<NodeSoftware | SilentWay> => {
      const argv: Argv = ["sh", "-c", SCRIPT, "sh", ...programs];
      const result = await runner.run(argv, { timeout: TIMEOUT });
      const error = errorOf(argv, result, runner.name);
      return error === undefined ? softwareIn(result.stdout, runner.name) : { way: runner.name, reason: error.message };
    }),
  );
  return {
    nodes: answers.filter((answer) => "node" in answer),
    silent: answers.filter((answer) => "way" in answer),
  };
}

/** @param way what the node is called where Pacemaker does not run to say its name */
export function softwareIn(answer: string, way: string): NodeSoftware {
  const lines = answer.split("\n").map((line) => line.split("\t"));
  const said = (word: string): string[] =>
    lines.filter(([w]) => w === word).map(([, ...rest]) => rest.join(" ").trim());
  const packages = new Map(
    lines.flatMap(([word, status, name, version]) =>
      word === "package" && status === "installed" && name !== undefined && version !== undefined
        ? [[name, version] as const]
        : [],
    ),
  );
  const packaged = (name: RegExp): string | undefined => [...packages].find(([n]) => name.test(n))?.[1];
  const [features = ""] = said("features");
  const [remoted = ""] = said("remoted");
  const since = Number(said("since")[0] ?? Number.NaN);
  const versions: Partial<Record<keyof NodeSoftware, string | undefined>> = {
    pacemaker: /^Pacemaker (\S+)/.exec(features)?.[1] ?? /^Pacemaker (\S+)/.exec(remoted)?.[1],
    build: /\(Build: ([^)]+)\)/.exec(features)?.[1],
    featureSet: /Supporting v([\d.]+)/.exec(features)?.[1],
    schema: newestSchema(said("schema")),
    corosync: /version '([^']+)'/.exec(said("corosync")[0] ?? "")?.[1] ?? packaged(/^corosync$/),
    libqb: packaged(/^libqb\d*(?:t64)?$/),
    knet: packaged(/^libknet1(?:t64)?$/),
    pcs: packaged(/^pcs$/),
    crmsh: packaged(/^crmsh$/),
    resourceAgents: packaged(/^resource-agents(?:-base)?$/),
    fenceAgents: packaged(/^fence-agents(?:-common|-all)?$/),
    kernel: said("kernel")[0],
  };
  const conf = said("conf");
  return {
    node: said("name")[0] ?? way,
    host: said("host")[0] ?? way,
    removedCalls: lines.flatMap(([word, file = "", call = ""]) =>
      word === "removed" ? [{ file, call: call.replace(/^(\S+).* (--\S+)$/, "$1 $2") }] : [],
    ),
    ...(conf.length === 0 ? {} : { corosyncConf: `${conf.join("\n")}\n` }),
    ...Object.fromEntries(Object.entries(versions).filter(([, version]) => version !== undefined)),
    ...(Number.isFinite(since) ? { since } : {}),
  };
}

const newestSchema = (schemas: readonly string[]): string | undefined => [...schemas].sort(compareSchemas).at(-1);
