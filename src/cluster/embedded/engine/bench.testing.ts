/** An engine of three nodes whose scheduler's answers are given in short form, so that a test reads its steps one by one. */
import { type Element, elements, get } from "../../../cib/xml/tree.ts";
import type { GraphAction, Synapse, Transition } from "../../../scheduler/graph/transition.ts";
import { contractConfiguration } from "../../contract.testing.ts";
import { newCib } from "../new-cib.ts";
import type { Effect, EngineInput } from "./message.ts";
import { type EngineState, initialState } from "./state.ts";
import { lrmResources } from "./status.ts";
import { step } from "./step.ts";

export const START = 1_000_000_000;

export interface ActionInput {
  readonly id: number;
  readonly task?: string;
  readonly rsc?: string;
  readonly node?: string;
  readonly after?: readonly number[];
  readonly priority?: number;
  readonly meta?: Readonly<Record<string, string>>;
  readonly pseudo?: boolean;
}

/** Members and their ids. */
const IDS: Readonly<Record<string, string>> = { one: "1", two: "2", three: "3" };

function synapse({
  id,
  task = "start",
  rsc = `r${id}`,
  node = "one",
  after = [],
  priority = 0,
  meta = {},
  pseudo,
}: ActionInput): Synapse {
  const attributes = new Map(Object.entries(meta).map(([k, v]): [string, string] => [`CRM_meta_${k}`, v]));
  const header = {
    kind: pseudo === true ? "pseudo_event" : task === "do_shutdown" ? "crm_event" : "rsc_op",
    id,
    operation: task,
    operationKey: `${rsc}_${task}_0`,
  } as const;
  const action: GraphAction = {
    ...header,
    ...(pseudo === true
      ? {}
      : {
          onNode: node,
          onNodeUuid: IDS[node] ?? node,
          resource: { id: rsc, class: "ocf", provider: "pacemaker", type: "Dummy" },
        }),
    attributes,
    params: new Map(),
    downed: [],
  };
  return { id, priority, action, inputs: after.map((input) => ({ ...header, id: input })) };
}

/** An engine whose scheduler wants the given graphs, one after the other, and then nothing. */
export class Bench {
  state: EngineState;
  effects: Effect[] = [];
  schedules = 0;
  private now = START;
  private readonly graphs: (readonly ActionInput[])[];
  private readonly attributes: ReadonlyMap<string, string>;

  constructor(
    graphs: readonly (readonly ActionInput[])[],
    attributes: Readonly<Record<string, string>> = {},
    cib = newCib(contractConfiguration()),
  ) {
    this.state = initialState(cib, "uuid", START);
    this.graphs = [...graphs];
    this.attributes = new Map(Object.entries({ "failed-start-offset": "INFINITY", ...attributes }));
    for (const [node, id] of Object.entries(IDS)) this.feed({ kind: "membership", node, id, member: true });
    this.pass(0);
  }

  feed(input: EngineInput): void {
    const schedule = (): { transition: Transition } => {
      this.schedules++;
      return { transition: { attributes: this.attributes, synapses: (this.graphs.shift() ?? []).map(synapse) } };
    };
    const { state, effects } = step(this.state, { ...input, at: this.now }, { schedule, metadata: () => undefined });
    this.state = state;
    this.effects.push(...effects);
  }

  pass(ms: number): void {
    this.now += ms;
    this.feed({ kind: "time" });
  }

  /** Operations begun since last asked, such as `start r1`. */
  begun(): string[] {
    const found = this.effects.flatMap((e) =>
      e.kind === "execute" ? [`${e.operation.task} ${e.operation.rsc.id}`] : [],
    );
    this.effects = [];
    return found;
  }

  /** How many actions of the transition that ended since last asked had succeeded. */
  completed(): number | undefined {
    for (const e of this.effects)
      if (e.kind === "tell" && e.event.kind === "transition" && e.event.phase === "complete") return e.event.actions;
    return undefined;
  }

  callOf(rsc: string): number {
    for (const operation of this.state.operations.values()) if (operation.rsc.id === rsc) return operation.callId;
    for (const r of this.state.recurring.values())
      if (r.operation.rsc.id === rsc && r.inFlight !== undefined) return r.inFlight;
    throw new Error(`${rsc} is not in flight`);
  }

  finish(rsc: string, rc = 0, callId = this.callOf(rsc)): void {
    this.feed({ kind: "result", result: { callId, rc, status: 0, reason: "", durationMs: 10, writes: [] } });
  }

  history(node: string, rsc: string): Element[] {
    const found = lrmResources(this.state.cib, IDS[node] ?? node).find((e) => get(e, "id") === rsc);
    return found === undefined ? [] : elements(found, "lrm_rsc_op");
  }
}
