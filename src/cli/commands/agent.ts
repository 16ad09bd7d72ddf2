/** `holdfast agent list|describe`: resource and fence agents, and the parameters and operations of one. */
import type { Command } from "commander";
import { listAgents, showAgent } from "../../change/show/agents.ts";
import type { AgentDescription, AgentList } from "../../report/agent/document.ts";
import { linesText, printAnswer } from "../answer.ts";
import type { Context, Run } from "../context.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";

const HELP = `
A node of the cluster is asked: Pacemaker's, through which it is reached. A file and an embedded cluster have no node to
ask; for them Holdfast's own list answers, and says so.
"holdfast schema agent" prints the JSON Schema of --output json.
Exit status: 0 success, 64 several agents of that name, 102 not connected, 105 no such agent.

Examples:
  holdfast agent list ipmi
  holdfast agent describe ocf:heartbeat:IPaddr2`;

export function agentCommand(program: Command, context: Context, run: Run): void {
  const command = program.command("agent").description("list agents, and describe one: its parameters and operations");
  withOutput(withCluster(command.command("list")))
    .description("list the resource and fence agents that a node has")
    .argument("[text]", "only agents with this in their names")
    .addHelpText("after", HELP)
    .action((part: string | undefined, { cluster: url, output }: ConnectionOptions) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          printAnswer(context, output, await listAgents(cluster, part), (shown) => agentsText(context, shown));
          return 0;
        }),
      ),
    );
  withOutput(withCluster(command.command("describe")))
    .description("describe an agent: what it is, its parameters, its operations")
    .argument("<agent>", "such as ocf:heartbeat:IPaddr2, or IPaddr2 where only one is called so")
    .addHelpText("after", HELP)
    .action((agent: string, { cluster: url, output }: ConnectionOptions) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          printAnswer(context, output, await showAgent(cluster, agent), (shown) => agentText(context, shown));
          return 0;
        }),
      ),
    );
}

const FROM_LIST = "From Holdfast's own list: this cluster has no node to ask.";

function agentsText(context: Context, { agents, source }: AgentList): string {
  const found = agents.length === 0 ? ["There is no such agent."] : agents;
  return linesText(source === "shipped" ? [...found, FROM_LIST] : found, context);
}

function agentText(context: Context, { agent, title, text, parameters, operations, source }: AgentDescription): string {
  return linesText(
    [
      `${agent}${title === undefined ? "" : ` - ${title}`}`,
      ...(text === undefined ? [] : ["", text]),
      "",
      "Parameters:",
      ...(parameters.length === 0 ? ["  none"] : parameters.flatMap(parameterLines)),
      ...(operations.length === 0 ? [] : ["", "Operations:", ...operations.map(operationLine)]),
      ...(source === "shipped" ? ["", FROM_LIST] : []),
    ],
    context,
  );
}

function parameterLines(p: AgentDescription["parameters"][number]): string[] {
  const notes = [
    ...(p.type === undefined ? [] : [p.type]),
    ...(p.required === true ? ["required"] : []),
    ...(p.default === undefined ? [] : [`default ${p.default}`]),
    ...(p.reloadable === true ? ["reloadable"] : []),
    ...(p.deprecated === true ? ["deprecated"] : []),
  ];
  const said = p.text ?? p.title;
  return [
    `  ${p.name}${notes.length === 0 ? "" : ` (${notes.join(", ")})`}`,
    ...(said === undefined ? [] : [`      ${said}`]),
  ];
}

function operationLine({ name, interval, timeout, role }: AgentDescription["operations"][number]): string {
  const notes = [
    ...(role === undefined ? [] : [`in role ${role}`]),
    ...(interval === undefined ? [] : [`every ${interval}`]),
    ...(timeout === undefined ? [] : [`timeout ${timeout}`]),
  ];
  return `  ${name}${notes.length === 0 ? "" : `: ${notes.join(", ")}`}`;
}
