/**
 * Manifests and CIBs with mistakes in them, given to the commands that read them. Each ends with an answer or with one clear
 * error, soon, and with no more memory than before; a cluster has all of a change or nothing of it; secrets are shown nowhere.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readDesired } from "../../src/change/desired.ts";
import { emptyCib } from "../../src/cib/empty.ts";
import { validateCib } from "../../src/cib/validate.ts";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import { get, walk } from "../../src/cib/xml/tree.ts";
import { type Spoken, testContext } from "../../src/cli/context.testing.ts";
import { runProgram } from "../../src/cli/program.ts";
import { readTextFile } from "../../src/cluster/file/read-text.ts";
import { openCluster } from "../../src/cluster/open.ts";
import { Random } from "../differential/random.ts";
import { mutated } from "./mutate-text.ts";
import { otherCib, otherManifest } from "./mutate-tree.ts";

const EXAMPLES = new URL("../../examples/", import.meta.url);
const CONFLICT = 103;
const CANARY = "cAnArY";
/** Milliseconds of a command on a machine that has other work too. */
const PATIENCE = 20_000;
/** Bytes that a run may have gained, however long it is. */
const MEMORY = 600 * 2 ** 20;

/** Ten times as large as the others, with nothing that they lack. */
const LARGE: ReadonlySet<string> = new Set(["openstack/liberty.yaml", "openstack/mitaka.yaml"]);

interface Original {
  readonly name: string;
  readonly yaml: string;
  readonly xml: string;
}

/** The examples as manifests and as CIBs, with secrets that can be told from everything else. */
export async function originals(): Promise<readonly Original[]> {
  const names = readdirSync(EXAMPLES, { recursive: true, encoding: "utf8" }).filter((n) => n.endsWith(".yaml"));
  return Promise.all(
    names
      .toSorted()
      .filter((name) => !LARGE.has(name))
      .map(async (name) => {
        const yaml = readFileSync(new URL(name, EXAMPLES), "utf8");
        const desired = await readDesired({ path: name, text: yaml }, async () => `${CANARY}-value-9f`, false);
        return { name, yaml, xml: printXml(desired.cib(emptyCib())) };
      }),
  );
}

interface Tally {
  cases: number;
  /** Commands that gave an answer, and that refused. */
  answered: number;
  refused: number;
  /** Files whose changes a cluster took. */
  applied: number;
  readonly wrong: string[];
}

interface Asked {
  readonly status: number;
  readonly spoken: Spoken;
}

