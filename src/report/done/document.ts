/** What was done: the answers of commands that change something. */
import type { DocumentOf } from "../document-type.ts";
import type { applied, cleanedUp, fault, injected, nodeChanged } from "./schema.ts";

export type Applied = DocumentOf<typeof applied>;
export type NodeChanged = DocumentOf<typeof nodeChanged>;
export type CleanedUp = DocumentOf<typeof cleanedUp>;
/** A way to break a simulated cluster, or to mend it. */
export type Fault = DocumentOf<typeof fault>;
export type Injected = DocumentOf<typeof injected>;
