/** Fields that many documents have. */
import { z } from "zod";
import { ROLE_NAMES } from "../scheduler/model/roles.ts";

export const role = z.enum(ROLE_NAMES);
export const count = z.int().min(0);
export const names = z.array(z.string());

/** @param of what it is a version of, where that needs saying */
export const cibVersion = z.strictObject({ adminEpoch: count, epoch: count, numUpdates: count });
