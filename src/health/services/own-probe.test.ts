/** What is made of a probe's end, and how it is asked. */
import { expect, test } from "vitest";
import type { CommandOutcome } from "../../cluster/port.ts";
import { ownProbe } from "./own-probe.ts";

interface Put {
  readonly argv: readonly string[];
  readonly onNode: boolean;
}

async function asked(text: string, outcome: CommandOutcome, put: Put[] = []): Promise<string | undefined> {
  const replica = { id: "web:0", node: { name: "one" }, container: undefined, address: undefined, parts: [] } as never;
  const ask = async (argv: readonly string[], options?: { readonly onNode?: boolean }): Promise<CommandOutcome> => {
    put.push({ argv, onNode: options?.onNode === true });
    return outcome;
  };
  const judged = await ownProbe(text).judgements({ parameters: new Map() } as never, [replica], () => ask);
  return judged.get(replica)?.whole.status;
}

const ended = (exit: number, stdout = ""): CommandOutcome => ({ kind: "answered", exit, stdout, stderr: "" });
const LATE: CommandOutcome = { kind: "silent", reason: "TimedOut", text: "no answer in time" };

test("a command runs as it is, where the replica runs", async () => {
  const put: Put[] = [];
  expect(await asked('{"command":["/bin/check","a b"]}', ended(0), put)).toBe("True");
  expect(put).toEqual([{ argv: ["/bin/check", "a b"], onNode: false }]);
  expect(await asked('{"command":["/bin/check"]}', ended(1))).toBe("False");
  expect(await asked('{"command":["/bin/check"]}', ended(126))).toBe("Unknown");
  expect(await asked('{"command":["/bin/check"]}', LATE)).toBe("Unknown");
});

test("a port is opened from the node, under its name", async () => {
  const put: Put[] = [];
  expect(await asked('{"tcp":8776}', ended(0), put)).toBe("True");
  expect(put).toEqual([{ argv: ["bash", "-c", 'exec 3<>"/dev/tcp/$0/$1"', "one", "8776"], onNode: true }]);
  expect(await asked('{"tcp":8776}', ended(1))).toBe("False");
  expect(await asked('{"tcp":8776}', LATE)).toBe("Unknown");
});

test("an address has to answer well", async () => {
  const http = '{"http":{"port":8080,"path":"/up"}}';
  const put: Put[] = [];
  expect(await asked(http, ended(0, "204"), put)).toBe("True");
  expect(put[0]?.argv.at(-1)).toBe("http://one:8080/up");
  for (const [exit, code] of [
    [0, "503"],
    [0, ""],
    [7, "000"],
    [0, "<html>200</html>"],
  ] as const)
    expect([code, await asked(http, ended(exit, code))]).toEqual([code, "False"]);
  expect(await asked(http, { kind: "silent", reason: "NotInstalled", text: "no curl" })).toBe("Unknown");
});

test("a probe that cannot be read is not known to be passed", async () => {
  expect(await asked("tcp 80", ended(0))).toBe("Unknown");
});
