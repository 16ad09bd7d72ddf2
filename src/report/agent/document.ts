/** Resource and fence agents, and what the metadata of one say. */
import type { DocumentOf } from "../document-type.ts";
import type { agentAnswer, agentsAnswer } from "./schema.ts";

export type AgentList = DocumentOf<typeof agentsAnswer>;
export type AgentDescription = DocumentOf<typeof agentAnswer>;
