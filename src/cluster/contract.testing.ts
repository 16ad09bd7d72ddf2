/**
 * The one contract test of the {@link Cluster} port: every kind is held to it by its own test file, which says what it
 * cannot do. What follows from a capability that is absent is tested too: a clear refusal.
 * Over 300 lines: it is one contract, in one place.
 */

import { describe, expect, test } from "vitest";
import { eventually } from "../../test/eventually.ts";
import { diffConfiguration } from "../cib/patch/diff.ts";
import { child, type Element, element, elements, get, withChildren } from "../cib/xml/tree.ts";
import type { ClusterEvent } from "../report/events/event.ts";
import { HoldfastError } from "./error.ts";
import type { Capability, Cluster, Commit } from "./port.ts";

export interface Subject {
  readonly cluster: Cluster;
  readonly dispose: () => Promise<void>;
}

/** A small configuration for `make` to begin with. */
export function contractConfiguration(): Element {
  const set = element("cluster_property_set", { id: "cib-bootstrap-options" }, [
    element("nvpair", { id: "cib-bootstrap-options-cluster-name", name: "cluster-name", value: "contract" }),
    element("nvpair", { id: "cib-bootstrap-options-stonith-enabled", name: "stonith-enabled", value: "false" }),
  ]);
  return element("configuration", {}, [
    element("crm_config", {}, [set]),
    element("nodes", {}, [
      element("node", { id: "1", uname: "one" }),
      element("node", { id: "2", uname: "two" }),
      element("node", { id: "3", uname: "three" }),
    ]),
    element("resources"),
    element("constraints"),
  ]);
}

function addResource(cib: Element, id: string): Element {
  const configuration = child(cib, "configuration") as Element;
  const resources = child(configuration, "resources") as Element;
  const added = withChildren(resources, [
    ...resources.children,
    element("primitive", { id, class: "ocf", provider: "pacemaker", type: "Dummy" }),
  ]);
  return withChildren(
    cib,
    cib.children.map((c) =>
      c === configuration
        ? withChildren(
            configuration,
            configuration.children.map((d) => (d === resources ? added : d)),
          )
        : c,
    ),
  );
}

function resourceIds(cib: Element): string[] {
  const configuration = child(cib, "configuration") as Element;
  return elements(child(configuration, "resources") as Element).map((e) => get(e, "id") ?? "");
}

async function commitOf(cluster: Cluster, id: string): Promise<Commit> {
  const { cib, version } = await cluster.read();
  return {
    patch: diffConfiguration(cib, addResource(cib, id)),
    expected: version,
    who: "tester",
    why: `add ${id}`,
  };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return "none";
  } catch (error) {
    return error instanceof HoldfastError ? error.code : "a bug";
  }
}

