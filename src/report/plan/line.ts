/** A line of a text that a caller may colour. */

export type Tone = "plain" | "heading" | "added" | "removed" | "changed" | "warning";

export interface PlanLine {
  readonly tone: Tone;
  readonly text: string;
}
