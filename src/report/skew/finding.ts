/** What a gate says: versions that do not fit together, or will not, with the way round. docs/versions.md lists the gates. */

/** In the order of docs/versions.md. */
export const GATES = ["skew-minor", "skew-remote-newer", "skew-remote-run-command"] as const;

export interface SkewFinding {
  readonly gate: (typeof GATES)[number];
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
