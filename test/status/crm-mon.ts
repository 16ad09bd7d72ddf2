/** Pacemaker's own `crm_mon`, asked about CIBs without a cluster: as text, and as the XML in which it says more. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Oracle, within } from "../differential/oracle.ts";

const PROGRAM = "/usr/sbin/crm_mon";
/** It sleeps half a second before it looks at a file, whatever the machine: many can sleep at once. */
const LANES = 20;

/** Why it cannot be asked here, where `crm_simulate` of the same packages can; undefined when it can. */
export function whyNoMonitor({ root, source }: Oracle): string | undefined {
  return existsSync(join(root, PROGRAM)) ? undefined : `no crm_mon below ${root}; ${source}`;
}

export interface Monitored {
  readonly text: string;
  readonly xml: string;
  /** Apart, since 2.1.5 counts what a lost ticket does as done where it shows them; empty without tickets. */
  readonly tickets: string;
}

/** What it says of each; an error's text for one it cannot read. Dates are those of UTC. */
export async function monitor(cibs: readonly string[], oracle: Oracle): Promise<(Monitored | Error)[]> {
  const inside = mkdtempSync(join(oracle.root, "tmp/crm-mon-"));
  const dir = oracle.root === "/" ? inside : inside.slice(oracle.root.length);
  try {
    mkdirSync(join(inside, "in"));
    for (const [i, text] of cibs.entries()) writeFileSync(join(inside, "in", String(i)), text);
    const lane = (first: number): Promise<void> =>
      run(
        oracle,
        `cd ${dir}; export TZ=UTC; ulimit -c 0; i=${first}; while [ $i -lt ${cibs.length} ]; do ` +
          `export CIB_file=${dir}/in/$i; ${PROGRAM} -1 -r >$i.text 2>$i.err && ` +
          `${PROGRAM} -1 -r --output-as=xml --exclude=bans,tickets >$i.xml 2>>$i.err; echo $? >$i.rc; ` +
          `grep -q "ticket" in/$i && ${PROGRAM} -1 --exclude=all --include=tickets --output-as=xml >$i.tickets 2>>$i.err; i=$((i+${LANES})); done`,
      );
    await Promise.all(Array.from({ length: LANES }, (_, i) => lane(i)));
    return cibs.map((_, i) => {
      const read = (kind: string): string =>
        existsSync(join(inside, `${i}.${kind}`)) ? readFileSync(join(inside, `${i}.${kind}`), "utf8") : "";
      if (read("rc").trim() !== "0") return new Error(`crm_mon ended with ${read("rc").trim()}: ${read("err").trim()}`);
      // It ends well also where it says that the configuration is not valid.
      const text = read("text");
      return text.startsWith("Cluster Summary")
        ? { text, xml: read("xml"), tickets: read("tickets") }
        : new Error(text);
    });
  } finally {
    rmSync(inside, { recursive: true, force: true });
  }
}

function run(oracle: Oracle, script: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const [program, ...args] = within(oracle, "/bin/sh", "-c", script);
    const child = spawn(program, args, { stdio: "ignore" });
    child.on("error", reject);
    child.on("exit", () => resolve());
  });
}
