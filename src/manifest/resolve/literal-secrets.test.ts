/** Secrets that are written out in a manifest are warned of at their place; what only sounds like one is not. */
import { expect, test } from "vitest";
import { readManifest } from "../manifest.ts";

function warnings(text: string): string[] {
  const read = readManifest(text, "m.yaml");
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.warnings
    .filter(({ code }) => code === "literal-secret")
    .map(({ message, where }) => `${where?.line}:${where?.column} ${message}`);
}

const base = (fencing: string, parameters: string, rest = ""): string =>
  `nodes: [a1, a2]\nfencing: ${fencing}\nservices: {x: {agent: "ocf:acme:x", parameters: {${parameters}}}}\n${rest}`;

test.each([
  ["of a fence device", base("{agent: fence_ipmilan, parameters: {password: xyz}}", ""), '2:56 the secret "password"'],
  ["of an agent", base("none", "api_key: xyz"), '3:59 the secret "api_key"'],
  ["in an address", base("none", 'url: "amqp://nova:xyz@10.0.0.1/"'), '3:55 the value of "url" has a secret'],
  ["in options", base("none", 'options: "--password=xyz"'), '3:59 the value of "options" has a secret'],
])("a secret %s is warned of", (_, text, said) => {
  expect(warnings(text)).toEqual([expect.stringContaining(said)]);
});

test.each([
  ["a reference", base("none", "password: {secret: s}", "secrets: {s: {env: S}}\n")],
  ["where it is read from", base("{agent: fence_ipmilan, parameters: {password_script: /root/p}}", "")],
  ["a method", base("{agent: fence_ipmilan, parameters: {auth: md5}}", "")],
  ["an empty value", base("none", 'password: ""')],
])("%s is not", (_, text) => {
  expect(warnings(text)).toEqual([]);
});
