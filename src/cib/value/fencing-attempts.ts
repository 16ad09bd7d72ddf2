/** How often the cluster tries to fence a node before it gives up until something changes (`fencing-max-attempts`). */
import type { Element } from "../xml/tree.ts";
import { propertyIn } from "./property.ts";
import { INFINITY, parseScore } from "./score.ts";

const DEFAULT = 10;

/** Of a `<configuration>`; `INFINITY` is allowed, and means never to give up. @param now epoch seconds */
export function mostFencingAttempts(configuration: Element | undefined, now: number): number {
  const written = configuration && parseScore(propertyIn(configuration, "fencing-max-attempts", now));
  if (written === undefined || written <= 0) return DEFAULT;
  return written === INFINITY ? Number.POSITIVE_INFINITY : written;
}
