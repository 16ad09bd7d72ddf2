/** Where a cluster is not as its manifest says. */
import type { DocumentOf } from "../document-type.ts";
import type { driftAnswer, driftedSchema } from "./schema.ts";

export type Drifted = DocumentOf<typeof driftedSchema>;
export type Drift = DocumentOf<typeof driftAnswer>;
