/** Leases, and the change of one. */
import type { DocumentOf } from "../document-type.ts";
import type { leaseChanged, leaseShown, leasesAnswer } from "./schema.ts";

export type LeaseShown = DocumentOf<typeof leaseShown>;
export type Leases = DocumentOf<typeof leasesAnswer>;
export type LeaseChanged = DocumentOf<typeof leaseChanged>;
