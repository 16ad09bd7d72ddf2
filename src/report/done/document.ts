/** The output of commands that change the cluster. */
import type { DocumentOf } from "../document-type.ts";
import type { applied, cleanedUp, fault, injected, nodeChanged } from "./schema.ts";

export type Applied = DocumentOf<typeof applied>;
export type NodeChanged = DocumentOf<typeof nodeChanged>;
export type CleanedUp = DocumentOf<typeof cleanedUp>;
/** A fault to inject into a simulated cluster, or its repair. */
export type Fault = DocumentOf<typeof fault>;
export type Injected = DocumentOf<typeof injected>;
