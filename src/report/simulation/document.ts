/** The output of a simulation, in sections and in order. */
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type { SimulationEvent } from "../../scheduler/simulation/event.ts";
import type { RoundsResult } from "../../scheduler/simulation/rounds.ts";
import type { Changes } from "../changes/document.ts";
import type { StatusDocument } from "../status/document.ts";
import type { ScoreRow } from "./scores.ts";

export type SimulationSection =
  /** The time at which rules are evaluated, if it is not the current time. */
  | { readonly kind: "date"; readonly given: string }
  | { readonly kind: "original-date"; readonly at: number }
  | {
      readonly kind: "status";
      readonly when: "current" | "revised";
      readonly status: StatusDocument;
      /** The source of the status, from which the XML shows more. */
      readonly model: ReadonlyModel;
    }
  | {
      readonly kind: "modifications";
      readonly quorum?: string;
      readonly watchdog?: string;
      readonly events: readonly SimulationEvent[];
    }
  | {
      readonly kind: "scores";
      readonly scores: boolean;
      readonly utilization: boolean;
      readonly rows: readonly ScoreRow[];
    }
  | { readonly kind: "changes"; readonly changes: Changes }
  | { readonly kind: "execution"; readonly events: readonly SimulationEvent[]; readonly result: RoundsResult };
