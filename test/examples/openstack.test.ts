/** The control planes of OpenStack's releases, each through the loss of every node: what `whatif` foretold is what comes. */
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LONG } from "../long.ts";
import { judged } from "./judge.ts";

const FOLDER = new URL("../../examples/openstack/", import.meta.url);
const KINDS = new Set(["node-fails"] as const);

const releases = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => `openstack/${name}`);

/**
 * Bundles on remote nodes, and the loss of a controller that had the connections to one and to its containers. The first
 * transition would restart the containers. It ends when the remote node is reached again, and the next finds them running.
 */
const STILL_RUNNING = Object.fromEntries(
  [0, 1, 2].map((n) => [
    `node-fails controller-${n}`,
    [
      `galera-bundle-docker-${n} was to be restarted`,
      `galera:${n} was to be restarted`,
      `rabbitmq-bundle-docker-${n} was to be restarted`,
      `rabbitmq:${n} was to be restarted`,
    ],
  ]),
);

describe.each([...releases, "control-plane.yaml", "lab-full.yaml", "lab.yaml", "small.yaml"])("%s", (name) => {
  it("survives each single-node failure with what was foretold", LONG, async () => {
    const { enacted, ...rest } = await judged(name, KINDS);
    expect(rest).toEqual({
      apart: name === "openstack/pike.yaml" ? STILL_RUNNING : {},
      notBack: {},
      skipped: [],
      due: 0,
    });
    expect(enacted).toBeGreaterThan(2);
  });
});
