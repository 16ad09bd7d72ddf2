/**
 * The environment of a resource agent. Source: OCF Resource Agent API 1.1, section 3.3.5, and what Pacemaker's executor adds
 * to it; seen with 2.1.5 and 3.0.3.
 */
import type { GraphResource } from "../scheduler/graph/transition.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** An operation that an agent is to carry out. */
export interface AgentRequest {
  /** `id` is what the agent knows itself by: without the number for an instance of an anonymous clone. */
  readonly resource: Pick<GraphResource, "id" | "class" | "provider" | "type">;
  readonly task: string;
  /** Parameters and `CRM_meta_…`, as an action of a transition has them. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** Which release of the API the agent is called by. */
const API = { major: "1", minor: "1" } as const;
export const REASON_PREFIX = "ocf-exit-reason:";

/** Of another call: an agent that starts Holdfast must not hand down its own. */
const OF_A_CALL = /^OCF_(?:RESKEY_|RESOURCE_|CHECK_LEVEL$)/;

/** An attribute that is no parameter, so that it has no prefix. */
const CHECK_LEVEL = "OCF_CHECK_LEVEL";
/** What the executor compares the result with; the agent does not get it. */
const TARGET_RC = "CRM_meta_op_target_rc";

/**
 * @param base what the agent inherits, such as PATH and HA_logfacility
 * @param root where agents and their shell functions are, `/usr/lib/ocf`
 */
export function agentEnvironment({ resource, attributes }: AgentRequest, base: Environment, root: string): Environment {
  const environment: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(base)) if (!OF_A_CALL.test(name)) environment[name] = value;
  environment.OCF_RA_VERSION_MAJOR = API.major;
  environment.OCF_RA_VERSION_MINOR = API.minor;
  environment.OCF_ROOT = root;
  environment.OCF_EXIT_REASON_PREFIX = REASON_PREFIX;
  environment.OCF_RESOURCE_INSTANCE = resource.id;
  environment.OCF_RESOURCE_TYPE = resource.type;
  if (resource.provider !== undefined) environment.OCF_RESOURCE_PROVIDER = resource.provider;
  for (const [name, value] of attributes) {
    // No variable can have such a name, or such a value.
    if (name === TARGET_RC || /[=\0]/.test(name) || value.includes("\0")) continue;
    environment[name === CHECK_LEVEL ? name : `OCF_RESKEY_${name}`] = value;
  }
  return environment;
}
