/** The schema of errors, which a failing command with --output json prints on standard error. */
import { z } from "zod";
import { type CodeMeaning, PROBLEM_CODES } from "../../cib/problem-code.ts";
import { count } from "../fields.ts";
import type { Published } from "../published.ts";
import { ERROR_CODES } from "./error-code.ts";

/** Each code with what it means and what to do, so that the JSON Schema says it too. */
function oneOfCodes<T extends string>(codes: Readonly<Record<T, CodeMeaning>>) {
  const described = (Object.keys(codes) as T[]).map((code) =>
    z.literal(code).describe(`${codes[code].meaning} ${codes[code].next}`),
  );
  return z.union(described);
}

export const errorAnswer = z.strictObject({
  document: z.literal("error"),
  version: z.literal(1),
  code: oneOfCodes(ERROR_CODES),
  message: z.string(),
  hint: z.string().exactOptional().describe("what to do about it, one sentence"),
  problems: z.array(
    z.strictObject({
      code: oneOfCodes(PROBLEM_CODES),
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
