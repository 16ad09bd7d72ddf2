import { formatProblems, type Problem } from "../cib/problem.ts";
import { HoldfastError } from "../cluster/error.ts";
import type { Written } from "./desired.ts";

/** The error for a file that cannot be read as what it is, with all that is wrong with it. */
export function unusable({ path, text }: Written, problems: readonly Problem[]): HoldfastError {
  return new HoldfastError("invalid", [`${path} is not usable`, ...formatProblems(problems, text)].join("\n"), {
    problems,
  });
}
