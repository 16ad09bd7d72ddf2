import { expect, test } from "vitest";
import { UndecidableError } from "../scheduler/model/undecidable.ts";
import { asHoldfastError, exitStatus, HoldfastError, httpStatus, ifFails, isErrorCode, knownError } from "./error.ts";

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

const withCode = (code: string, error = new Error("no")) => Object.assign(error, { code });

test.each([
  ["of the operating system", withCode("ENOENT"), "missing"],
  ["of the operating system, without a code of its own", withCode("ENOSPC"), "failed"],
  ["of SQLite", withCode("SQLITE_BUSY"), "busy"],
  ["of SQLite, an extended one", withCode("SQLITE_IOERR_READ"), "failed"],
  ["an ended wait", AbortSignal.abort().reason, "timeout"],
  ["a scheduler that cannot decide", new UndecidableError("too deep"), "invalid"],
])("a failure %s becomes one of ours", (_, error, code) => {
  expect(asHoldfastError(error)).toMatchObject({ code, cause: error });
});

test("our own stay as they are", () => {
  const own = new HoldfastError("busy", "x");
  expect(asHoldfastError(own)).toBe(own);
});

test.each([
  ["a TypeError", new TypeError("undefined is not a function")],
  ["a plain error", new Error("a lab has at least one node")],
  ["Node used wrongly", withCode("ERR_INVALID_ARG_TYPE", new TypeError("path"))],
  ["a wrong statement", withCode("SQLITE_CONSTRAINT_UNIQUE")],
  ["a text", "text"],
])("%s is a bug and stays one", (_, bug) => {
  expect(knownError(bug)).toBeUndefined();
  expect(() => asHoldfastError(bug)).toThrow(bug instanceof Error ? bug : undefined);
  expect(() => ifFails("nothing")(bug)).toThrow();
});

test("a failure is replaced only when it is one of those expected", async () => {
  const gone = Promise.reject(withCode("ENOENT"));
  expect(await gone.catch(ifFails("nothing", "missing"))).toBe("nothing");
  await expect(gone.catch(ifFails("nothing", "forbidden"))).rejects.toThrow("no");
  expect(await gone.catch(ifFails("nothing"))).toBe("nothing");
});

test("a file that is not there is named in plain words", () => {
  const gone = Object.assign(new Error("ENOENT: no such file or directory, open 'x.xml'"), {
    code: "ENOENT",
    syscall: "open",
    path: "x.xml",
  });
  expect(knownError(gone)).toMatchObject({ code: "missing", message: "there is no file x.xml" });
});
