/** The result of a wait: whether the roles were reached, or why not. */
import type { DocumentOf } from "../document-type.ts";
import type { finding, instanceRole, waitAnswerSchema } from "./schema.ts";

export type Finding = DocumentOf<typeof finding>;
/** The role of an instance, and its nodes. */
export type InstanceRole = DocumentOf<typeof instanceRole>;
export type WaitAnswer = DocumentOf<typeof waitAnswerSchema>;
