/** Whether the nodes can be fenced, as lines: each device by each node that asked it. */
import type { FencingTest } from "./document.ts";

type Trial = FencingTest["trials"][number];

export function fencingTestLines({ trials, findings, whole, recorded }: FencingTest): string[] {
  const nodes = [...new Set(trials.map(({ node }) => node))];
  const end = { True: "All works.", False: "Not all works.", Unknown: "It is not known whether all works." }[whole];
  return [
    ...nodes.flatMap((node) => [`${node}:`, ...trials.filter((t) => t.node === node).map(trialLine)]),
    ...findings.map(({ node, text }) => `! ${node}: ${text}`),
    recorded ? `${end} The cluster keeps this result.` : end,
  ];
}

function trialLine({ device, agent, level, from, hop, text, power, machine }: Trial): string {
  const mark = hop === "Works" ? " " : hop === "NotAsked" ? "?" : "!";
  const where = `${level === undefined ? "" : `level ${level}, `}${device}${agent === "" ? "" : ` (${agent})`}`;
  const said = power === undefined ? "" : `; power ${power}`;
  const proof = { Proved: "; it is this machine's", NotProved: "; whose machine it is was not proved" };
  return `${mark} ${where}${from === null ? "" : ` from ${from}`}: ${text}${said}${machine === undefined ? "" : proof[machine]}`;
}
