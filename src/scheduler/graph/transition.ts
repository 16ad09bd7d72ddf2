/** The transition graph as a value: what a cluster has to do, in an order that its edges allow. */

/** Identifies an action in the graph; inputs repeat this much of the action they wait for. */
export interface ActionHeader {
  readonly kind: "rsc_op" | "pseudo_event" | "crm_event";
  readonly id: number;
  /** `cib` on events that change the CIB only. */
  readonly mode?: string;
  readonly operation: string;
  readonly operationKey: string;
  readonly internalOperationKey?: string;
  readonly onNode?: string;
  readonly onNodeUuid?: string;
  /** The cluster node that carries out an action of a remote or guest node. */
  readonly routerNode?: string;
  readonly shutdownLock?: string;
}

export interface GraphResource {
  readonly id: string;
  readonly longId?: string;
  readonly class: string;
  readonly provider?: string;
  readonly type: string;
}

/** A remote or guest node whose recorded maintenance state is out of date. */
export interface MaintenanceUpdate {
  readonly nodeId: string;
  readonly inMaintenance: boolean;
}

export interface GraphAction extends ActionHeader {
  readonly resource?: GraphResource;
  /** In the order they are printed (byte order of names), `crm_feature_set` included. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Parameters whose name cannot be an XML attribute's (it starts with a digit): printed as `param` children. */
  readonly params: ReadonlyMap<string, string>;
  /** Ids of nodes this action takes down. */
  readonly downed: readonly string[];
  /** On the one pseudo-event that says which nodes' maintenance state has to be recorded anew. */
  readonly maintenance?: readonly MaintenanceUpdate[];
  /** Why, in Pacemaker's words; not printed in the graph. */
  readonly reason?: string;
}

export interface Synapse {
  readonly id: number;
  /** 0 is not printed. */
  readonly priority: number;
  readonly action: GraphAction;
  /** Actions that must have completed first, by ascending id. */
  readonly inputs: readonly ActionHeader[];
}

export interface Transition {
  /** Root attributes in order: cluster-delay, fencing-timeout, … */
  readonly attributes: ReadonlyMap<string, string>;
  readonly synapses: readonly Synapse[];
}
