/** Waiting with an end, for what comes true in real time. */
import { setTimeout as sleep } from "node:timers/promises";

/** Asks until the answer is yes; after so many seconds it is an error that says what did not happen. */
export async function eventually(
  what: string,
  question: () => boolean | Promise<boolean>,
  seconds = 30,
): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!(await question())) {
    if (performance.now() > deadline) throw new Error(`not within ${seconds} seconds: ${what}`);
    await sleep(20);
  }
}
