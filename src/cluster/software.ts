/** What is installed on the nodes of a real cluster, as they answer when they are asked. */

/** The versions that a node's own programs and packages say; what is not installed is left out. */
export interface NodeSoftware {
  /** Its name in the cluster; where Pacemaker does not run there, what the cluster's address calls it. */
  readonly node: string;
  /** Its host name. */
  readonly host: string;
  /** Pacemaker's release, such as `2.1.5`; of a remote node that of its remote daemon. */
  readonly pacemaker?: string;
  readonly build?: string;
  readonly featureSet?: string;
  /** The newest that it has, such as `pacemaker-3.9`. */
  readonly schema?: string;
  readonly corosync?: string;
  readonly libqb?: string;
  readonly knet?: string;
  readonly pcs?: string;
  readonly crmsh?: string;
  readonly resourceAgents?: string;
  readonly fenceAgents?: string;
  readonly kernel?: string;
  /** The text of its corosync.conf without comments and without keys; undefined where that is not there, or may not be read. */
  readonly corosyncConf?: string;
  /** Calls of options that Pacemaker 3 took away, in the files that were named. */
  readonly removedCalls: readonly { readonly file: string; readonly call: string }[];
  /** When Pacemaker's package was installed, epoch seconds. */
  readonly since?: number;
}

/** A way to a node that gave no answer, and why: one sentence without a full stop. */
export interface SilentWay {
  readonly way: string;
  readonly reason: string;
}

export interface SoftwareRead {
  readonly nodes: readonly NodeSoftware[];
  readonly silent: readonly SilentWay[];
}
