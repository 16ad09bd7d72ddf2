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

test("Pacemaker's addresses: this machine, several hosts, commands", () => {
  expect(parseClusterUrl("pacemaker:")).toEqual({ kind: "pacemaker", reach: [{ via: "local" }] });
  const text = "pacemaker+ssh://root@a:2222,b,admin@[fe80::1]:22";
  expect(parseClusterUrl(text)).toEqual({
    kind: "pacemaker",
    reach: [
      { via: "ssh", user: "root", host: "a", port: 2222 },
      { via: "ssh", user: "root", host: "b", port: 2222 },
      { via: "ssh", user: "admin", host: "fe80::1", port: 22 },
    ],
  });
  expect(formatClusterUrl(parseClusterUrl(text))).toBe("pacemaker+ssh://root@a:2222,root@b:2222,admin@[fe80::1]:22");
  const exec = "pacemaker+exec:podman exec -i n1,podman exec -i n2";
  expect(parseClusterUrl(exec)).toMatchObject({ reach: [{ prefix: ["podman", "exec", "-i", "n1"] }, { via: "exec" }] });
  expect(formatClusterUrl(parseClusterUrl(exec))).toBe(exec);
});

test("hosts that ssh would take for options, and other nonsense, are refused", () => {
  for (const text of [
    "pacemaker+ssh://-oProxyCommand=x",
    "pacemaker+ssh://a@-b",
    "pacemaker+ssh://",
    "pacemaker+ssh://a,,b",
    "pacemaker+ssh://a b",
    "pacemaker:x",
    "pacemaker+exec:",
    "pacemaker+exec:a,",
  ])
    expect(() => parseClusterUrl(text), text).toThrowError(expect.objectContaining({ code: "usage" }));
});
