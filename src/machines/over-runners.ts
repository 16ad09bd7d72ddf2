/** Machines behind ways to run programs on them, such as ssh. Keys go through standard input and output alone. */
import { randomBytes } from "node:crypto";
import { HoldfastError } from "../cluster/error.ts";
import type { Runner } from "../cluster/pacemaker/runner.ts";
import type { Machines } from "./create.ts";
import { COROSYNC_CONF, KEY_FILES, LOOK_SCRIPT, readLook } from "./look.ts";
import type { KeyKind } from "./machine.ts";

/** Milliseconds. */
const [LOOK_LIMIT, WORK_LIMIT] = [20_000, 120_000];

/** Bytes: what corosync-keygen and pcs make. */
const KEY_LENGTH: Readonly<Record<KeyKind, number>> = { corosync: 256, pacemaker: 256 };

const decode = (base64: string): string => Buffer.from(base64, "base64").toString("utf8");

/** Its arguments: the path, the owner and group, the mode. The file takes its place whole. */
const WRITE = `set -e
umask 077
mkdir -p -m 755 "$(dirname "$1")"
base64 -d > "$1.holdfast"
chown "$2" "$1.holdfast"
chmod "$3" "$1.holdfast"
sync "$1.holdfast"
mv -f "$1.holdfast" "$1"
if command -v restorecon >/dev/null; then restorecon "$1"; fi`;

/** Its argument: the service. Corosync does not make the directory of its log; of a failure its own words are the last line. */
const START = `if [ "$1" = corosync ]; then
  sed -n 's/^[[:space:]]*logfile:[[:space:]]*//p' ${COROSYNC_CONF} | while read -r file; do mkdir -p "$(dirname "$file")"; done
fi
systemctl reset-failed "$1" 2>/dev/null
systemctl start "$1" && exit 0
journalctl --unit "$1" --no-pager --output cat "_COMM=$1" 2>/dev/null | tail -n 1 >&2
exit 1`;

/** What Pacemaker keeps of a cluster, and Corosync of a membership. */
const CLEAR = `rm -f /var/lib/pacemaker/cib/cib* /var/lib/pacemaker/cib/.cib* /var/lib/pacemaker/pengine/pe-*
rm -f /var/lib/corosync/ringid_* /var/lib/corosync/*.db`;

/**
 * @param runners by node
 * @param names to resolve on each machine
 */
export function machinesOver(runners: ReadonlyMap<string, Runner>, names: readonly string[]): Machines {
  const runnerOf = (node: string): Runner => {
    const runner = runners.get(node);
    if (runner === undefined) throw new Error(`there is no way to ${node}`);
    return runner;
  };
  const shell = async (node: string, script: string, args: readonly string[] = [], input?: string): Promise<string> => {
    const timeout = WORK_LIMIT;
    const options = input === undefined ? { timeout } : { timeout, input };
    const result = await runnerOf(node).run(["sh", "-c", script, "sh", ...args], options);
    if (result.lost !== undefined) throw new HoldfastError("disconnected", `${node}: ${result.lost}`);
    if (result.exit === 0) return result.stdout;
    const said = result.stderr.trim().split("\n").at(-1) ?? "";
    throw new HoldfastError("failed", `${node}: ${said === "" ? `exit status ${result.exit ?? "unknown"}` : said}`);
  };
  const write = (node: string, path: string, owner: string, mode: string, base64: string): Promise<string> =>
    shell(node, WRITE, [path, owner, mode], base64);
  return {
    async look(node) {
      const before = Date.now();
      const options = { timeout: LOOK_LIMIT, input: LOOK_SCRIPT };
      const result = await runnerOf(node).run(["sh", "-s", "--", ...names], options);
      const why =
        result.lost ??
        (result.notStarted === undefined
          ? undefined
          : `the program to reach it does not start: ${result.notStarted}`) ??
        (result.timedOut || result.exit !== 0 ? answerless(result.stderr) : undefined);
      if (why !== undefined) return { node, why };
      return readLook(node, result.stdout, (before + Date.now()) / 2000, decode);
    },
    newKey: (kind) => randomBytes(KEY_LENGTH[kind]).toString("base64"),
    readKey: (node, kind) => shell(node, 'base64 < "$1"', [KEY_FILES[kind]]),
    async writeKey(node, kind, base64) {
      const [owner, mode] = kind === "corosync" ? ["root:root", "400"] : ["root:haclient", "640"];
      await write(node, KEY_FILES[kind], owner ?? "", mode ?? "", base64);
    },
    async writeConf(node, text) {
      await write(node, COROSYNC_CONF, "root:root", "644", Buffer.from(text).toString("base64"));
    },
    async stop(node) {
      await shell(node, "systemctl stop pacemaker corosync");
    },
    async clear(node) {
      await shell(node, CLEAR);
    },
    async start(node, service) {
      await shell(node, START, [service]);
    },
    async enable(node) {
      await shell(node, "systemctl enable corosync pacemaker");
    },
    async reload(node) {
      // It may complain on standard output.
      await shell(node, "corosync-cfgtool -R >&2");
    },
  };
}

function answerless(stderr: string): string {
  const said = stderr.trim().split("\n").at(-1) ?? "";
  return said === "" ? "it does not answer" : said;
}
