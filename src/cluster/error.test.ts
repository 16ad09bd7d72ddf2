import { expect, test } from "vitest";
import { asHoldfastError, exitStatus, HoldfastError, httpStatus, isErrorCode } from "./error.ts";

test("codes map to Pacemaker's exit statuses", () => {
  expect([
    exitStatus("conflict"),
    exitStatus("missing"),
    exitStatus("timeout"),
    exitStatus("disconnected"),
    exitStatus("unsafe"),
    exitStatus("usage"),
  ]).toEqual([103, 105, 124, 102, 107, 64]);
  expect(httpStatus("conflict")).toBe(409);
  expect(isErrorCode("conflict") && !isErrorCode("toString")).toBe(true);
});

test("anything caught becomes one of ours", () => {
  const own = new HoldfastError("busy", "x");
  expect(asHoldfastError(own)).toBe(own);
  expect(asHoldfastError(Object.assign(new Error("no"), { code: "ENOENT" })).code).toBe("missing");
  expect(asHoldfastError("text")).toMatchObject({ code: "failed", message: "text" });
});
