/** Holds a corosync.conf against the rules about it. */
import { PRESENT_RELEASE } from "../../corosync/defaults.ts";
import { modelOf } from "../../corosync/model.ts";
import type { ConfFile } from "../../corosync/syntax.ts";
import { CONF_RULES } from "./conf-rules.ts";
import type { LintFinding, Verified } from "./document.ts";
import { inOrder, reported, saidOf } from "./read.ts";
import type { Silence } from "./silence.ts";

export interface ConfLintOptions {
  /** Of the places. */
  readonly file: string;
  readonly silences: readonly Silence[];
  /** Names of the full members by the CIB beside it; undefined without one. */
  readonly nodesOfCib: readonly string[] | undefined;
}

export function verifyConf(conf: ConfFile, { file, silences, nodesOfCib }: ConfLintOptions): Verified {
  const facts = { model: modelOf(conf), release: PRESENT_RELEASE, nodesOfCib };
  const found = CONF_RULES.flatMap((rule) =>
    rule.check(facts).map(
      ({ at, path, text }): LintFinding => ({
        ...saidOf(rule),
        text,
        path,
        ...(at === undefined ? {} : { where: { file, line: at.line, column: at.column } }),
      }),
    ),
  );
  return reported(found, silences);
}

/** The findings of two files as one answer. */
export function verifiedTogether(a: Verified, b: Verified): Verified {
  return { ...a, findings: inOrder([...a.findings, ...b.findings]), silenced: [...a.silenced, ...b.silenced] };
}
