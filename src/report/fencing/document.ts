/** Fence devices, their levels, and what was fenced. */
import type { DocumentOf } from "../document-type.ts";
import type { devicesAnswer, fencingExplanation, fencingHistoryAnswer, fencingTest, levelsAnswer } from "./schema.ts";

export type FenceDevices = DocumentOf<typeof devicesAnswer>;
export type FencingLevels = DocumentOf<typeof levelsAnswer>;
export type FencingHistory = DocumentOf<typeof fencingHistoryAnswer>;
export type FencingExplanation = DocumentOf<typeof fencingExplanation>;
export type FencingTest = DocumentOf<typeof fencingTest>;
