/** docs/explain.md: every question with the answer the program gives. */
import { explainNode } from "../../src/report/explain/node.ts";
import { nodeExplanationLines } from "../../src/report/explain/node-text.ts";
import { explain } from "../../src/report/explain/read.ts";
import { explanationLines } from "../../src/report/explain/text.ts";
import { explainedOf, momentOf } from "../../src/scheduler/reading.ts";
import type { DeckCluster } from "./deck-cluster.ts";
import { type AskedQuestion, QUESTIONS } from "./questions.ts";

const INTRODUCTION = `# Asking why

\`holdfast explain RESOURCE\` explains why a resource has its node and role, why not another node, and the causes of its next
actions; of what does not run, the root cause comes first. \`holdfast explain NODE\` explains why a node is unclean, joining, in
standby or the like, and what would end that. With \`--on NODE\` it also lists the parts of its score on that node, in the order in which they add up (INFINITY
overrides any other score, and −INFINITY overrides INFINITY), and the changes that would make it run there. Square brackets
hold the ids of elements of the CIB; without such an element the result would differ. Under \`Due\`, each \`<-\` is the cause of
the line above it. \`--output json\` prints the same as data.
\`holdfast whatif\` shows instead what would move, restart or be lost if each node or resource failed.

Both work on a running cluster and on a CIB file (\`--cluster file:cib.xml\`). The answers below are about the example cluster;
the test beside them writes this page (\`UPDATE_EXPLAIN=1 npx vitest run test/explain\`).
`;

function answerOf(deck: DeckCluster, asked: AskedQuestion): string {
  const cib = asked.happening(deck.cib, deck.now);
  const answer = explain(cib, asked.resource, { now: deck.now + 1, on: asked.on });
  if (answer.ok) return explanationLines(answer.explanation).join("\n");
  const node = explainNode(explainedOf(cib, momentOf(cib, deck.now + 1)), asked.resource, []);
  if (node === undefined) throw new Error(`${asked.question} asks for a ${answer.missing} that is not there`);
  return nodeExplanationLines(node).join("\n");
}

export function page(deck: DeckCluster): string {
  const parts = QUESTIONS.map((asked, i) => {
    const command = `$ holdfast explain ${asked.resource}${asked.on === undefined ? "" : ` --on ${asked.on}`}`;
    return `## ${i + 1}. ${asked.question}\n\n${asked.situation}\n\n\`\`\`\n${command}\n${answerOf(deck, asked)}\n\`\`\`\n`;
  });
  return [INTRODUCTION, ...parts].join("\n");
}
