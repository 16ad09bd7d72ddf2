/** What a rule of `verify` about corosync.conf is: a condition that the file can answer, alone or beside a CIB. */
import type { CorosyncModel } from "../../../corosync/model.ts";
import type { LintRule } from "./rule.ts";

interface ConfFacts {
  readonly model: CorosyncModel;
  /** Corosync's, whose defaults are meant. */
  readonly release: string;
  /** Names of the full members by the CIB beside it; undefined without one. */
  readonly nodesOfCib: readonly string[] | undefined;
}

export interface ConfBreach {
  /** Where it is written; undefined for what is not in the file. */
  readonly at: { readonly line: number; readonly column: number } | undefined;
  /** Of the key, such as `totem.token`. */
  readonly path: string;
  /** One sentence without a full stop. */
  readonly text: string;
}

export interface ConfRule extends Omit<LintRule, "check"> {
  /** Pure. */
  readonly check: (facts: ConfFacts) => readonly ConfBreach[];
}
