/**
 * `skew-corosync-next` and `skew-knet-sctp`: what Corosync's configuration says, and later releases refuse. What that is, the
 * rules Q10, Q16 and Q20 of verify know (docs/verify.md).
 */
import { PRESENT_RELEASE } from "../../corosync/defaults.ts";
import { modelOf } from "../../corosync/model.ts";
import { parseConf } from "../../corosync/parse.ts";
import { noSecauth } from "../lint/conf-rules/no-secauth.ts";
import { openRing } from "../lint/conf-rules/open-ring.ts";
import { sctpLink } from "../lint/conf-rules/sctp-link.ts";
import type { SkewFinding } from "./finding.ts";

/** The corosync.conf of a node. */
export interface NodeConf {
  readonly name: string;
  readonly text: string;
  /** Corosync's; undefined where it is not known. */
  readonly release: string | undefined;
}

/** A file that Corosync itself refuses says nothing. */
export function corosyncSkew(confs: readonly NodeConf[]): SkewFinding[] {
  return confs.flatMap(({ name, text, release = PRESENT_RELEASE }): SkewFinding[] => {
    const parsed = parseConf(text);
    if (!parsed.ok) return [];
    const facts = { model: modelOf(parsed.conf), release, nodesOfCib: undefined };
    const open = [...openRing.check(facts), ...noSecauth.check(facts)];
    const sctp = sctpLink.check(facts);
    return [
      ...open.map((breach) => ({
        gate: "skew-corosync-next" as const,
        severity: "warning" as const,
        object: name,
        text: `corosync.conf of ${name}: ${breach.text}`,
        reason: "builds of Corosync after August 2026 do not start with it",
        wayRound: openRing.fix,
      })),
      ...sctp.map((breach) => ({
        gate: "skew-knet-sctp" as const,
        severity: "warning" as const,
        object: name,
        text: `corosync.conf of ${name}: ${breach.text}`,
        reason: sctpLink.why,
        wayRound: sctpLink.fix,
      })),
    ];
  });
}
