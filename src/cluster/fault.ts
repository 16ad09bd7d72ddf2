/**
 * The faults that can be injected into a simulated cluster, and their repairs, in the words of `holdfast inject`.
 */
import type { Fault } from "../report/done/document.ts";

export interface FaultForm {
  readonly usage: string;
  readonly help: string;
  readonly read: (words: readonly string[]) => Fault | undefined;
}

const NODE_FAULTS = ["node-crash", "node-cut", "node-heal", "node-return", "node-shutdown"] as const;
const NODE_HELP: Readonly<Record<(typeof NODE_FAULTS)[number], string>> = {
  "node-crash": "the node loses power",
  "node-cut": "the node loses its network; its resources keep running",
  "node-heal": "the node's network is connected again",
  "node-return": "a node that is off powers on",
  "node-shutdown": "the node shuts down cleanly",
};

/** Every fault, by its first word. */
export const FAULT_FORMS: ReadonlyMap<string, FaultForm> = new Map<string, FaultForm>([
  ...NODE_FAULTS.map((kind): [string, FaultForm] => [
    kind,
    {
      usage: `${kind} NODE`,
      help: NODE_HELP[kind],
      read: ([node, ...rest]) => (node === undefined || rest.length > 0 ? undefined : { kind, node }),
    },
  ]),
  [
    "process-kill",
    {
      usage: "process-kill RESOURCE [NODE]",
      help: "the service's process dies; the next monitor fails",
      read: ([rsc, node, ...rest]) =>
        rsc === undefined || rest.length > 0 ? undefined : { kind: "process-kill", rsc, node },
    },
  ],
  [
    "container-kill",
    {
      usage: "container-kill CONTAINER",
      help: "the container dies, with everything in it",
      read: ([container, ...rest]) =>
        container === undefined || rest.length > 0 ? undefined : { kind: "container-kill", container },
    },
  ],
  [
    "fence-fail",
    {
      usage: "fence-fail DEVICE",
      help: "the fence device fails until fence-heal",
      read: ([device, ...rest]) =>
        device === undefined || rest.length > 0 ? undefined : { kind: "fence-fail", device },
    },
  ],
  [
    "fence-heal",
    {
      usage: "fence-heal DEVICE",
      help: "the fence device works again",
      read: ([device, ...rest]) =>
        device === undefined || rest.length > 0 ? undefined : { kind: "fence-heal", device },
    },
  ],
  [
    "start-fail",
    {
      usage: "start-fail RESOURCE COUNT [NODE]",
      help: "the next COUNT starts fail; 0: no more",
      read: ([rsc, count, node, ...rest]) =>
        rsc === undefined || !/^\d{1,6}$/.test(count ?? "") || rest.length > 0
          ? undefined
          : { kind: "start-fail", rsc, count: Number(count), node },
    },
  ],
  [
    "hang",
    {
      usage: "hang RESOURCE TASK",
      help: "the next operation of that task hangs until it times out",
      read: ([rsc, task, ...rest]) =>
        rsc === undefined || task === undefined || rest.length > 0 ? undefined : { kind: "hang", rsc, task },
    },
  ],
  ...(["service-ill", "service-well"] as const).map((kind): [string, FaultForm] => [
    kind,
    {
      usage: `${kind} RESOURCE [NODE]`,
      help:
        kind === "service-ill"
          ? "the service does not do its work, though its monitors find nothing"
          : "the service does its work again",
      read: ([rsc, node, ...rest]) => (rsc === undefined || rest.length > 0 ? undefined : { kind, rsc, node }),
    },
  ]),
  [
    "slow-join",
    {
      usage: "slow-join RESOURCE SECONDS",
      help: "instances that start from now on take that long to be in step",
      read: ([rsc, seconds, ...rest]) =>
        rsc === undefined || !/^\d{1,5}$/.test(seconds ?? "") || rest.length > 0
          ? undefined
          : { kind: "slow-join", rsc, seconds: Number(seconds) },
    },
  ],
  [
    "promotion-score",
    {
      usage: "promotion-score RESOURCE SCORE [NODE]",
      help: "a promotable resource of your own sets this score, or none",
      read: ([rsc, score, node, ...rest]) =>
        rsc === undefined || !/^([+-]?\d{1,7}|[+-]?INFINITY|none)$/.test(score ?? "") || rest.length > 0
          ? undefined
          : { kind: "promotion-score", rsc, score: score ?? "", node },
    },
  ],
]);

/** Reads words such as `node-crash controller-0`; undefined if they are not a fault. */
export function parseFault(words: readonly string[]): Fault | undefined {
  const [kind, ...rest] = words;
  return kind === undefined ? undefined : FAULT_FORMS.get(kind)?.read(rest);
}

export function formatFault(fault: Fault): string {
  const words: (string | undefined)[] = [fault.kind];
  switch (fault.kind) {
    case "node-crash":
    case "node-cut":
    case "node-heal":
    case "node-return":
    case "node-shutdown":
      words.push(fault.node);
      break;
    case "process-kill":
    case "service-ill":
    case "service-well":
      words.push(fault.rsc, fault.node);
      break;
    case "container-kill":
      words.push(fault.container);
      break;
    case "fence-fail":
    case "fence-heal":
      words.push(fault.device);
      break;
    case "start-fail":
      words.push(fault.rsc, String(fault.count), fault.node);
      break;
    case "slow-join":
      words.push(fault.rsc, String(fault.seconds));
      break;
    case "promotion-score":
      words.push(fault.rsc, fault.score, fault.node);
      break;
    case "hang":
      words.push(fault.rsc, fault.task);
      break;
  }
  return words.filter((w) => w !== undefined).join(" ");
}
