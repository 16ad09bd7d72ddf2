/** Prints an error on standard error, as text or JSON, with its hint and the line it points at. */
import { formatProblem } from "../cib/problem.ts";
import { visibleLine } from "../cib/visible.ts";
import { exitStatus, type HoldfastError } from "../cluster/error.ts";
import type { ErrorDocument } from "../report/error/document.ts";
import { jsonText } from "./answer.ts";
import type { Context, ExitStatus } from "./context.ts";
import { brokenLines } from "./line-break.ts";

export function tellError(context: Context, error: HoldfastError, output: "text" | "json"): ExitStatus {
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
  // What the message says already is not said again.
  const unsaid = error.problems.filter((p) => !error.message.includes(visibleLine(p.message)));
  // The picture of a line stays as it is: its caret stands below what it points at.
  const [head = "", ...pictures] = `holdfast: ${error.message}`.split("\n");
  const lines = [...brokenLines(head, columns), ...pictures, ...unsaid.map((p) => formatProblem(p))];
  if (error.hint !== undefined) lines.push(...brokenLines(`  hint: ${error.hint}`, columns));
  context.err(`${lines.join("\n")}\n`);
  return status;
}
