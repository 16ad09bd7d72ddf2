/**
 * What a fence agent reads on its standard input: an option a line, nothing quoted, nothing as an argument and nothing in the
 * environment. Source: Pacemaker's fencer (2.1.5), and the agents of fence-agents, which ignore options that they do not know.
 */

/** What the cluster keeps for itself; the agent does not know it. */
const OF_CLUSTER = /^(?:pcmk_|crm_|CRM_meta_|stonith-timeout$|provides$)/;

/** Undefined where a line break in a parameter would be read as another option. */
export function fenceInput(action: string, parameters: ReadonlyMap<string, string>): string | undefined {
  const given = [...parameters].filter(([name]) => !OF_CLUSTER.test(name) && name !== "action");
  if (given.some(([name, value]) => /[\r\n]/.test(name + value))) return undefined;
  return [`action=${action}`, ...given.map(([name, value]) => `${name}=${value}`), ""].join("\n");
}
