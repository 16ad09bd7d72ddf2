/** Fields that several documents share. */
import { z } from "zod";
import { ROLE_NAMES } from "../scheduler/model/roles.ts";

export const role = z.enum(ROLE_NAMES);
export const count = z.int().min(0);
export const names = z.array(z.string());

/** @param of describes the version, if the field's name does not */
export const cibVersion = z.strictObject({ adminEpoch: count, epoch: count, numUpdates: count });
