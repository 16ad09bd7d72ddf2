/**
 * Which colocated resources have a say when preferences are added up, and how.
 * Behaviour: docs/pacemaker/colocation.md#preferences-of-dependents.
 */
export interface ScoreSelection {
  /** A positive score may not be driven below zero. */
  readonly nonnegative?: boolean;
  /** A contribution that leaves no node available is discarded. */
  readonly active?: boolean;
  /** Follow what the source is with, instead of what is with it. */
  readonly thisWith?: boolean;
}
