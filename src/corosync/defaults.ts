/**
 * What Corosync takes where a file says nothing, by its release, and the timeouts that follow. Source: exec/totemconfig.c of
 * the releases; the token grew to 3000 ms in 3.1.0, the transport became knet in 3.0.
 */
import { compareDottedVersions } from "../cib/value/dotted-version.ts";
import { type ConfSettings, type CorosyncModel, numberIn } from "./model.ts";

/** Of a release, in milliseconds where it is a time. */
interface CorosyncDefaults {
  readonly transport: "udp" | "knet";
  readonly token: number;
  /** Added to the token for each node from the third. */
  readonly tokenCoefficient: number;
}

const SINCE: readonly (readonly [release: string, defaults: CorosyncDefaults])[] = [
  ["3.1.0", { transport: "knet", token: 3000, tokenCoefficient: 650 }],
  ["3.0.0", { transport: "knet", token: 1000, tokenCoefficient: 650 }],
  ["2.0.0", { transport: "udp", token: 1000, tokenCoefficient: 650 }],
];

/** The port of link 0; each other link has the next one. Source: corosync.conf(5) */
export const FIRST_PORT = 5405;

/** The release whose defaults are meant where none is known: the oldest with those of today. */
export const PRESENT_RELEASE = "3.1.0";

/** @param release such as `3.1.7`; one before 2.0.0 is taken for 2.0.0 */
function corosyncDefaults(release: string): CorosyncDefaults {
  const found = SINCE.find(([since]) => compareDottedVersions(release, since) >= 0) ?? SINCE.at(-1);
  if (found === undefined) throw new Error("the table of defaults is empty");
  return found[1];
}

export interface EffectiveTotem {
  readonly transport: string;
  /** Milliseconds after which a lost token is noticed. */
  readonly token: number;
  /** Milliseconds from then until a new membership is formed. */
  readonly consensus: number;
}

/** Of a file that says no more of it than its nodes, of which there are so many. */
export function defaultTotem(nodes: number, release: string): EffectiveTotem {
  return totemOf(new Map(), nodes, release);
}

export function effectiveTotem({ totem, members }: CorosyncModel, release: string): EffectiveTotem {
  return totemOf(totem, members.length, release);
}

function totemOf(totem: ConfSettings, nodes: number, release: string): EffectiveTotem {
  const defaults = corosyncDefaults(release);
  const coefficient = numberIn(totem, "token_coefficient") ?? defaults.tokenCoefficient;
  // totemconfig.c: only with a node list, and only from its third node.
  const token = (numberIn(totem, "token") ?? defaults.token) + Math.max(0, nodes - 2) * coefficient;
  return {
    transport: totem.get("transport")?.value ?? defaults.transport,
    token,
    consensus: numberIn(totem, "consensus") ?? Math.floor(token * 1.2),
  };
}
