/** Whether what was waited for has come, and why not. */
import type { DocumentOf } from "../document-type.ts";
import type { finding, instanceRole, waitAnswerSchema } from "./schema.ts";

export type Finding = DocumentOf<typeof finding>;
/** The role an instance has, and where. */
export type InstanceRole = DocumentOf<typeof instanceRole>;
export type WaitAnswer = DocumentOf<typeof waitAnswerSchema>;
