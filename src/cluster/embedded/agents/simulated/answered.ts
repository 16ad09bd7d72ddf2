/** How a simulated program ends. */
import type { CommandOutcome } from "../../../port.ts";

export const answered = (stdout: string): CommandOutcome => ({ kind: "answered", exit: 0, stdout, stderr: "" });

export const failedWith = (exit: number, stderr: string): CommandOutcome => ({
  kind: "answered",
  exit,
  stdout: "",
  stderr: `${stderr}\n`,
});
