/** Values of a CIB as the manifest language writes them. What is not a value of its kind stays as it is, for `raw`. */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { formatScore, parseScore } from "../../cib/value/score.ts";

export function normalBoolean(text: string): string {
  const value = parseBoolean(text);
  return value === undefined ? text : String(value);
}

export function normalScore(text: string): string {
  const value = parseScore(text);
  return value === undefined || !/^[+-]?(\d+|INFINITY)$/.test(text) ? text : formatScore(value);
}

/** Pacemaker 2.1 gave roles new names. */
export function normalRole(text: string): string {
  return text === "Master" ? "Promoted" : text === "Slave" ? "Unpromoted" : text;
}
