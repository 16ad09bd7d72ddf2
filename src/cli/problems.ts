/** Prints an error on standard error, as text or JSON, with its hint and the line it points at. */
import { formatProblem } from "../cib/problem.ts";
import { exitStatus, type HoldfastError } from "../cluster/error.ts";
import type { ErrorDocument } from "../report/error/document.ts";
import { jsonText } from "./answer.ts";
import type { Context, ExitStatus } from "./context.ts";
import { brokenLines } from "./line-break.ts";

/**
 * @param source the text that a problem's position refers to, to show the line with a caret
 */
export function tellError(
  context: Context,
  error: HoldfastError,
  output: "text" | "json",
  source?: string,
): ExitStatus {
  const status = exitStatus(error.code);
  if (output === "json") {
    const { code, message, hint, problems } = error;
    const document: ErrorDocument = {
      document: "error",
      version: 1,
      code,
      message,
      ...(hint === undefined ? {} : { hint }),
      problems,
      exitStatus: status,
    };
    context.err(jsonText(document));
    return status;
  }
  const { columns } = context;
  // The picture of a line stays as it is: its caret stands below what it points at.
  const pictures = error.problems.map((p) => formatProblem(p, source));
  const lines = [...brokenLines(`holdfast: ${error.message}`, columns), ...pictures];
  if (error.hint !== undefined) lines.push(...brokenLines(`  hint: ${error.hint}`, columns));
  context.err(`${lines.join("\n")}\n`);
  return status;
}
