/** R21. */
import { get, idOf } from "../../../cib/xml/tree.ts";
import type { LintRule } from "../rule/rule.ts";

export const childInConstraint: LintRule = {
  id: "R21",
  severity: "error",
  title: "a constraint names what is inside a clone or bundle",
  why: "which instance is meant is not defined",
  fix: "name the clone or bundle",
  source: "Pacemaker Explained, Clones",
  check: ({ section, primitives }) => {
    const inside = new Map(
      primitives.flatMap(({ id, within }) => {
        const around = within.find((e) => e.name === "clone" || e.name === "master" || e.name === "bundle");
        return around === undefined ? [] : [[id, idOf(around)] as const];
      }),
    );
    return section("constraints").flatMap((at) =>
      ["rsc", "with-rsc", "first", "then"].flatMap((name) => {
        const around = inside.get(get(at, name) ?? "");
        return around === undefined
          ? []
          : [{ at, text: `${idOf(at)} names ${get(at, name)}, which is inside ${around}` }];
      }),
    );
  },
};
