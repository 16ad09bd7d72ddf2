/** A file that a node has and the machine has not, or has otherwise. */
export interface NodeFile {
  /** Below /etc. */
  readonly path: string;
  readonly text: string;
}
