/** What a transition does, resource by resource and node by node, with the reason of each: the core of every plan. */
import type { DocumentOf } from "../document-type.ts";
import type { changes, nodeChange, resourceChange } from "./schema.ts";

export type ResourceChange = DocumentOf<typeof resourceChange>;
export type NodeChange = DocumentOf<typeof nodeChange>;
export type Changes = DocumentOf<typeof changes>;
