/** An error in JSON. */
import type { DocumentOf } from "../document-type.ts";
import type { errorAnswer } from "./schema.ts";

export type ErrorDocument = DocumentOf<typeof errorAnswer>;
