/** What a gate says: versions that do not fit together, or will not, with the way round. docs/versions.md lists the gates. */

/** In the order of docs/versions.md. */
export const GATES = [
  "skew-minor",
  "skew-dc",
  "skew-remote-newer",
  "skew-remote-run-command",
  "skew-schema",
  "skew-tools",
  "skew-corosync-next",
  "skew-knet-sctp",
  "skew-agent-options",
] as const;

export interface SkewFinding<G extends (typeof GATES)[number] = (typeof GATES)[number]> {
  readonly gate: G;
  /** An error will not work; a warning will not for long, or not after an upgrade. */
  readonly severity: "error" | "warning";
  /** The node, replica or bundle. */
  readonly object: string;
  /** One sentence without a full stop, as the others. */
  readonly text: string;
  /** What comes of it. */
  readonly reason: string;
  readonly wayRound: string;
}
