/** What a new cluster is to be: its nodes and the file that each of them gets. */

export interface CreatePlan {
  readonly nodes: readonly { readonly name: string; readonly addresses: readonly string[] }[];
  /** Of corosync.conf, the same on all nodes. */
  readonly conf: string;
  /** Whether Corosync needs a key. */
  readonly encrypted: boolean;
  readonly ports: readonly number[];
  /** Replace what another cluster left on the machines. */
  readonly overwrite: boolean;
  /** The manifest wants a watchdog. */
  readonly needsWatchdog: boolean;
}
