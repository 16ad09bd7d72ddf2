/** What a simulation reports as it runs, one value for each line of `crm_simulate`'s output. */
export type SimulationEvent =
  | { readonly kind: "pseudo"; readonly task: string; readonly node?: string }
  | {
      readonly kind: "resource";
      readonly resource: string;
      readonly operation: string;
      readonly node: string;
      readonly intervalMs: number;
    }
  | { readonly kind: "cluster"; readonly task: string; readonly node: string; readonly resource?: string }
  | { readonly kind: "fencing"; readonly target: string; readonly action: string }
  /** `--op-fail` named this action. */
  | { readonly kind: "pretend-failed"; readonly action: number; readonly rc: number }
  /** A transient node attribute was set. */
  | {
      readonly kind: "attribute";
      readonly name: string;
      readonly value: string;
      readonly nodeId: string;
    }
  | { readonly kind: "node"; readonly change: "online" | "offline" | "failing"; readonly node: string }
  | { readonly kind: "ticket"; readonly change: TicketChange; readonly ticket: string }
  | { readonly kind: "operation"; readonly spec: string }
  | { readonly kind: "error"; readonly message: string };

export type TicketChange = "grant" | "revoke" | "standby" | "activate";

/** Receives events in the order they happen. */
export type Tell = (event: SimulationEvent) => void;
