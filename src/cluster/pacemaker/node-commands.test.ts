/** Programs on nodes and in containers: by the way to the node that the address names, and never taken for an answer when they are none. */
import { expect, test } from "vitest";
import type { NodeCommand } from "../port.ts";
import { nodeCommands } from "./node-commands.ts";
import { SUCCESS } from "./runner.testing.ts";
import type { Argv, Runner, ToolResult } from "./runner.ts";

interface Called {
  readonly argv: Argv;
  readonly input: string | undefined;
}

function way(host: string, node: string | undefined, result: Partial<ToolResult>, called: Called[] = []): Runner {
  return {
    name: host,
    run: async (argv, { input }) => {
      if (argv[0] === "crm_node")
        return node === undefined ? { ...SUCCESS, exit: 102 } : { ...SUCCESS, stdout: `${node}\n` };
      called.push({ argv, input });
      return { ...SUCCESS, ...result };
    },
    close: async () => {},
  };
}

const COMMAND: NodeCommand = {
  node: "controller-1",
  container: { runtime: "podman", name: "galera-bundle-podman-0" },
  resource: "galera",
  argv: ["mysql", "--batch"],
  input: "select 1",
  timeout: 9500,
};

test("a program runs in the container on its node, bounded there, with its input", async () => {
  const called: Called[] = [];
  const commands = nodeCommands([
    way("10.0.0.1", "controller-0", { exit: 9 }),
    way("10.0.0.2", "controller-1", { stdout: "1\n" }, called),
  ]);
  expect(await commands.run(COMMAND)).toEqual({ kind: "answered", exit: 0, stdout: "1\n", stderr: "" });
  const bounded = ["timeout", "-k", "1", "10", "mysql", "--batch"];
  const container = ["podman", "exec", "-i", "galera-bundle-podman-0"];
  expect(called).toEqual([{ argv: [...container, ...bounded], input: "select 1" }]);
  await commands.run({ ...COMMAND, container: undefined });
  expect(called[1]?.argv).toEqual(bounded);
});

test("a node that the address does not name is not reached", async () => {
  const outcome = await nodeCommands([way("10.0.0.1", "controller-0", {})]).run(COMMAND);
  expect(outcome).toMatchObject({ kind: "silent", reason: "NotReached" });
});

test("without an answer about its name a way goes by the name of its host", async () => {
  const outcome = await nodeCommands([way("controller-1", undefined, { stdout: "1\n" })]).run(COMMAND);
  expect(outcome).toMatchObject({ kind: "answered", stdout: "1\n" });
});

test.each([
  ["TimedOut", { timedOut: true, exit: undefined, stdout: "wsrep_ready\tON\n" }],
  ["TimedOut", { exit: 124 }],
  ["NotInstalled", { exit: 127, stderr: "timeout: failed to run command 'mysql': No such file or directory\n" }],
  [
    "NoContainer",
    {
      exit: 125,
      lost: "podman on controller-1 was killed",
      stderr: 'Error: no container with name or ID "galera-bundle-podman-0" found: no such container\n',
    },
  ],
  [
    "NoContainer",
    {
      exit: 255,
      lost: "Error: can only create",
      stderr: "Error: can only create exec sessions on running containers: container state improper\n",
    },
  ],
  ["NoContainer", { exit: 1, stderr: "Error response from daemon: No such container: galera-bundle-docker-0\n" }],
  ["Lost", { exit: 255, lost: "Connection closed by remote host" }],
  ["Lost", { exit: undefined, signal: "SIGKILL" }],
  ["Lost", { exit: undefined, notStarted: "ENOENT" }],
  ["Lost", { exit: 0, tooMuch: true }],
] satisfies readonly (readonly [string, Partial<ToolResult>])[])("%s is said of %j", async (reason, result) => {
  const outcome = await nodeCommands([way("10.0.0.2", "controller-1", result)]).run(COMMAND);
  expect(outcome).toMatchObject({ kind: "silent", reason });
});

test("a program that fails has answered", async () => {
  const outcome = await nodeCommands([way("10.0.0.2", "controller-1", { exit: 1, stderr: "refused\n" })]).run(COMMAND);
  expect(outcome).toEqual({ kind: "answered", exit: 1, stdout: "", stderr: "refused\n" });
});
