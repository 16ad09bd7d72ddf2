/** Machines that become a cluster: what is wrong with them, and what is done. */
import type { DocumentOf } from "../document-type.ts";
import type { comparisonAnswer, creationAnswer } from "./schema.ts";

/** How a running cluster can take another corosync.conf. */
export type ConfComparison = DocumentOf<typeof comparisonAnswer>;
export type Creation = DocumentOf<typeof creationAnswer>;
