/**
 * Pacemaker's own scheduler as a schedule function: `crm_simulate` on a file, its graph read back. For comparing whole
 * stories, so everything the engine looks at is read.
 */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import { child, type Element, elements, get, withAttribute } from "../../src/cib/xml/tree.ts";
import type { ActionHeader, GraphAction, Synapse, Transition } from "../../src/scheduler/graph/transition.ts";
import { findProgram } from "../needs.ts";

export function pacemakerSchedule(cib: Element, { now }: { now: number }): { readonly transition: Transition } {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-pacemaker-"));
  try {
    const [input, graph] = [join(folder, "cib.xml"), join(folder, "graph.xml")];
    writeFileSync(input, printXml(withAttribute(cib, "execution-date", String(now))));
    execFileSync(
      findProgram("crm_simulate") ?? "crm_simulate",
      ["--run", "--quiet", "--xml-file", input, "--save-graph", graph],
      { stdio: "ignore" },
    );
    const parsed = parseXml(readFileSync(graph, "utf8"));
    if (!parsed.ok) throw new Error(parsed.problem.message);
    return { transition: readTransition(parsed.root) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readTransition(root: Element): Transition {
  return { attributes: root.attributes, synapses: elements(root, "synapse").map(readSynapse) };
}

function readSynapse(e: Element): Synapse {
  const [action] = elements(child(e, "action_set") as Element);
  const inputs = child(e, "inputs");
  return {
    id: Number(get(e, "id")),
    priority: Number(get(e, "priority") ?? "0"),
    action: readAction(action as Element),
    inputs: (inputs === undefined ? [] : elements(inputs, "trigger")).flatMap((t) => elements(t).map(readHeader)),
  };
}

function readHeader(e: Element): ActionHeader {
  const [onNode, onNodeUuid] = [get(e, "on_node"), get(e, "on_node_uuid")];
  return {
    kind: e.name as ActionHeader["kind"],
    id: Number(get(e, "id")),
    operation: get(e, "operation") ?? "",
    operationKey: get(e, "operation_key") ?? "",
    ...(onNode === undefined ? {} : { onNode }),
    ...(onNodeUuid === undefined ? {} : { onNodeUuid }),
  };
}

function readAction(e: Element): GraphAction {
  const rsc = child(e, "primitive");
  const attributes = child(e, "attributes");
  const [longId, provider] = [rsc && get(rsc, "long-id"), rsc && get(rsc, "provider")];
  const resource = rsc && {
    id: get(rsc, "id") ?? "",
    class: get(rsc, "class") ?? "",
    type: get(rsc, "type") ?? "",
    ...(longId === undefined ? {} : { longId }),
    ...(provider === undefined ? {} : { provider }),
  };
  return {
    ...readHeader(e),
    ...(resource === undefined ? {} : { resource }),
    attributes: attributes?.attributes ?? new Map(),
    params: new Map(
      attributes && elements(attributes, "param").map((p) => [get(p, "name") ?? "", get(p, "value") ?? ""]),
    ),
    downed: [],
  };
}
