/** The changes of a transition to each resource and node, with their reasons: the core of every plan. */
import type { DocumentOf } from "../document-type.ts";
import type { changes, nodeChange, resourceChange } from "./schema.ts";

export type ResourceChange = DocumentOf<typeof resourceChange>;
export type NodeChange = DocumentOf<typeof nodeChange>;
export type Changes = DocumentOf<typeof changes>;