export async function fuzzCampaign(
  first: number,
  count: number,
  found: (wrong: string) => void = () => undefined,
): Promise<Tally> {
  const from = await originals();
  const folder = mkdtempSync(join(tmpdir(), "holdfast-fuzz-"));
  const tally: Tally = { cases: 0, answered: 0, refused: 0, applied: 0, wrong: [] };
  const memory = process.memoryUsage().heapUsed;
  try {
    for (let seed = first; seed < first + count; seed++) {
      const wrong = await oneCase(seed, from, folder, tally);
      tally.cases++;
      for (const what of wrong) {
        tally.wrong.push(`seed ${seed}: ${what}`);
        found(`seed ${seed}: ${what}`);
      }
    }
    const gained = process.memoryUsage().heapUsed - memory;
    if (gained > MEMORY) tally.wrong.push(`${Math.round(gained / 2 ** 20)} MB more than before`);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return tally;
}

/** The file that a seed makes, to look at it. */
export function fileOf(seed: number, from: readonly Original[]): { readonly path: string; readonly text: string } {
  const random = new Random(seed);
  const [one, two] = [random.pick(from), random.pick(from)];
  const readable = random.chance(0.75);
  if (random.chance(0.6))
    return { path: "edited.yaml", text: (readable ? otherManifest : mutated)(one.yaml, two.yaml, random) };
  return { path: "edited.xml", text: (readable ? otherCib : mutated)(one.xml, two.xml, random) };
}

async function oneCase(seed: number, from: readonly Original[], folder: string, tally: Tally): Promise<string[]> {
  const { path, text } = fileOf(seed, from);
  const random = new Random(seed + 7919);
  const edited = join(folder, path);
  const live = join(folder, "live.xml");
  const before = random.chance(0.5) ? random.pick(from).xml : printXml(emptyCib());
  writeFileSync(edited, text);
  writeFileSync(live, before);
  const json = random.chance(0.5) ? ["--output", "json"] : [];
  const wrong: string[] = [];
  const hidden = secretsStay(path, text);
  const ask = async (...argv: string[]): Promise<number> => {
    const started = performance.now();
    const { status, spoken } = await asked(argv);
    const seconds = (performance.now() - started) / 1000;
    if (seconds * 1000 > PATIENCE) wrong.push(`${argv[0]} took ${Math.round(seconds)} s`);
    wrong.push(...misbehaviour(argv, status, spoken, hidden));
    if (status === 0 || status === 2) tally.answered++;
    else tally.refused++;
    return status;
  };
  const cluster = ["--cluster", `file:${live}`];
  if (path.endsWith(".xml")) {
    const command = random.pick(["status", "verify", "import", "whatif", "secrets", "config"]);
    await ask(command, "--cluster", `file:${edited}`, ...json);
    if (random.chance(0.5)) return wrong;
  } else if (random.chance(0.4)) await ask(random.pick(["verify", "secrets"]), edited, ...json);
  const planned = await ask("plan", edited, ...cluster, ...json);
  if (readFileSync(live, "utf8") !== before) wrong.push("plan has changed the cluster");
  if (planned === 2 && random.chance(0.3)) {
    await ask("apply", edited, ...cluster, "--yes", ...json);
    const after = readFileSync(live, "utf8");
    if (after !== before) {
      tally.applied++;
      const again = parseXml(after);
      if (!again.ok || validateCib(again.root).refusals.length > 0) wrong.push("the cluster has half of the change");
      // All of it, so that nothing is left to do; a CIB is older than the cluster that has taken it.
      const rest = await asked(["plan", edited, ...cluster]);
      if (rest.status !== 0 && (path.endsWith(".yaml") || rest.status !== CONFLICT))
        wrong.push(`after apply, plan ends with ${rest.status}: ${first(rest.spoken)}`);
    }
  }
  return wrong;
}

async function asked(argv: readonly string[]): Promise<Asked> {
  const spoken: Spoken = { out: "", err: "" };
  const env = new Proxy({}, { get: () => `${CANARY}-value-9f`, has: () => true });
  const context = testContext(spoken, { openCluster, readFile: readTextFile, env });
  try {
    return { status: await runProgram(context, argv), spoken };
  } catch (error) {
    spoken.err += `internal: ${error instanceof Error ? error.stack : String(error)}`;
    return { status: 70, spoken };
  }
}

const first = ({ out, err }: Spoken): string => (err || out).slice(0, 400);

/** Whether every secret of a CIB is still where a secret is known to be; in a manifest they are references. */
function secretsStay(path: string, text: string): boolean {
  if (path.endsWith(".yaml")) return true;
  const parsed = parseXml(text);
  if (!parsed.ok) return false;
  const all = walk(parsed.root).filter((e) => [...e.attributes.values()].some((value) => value.includes(CANARY)));
  return all.every((e) => e.name === "nvpair" && /^(password|passwd)$/.test(get(e, "name") ?? ""));
}

function misbehaviour(argv: readonly string[], status: number, spoken: Spoken, hidden: boolean): string[] {
  const said = `${argv[0]} ended with ${status}`;
  const wrong: string[] = [];
  const text = spoken.out + spoken.err;
  if (status === 70 || /internal error|\b(Type|Range|Reference)Error\b|\n +at .*\.ts:/.test(spoken.err))
    wrong.push(`${said}: ${first(spoken)}`);
  if (status !== 0 && status !== 2 && text.trim() === "") wrong.push(`${said} and said nothing`);
  if (hidden && text.includes(CANARY)) wrong.push(`${said}: a secret is shown: ${around(text)}`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a terminal.
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/.test(text))
    wrong.push(`${said}: control characters reach the terminal`);
  if (spoken.err.length > 40_000) wrong.push(`${said}: an error of ${spoken.err.length} characters`);
  return wrong;
}

const around = (text: string): string => {
  const at = text.indexOf(CANARY);
  return text.slice(Math.max(0, at - 120), at + 40);
};
