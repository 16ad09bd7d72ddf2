/** The configuration that a manifest means. */
import type { DocumentOf } from "../document-type.ts";
import type { compileAnswer, settingSchema } from "./schema.ts";

/** A cluster-wide setting, and what asks for it. */
export type ExplainedSetting = DocumentOf<typeof settingSchema>;
export type CompiledManifest = DocumentOf<typeof compileAnswer>;
