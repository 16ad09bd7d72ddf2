/** An explanation of a node: why it is unclean, joining, in standby or the like, and what would end that. */
import type { DocumentOf } from "../document-type.ts";
import type { nodeResource, nodeStateAnswer } from "./node-schema.ts";

export type NodeStateExplanation = DocumentOf<typeof nodeStateAnswer>;
export type NodeResource = DocumentOf<typeof nodeResource>;
