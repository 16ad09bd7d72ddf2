/** How services are, replica by replica: whether they are whole, and which replica may be stopped. */
import type { DocumentOf } from "../document-type.ts";
import type { condition, healthAnswer, replicaHealth, serviceHealth } from "./schema.ts";

/** An answer with its reason; Unknown is never to be taken for True. */
export type Condition = DocumentOf<typeof condition>;
export type ReplicaHealth = DocumentOf<typeof replicaHealth>;
export type ServiceHealth = DocumentOf<typeof serviceHealth>;
export type HealthAnswer = DocumentOf<typeof healthAnswer>;
