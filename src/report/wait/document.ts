/** The result of a wait: whether the roles were reached, or why not. */
import type { DocumentOf } from "../document-type.ts";
import type { finding, instanceRole, switchedFound, waitAnswerSchema } from "./schema.ts";

export type Finding = DocumentOf<typeof finding>;
/** The role of an instance, and its nodes. */
export type InstanceRole = DocumentOf<typeof instanceRole>;
/** Something that people switched, and what it holds back. */
export type SwitchedFound = DocumentOf<typeof switchedFound>;
export type WaitAnswer = DocumentOf<typeof waitAnswerSchema>;
