/** Past configurations of a cluster. */
import type { DocumentOf } from "../document-type.ts";
import type { historyAnswer, historyDiffAnswer, historyEntrySchema } from "./schema.ts";

export type VersionEntry = DocumentOf<typeof historyEntrySchema>;
export type VersionHistory = DocumentOf<typeof historyAnswer>;
export type HistoryDiff = DocumentOf<typeof historyDiffAnswer>;
