/**
 * What an oracle answered before, kept in node_modules/.cache: a CIB that is asked about in every run costs the oracle's
 * time in the first alone. A release always answers the same, as CIBs here carry their moment.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { type Answer, ask, type Oracle } from "./oracle.ts";

const FOLDER = fileURLToPath(new URL("../../node_modules/.cache/holdfast-oracle/", import.meta.url));

export async function askOnce(cibs: readonly string[], oracle: Oracle): Promise<(Answer | Error)[]> {
  const known = cibs.map((text) => recall(text, oracle));
  const unknown = cibs.filter((_, i) => known[i] === undefined);
  const answers = unknown.length === 0 ? [] : await ask(unknown, oracle);
  for (const [i, answer] of answers.entries()) remember(unknown[i] as string, oracle, answer);
  let next = 0;
  return known.map((answer) => answer ?? (answers[next++] as Answer | Error));
}

function place(text: string, { version }: Oracle): string {
  const digest = createHash("sha256").update(text).digest("hex");
  return join(FOLDER, version, digest.slice(0, 2), digest.slice(2));
}

function recall(text: string, oracle: Oracle): Answer | Error | undefined {
  const path = place(text, oracle);
  if (!existsSync(path)) return undefined;
  const kept = JSON.parse(gunzipSync(readFileSync(path)).toString()) as Answer | { refused: string };
  return "refused" in kept ? new Error(kept.refused) : kept;
}

function remember(text: string, oracle: Oracle, answer: Answer | Error): void {
  const path = place(text, oracle);
  mkdirSync(join(path, ".."), { recursive: true });
  const kept = answer instanceof Error ? { refused: answer.message } : answer;
  // Another run may ask the same: a file that is there is a whole one.
  writeFileSync(`${path}.${process.pid}`, gzipSync(JSON.stringify(kept), { level: 1 }));
  renameSync(`${path}.${process.pid}`, path);
}
