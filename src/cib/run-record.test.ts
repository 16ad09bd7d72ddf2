/** The journal of a run: short whatever happens. */
import { expect, test } from "vitest";
import { hasRoomFor, type RunRecord, runCalled, withRun } from "./run-record.ts";
import { parseXml } from "./xml/parse.ts";

const parsed = parseXml("<cib><configuration/><status/></cib>");
if (!parsed.ok) throw new Error(parsed.problem.message);
const { root } = parsed;

const RUN: RunRecord = {
  id: "7f3a9c",
  kind: "drain",
  state: "paused",
  who: "alice@bastion",
  why: "",
  title: "drain n1",
  since: 1,
  covers: "node:n1",
  whole: [],
  memory: { node: "n1" },
  did: [],
  of: 1,
};

test("a long reason, why or step is cut, and the record is read back", () => {
  const long = "galera-bundle-podman-0 stays on controller-0; ".repeat(200);
  const step = { n: 1, item: "standby", text: long, failures: 0 };
  const read = runCalled(withRun(root, { ...RUN, why: long, reason: long, step }), RUN.id);
  const texts = [read?.why, read?.reason, read?.step?.text];
  expect(texts.map((text) => text?.length)).toEqual([400, 400, 400]);
  for (const text of texts) expect(text).toMatch(/^galera-bundle-podman-0 stays .*…$/);
  expect(read).toMatchObject({ ...RUN, why: expect.anything(), reason: expect.anything() });
});

test("what cannot be journalled to its end is known before it begins", () => {
  const items = (n: number): string[] => Array.from({ length: n }, (_, i) => `galera-bundle controller-${i}`);
  expect([9, 24, 300].map((n) => hasRoomFor({ ...RUN, memory: { items: items(n) } }, items(n)))).toEqual([
    true,
    true,
    false,
  ]);
});
