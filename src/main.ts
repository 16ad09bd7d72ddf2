/** The composition root: the only file that knows every concrete part, and the edge where the process is touched. */
import { readdir, writeFile } from "node:fs/promises";
import { availableParallelism, hostname, userInfo } from "node:os";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { visibleLines } from "./cib/visible.ts";
import type { Context } from "./cli/context.ts";
import { optimizeLate } from "./cli/late-optimization.ts";
import { runProgram } from "./cli/program.ts";
import { signalsOf } from "./cli/signals.ts";

declare const HOLDFAST_VERSION: string;

/** Of Pacemaker's exit statuses, that of an internal error. */
const CRM_EX_SOFTWARE = 70;

optimizeLate(process.versions.v8);

// Node would show the line it was thrown at, which in a bundle has all of the program in it.
process.on("uncaughtException", (error: unknown) => {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`holdfast ${HOLDFAST_VERSION} met a bug of its own:\n${what}\n`);
  process.exit(CRM_EX_SOFTWARE);
});

const signals = signalsOf(process);
// `holdfast events | head` is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

async function readText(path: string): Promise<string> {
  const { readWhole, readTextFile, textOf } = await import("./cluster/file/read-text.ts");
  if (path !== "-") return readTextFile(path);
  const name = "standard input";
  return textOf(await readWhole(process.stdin, name), name);
}

async function confirm(question: string): Promise<boolean> {
  const { createInterface } = await import("node:readline/promises");
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // A terminal in line mode gives Ctrl-C as a key.
  const refused = new AbortController();
  lines.on("SIGINT", () => refused.abort());
  try {
    return /^y(es)?$/i.test((await lines.question(question, { signal: refused.signal })).trim());
  } catch {
    return false;
  } finally {
    lines.close();
  }
}

const terminal = process.stdout.isTTY === true;
const color = terminal && process.env.NO_COLOR === undefined && process.env.TERM !== "dumb";

const context: Context = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(visibleLines(text)),
  env: process.env,
  now: () => Date.now(),
  interactive: process.stdin.isTTY === true,
  terminal,
  columns: terminal ? process.stdout.columns : undefined,
  color,
  // Asked for by who ends by itself: for the others signals do what they do to any program.
  get interrupted() {
    return signals.interrupted();
  },
  holding: signals.holding,
  version: HOLDFAST_VERSION,
  who: `${userInfo().username}@${hostname()}`,
  exampleManifest: relative(".", fileURLToPath(new URL("../examples/control-plane.yaml", import.meta.url))),
  whatIfThread: availableParallelism() > 1 ? new URL("./whatif-thread.mjs", import.meta.url) : undefined,
  openCluster: async (url) =>
    url.startsWith("lab:")
      ? (await import("./lab/address.ts")).openLab(url, process.env)
      : (await import("./cluster/open.ts")).openCluster(url),
  startEmbedded: async (directory, configuration, speed, onBug) => {
    const [{ startEmbedded }, { realClock }, { schedule }] = await Promise.all([
      import("./cluster/embedded/open.ts"),
      import("./cluster/embedded/clock.ts"),
      import("./scheduler/schedule.ts"),
    ]);
    return startEmbedded({
      directory,
      schedule,
      clock: (stoppedAt) => realClock({ speed, start: Math.max(stoppedAt ?? 0, Date.now()) }),
      ...(configuration === undefined ? {} : { configuration }),
      onBug,
    });
  },
  readFile: readText,
  listDirectory: async (path) =>
    (await readdir(path, { withFileTypes: true })).map((entry) =>
      entry.isDirectory() ? `${entry.name}/` : entry.name,
    ),
  writeFile: (path, text) => writeFile(path, text),
  writeSecretFile: async (path, text) => (await import("./cluster/file/secret-file.ts")).writeSecretFile(path, text),
  confirm,
};

// The exit code is set rather than forced, so that output which is still on its way arrives.
export const done = runProgram(context, process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
