/** What a verb lists when nothing is to be changed: settings, operations, constraints, tags, alerts, access rules or groups. */
import type { DocumentOf } from "../document-type.ts";
import type { listing } from "./schema.ts";

export type Listing = DocumentOf<typeof listing>;
