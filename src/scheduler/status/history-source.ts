import type { Element } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import type { OnFail } from "../model/enums.ts";
import type { HistoryIndex } from "./history-index.ts";

/** What reading any history needs: the run, and the status section made searchable. */
export interface HistorySource {
  readonly s: ClusterModel;
  readonly index: HistoryIndex;
}

/** What reading one resource's history on one node found out so far; each entry may change it. */
export interface FailureState {
  /** The newest failure. */
  lastFailure: Element | undefined;
  /** The worst response that a failure not made good since asks for. */
  onFail: OnFail;
}
