/** The real clusters benchmarks measure on; they live beside the repository. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const GOLDEN = fileURLToPath(new URL("../../../shared/golden/", import.meta.url));

export interface NamedText {
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

export function goldenClusters(): NamedText[] {
  if (!existsSync(GOLDEN)) return [];
  return readdirSync(GOLDEN)
    .filter((name) => name.endsWith(".xml"))
    .sort()
    .map((name) => {
      const path = join(GOLDEN, name);
      return { name: name.replace(/\.xml$/, ""), path, text: readFileSync(path, "utf8") };
    });
}
