import { describe, expect, test } from "vitest";
import { ExecStatus } from "../cib/result-code.ts";
import { type Ended, exitReason, fenceMonitorResult, lsbResult, ocfResult } from "./result.ts";

const ended = (exit: number | undefined, rest: Partial<Ended> = {}): Ended => ({
  exit,
  notStarted: undefined,
  timedOut: false,
  stderr: "",
  ...rest,
});

describe("an OCF agent", () => {
  test("returns what the API knows, and anything else, a signal too, is an error", () => {
    const known = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 190, 191];
    for (let exit = 0; exit < 256; exit++)
      expect(ocfResult(ended(exit), "monitor", 1000)).toEqual({
        rc: known.includes(exit) ? exit : 1,
        status: ExecStatus.done,
        reason: "",
      });
    expect(ocfResult(ended(undefined), "stop", 1000)).toMatchObject({ rc: 1, status: ExecStatus.done });
  });

  test("may do without notify, and without nothing else", () => {
    expect(ocfResult(ended(3), "notify", 1000).rc).toBe(0);
    expect(ocfResult(ended(3), "promote", 1000).rc).toBe(3);
  });

  test("gives its reason after the last mark, to the end of the line", () => {
    const stderr = "ocf-exit-reason:first\nnoise\nocf-exit-reason: second: no space left \nocf-exit more";
    expect(exitReason(stderr)).toBe("second: no space left");
    expect(exitReason("ocf-exit-reason:cut off")).toBe("cut off");
    expect(exitReason("nothing")).toBe("");
    expect(ocfResult(ended(6, { stderr }), "start", 1000).reason).toBe("second: no space left");
  });

  test("that cannot be started is not installed, not permitted, or an error", () => {
    const of = (notStarted: string) => {
      const { rc, status } = ocfResult(ended(undefined, { notStarted }), "start", 1000);
      return [rc, status];
    };
    for (const code of ["ENOENT", "EISDIR", "ENOTDIR", "EINVAL", "ENOEXEC"])
      expect(of(code)).toEqual([5, ExecStatus.notInstalled]);
    for (const code of ["EACCES", "EPERM"]) expect(of(code)).toEqual([4, ExecStatus.error]);
    expect(of("ENOMEM")).toEqual([1, ExecStatus.error]);
  });

  test("that takes too long has failed, whatever it ends with", () => {
    expect(ocfResult(ended(0, { timedOut: true }), "start", 1500)).toEqual({
      rc: 1,
      status: ExecStatus.timeout,
      reason: "the agent did not complete within 1500 ms",
    });
  });
});

test("an init script's statuses mean other things for status than for what changes something", () => {
  const monitor = (exit: number) => lsbResult(ended(exit), "monitor", 1000).rc;
  expect([0, 1, 2, 3, 4, 5, 99, 150, 151].map(monitor)).toEqual([0, 7, 7, 7, 1, 1, 1, 5, 4]);
  const start = (exit: number) => lsbResult(ended(exit), "start", 1000).rc;
  expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 150].map(start)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 1, 1]);
});

test("a fence device whose agent finds it switched off is there", () => {
  const rc = (exit: number) => fenceMonitorResult(ended(exit), 1000).rc;
  expect([0, 1, 2, 3, 7].map(rc)).toEqual([0, 1, 0, 1, 1]);
  expect(fenceMonitorResult(ended(undefined, { timedOut: true }), 1000)).toMatchObject({ rc: 1, status: 2 });
});
