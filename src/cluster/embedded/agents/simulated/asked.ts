/** A program that is asked to run where a simulated process runs. */
import type { NodeCommand } from "../../../port.ts";
import type { Process, WorldState } from "./world-state.ts";

export interface AskedProcess {
  readonly world: WorldState;
  readonly process: Process;
  readonly command: NodeCommand;
  /** Epoch milliseconds. */
  readonly now: number;
}
