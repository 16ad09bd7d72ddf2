/** A file that a node has and the machine has not, or has otherwise. */
export interface NodeFile {
  /** Absolute, as the node sees it: below /etc or /var. */
  readonly path: string;
  readonly text: string;
}
