/** Tab never keeps a user waiting, and runs nothing. */
import { expect, test } from "vitest";
import { parseXml } from "../cib/xml/parse.ts";
import type { Cluster, Snapshot } from "../cluster/port.ts";
import { testContext } from "./context.testing.ts";
import { runProgram } from "./program.ts";

async function tab(
  words: readonly string[],
  openCluster: (url: string) => Promise<Cluster>,
  offered: string[] = [],
): Promise<number> {
  const { log } = console;
  console.log = (line: unknown) => void offered.push(String(line));
  try {
    const context = testContext({ out: "", err: "" }, { openCluster, listDirectory: async () => [] });
    return await runProgram(context, ["complete", "--", ...words]);
  } finally {
    console.log = log;
  }
}

test.each(["pacemaker+exec:touch /tmp/x", "pacemaker+ssh://root@far", "lab:"])("does not open %s", async (url) => {
  const opened: string[] = [];
  const open = async (asked: string): Promise<Cluster> => {
    opened.push(asked);
    throw new Error("opened");
  };
  for (const words of [
    ["status", "-c", url, ""],
    ["status", `--cluster=${url}`, ""],
  ])
    expect(await tab(words, open)).toBe(0);
  expect(opened).toEqual([]);
});

test("gives up on a cluster that does not answer, and lets go of it", async () => {
  let closed = 0;
  const never = (): Promise<never> => new Promise(() => undefined);
  const silent: Pick<Cluster, "read" | "close"> = { read: never, close: async () => void closed++ };
  expect(await tab(["status", "-c", "embedded:here", ""], async () => silent as Cluster)).toBe(0);
  expect(closed).toBe(1);
});

const CIB = `<cib><configuration><crm_config/><nodes/><resources><group id="g"><primitive id="a" class="ocf" type="x"/></group>
  <primitive id="b" class="ocf" type="x"/></resources><constraints/><tags><tag id="t"><obj_ref id="a"/></tag></tags>
  <acls><acl_role id="r"><acl_permission id="r-read" kind="read" xpath="/cib"/></acl_role>
  <acl_target id="u"><role id="r"/></acl_target><acl_group id="ug"><role id="r"/></acl_group></acls>
  <alerts><alert id="al" path="/p"><recipient id="al-r" value="v"/></alert></alerts></configuration>
  <status><tickets><ticket_state id="T" granted="true" standby="false"/></tickets></status></cib>`;

test.each([
  [["tag", "remove"], ["t"]],
  [["group", "remove"], ["g"]],
  [
    ["group", "add", "g", "b", "--before"],
    ["g", "a", "b"],
  ],
  [
    ["alert", "meta"],
    ["al", "al-r"],
  ],
  [["wait"], ["g", "a", "b", "t"]],
  [["acl", "role"], ["r"]],
  [["acl", "user"], ["u"]],
  [["acl", "user", "u"], ["r"]],
  [["acl", "group"], ["ug"]],
  [
    ["acl", "remove"],
    ["r", "r-read"],
  ],
  [
    ["alert", "remove"],
    ["al", "al-r"],
  ],
  [
    ["resource", "disable"],
    ["g", "a", "b", "t"],
  ],
  [["ticket", "grant"], ["T"]],
  [
    ["history", "show"],
    ["0.4", "0.5"],
  ],
  [
    ["history", "diff", "0.4"],
    ["0.4", "0.5"],
  ],
  [["lease", "take"], []],
])("%s offers what the cluster has", async (words, names) => {
  const parsed = parseXml(CIB);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const offered: string[] = [];
  const here: Pick<Cluster, "read" | "history" | "close"> = {
    history: async () => ["0.4", "0.5"].map((version) => ({ version, at: 0, who: "w", why: "y" })),
    read: async () => ({ cib: parsed.root }) as Snapshot,
    close: async () => undefined,
  };
  expect(await tab([...words, ""], async () => here as Cluster, offered)).toBe(0);
  const found = offered.flatMap((line) => line.split("\n")).map((line) => line.split("\t")[0] ?? "");
  expect(found.filter((name) => name !== "" && !name.startsWith(":"))).toEqual(names);
});

test("man offers commands, and asks no cluster for them", async () => {
  const none = async (): Promise<Cluster> => {
    throw new Error("opened");
  };
  for (const [words, expected] of [
    [
      ["man", ""],
      ["resource", "apply"],
    ],
    [
      ["man", "resource", ""],
      ["move", "ban"],
    ],
  ] as const) {
    const offered: string[] = [];
    expect(await tab(words, none, offered)).toBe(0);
    const found = offered.flatMap((line) => line.split("\n")).map((line) => line.split("\t")[0]);
    expect(found).toEqual(expect.arrayContaining([...expected]));
  }
});
