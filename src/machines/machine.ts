/** What was read from one machine that is to be a node. */

export type KeyKind = "corosync" | "pacemaker";

export interface NodeMachine {
  /** As the manifest calls it. */
  readonly node: string;
  /** `uname -n`. */
  readonly name: string;
  readonly isRoot: boolean;
  /** Seconds that its clock is ahead of this machine's. */
  readonly ahead: number;
  readonly hasSystemd: boolean;
  /** Of the packages that count, by name. */
  readonly packages: ReadonlyMap<string, string>;
  /** Of the program, such as `3.1.7`; undefined where there is no Corosync. */
  readonly corosync: string | undefined;
  /** Of /etc/corosync/corosync.conf. */
  readonly conf: string | undefined;
  /** SHA-256 of the keys that are there. */
  readonly keys: ReadonlyMap<KeyKind, string>;
  /** Primitives and templates in the CIB on its disk; undefined without one. */
  readonly resources: number | undefined;
  /** Addresses by name, of the names that were asked for. */
  readonly resolved: ReadonlyMap<string, readonly string[]>;
  /** Its own addresses. */
  readonly addresses: readonly string[];
  /** Services that run. */
  readonly active: ReadonlySet<string>;
  /** Services that start with the machine. */
  readonly enabled: ReadonlySet<string>;
  /** UDP ports in use. */
  readonly ports: ReadonlySet<number>;
  readonly hasWatchdog: boolean;
  readonly selinux: string | undefined;
  readonly hasAppArmor: boolean;
  /** What its Corosync says; undefined where it does not run. */
  readonly membership: { readonly quorate: boolean; readonly nodes: number } | undefined;
  /** Nodes that its Pacemaker has online, and whether there is a DC; undefined where it does not run. */
  readonly pacemaker: { readonly online: ReadonlySet<string>; readonly hasDc: boolean } | undefined;
}

/** A machine that did not answer. */
export interface Unreached {
  readonly node: string;
  readonly why: string;
}

export const isReached = (machine: NodeMachine | Unreached): machine is NodeMachine => !("why" in machine);
