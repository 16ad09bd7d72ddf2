/** Machines that become a cluster: what is wrong with them, and what is done. */
import type { DocumentOf } from "../document-type.ts";
import type { creationAnswer } from "./schema.ts";

export type Creation = DocumentOf<typeof creationAnswer>;
