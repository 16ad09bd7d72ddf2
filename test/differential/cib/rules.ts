/** Random rules: over node attributes, dates, operations and resource types, nested and combined. */
import { type Element, element } from "../../../src/cib/xml/tree.ts";
import { freshId, NODE_ATTRIBUTES, type Plan } from "./plan.ts";

export interface RuleKinds {
  readonly attributes: boolean;
  readonly operations?: boolean;
  readonly resources?: boolean;
}

/** `head`: attributes of the outermost rule, such as the score of a location constraint's. */
export function randomRule(
  plan: Plan,
  kinds: RuleKinds,
  head: Readonly<Record<string, string | undefined>> = {},
  depth = 0,
): Element {
  const { r } = plan;
  const conditions = Array.from(
    {
      length: r.weighted([
        [0.2, 0],
        [6, 1],
        [3, 2],
        [1, 3],
      ]),
    },
    () => (depth < 2 && r.chance(0.1) ? randomRule(plan, kinds, {}, depth + 1) : condition(plan, kinds)),
  );
  const operator = r.weighted([
    [4, undefined],
    [2, "and"],
    [3, "or"],
    [0.05, "xor"],
  ]);
  return element("rule", { id: freshId(plan, "rule"), ...head, "boolean-op": operator }, conditions);
}

function condition(plan: Plan, kinds: RuleKinds): Element {
  const makers = [
    dateCondition,
    ...(kinds.attributes ? [attributeCondition, attributeCondition, attributeCondition] : []),
    ...(kinds.operations === true ? [operationCondition, operationCondition] : []),
    ...(kinds.resources === true ? [resourceCondition, resourceCondition] : []),
  ];
  return plan.r.pick(makers)(plan);
}

function attributeCondition(plan: Plan): Element {
  const { r } = plan;
  const id = freshId(plan, "expr");
  const [attribute, values] = r.weighted<readonly [string, readonly string[]]>([
    [3, ["#uname", [...plan.nodes, ...plan.remotes]]],
    [1, ["#kind", ["cluster", "remote", "container"]]],
    [1, ["#is_dc", ["true", "false"]]],
    [1, ["#ra-version", ["1"]]],
    ...NODE_ATTRIBUTES.map(([name, , list]) => [2, [name, list]] as const),
    [1, ["absent", ["x"]]],
  ]);
  const operation = r.pick(["eq", "ne", "lt", "gt", "lte", "gte", "defined", "not_defined"]);
  const defined = operation === "defined" || operation === "not_defined";
  // One in twenty has a value where none belongs, or none where one does: the whole expression then never passes.
  const withValue = r.chance(0.05) ? defined : !defined;
  const source = r.weighted([
    [12, undefined],
    [1, "literal"],
    [1, "param"],
    [1, "meta"],
  ]);
  const value = source === "param" ? "p1" : source === "meta" ? r.pick(["priority", "target-role"]) : r.pick(values);
  return element("expression", {
    id,
    attribute,
    operation,
    type: r.weighted([
      [4, undefined],
      [1, "string"],
      [1, "integer"],
      [1, "number"],
      [1, "version"],
    ]),
    value: withValue ? value : undefined,
    "value-source": withValue ? source : undefined,
  });
}

function dateCondition(plan: Plan): Element {
  const { r } = plan;
  const id = freshId(plan, "date");
  const moment = (): string => {
    const at = new Date((plan.start + r.between(-90_000, 90_000)) * 1000).toISOString();
    return r.pick([
      `${at.slice(0, 19)}Z`,
      at.slice(0, 10),
      `${at.slice(0, 19).replace("T", " ")} +01:00`,
      `${at.slice(0, 16)}Z`,
    ]);
  };
  switch (r.int(5)) {
    case 0:
      return element("date_expression", { id, operation: "gt", start: moment() });
    case 1:
      return element("date_expression", { id, operation: "lt", end: moment() });
    case 2:
      return element("date_expression", { id, operation: "in_range", start: moment(), end: moment() });
    case 3:
      return element("date_expression", { id, operation: "in_range", start: moment() }, [
        element("duration", {
          id: `${id}-d`,
          [r.pick(["hours", "days", "weeks", "months", "minutes"])]: String(r.between(1, 40)),
        }),
      ]);
    default: {
      const fields: readonly (readonly [string, number, readonly string[]])[] = [
        ["hours", 0.5, ["9-16", "0-11", "12-23", "5"]],
        ["weekdays", 0.4, ["1-5", "6-7", "1-7"]],
        ["monthdays", 0.2, ["1-15", "14", "15-31"]],
        ["months", 0.2, ["1-6", "11", "7-12"]],
        ["years", 0.2, ["2023", "2020-2022", "2023-2030"]],
      ];
      const spec = Object.fromEntries(r.some(fields));
      return element("date_expression", { id, operation: "date_spec" }, [
        element("date_spec", { id: `${id}-s`, hours: "0-23", ...spec }),
      ]);
    }
  }
}

function operationCondition(plan: Plan): Element {
  const { r } = plan;
  return element("op_expression", {
    id: freshId(plan, "opx"),
    name: r.pick(["monitor", "start", "stop", "promote"]),
    interval: r.weighted([
      [2, undefined],
      [1, "10s"],
      [1, "10"],
      [1, "0"],
    ]),
  });
}

function resourceCondition(plan: Plan): Element {
  const { r } = plan;
  return element("rsc_expression", {
    id: freshId(plan, "rscx"),
    class: r.weighted([
      [1, undefined],
      [2, "ocf"],
      [1, "systemd"],
      [1, "stonith"],
    ]),
    provider: r.weighted([
      [2, undefined],
      [1, "pacemaker"],
    ]),
    type: r.weighted([
      [2, undefined],
      [1, "Dummy"],
      [1, "Stateful"],
    ]),
  });
}
