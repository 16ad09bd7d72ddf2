/** Roles as every document names them. */
import { z } from "zod";
import { ROLE_NAMES } from "../scheduler/model/roles.ts";

export const role = z.enum(ROLE_NAMES);
