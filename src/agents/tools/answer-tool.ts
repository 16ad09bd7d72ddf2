/**
 * The answer that one of Pacemaker's tools would give an agent, from a CIB. Of what a tool can do, agents get what they use:
 * they read, and set attributes; everything else is refused. Source: the agents of resource-agents 4.12, and the tools
 * themselves (2.1.5, 3.0.3) on CIB files.
 */
import { attrdUpdater, crmAttribute, crmMaster } from "./attribute-tools.ts";
import { cibadmin, crmMon, crmNode } from "./query-tools.ts";
import { denied, Exit, type ToolAnswer, type ToolCall, type ToolCaller, type ToolView } from "./tool-call.ts";

type Tool = (view: ToolView, caller: ToolCaller, args: readonly string[]) => ToolAnswer;

const TOOLS: ReadonlyMap<string, Tool> = new Map<string, Tool>([
  ["crm_attribute", crmAttribute],
  ["crm_master", crmMaster],
  ["attrd_updater", attrdUpdater],
  ["crm_node", crmNode],
  ["crm_mon", (view, _caller, args) => crmMon(view, args)],
  ["cibadmin", (view, _caller, args) => cibadmin(view, args)],
]);

export const TOOL_NAMES: readonly string[] = [...TOOLS.keys()];

export function answerTool(view: ToolView, caller: ToolCaller, { tool, args }: ToolCall): ToolAnswer {
  const found = TOOLS.get(tool);
  return found === undefined
    ? denied(Exit.unimplemented, `${tool}: not answered for agents`)
    : found(view, caller, args);
}
