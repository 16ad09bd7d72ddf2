/** What a simulation shows, section by section, in the order it is shown. */
import type { ClusterModel } from "../../scheduler/model/cluster-model.ts";
import type { SimulationEvent } from "../../scheduler/simulation/event.ts";
import type { RoundsResult } from "../../scheduler/simulation/rounds.ts";
import type { Changes } from "../changes/document.ts";
import type { StatusDocument } from "../status/document.ts";
import type { ScoreRow } from "./scores.ts";

export type SimulationSection =
  /** Which moment rules are judged at, when it is not the present one. */
  | { readonly kind: "date"; readonly given: string }
  | { readonly kind: "original-date"; readonly at: number }
  | {
      readonly kind: "status";
      readonly when: "current" | "revised";
      readonly status: StatusDocument;
      /** What it was read from, which the XML says more of. */
      readonly model: ClusterModel;
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
