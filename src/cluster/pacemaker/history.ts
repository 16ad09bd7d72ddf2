/**
 * Configurations of the past, as far as a node's disk keeps them: before the CIB daemon replaces its file it sets the old
 * one aside as `cib-N.raw`, the last hundred of them. Changes that follow one another faster than the disk is written
 * leave one file only. Source: Pacemaker's lib/cib/cib_file.c, `cib_file_backup`; seen on 2.1.5.
 */

import { configurationVersion, recordedAuthor } from "../../cib/change-record.ts";
import { compareVersions, readVersion } from "../../cib/patch/version.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { child, type Element } from "../../cib/xml/tree.ts";
import type { VersionEntry } from "../../report/history/document.ts";
import { HoldfastError } from "../error.ts";
import type { Caller } from "./hosts.ts";
import { summary, writerOf } from "./observe.ts";

/** Ends a file; XML cannot hold it. */
const END = "\u001e";

const SCRIPT = `cd "$1" || exit 105
for file in cib-*.raw cib.xml; do
  [ -e "$file" ] || continue
  [ -r "$file" ] || exit 4
  stat -c %Y "$file" && cat "$file" && printf '\\036'
done`;

const DIRECTORY = "/var/lib/pacemaker/cib";

interface Kept {
  readonly cib: Element;
  /** Epoch seconds at which it was written. */
  readonly at: number;
}

/** One for each configuration, oldest first. */
async function keptVersions(caller: Caller, directory: string): Promise<Kept[]> {
  const text = await caller.run(["sh", "-c", SCRIPT, "sh", directory], { repeatable: true });
  const found = new Map<string, Kept>();
  for (const file of text.split(END)) {
    const line = file.indexOf("\n");
    const parsed = parseXml(file.slice(line + 1));
    // A file that is being written, or was when power went, is not worth the rest.
    if (!parsed.ok || child(parsed.root, "configuration") === undefined) continue;
    found.set(configurationVersion(parsed.root), { cib: parsed.root, at: Number(file.slice(0, line)) });
  }
  return [...found.values()].sort((a, b) => compareVersions(readVersion(a.cib), readVersion(b.cib)));
}

/** What a node keeps of the past. */
export interface PastConfigurations {
  /** Every configuration, newest first, with who made it and why or, where that is not recorded, what changed. */
  history(): Promise<VersionEntry[]>;
  /** Rejects with `missing` when it is not, or no longer, kept. */
  at(version: string): Promise<Element>;
}

/** Reads the files of the past again only for a version that the last reading did not have: a past version never changes. */
export function pastConfigurations(caller: Caller, directory = DIRECTORY): PastConfigurations {
  let kept: readonly Kept[] = [];
  const find = (version: string): Element | undefined =>
    kept.find(({ cib }) => configurationVersion(cib) === version)?.cib;
  return {
    async history() {
      kept = await keptVersions(caller, directory);
      return kept
        .map(({ cib, at }, i): VersionEntry => {
          const version = configurationVersion(cib);
          const before = kept[i - 1]?.cib;
          const why = before === undefined ? "the oldest that is kept" : summary(before, cib);
          return { version, at: at * 1000, ...(recordedAuthor(cib) ?? { who: writerOf(cib), why }) };
        })
        .reverse();
    },
    async at(version) {
      if (find(version) === undefined) kept = await keptVersions(caller, directory);
      const cib = find(version);
      const configuration = cib === undefined ? undefined : child(cib, "configuration");
      if (configuration === undefined)
        throw new HoldfastError("missing", `configuration ${version} is not kept`, { hint: "see: holdfast history" });
      return configuration;
    },
  };
}
