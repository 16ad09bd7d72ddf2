import { expect, test } from "vitest";
import type { ProcessResult } from "../process/run-process.ts";
import { changeUnit, jobResult, showUnit, unitName, unitState } from "./systemd.ts";

const DONE: ProcessResult = {
  exit: 0,
  signal: undefined,
  notStarted: undefined,
  timedOut: false,
  aborted: false,
  tooMuch: false,
  stdout: "",
  stderr: "",
};
const shows = (load: string, active: string): ProcessResult => ({
  ...DONE,
  stdout: `LoadState=${load}\nActiveState=${active}\n`,
});

test("a name without a suffix is a service, and none is taken for an option", () => {
  expect(["httpd", "a.socket", "foo@bar", "x.unknown"].map(unitName)).toEqual([
    "httpd.service",
    "a.socket",
    "foo@bar.service",
    "x.unknown.service",
  ]);
  expect(changeUnit("stop", "--force")).toEqual(["systemctl", "stop", "--job-mode=replace", "--", "--force.service"]);
  expect(showUnit("httpd").slice(-2)).toEqual(["--", "httpd.service"]);
  expect(changeUnit("promote", "httpd")).toBeUndefined();
});

test("a unit's state as an agent's result", () => {
  const rc = (load: string, active: string) => {
    const state = unitState(shows(load, active), 1000);
    return state === "pending" ? state : state.rc;
  };
  expect(
    ["active", "reloading", "activating", "deactivating", "inactive", "failed", "new"].map((s) => rc("loaded", s)),
  ).toEqual([0, 0, "pending", "pending", 7, 7, 7]);
  expect(rc("not-found", "inactive")).toBe(5);
  // One whose file was removed still runs.
  expect(rc("not-found", "active")).toBe(0);
  expect(unitState({ ...DONE, exit: 1, stderr: "Failed to connect to bus: Host is down\n" }, 1000)).toEqual({
    rc: 1,
    status: 4,
    reason: "Failed to connect to bus: Host is down",
  });
  expect(unitState({ ...DONE, exit: undefined, timedOut: true }, 1000)).toMatchObject({ rc: 1, status: 2 });
});

test("a job's end, and the stop of what is not there", () => {
  const [running, gone] = [unitState(shows("loaded", "active"), 1), unitState(shows("not-found", "inactive"), 1)];
  expect(jobResult("start", running, DONE, 1000)).toEqual({ rc: 0, status: 0, reason: "" });
  expect(jobResult("start", "pending", { ...DONE, exit: 1, stderr: "Job failed.\nSee" }, 1000)).toEqual({
    rc: 1,
    status: 4,
    reason: "Job failed.",
  });
  expect(jobResult("stop", running, { ...DONE, exit: undefined, timedOut: true }, 1000)).toMatchObject({ status: 2 });
  expect(jobResult("stop", gone, undefined, 1000).rc).toBe(0);
  expect(jobResult("start", gone, undefined, 1000)).toMatchObject({ rc: 5, status: 7 });
});
