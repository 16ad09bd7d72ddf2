/** What signals do to a process of this program: ended at once while it computes, after a commit, or by its own hand. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const SIGNALS_MODULE = new URL("./signals.ts", import.meta.url).href;
const CWD = fileURLToPath(new URL("../..", import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
}

/** Runs `body`, and sends it a signal each time it prints a line that says "now". */
function ended(body: string): Promise<Ended> {
  const script = `import { signalsOf } from ${JSON.stringify(SIGNALS_MODULE)};
    const signals = signalsOf(process);
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const say = (text) => require("node:fs").writeSync(1, text + "\\n");
    (async () => { ${body} })();`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", withRequire(script)], {
    cwd: CWD,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    let out = "";
    child.stdout.on("data", (chunk) => {
      out += String(chunk);
      for (const line of String(chunk).split("\n")) if (line === "now") child.kill("SIGTERM");
    });
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, out }));
  });
}

const withRequire = (script: string): string =>
  `import { createRequire } from "node:module"; const require = createRequire(import.meta.url); ${script}`;

test("what only computes is ended at once, even if it never lets the event loop run", async () => {
  const { signal } = await ended(`say("now"); for (;;);`);
  expect(signal).toBe("SIGTERM");
});

test("who asks ends by itself at the first signal", async () => {
  const answer = await ended(
    `const signal = signals.interrupted(); const on = setInterval(() => {}, 1000);
     signal.addEventListener("abort", () => { say("aborted"); clearInterval(on); }); say("now");`,
  );
  expect(answer).toEqual({ code: 0, signal: null, out: "now\naborted\n" });
});

test("the second signal ends it all the same, also while it is busy", async () => {
  const answer = await ended(
    `const signal = signals.interrupted(); setInterval(() => {}, 1000);
     signal.addEventListener("abort", () => { say("now"); for (;;); }); say("now");`,
  );
  expect(answer.signal).toBe("SIGTERM");
});

test("a signal waits for a commit that is on its way, and then ends the process", async () => {
  const answer = await ended(
    `await signals.holding(async () => { say("now"); await sleep(400); say("committed"); });
     await sleep(400); say("went on");`,
  );
  expect(answer).toEqual({ code: null, signal: "SIGTERM", out: "now\ncommitted\n" });
});

test("without a signal a commit's answer is given", async () => {
  const answer = await ended(`say(await signals.holding(async () => "answer")); say("now"); for (;;);`);
  expect(answer).toMatchObject({ signal: "SIGTERM", out: "answer\nnow\n" });
});
