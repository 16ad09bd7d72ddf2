/** Past configurations of a cluster. */
import type { DocumentOf } from "../document-type.ts";
import type { historyEntrySchema } from "../version-entry.ts";
import type { historyAnswer, historyDiffAnswer } from "./schema.ts";

export type VersionEntry = DocumentOf<typeof historyEntrySchema>;
export type VersionHistory = DocumentOf<typeof historyAnswer>;
export type HistoryDiff = DocumentOf<typeof historyDiffAnswer>;
