/** The schema of errors, which a failing command with --output json prints on standard error. */
import { z } from "zod";
import { count } from "../fields.ts";
import type { Published } from "../published.ts";
import { ERROR_CODES } from "./error-code.ts";

export const errorAnswer = z.strictObject({
  document: z.literal("error"),
  version: z.literal(1),
  code: z.enum(ERROR_CODES),
  message: z.string(),
  hint: z.string().exactOptional().describe("what to do about it, one sentence"),
  problems: z.array(
    z.strictObject({
      code: z.string(),
      message: z.string(),
      where: z.strictObject({ file: z.string().exactOptional(), line: count, column: count }).exactOptional(),
      hint: z.string().exactOptional(),
    }),
  ),
  exitStatus: z.int().describe("of crm_exit_t"),
});

export const errorPublished: Published = {
  name: "error",
  title: "Holdfast error",
  description: "The error that a failing command with --output json prints on standard error.",
  schema: errorAnswer,
};
