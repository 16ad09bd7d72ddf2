/** What would become of the cluster, question by question: each node lost, each in standby, each resource failing once. */

import type { Changes } from "../changes/document.ts";

export type Question =
  | { readonly kind: "node-fails"; readonly node: string }
  | { readonly kind: "node-standby"; readonly node: string }
  | { readonly kind: "resource-fails"; readonly resource: string; readonly node: string };

interface Move {
  readonly resource: string;
  /** The top-level resource it is part of, which may be itself. */
  readonly service: string;
  readonly from: string;
  readonly to: string;
}

/** A top-level resource before and after. */
export interface Service {
  readonly resource: string;
  /** Instances that run; of a plain resource, one or none. */
  readonly before: number;
  readonly after: number;
  /** Of promotable ones only. */
  readonly promotedBefore?: number;
  readonly promotedAfter?: number;
  /** For some time none of it runs (or none is promoted, where one was). */
  readonly interrupted: boolean;
}

export interface Outcome {
  readonly question: Question;
  /** Without a recurring monitor a failure is not detected, and nothing below happens. */
  readonly unnoticed: boolean;
  readonly quorate: boolean;
  readonly fenced: readonly string[];
  readonly moved: readonly Move[];
  /** Stopped and started again where it is. */
  readonly restarted: readonly string[];
  readonly promoted: readonly { readonly resource: string; readonly service: string; readonly node: string }[];
  /** Instances that ran and have no place any more. */
  readonly noPlace: readonly string[];
  /** What ought to happen and cannot, and could before. */
  readonly blocked: readonly string[];
  /** Those that differ from before or are interrupted; the others stay as they are. */
  readonly services: readonly Service[];
  /** Top-level resources of which nothing runs any more. */
  readonly lost: readonly string[];
}

export interface WhatIf {
  readonly document: "what-if";
  readonly version: 1;
  /** What the cluster is about to do anyway, transition after transition; all is asked of the cluster after that. */
  readonly due: readonly Changes[];
  readonly outcomes: readonly Outcome[];
  /** All top-level resources, in the order of the configuration. */
  readonly resources: readonly string[];
  readonly now: number;
}
