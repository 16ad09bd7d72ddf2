/** Which operations a service of one's own has without saying so. */
import { describe, expect, it } from "vitest";
import { readManifest } from "../manifest.ts";

describe("a promotable of one's own is monitored in both roles", () => {
  const monitors = (service: string): string[] => {
    const read = readManifest(`nodes: [a1, a2]\nfencing: none\nservices: {s: {${service}}}`);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    return (read.manifest.services[0]?.primitive?.operations ?? [])
      .filter(({ name }) => name === "monitor")
      .map(({ role, interval, timeout }) => `${role ?? "any"} ${interval} ${timeout}`);
  };
  const plain = 'agent: "ocf:own:db", kind: promotable';

  it.each([
    [plain, "Promoted 10s 20s", "Unpromoted 11s 20s"],
    ['agent: "ocf:own:db", kind: clone, clone-meta: {promotable: true}', "Promoted 10s 20s", "Unpromoted 11s 20s"],
    ['agent: "ocf:own:db", image: "x:1", promoted-max: 1', "Promoted 10s 20s", "Unpromoted 11s 20s"],
    ['agent: "ocf:own:db", image: "x:1"', "any 10s 20s"],
    ['agent: "ocf:heartbeat:pgsqlms", kind: promotable', "Promoted 15s 10s", "Unpromoted 16s 10s"],
    ['agent: "ocf:heartbeat:pgsql", kind: promotable', "Promoted 29s 30s", "any 30s 30s"],
    [`${plain}, operations: {monitor: 60s}`, "Promoted 10s 60s", "Unpromoted 11s 60s"],
    [`${plain}, operations: {monitor: {role: Promoted, interval: 5s}}`, "Promoted 5s 20s", "Unpromoted 11s 20s"],
    [
      `${plain}, operations: {monitor: [{role: Promoted, interval: 5s}, {role: Unpromoted, interval: 7s}]}`,
      "Promoted 5s 20s",
      "Unpromoted 7s 20s",
    ],
  ])("%s", (service, ...expected) => {
    expect(monitors(service)).toEqual(expected);
  });
});
