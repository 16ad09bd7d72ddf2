/**
 * What tests read that is not part of the repository: `../shared`, beside a checkout of the project's own developers, and
 * Pacemaker's scheduler cases, which `npm run conformance:fetch` puts into a checkout that has no `../shared`.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SHARED = fileURLToPath(new URL("../../shared/", import.meta.url));
/** Not committed: the files are Pacemaker's. */
export const FETCHED_CASES = fileURLToPath(new URL("./conformance/cases/", import.meta.url));

export const shared = (part: string): string => join(SHARED, part);

/** Why a part of `../shared` cannot be read; undefined when it can. */
export function whyNoShared(part: string): string | undefined {
  return existsSync(shared(part)) ? undefined : `../shared/${part} is not beside this checkout`;
}

export const CASES = existsSync(shared("conformance/cases.tsv")) ? shared("conformance") : FETCHED_CASES;

/** Why Pacemaker's cases cannot be run; undefined when they can. */
export function whyNoCases(): string | undefined {
  return existsSync(join(CASES, "cases.tsv"))
    ? undefined
    : "Pacemaker's scheduler cases are not here (npm run conformance:fetch gets them)";
}

export interface NamedText {
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

export const whyNoGolden = (): string | undefined => whyNoShared("golden");

/** The CIBs of real clusters, sorted by name; none where `../shared/golden` is absent. */
export function goldenClusters(): readonly NamedText[] {
  if (whyNoGolden() !== undefined) return [];
  return readdirSync(shared("golden"))
    .filter((file) => file.endsWith(".xml"))
    .sort()
    .map((file) => {
      const path = join(shared("golden"), file);
      return { name: file.replace(/\.xml$/, ""), path, text: readFileSync(path, "utf8") };
    });
}

export function goldenCluster(name: string): NamedText {
  const found = goldenClusters().find((cluster) => cluster.name === name);
  if (found === undefined) throw new Error(`../shared/golden has no ${name}.xml`);
  return found;
}
