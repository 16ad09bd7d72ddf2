/**
 * Where the way to a fence device ends, by what its agent or ipmitool said. Nothing of what they said is repeated, since it
 * may hold what they were given. Source: fence_ipmilan of fence-agents 4.12 and ipmitool 1.8.19 against ipmi_sim, as
 * hop.test.ts has them; the messages of fence-agents' library (fencing.py); those of ssh and of the C library.
 */
import type { FencingTest } from "./document.ts";

export type Hop = FencingTest["trials"][number]["hop"];

/** How a program ended. */
interface Ended {
  /** Undefined: it was ended because it took too long. */
  readonly exit: number | undefined;
  /** All that it wrote. */
  readonly said: string;
}

/** By what is said, the most telling first: of several messages the later one often only follows from the first. */
const SAID: readonly (readonly [pattern: RegExp, hop: Hop])[] = [
  [
    /address lookup for .* failed|name or service not known|could not resolve|getaddrinfo|nodename nor servname/i,
    "Name",
  ],
  [/no route to host|network is unreachable|host is unreachable/i, "Route"],
  [/connection refused/i, "Port"],
  [/unauthorized role|insufficient privilege|exceeds.*privilege|rsp=0x81|rsp=0xd4|permission denied to/i, "Privilege"],
  [/rakp 2 hmac is invalid|unauthorized name|invalid user ?name|password (verification|invalid)/i, "Login"],
  [
    /login (failed|incorrect)|authentication fail|permission denied|401 unauthorized|unable to connect\/login/i,
    "Login",
  ],
  [/get (channel authentication|auth) capabilities/i, "Silent"],
  [/chassis power (control|status).*fail|set chassis power control/i, "Chassis"],
  [/you have to (enter|set|specify)|parse error: .*required|please use '-h' for usage/i, "Configuration"],
  [/timed? ?out/i, "Silent"],
];

/**
 * @param exit 0, and 2 of a status, are answers of the device
 */
export function hopOf({ exit, said }: Ended): Hop {
  if (exit === 0 || (exit === 2 && !/error|failed/i.test(said))) return "Works";
  if (exit === 127 || exit === 126) return "Agent";
  const found = SAID.find(([pattern]) => pattern.test(said));
  if (found !== undefined) return found[1];
  return exit === undefined ? "Silent" : "Other";
}

/** What a hop means, as one sentence's end. */
export const HOP_TEXT: Readonly<Record<Hop, string>> = {
  Works: "works",
  Configuration: "a parameter that the agent requires is missing",
  Name: "the name of the device does not resolve there",
  Route: "there is no way to the device from there",
  Port: "the device refuses the connection: nothing listens on its port",
  Silent: "the device does not answer: wrong address or port, or something between drops what is sent",
  Login: "the device refuses the login: user or password",
  Privilege: "the login is not allowed to switch power",
  Chassis: "the device takes the login, and does not say or switch the power",
  Agent: "the agent is not installed there, or cannot be run",
  OtherMachine: "the device answers for another machine",
  Other: "the agent failed for a reason that is not known",
  NotAsked: "it could not be asked",
};

/** Identifiers of hardware that mean the same: BMCs store the first three fields of a UUID, or all of it, in reverse. */
export function sameMachine(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => text.toLowerCase().replace(/[^0-9a-f]/g, ""));
  if (left === undefined || right?.length !== 32 || left.length !== 32 || /^(0+|f+)$/.test(left)) return false;
  return [right, reversed(right), mixed(right), mixed(reversed(right))].includes(left);
}

const reversed = (hex: string): string => (hex.match(/../g) ?? []).toReversed().join("");
const mixed = (hex: string): string =>
  reversed(hex.slice(0, 8)) + reversed(hex.slice(8, 12)) + reversed(hex.slice(12, 16)) + hex.slice(16);
