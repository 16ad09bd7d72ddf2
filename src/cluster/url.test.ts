import { expect, test } from "vitest";
import { formatClusterUrl, parseClusterUrl } from "./url.ts";

test("addresses", () => {
  expect(parseClusterUrl("file:cib.xml")).toEqual({ kind: "file", path: "cib.xml" });
  expect(parseClusterUrl("file:///var/cib.xml")).toEqual({ kind: "file", path: "/var/cib.xml" });
  expect(parseClusterUrl("embedded:dir")).toEqual({ kind: "embedded", directory: "dir" });
  expect(formatClusterUrl(parseClusterUrl("embedded:dir"))).toBe("embedded:dir");
});

test("what is no address is refused with what would be", () => {
  for (const text of ["", "cib.xml", "file:", "file://host/x", "http:x"]) {
    expect(() => parseClusterUrl(text)).toThrowError(
      expect.objectContaining({ code: "usage", hint: expect.stringContaining("embedded:DIR") }),
    );
  }
});
