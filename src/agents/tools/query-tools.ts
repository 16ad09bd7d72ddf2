/** `cibadmin --query`, `crm_node` and `crm_mon`: what agents read of the cluster, its secrets hidden. */
import { masked } from "../../cib/masked.ts";
import { printXml } from "../../cib/xml/print.ts";
import { descend, type Element, element } from "../../cib/xml/tree.ts";
import { statusElements } from "../../report/simulation/status-xml.ts";
import { unpack } from "../../scheduler/unpack.ts";
import { hasQuorum, nodeId } from "./cib-attributes.ts";
import { denied, Exit, printed, type ToolAnswer, type ToolCaller, type ToolView } from "./tool-call.ts";
import { type OptionTable, readToolOptions } from "./tool-options.ts";
import { selectByXPath } from "./xpath.ts";

const ADMIN: OptionTable = {
  query: { names: ["Q", "query"], value: "no" },
  xpath: { names: ["A", "xpath"], value: "yes" },
  scope: { names: ["o", "scope"], value: "yes" },
  local: { names: ["l", "local"], value: "no" },
};

const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  cib: [],
  configuration: ["configuration"],
  status: ["status"],
  ...Object.fromEntries(
    ["nodes", "resources", "constraints", "crm_config", "rsc_defaults", "op_defaults"].map((s) => [
      s,
      ["configuration", s],
    ]),
  ),
};

const NO_SUCH_ELEMENT = "Call failed: No such device or address";

export function cibadmin({ cib }: ToolView, args: readonly string[]): ToolAnswer {
  const read = readToolOptions(args, ADMIN);
  if (!read.ok || !read.options.has("query")) return denied(Exit.forbidden, "Call failed: Permission denied");
  const shown = masked(cib);
  const path = read.options.get("xpath");
  if (path !== undefined) return byXPath(shown, path);
  const section = SECTIONS[read.options.get("scope") ?? "cib"];
  const found = section === undefined ? undefined : descend(shown, ...section);
  return found === undefined ? denied(Exit.missing, NO_SUCH_ELEMENT) : printed(xml(found));
}

function byXPath(cib: Element, path: string): ToolAnswer {
  const found = selectByXPath(cib, path);
  if (found === undefined) return denied(Exit.usage, "cibadmin: this XPath is not answered for agents");
  const [only] = found;
  if (only === undefined) return denied(Exit.missing, NO_SUCH_ELEMENT);
  return printed(xml(found.length === 1 ? only : element("xpath-query", {}, found)));
}

const xml = (e: Element): string => `${printXml(e).trimEnd()}\n`;

const NODE: OptionTable = Object.fromEntries(
  [
    ["name", "n"],
    ["quorum", "q"],
    ["cluster-id", "i"],
    ["list", "l"],
    ["partition", "p"],
  ].map(([name, letter]) => [name as string, { names: [letter as string, name as string], value: "no" as const }]),
);

export function crmNode({ cib, now }: ToolView, caller: ToolCaller, args: readonly string[]): ToolAnswer {
  const read = readToolOptions(args, NODE);
  if (!read.ok) return denied(Exit.usage, `crm_node: Unknown option ${read.unknown}`);
  const asked = [...read.options.keys()].at(-1);
  if (asked === undefined) return denied(Exit.usage, "crm_node: a command is needed");
  if (asked === "name") return printed(`${caller.node}\n`);
  if (asked === "quorum") return printed(hasQuorum(cib) ? "1\n" : "0\n");
  if (asked === "cluster-id") return printed(`${nodeId(cib, caller.node) ?? ""}\n`);
  const nodes = unpack(cib, now).nodes.filter(({ kind }) => kind === "cluster");
  if (asked === "list")
    return printed(nodes.map(({ id, name, online }) => `${id} ${name} ${online ? "member" : "lost"}\n`).join(""));
  const members = nodes.filter(({ online }) => online).map(({ name }) => name);
  return printed(`${members.join(" ")}\n`);
}

/** Nodes and resources, with one element a line: agents search it line by line. */
export function crmMon({ cib, now }: ToolView, args: readonly string[]): ToolAnswer {
  if (!args.some((arg) => /^(?:--output-as=xml|--as-xml|-[1r]*X)$/.test(arg)))
    return denied(Exit.usage, "crm_mon: only XML is answered for agents");
  const status = element("status", { code: "0", message: "OK" });
  const content = [...statusElements(unpack(cib, now)), status];
  return printed(xml(element("pacemaker-result", { request: "crm_mon -1 --output-as=xml" }, content)));
}
