/** Tests that need something this machine may not have: they are skipped with a reason, which the run's end repeats. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { TestContext } from "vitest";

/**
 * Skips the running test unless all it needs is here; also usable in `beforeEach`.
 * @param reasons why something is not here, undefined for what is
 */
export function needs(context: TestContext, ...reasons: readonly (string | undefined)[]): void {
  const missing = reasons.find((reason) => reason !== undefined);
  if (missing !== undefined) context.skip(missing);
}

/** Where Debian puts tools for administrators, which a user's PATH may lack. */
const SEARCHED = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"];

export function findProgram(name: string): string | undefined {
  return SEARCHED.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Why a program cannot be run; undefined when it can. */
export function whyNoProgram(name: string, debianPackage: string): string | undefined {
  return findProgram(name) === undefined ? `${name} is not installed (Debian: ${debianPackage})` : undefined;
}
