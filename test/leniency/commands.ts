/** Every command on a CIB that Pacemaker takes, faults and all: it is shown and explained, and an edit of something else is planned. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { printXml } from "../../src/cib/xml/print.ts";
import { child, type Element, element, idOf, replaceChild, walk, withChildren } from "../../src/cib/xml/tree.ts";
import { type Spoken, testContext } from "../../src/cli/context.testing.ts";
import { runProgram } from "../../src/cli/program.ts";
import { readTextFile } from "../../src/cluster/file/read-text.ts";
import { openCluster } from "../../src/cluster/open.ts";

/** Exit statuses that are answers: of a cluster's state, or of a plan with changes. */
const ANSWERS: Readonly<Record<string, readonly number[]>> = {
  status: [0, 1, 7, 106, 193],
  explain: [0],
  plan: [2],
};

/** What a command could not do, if any. */
export async function commandsOn(cib: Element): Promise<string | undefined> {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-leniency-"));
  try {
    const path = join(directory, "cib.xml");
    writeFileSync(path, printXml(cib));
    const edited = join(directory, "edited.xml");
    writeFileSync(edited, printXml(withOneMore(cib)));
    const cluster = ["--cluster", `file:${path}`];
    for (const argv of [
      ["status", ...cluster],
      ["explain", resourceOf(cib), ...cluster],
      ["plan", edited, ...cluster],
    ]) {
      const spoken: Spoken = { out: "", err: "" };
      const context = testContext(spoken, { openCluster, readFile: readTextFile });
      const status = await runProgram(context, argv);
      if (ANSWERS[argv[0] ?? ""]?.includes(status) !== true)
        return `${argv[0]} ended with ${status}: ${spoken.err.slice(0, 600)}`;
    }
    return undefined;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** One that the fault may have renamed. */
function resourceOf(cib: Element): string {
  return idOf(walk(cib).find((e) => e.name === "primitive" && idOf(e) !== "") ?? cib);
}

function withOneMore(cib: Element): Element {
  const configuration = child(cib, "configuration");
  const resources = configuration === undefined ? undefined : child(configuration, "resources");
  if (configuration === undefined || resources === undefined) return cib;
  const one = element("primitive", { id: "one-more", class: "ocf", provider: "pacemaker", type: "Dummy" });
  const more = withChildren(resources, [...resources.children, one]);
  return replaceChild(cib, configuration, replaceChild(configuration, resources, more));
}
