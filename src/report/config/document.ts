/** A cluster's configuration, for people and scripts. */
import type { DocumentOf } from "../document-type.ts";
import type { configAnswer, shownConstraint, shownOperation, shownResource, shownSet, shownSetting } from "./schema.ts";

export type ShownSetting = DocumentOf<typeof shownSetting>;
/** A set of settings, which may count under a condition. */
export type ShownSet = DocumentOf<typeof shownSet>;
export type ShownOperation = DocumentOf<typeof shownOperation>;
export type ShownResource = DocumentOf<typeof shownResource>;
export type ShownConstraint = DocumentOf<typeof shownConstraint>;
export type Configuration = DocumentOf<typeof configAnswer>;
