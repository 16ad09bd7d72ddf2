/** How a lab is: its nodes' power and cables, their BMCs, and what the cluster says of itself. */
import type { DocumentOf } from "../document-type.ts";
import type { labStatusSchema } from "./schema.ts";

export type LabStatus = DocumentOf<typeof labStatusSchema>;
