import { describe, expect, test } from "vitest";
import { entriesFor, isFailureEntry, type Recording, readHistoryEntry } from "./history.ts";
import { ExecStatus } from "./result-code.ts";
import { element } from "./xml/tree.ts";

const BASE: Recording = {
  resource: "r",
  task: "start",
  intervalMs: 0,
  callId: 5,
  status: ExecStatus.done,
  rc: 0,
  targetRc: 0,
  transitionKey: "1:2:0:uuid",
  node: "one",
  exitReason: "it broke",
  at: 100,
  execMs: 20,
  origin: "test",
  attributes: new Map([
    ["ip", "10.0.0.1"],
    ["port", "80"],
    ["CRM_meta_timeout", "20000"],
  ]),
};

function written(change: Partial<Recording>): Map<string, Map<string, string>> {
  return new Map(entriesFor({ ...BASE, ...change }).map(({ id, attributes }) => [id, new Map(attributes)]));
}

const said = (change: Partial<Recording>): string[] =>
  [...written(change)].map(([id, a]) => `${id} ${a.get("operation")} ${a.get("exit-reason")}`);

describe("a result is recorded", () => {
  test.each([
    ["a start", {}, ["r_last_0 start "]],
    ["a recurring monitor", { task: "monitor", intervalMs: 10_000 }, ["r_monitor_10000 monitor "]],
    ["a failed start", { rc: 1 }, ["r_last_failure_0 start it broke", "r_last_0 start it broke"]],
    [
      "a timed-out stop",
      { task: "stop", rc: 1, status: 2 },
      ["r_last_failure_0 stop it broke", "r_last_0 stop it broke"],
    ],
    [
      "a failed recurring monitor",
      { task: "monitor", intervalMs: 10_000, rc: 7 },
      ["r_last_failure_0 monitor it broke"],
    ],
    ["a pending promote", { task: "promote", rc: 193, status: -1 }, ["r_last_0 promote "]],
    ["a reload, as a start", { task: "reload-agent" }, ["r_last_0 start "]],
    [
      "a failed reload, as a failed start",
      { task: "reload", rc: 1 },
      ["r_last_failure_0 start it broke", "r_last_0 start it broke"],
    ],
    [
      "a reload that timed out, as a failed monitor",
      { task: "reload-agent", rc: 1, status: 2 },
      ["r_last_failure_0 monitor it broke", "r_last_0 monitor it broke"],
    ],
    ["a migration, apart", { task: "migrate_to" }, ["r_migrate_to_0 migrate_to "]],
    ["a failed migration, apart too", { task: "migrate_from", rc: 1 }, ["r_migrate_from_0 migrate_from it broke"]],
  ])("of %s", (_, change, expected) => {
    expect(said(change)).toEqual(expected);
  });

  test("of a notification, under what it announced, and never as a failure", () => {
    const attributes = new Map([
      ["CRM_meta_notify_type", "pre"],
      ["CRM_meta_notify_operation", "stop"],
    ]);
    const entries = written({ task: "notify", rc: 3, attributes });
    expect([...entries.keys()]).toEqual(["r_pre_notify_stop_0"]);
    expect(entries.get("r_pre_notify_stop_0")?.get("rc-code")).toBe("0");
  });

  test("with where a migration came from and went to", () => {
    const attributes = new Map([
      ["CRM_meta_migrate_source", "one"],
      ["CRM_meta_migrate_target", "two"],
    ]);
    const entry = written({ task: "migrate_from", attributes }).get("r_migrate_from_0");
    expect([entry?.get("migrate_source"), entry?.get("migrate_target")]).toEqual(["one", "two"]);
  });

  test("with the digest of what a reload cannot change, where the agent can reload", () => {
    const entry = written({ restartParameters: ["port"] }).get("r_last_0");
    expect(entry?.get("op-force-restart")).toBe(" port ");
    const other = written({
      restartParameters: ["port"],
      attributes: new Map([
        ["port", "80"],
        ["ip", "10.0.0.2"],
      ]),
    });
    expect(other.get("r_last_0")?.get("op-restart-digest")).toBe(entry?.get("op-restart-digest"));
    expect(other.get("r_last_0")?.get("op-digest")).not.toBe(entry?.get("op-digest"));
    expect(
      written({ restartParameters: ["port"], task: "stop" })
        .get("r_last_0")
        ?.has("op-restart-digest"),
    ).toBe(false);
    expect(written({}).get("r_last_0")?.has("op-restart-digest")).toBe(false);
  });
});

test("what is written reads back", () => {
  const [first] = entriesFor({ ...BASE, rc: 1 });
  if (first === undefined) throw new Error("nothing was written");
  const e = element("lrm_rsc_op", { id: first.id, ...Object.fromEntries(first.attributes) });
  expect(readHistoryEntry(e)).toMatchObject({
    id: "r_last_failure_0",
    key: "r_start_0",
    task: "start",
    callId: 5,
    rc: 1,
    opStatus: 0,
    node: "one",
    lastChange: 100,
    execMs: 20,
    exitReason: "it broke",
  });
  expect(isFailureEntry(e)).toBe(true);
});

test.each([
  [{ "rc-code": "7", "op-status": "0", "transition-key": "1:2:7:uuid" }, false],
  [{ "rc-code": "7", "op-status": "0", "transition-key": "1:2:0:uuid" }, true],
  [{ "rc-code": "0", "op-status": "2", "transition-key": "1:2:0:uuid" }, true],
  [{ "rc-code": "193", "op-status": "-1", "transition-key": "1:2:0:uuid" }, false],
  [{ "rc-code": "1", "op-status": "1", "transition-key": "1:2:0:uuid" }, false],
])("an entry is a failure when it did not end as expected: %j", (attributes, expected) => {
  expect(isFailureEntry(element("lrm_rsc_op", { id: "x", ...attributes }))).toBe(expected);
});
