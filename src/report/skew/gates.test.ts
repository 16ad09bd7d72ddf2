/** Each gate, with a state that breaks it and one that is near to that and does not. */
import { describe, expect, test } from "vitest";
import { GATES, type SkewFinding } from "./finding.ts";
import { minorSkew } from "./minor.ts";
import { remoteNewer } from "./remote-newer.ts";
import { wrongRunCommand } from "./run-command.ts";

const DAY = 24 * 60 * 60;
const node = (name: string, featureSet: string, since?: number) => ({ name, featureSet, since });

/** What breaks it, and what does not. */
const TABLE: Readonly<Record<(typeof GATES)[number], readonly [SkewFinding[], SkewFinding[]]>> = {
  "skew-minor": [
    minorSkew([node("a", "3.16.1"), node("b", "3.20.5")], 0),
    minorSkew([node("a", "3.20.0"), node("b", "3.20.5")], 0),
  ],
  "skew-remote-newer": [
    remoteNewer([{ name: "redis-bundle-0", release: "3.0.3" }], [{ name: "a", release: "2.1.5" }]),
    remoteNewer([{ name: "redis-bundle-0", release: "2.1.5" }], [{ name: "a", release: "2.1.5-1" }]),
  ],
  "skew-remote-run-command": [
    wrongRunCommand([{ name: "g", runCommand: "/usr/sbin/pacemaker_remoted", release: "3.0.0" }]),
    wrongRunCommand([{ name: "g", runCommand: "/usr/sbin/pacemaker_remoted", release: "2.1.5" }]),
  ],
};

describe.each(GATES)("%s", (gate) => {
  const [broken, sound] = TABLE[gate];
  test("is broken by the one and not by the other", () => {
    expect(broken.map((f) => f.gate)).toEqual([gate]);
    expect(sound).toEqual([]);
  });
});

test("an upgrade that is half done is an error after a week", () => {
  const nodes = [node("a", "3.16.1", 0), node("b", "3.20.5", 100 * DAY), node("c", "3.20.5", 101 * DAY)];
  const at = (day: number) => minorSkew(nodes, day * DAY).map(({ severity, text }) => [severity, text]);
  expect(at(101)).toEqual([["warning", "a has feature set 3.16.1 and c 3.20.5, for 1 day"]]);
  expect(at(107)).toEqual([["error", "a has feature set 3.16.1 and c 3.20.5, for 7 days"]]);
});

test("remote daemons are held against the oldest node", () => {
  const nodes = [
    { name: "a", release: "3.0.3" },
    { name: "b", release: "2.1.5" },
  ];
  expect(remoteNewer([{ name: "r", release: "2.1.6" }], nodes)).toMatchObject([{ object: "r", severity: "error" }]);
  expect(remoteNewer([{ name: "r", release: "2.1.5" }], nodes)).toEqual([]);
});

test("the daemon's name of today is not in images of before 2.0; other programs and no run-command are none of its business", () => {
  const of = (runCommand: string | undefined, release: string) =>
    wrongRunCommand([{ name: "g", runCommand, release }]).map(({ wayRound }) => wayRound);
  expect(of("/usr/sbin/pacemaker-remoted", "1.1.19")).toEqual(["run-command=/usr/sbin/pacemaker_remoted"]);
  expect(of("/usr/sbin/pacemaker-remoted", "3.0.0")).toEqual([]);
  expect(of("/bin/kolla_start", "3.0.0")).toEqual([]);
  expect(of(undefined, "3.0.0")).toEqual([]);
});
