/** The output of commands that change the cluster. */
import type { DocumentOf } from "../document-type.ts";
import type { applied, backedUp, cleanedUp, doneTo, fault, injected, verbDone } from "./schema.ts";

export type Applied = DocumentOf<typeof applied>;
/** What a verb has done. */
export type Done = DocumentOf<typeof verbDone>;
/** What a verb has done to one object. */
export type DoneTo = DocumentOf<typeof doneTo>;
export type CleanedUp = DocumentOf<typeof cleanedUp>;
/** A fault to inject into a simulated cluster, or its repair. */
export type Fault = DocumentOf<typeof fault>;
export type Injected = DocumentOf<typeof injected>;
export type BackedUp = DocumentOf<typeof backedUp>;
