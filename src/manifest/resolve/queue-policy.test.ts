/** TripleO's queue policy still compiles, and the manifest that asks for it is warned of what it loses. */
import { expect, test } from "vitest";
import { readManifest } from "../manifest.ts";
import { losesMessages } from "./queue-policy.ts";

const TRIPLEO = 'ha-all ^(?!amq\\.).* {"ha-mode":"exactly","ha-params":2,"ha-promote-on-shutdown":"always"}';

function warnings(services: string): string[] {
  const read = readManifest(`nodes: [a1, a2, a3]\nfencing: none\nservices: ${services}\n`, "m.yaml");
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.warnings.map(({ message, where }) => `${where?.line}:${where?.column} ${message}`);
}

test("TripleO's own is warned of where it is written", () => {
  expect(warnings(`{rabbitmq: {parameters: {set_policy: '${TRIPLEO}'}}}`)).toEqual([
    "3:48 the policy does not fill a mirror made after a failure: a second failure can lose acknowledged messages",
  ]);
});

test("the catalogue's is not", () => {
  expect(warnings("[rabbitmq]")).toEqual([]);
});

test.each([
  [TRIPLEO, true],
  ['ha-all .* {"ha-mode":"all"}', true],
  ['ha-all .* {"ha-mode":"all","ha-sync-mode":"manual"}', true],
  ['ha-all .* {"ha-mode":"all","ha-sync-mode":"automatic"}', false],
  // Mirrors nothing: its clients declare quorum queues, or want none.
  ['ttl .* {"message-ttl":60000}', false],
  ["ha-all", false],
  ["ha-all .* {ha-mode}", false],
  ["ha-all .* []", false],
])("%s", (policy, loses) => {
  expect(losesMessages(policy)).toBe(loses);
});
