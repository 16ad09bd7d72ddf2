/** The state of a lab: each node's power, cable and BMC, and the cluster's DC. */
import type { DocumentOf } from "../document-type.ts";
import type { labStatusSchema } from "./schema.ts";

export type LabStatus = DocumentOf<typeof labStatusSchema>;
