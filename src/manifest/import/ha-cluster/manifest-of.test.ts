/** The variables of the role ha_cluster as a manifest: everything of the configuration, no secret, and every mistake by its place. */
import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { emptyCib } from "../../../cib/empty.ts";
import { validateCib } from "../../../cib/validate.ts";
import { idOf, walk } from "../../../cib/xml/tree.ts";
import { compile } from "../../compile/compile.ts";
import { readManifest } from "../../manifest.ts";
import { merge } from "../../merge/merge.ts";
import { manifestOfVariables } from "./manifest-of.ts";

const text = (name: string): string => readFileSync(new URL(`./testdata/${name}`, import.meta.url), "utf8");
const VARIABLES = text("vars.yml");

function converted(variables: string): string {
  const made = manifestOfVariables(variables, "vars.yml");
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.text;
}

const problemsOf = (variables: string) => {
  const made = manifestOfVariables(variables, "vars.yml");
  return made.ok
    ? []
    : made.problems.map(({ code, message, where, hint }) => [code, message, where?.line, where?.column, hint]);
};

describe("variables of ha_cluster", () => {
  it("become a manifest", () => {
    expect(converted(VARIABLES)).toBe(text("manifest.yaml"));
  });

  it("compile to a configuration that Pacemaker takes, with the ids that the role gives", () => {
    const read = readManifest(converted(VARIABLES));
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const result = compile(read.manifest, { secret: () => "x" });
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    const cib = merge(emptyCib(), result.compiled);
    expect(validateCib(cib)).toEqual({ refusals: [], warnings: [], more: 0 });
    const ids = new Set(walk(cib).map(idOf));
    for (const id of [
      "ping-clone",
      "db-pair",
      "shop-group",
      "app-bundle-storage-map",
      "app-bundle-port-map-8080",
      "chain",
      "fl-node1-1",
    ])
      expect(ids.has(id), id).toBe(true);
  });

  it("give up no secret", () => {
    expect(VARIABLES).toContain("canary-of-bmc");
    expect(converted(VARIABLES)).not.toMatch(/canary/);
  });
});

/** Edits of the variables that are mistakes, with the code, line and column of the problem. */
const MISTAKES: readonly (readonly [what: string, was: string, is: string, code: string, at: string, hint?: string])[] =
  [
    [
      "an unknown variable",
      "ha_cluster_resource_clones:",
      "ha_cluster_resource_clone:",
      "unknown-key",
      "ha_cluster_resource_clone:",
      'did you mean "ha_cluster_resource_clones"?',
    ],
    [
      "an unknown key",
      "resource_ids: [vip, web]",
      "resource_id: [vip, web]",
      "unknown-key",
      "resource_id: [vip",
      'did you mean "resource_ids"?',
    ],
    ["an unknown member", "resource_ids: [vip, web]", "resource_ids: [vip, wbe]", "unknown-resource", "wbe]"],
    ["an agent without its class", "agent: systemd:httpd", "agent: httpd", "bad-value", "httpd"],
    ["an expression of Jinja", "value: node1}", 'value: "{{ x }}"}', "bad-value", '"{{ x }}"}'],
    ["a level that is none", "level: 1,", "level: 11,", "bad-value", "11,"],
  ];

for (const [what, was, is, code, at, hint] of MISTAKES)
  test(`${what} is said with its place`, () => {
    const variables = VARIABLES.replace(was, is);
    expect(variables).not.toBe(VARIABLES);
    const before = variables.slice(0, variables.indexOf(at)).split("\n");
    const found = problemsOf(variables).find(([said]) => said === code);
    expect(found?.slice(2, 4)).toEqual([before.length, (before.at(-1)?.length ?? 0) + 1]);
    if (hint !== undefined) expect(found?.[4]).toBe(hint);
  });

test("what the role would hand to pcs unread is read too", () => {
  const [problem] = problemsOf(VARIABLES.replace("not_defined pingd or pingd lt 1", "pingd less-than 1"));
  expect(problem?.[1]).toMatch(/rule|expected/);
});
