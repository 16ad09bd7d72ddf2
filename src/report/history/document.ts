/** Past configurations of a cluster. */
import type { DocumentOf } from "../document-type.ts";
import type { historyAnswer, historyEntrySchema } from "./schema.ts";

export type VersionEntry = DocumentOf<typeof historyEntrySchema>;
export type VersionHistory = DocumentOf<typeof historyAnswer>;
