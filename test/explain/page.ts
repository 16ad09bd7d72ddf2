/** docs/explain.md: every question with the answer the program gives. */
import { explain } from "../../src/report/explain/read.ts";
import { explanationLines } from "../../src/report/explain/text.ts";
import type { DeckCluster } from "./deck-cluster.ts";
import { type AskedQuestion, QUESTIONS } from "./questions.ts";

const INTRODUCTION = `# Asking why

\`holdfast explain RESOURCE\` says why a resource runs where it does and with this role, why not elsewhere, and what led to
whatever it is about to go through. With \`--on NODE\` it also lists what its score there is made of, entry by entry as it
adds up (−INFINITY wins over everything, INFINITY over everything else), and what would have to change. Ids in square
brackets are elements of the CIB: take one away, and the answer is another. Under \`Due\`, each \`<-\` is what led to the line
above it. \`--output json\` has all of it as data.
\`holdfast whatif\` asks the other way round: what would move, restart or be lost if each node or resource failed.

Both work on a running cluster and on a CIB in a file alike (\`--cluster file:cib.xml\`). The answers below are about the
cluster of the deck; they are written by the test beside them (\`UPDATE_EXPLAIN=1 npx vitest run test/explain\`).
`;

function answerOf(deck: DeckCluster, asked: AskedQuestion): string {
  const cib = asked.happening(deck.cib, deck.now);
  const answer = explain(cib, asked.resource, { now: deck.now + 1, on: asked.on });
  if (!answer.ok) throw new Error(`${asked.question} asks for a ${answer.missing} that is not there`);
  return explanationLines(answer.explanation).join("\n");
}

export function page(deck: DeckCluster): string {
  const parts = QUESTIONS.map((asked, i) => {
    const command = `$ holdfast explain ${asked.resource}${asked.on === undefined ? "" : ` --on ${asked.on}`}`;
    return `## ${i + 1}. ${asked.question}\n\n${asked.situation}\n\n\`\`\`\n${command}\n${answerOf(deck, asked)}\n\`\`\`\n`;
  });
  return [INTRODUCTION, ...parts].join("\n");
}
