/** A fence agent is given parameters on standard input alone, and what it says of them is not repeated. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { checkDevice } from "./check-device.ts";
import { localRunner } from "./runner.ts";

const directory = mkdtempSync(join(tmpdir(), "holdfast-agents-"));
afterAll(() => rmSync(directory, { recursive: true }));
const given = join(directory, "given");
writeFileSync(
  join(directory, "fence_small"),
  `#!/bin/sh\ncat >${given}\necho "args: $*" >>${given}\ngrep -q '^password=good$' ${given} || { cat ${given} >&2; exit 1; }\n`,
);
chmodSync(join(directory, "fence_small"), 0o755);

const runner = localRunner({ PATH: `${directory}:/usr/bin:/bin` });
const parameters = (password: string): ReadonlyMap<string, string> =>
  new Map([
    ["ip", "10.0.0.1"],
    ["password", password],
    ["pcmk_host_list", "one"],
    ["action", "off"],
  ]);

test("it is asked for its status, and nothing else", async () => {
  await checkDevice(runner, "fence_small", parameters("good"));
  expect(readFileSync(given, "utf8")).toBe("action=monitor\nip=10.0.0.1\npassword=good\nargs: \n");
});

test.each([
  ["fence_small", "CANARY", { code: "failed" }],
  ["fence_small", "a\naction=off", { code: "invalid" }],
  ["fence_none", "good", { code: "not-installed" }],
  ["../bin/sh", "good", { code: "unsupported" }],
])("%s with %j is refused, without the value", async (agent, password, error) => {
  const asked = checkDevice(runner, agent, parameters(password));
  await expect(asked).rejects.toMatchObject(error);
  await expect(asked).rejects.not.toHaveProperty("message", expect.stringContaining("CANARY"));
});
