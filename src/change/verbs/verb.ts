/** A verb: what people do to named objects of a cluster in one call, such as `node standby` or `resource disable`. */
import type { Element } from "../../cib/xml/tree.ts";
import type { Snapshot } from "../../cluster/port.ts";
import type { Plan } from "../../report/plan/document.ts";
import type { Wanted } from "../wait/wanted.ts";

/** What a verb does to one object. */
export interface VerbStep {
  readonly object: string;
  /**
   * Pure. Returns its argument itself if there is nothing to change; throws `missing` or `invalid`.
   * @param snapshot what the cluster was like before the call's first step
   */
  readonly edit: (cib: Element, snapshot: Snapshot) => Element;
  /** How the object is after the change, to follow its name. */
  readonly done: string;
  /** The same, if it was so already. */
  readonly already: string;
}

export interface Verb {
  /** As it is typed, such as "resource disable". */
  readonly name: string;
  /** All in one commit, all or nothing. */
  readonly steps: readonly VerbStep[];
  /** What `--wait` waits for. */
  readonly wanted: Wanted;
  /** Throws `unsafe` if the change is not to be made because of what it would make the cluster do. */
  readonly guard?: (plan: Plan, snapshot: Snapshot) => void;
}
