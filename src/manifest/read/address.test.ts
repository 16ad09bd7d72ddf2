import { describe, expect, it } from "vitest";
import { parseAddress } from "./address.ts";

describe("parseAddress", () => {
  it.each([
    ["10.0.0.1", "10.0.0.1"],
    ["FD00::1", "fd00:0:0:0:0:0:0:1"],
    ["fd00:0:0::1", "fd00:0:0:0:0:0:0:1"],
    ["::", "0:0:0:0:0:0:0:0"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
    ["::ffff:192.0.2.1", "0:0:0:0:0:ffff:c000:201"],
  ])("%s is %s, however it is written", (text, canonical) => {
    expect(parseAddress(text)?.canonical).toBe(canonical);
  });

  it.each([
    "10.0.0.256",
    "10.0.0.01",
    "10.0.0",
    "1:2:3:4::5:6:7:8",
    "1:2:3:4:5:6:7",
    "1::2::3",
    "12345::",
    "g::",
    "192.0.2.1::",
    "",
  ])("%j is no address", (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});
