/**
 * The engine is killed (`kill -9`) at random moments of bring-ups and failovers, and started again each time. After
 * each restart no acknowledged commit is missing; nothing is ever started twice at once; in the end the cluster has
 * converged. CHAOS_SEED repeats a run as far as the machine lets it, CHAOS_KILLS says how many (200).
 */

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { VERY_LONG } from "../long.ts";
import { randomFrom } from "./random.ts";

const KILLS = Number(process.env.CHAOS_KILLS ?? "200");
const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000);
/** A life ends at most so long after its first word, milliseconds. */
const LONGEST_LIFE = 700;
const SETTLED = "settled galera=3 redis=1 ovn=1";

let folder = "";
let program = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "holdfast-chaos-"));
  program = join(import.meta.dirname, "../../node_modules/.cache/chaos-child.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "child.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["better-sqlite3"],
    // Bundled CommonJS asks for `require`.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "error",
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Life {
  /** What it said, line by line. */
  readonly lines: readonly string[];
  readonly killed: boolean;
}

/** Runs an engine until it has settled, or kills it `after` milliseconds from its first word. */
function live(directory: string, act: string, after: number | undefined): Promise<Life> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(process.execPath, [program, directory, act], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    let errors = "";
    let killed = false;
    let deadline: NodeJS.Timeout | undefined;
    const end = (): void => {
      child.kill("SIGKILL");
    };
    child.stdout?.on("data", (chunk) => {
      text += String(chunk);
      if (deadline === undefined && after !== undefined) {
        deadline = setTimeout(() => {
          killed = true;
          end();
        }, after);
      }
      if (text.includes("settled ")) end();
    });
    child.stderr?.on("data", (chunk) => {
      errors += String(chunk);
    });
    const patience = setTimeout(end, 120_000);
    child.on("exit", (code) => {
      clearTimeout(deadline);
      clearTimeout(patience);
      if (code !== null) reject(new Error(`the engine ended by itself with ${code}: ${errors}`));
      else resolve({ lines: text.split("\n").slice(0, -1), killed });
    });
  });
}

/** Bring-ups and failovers, each life but the last cut short, until so many were. */
async function lane(name: string, kills: number, random: () => number): Promise<void> {
  let done = 0;
  for (let round = 0; done < kills; round++) {
    const directory = join(folder, `${name}-${round}`);
    let acknowledged = 0;
    for (const act of ["bring-up", `crash:controller-${Math.floor(random() * 3)}`]) {
      for (;;) {
        const { lines, killed } = await live(directory, act, done < kills ? random() * LONGEST_LIFE : undefined);
        const number = (word: string) =>
          lines.filter((l) => l.startsWith(`${word} `)).map((l) => Number(l.slice(word.length + 1)));
        const [have] = number("have");
        if (have !== undefined) {
          expect(have, `seed ${SEED}, ${directory}: an acknowledged commit is missing`).toBeGreaterThanOrEqual(
            acknowledged,
          );
        }
        acknowledged = Math.max(acknowledged, ...number("ack"));
        expect(lines.filter((l) => l.startsWith("violation"))).toEqual([]);
        if (killed) done++;
        const settled = lines.find((l) => l.startsWith("settled"));
        if (settled !== undefined) {
          expect(settled).toContain(SETTLED);
          break;
        }
        expect(killed, "it did not settle in two minutes").toBe(true);
      }
    }
    rmSync(directory, { recursive: true });
  }
}

test(`${KILLS} kills lose nothing and start nothing twice`, VERY_LONG, async () => {
  console.log(`CHAOS_SEED=${SEED} CHAOS_KILLS=${KILLS}`);
  const half = Math.ceil(KILLS / 2);
  await Promise.all([lane("a", half, randomFrom(SEED)), lane("b", KILLS - half, randomFrom(SEED + 1))]);
});
