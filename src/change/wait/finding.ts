/** One reason why a promise is not kept, or not yet. */
export type FindingKind =
  | "pending"
  /** There is no such resource. */
  | "missing"
  | "disabled"
  | "unmanaged"
  | "blocked"
  /** It failed too often, or in a way that trying again does not mend. */
  | "failed"
  /** No node may run it. */
  | "no-node"
  /** What it is to be is another role than the promised one. */
  | "other-role";

export interface Finding {
  /** Undefined for what concerns all. */
  readonly resource: string | undefined;
  readonly kind: FindingKind;
  /** One short sentence. */
  readonly text: string;
}