export function clusterContract(kind: string, capabilities: readonly Capability[], make: () => Promise<Subject>): void {
  const can = new Set(capabilities);
  const using = (work: (cluster: Cluster) => Promise<void>) => async () => {
    const { cluster, dispose } = await make();
    try {
      await work(cluster);
    } finally {
      await dispose();
    }
  };

  describe(`${kind} keeps the contract`, () => {
    test(
      "tells who it is",
      using(async (cluster) => {
        const identity = await cluster.identity();
        expect(identity.name).toBe("contract");
        expect([...identity.capabilities].sort()).toEqual([...can].sort());
      }),
    );

    test(
      "has no member that is silent, and none on the way back, while nothing is broken",
      using(async (cluster) => {
        await eventually("nobody is silent or on the way", async () => {
          const { silent, returning } = await cluster.presence();
          return silent.length + returning.length === 0;
        });
      }),
    );

    test(
      "keeps heartbeats outside its CIB, where it runs",
      using(async ({ heartbeats, identity, read }) => {
        if (heartbeats === undefined) {
          const { kind, running } = await identity();
          expect(kind === "embedded" && running).toBe(false);
          return;
        }
        const { version } = await read();
        expect(await heartbeats.read("holdfast-contract")).toEqual([]);
        await heartbeats.beat("holdfast-contract", "0.1/1");
        await heartbeats.beat("holdfast-contract", "0.1/2");
        await eventually("the last one is there", async () =>
          (await heartbeats.read("holdfast-contract")).includes("0.1/2"),
        );
        const { adminEpoch, epoch } = (await read()).version;
        expect({ adminEpoch, epoch }).toEqual({ adminEpoch: version.adminEpoch, epoch: version.epoch });
      }),
    );

    test(
      "tells its CIB with its version",
      using(async (cluster) => {
        const { cib, version } = await cluster.read();
        expect(cib.name).toBe("cib");
        expect(get(cib, "epoch")).toBe(String(version.epoch));
      }),
    );

    if (can.has("commit")) {
      test(
        "takes a commit at the version it has, as a new epoch",
        using(async (cluster) => {
          const before = (await cluster.read()).version;
          const version = await cluster.commit(await commitOf(cluster, "a"));
          expect(version.epoch).toBe(before.epoch + 1);
          const after = await cluster.read();
          expect(resourceIds(after.cib)).toEqual(["a"]);
          expect(after.version.epoch).toBeGreaterThanOrEqual(version.epoch);
        }),
      );

      test(
        "refuses a commit made for another version, and changes nothing",
        using(async (cluster) => {
          const late = await commitOf(cluster, "b");
          await cluster.commit(await commitOf(cluster, "a"));
          expect(await codeOf(cluster.commit(late))).toBe("conflict");
          expect(resourceIds((await cluster.read()).cib)).toEqual(["a"]);
        }),
      );

      test(
        "loses none of many commits that race",
        using(async (cluster) => {
          const ids = ["a", "b", "c", "d", "e", "f"];
          await Promise.all(
            ids.map(async (id) => {
              // Each conflict is another's commit.
              await eventually(
                `the commit of ${id} is taken`,
                async () => (await codeOf(cluster.commit(await commitOf(cluster, id)))) !== "conflict",
              );
            }),
          );
          expect(resourceIds((await cluster.read()).cib).sort()).toEqual(ids);
        }),
      );

      test(
        "refuses a patch that does not fit",
        using(async (cluster) => {
          const { version } = await cluster.read();
          const patch = {
            changes: [
              {
                operation: "modify",
                path: "/cib/configuration/resources/primitive[@id='none']",
                changes: [],
                result: element("primitive"),
              },
            ],
          } as const;
          expect(await codeOf(cluster.commit({ patch, expected: version, who: "tester", why: "nonsense" }))).toBe(
            "invalid",
          );
        }),
      );

      test(
        "refuses what would make the configuration wrong",
        using(async (cluster) => {
          await cluster.commit(await commitOf(cluster, "a"));
          const { version } = await cluster.read();
          const node = element("primitive", { id: "a", class: "ocf", provider: "pacemaker", type: "Dummy" });
          const patch = {
            changes: [{ operation: "create", path: "/cib/configuration/resources", position: 1, node }],
          } as const;
          const commit = cluster.commit({ patch, expected: version, who: "tester", why: "the same id twice" });
          expect(await codeOf(commit)).toBe("invalid");
          expect(resourceIds((await cluster.read()).cib)).toEqual(["a"]);
        }),
      );
    } else {
      test(
        "refuses commits",
        using(async (cluster) => {
          expect(await codeOf(cluster.commit(await commitOf(cluster, "a")))).toBe("disconnected");
        }),
      );
    }

    test(
      "can be watched, from how it is to what it becomes",
      using(async (cluster) => {
        const stop = new AbortController();
        const seen: string[][] = [];
        for await (const { cib } of cluster.watch(stop.signal)) {
          seen.push(resourceIds(cib));
          if (!can.has("events")) continue;
          if (resourceIds(cib).includes("a")) stop.abort();
          else if (seen.length === 1) await cluster.commit(await commitOf(cluster, "a"));
        }
        expect(seen[0]).toEqual([]);
        if (can.has("events")) expect(seen.at(-1)).toEqual(["a"]);
        else expect(seen).toHaveLength(1);
      }),
    );

    if (can.has("events")) {
      test(
        "tells events in order, past ones and those to come",
        using(async (cluster) => {
          const stop = new AbortController();
          const seen: ClusterEvent[] = [];
          const reading = (async () => {
            for await (const event of cluster.events({ after: 0, follow: true, signal: stop.signal })) {
              seen.push(event);
              if (event.event.kind === "configuration" && event.event.why === "add a") break;
            }
          })();
          await cluster.commit(await commitOf(cluster, "a"));
          await reading;
          stop.abort();
          expect(seen.map((e) => e.seq)).toEqual(seen.map((_, i) => i + 1));
          expect(seen.at(-1)?.event).toMatchObject({ kind: "configuration", who: "tester" });
        }),
      );

      test(
        "ends a stream when asked to",
        using(async (cluster) => {
          const stop = new AbortController();
          setTimeout(() => stop.abort(), 20);
          for await (const _ of cluster.events({ follow: true, signal: stop.signal })) {
            // Whatever comes.
          }
        }),
      );
    }

    for (const [capability, ask] of [
      ["cleanup", (c: Cluster) => c.cleanup({ rsc: "nothing", failedOnly: true, who: "tester" })],
      ["fence", (c: Cluster) => c.fence("nobody", "off", "tester")],
      [
        "inject",
        (c: Cluster) =>
          c.faults?.inject({ kind: "node-crash", node: "nobody" }, "tester") ??
          Promise.reject(new HoldfastError("unsupported", "its world is not simulated")),
      ],
    ] as const) {
      test(
        `${can.has(capability) ? "says what it cannot find" : "refuses"}: ${capability}`,
        using(async (cluster) => {
          expect(["missing", "unsupported", "disconnected"]).toContain(await codeOf(ask(cluster)));
          if (can.has(capability)) expect(await codeOf(ask(cluster))).toBe("missing");
        }),
      );
    }

    if (can.has("history") && can.has("commit")) {
      test(
        "keeps every configuration, with who and why",
        using(async (cluster) => {
          const first = await cluster.read();
          await cluster.commit(await commitOf(cluster, "a"));
          await cluster.commit(await commitOf(cluster, "b"));
          const history = await cluster.history();
          expect(history.slice(0, 2)).toMatchObject([
            { who: "tester", why: "add b" },
            { who: "tester", why: "add a" },
          ]);
          const old = await cluster.configurationAt(`${first.version.adminEpoch}.${first.version.epoch}`);
          expect(elements(child(old, "resources") as Element)).toEqual([]);
          expect(await codeOf(cluster.configurationAt("9.9"))).toBe("missing");
        }),
      );
    }
  });
}
