/** Rules: a line of conditions, or a map where a rule has an id of its own or is another's. */
import { type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import type { DraftElement } from "../model/draft.ts";
import { textSetting } from "../model/setting.ts";
import * as type from "../read/field-types.ts";
import { described, either, mapped, oneOf, record, type Shape, scalar } from "../read/shape.ts";
import { normalRole, normalScore } from "./normal.ts";
import { type Plain, plainMap } from "./plain.ts";
import { readRule, writeRule } from "./rule-text.ts";
import type { Make, Owner, Surroundings } from "./word.ts";

const conditions: Shape<string> = {
  ...scalar({ expected: 'a rule such as "#kind ne remote and pingd gt 0"', parse: (text) => text }),
  read(value, problems) {
    if (value.kind !== "scalar") {
      problems.add("wrong-type", value.at, 'expected a rule such as "#kind ne remote and pingd gt 0"');
      return undefined;
    }
    const read = readRule(value.text, "");
    if (read.ok) return value.text;
    problems.add("bad-value", value.at, `expected ${read.expected} in the rule "${value.text}"`);
    return undefined;
  },
};

const whole = record(
  "a rule",
  {},
  {
    id: described(type.name, "Id of the rule, for others to refer to. Default: made of what it belongs to.", {
      example: "office-hours",
    }),
    "id-ref": described(type.name, "Id of another rule that holds here too, in place of conditions.", {
      example: "office-hours",
    }),
    when: described(conditions, "The conditions.", { example: "date-spec hours=8-17 weekdays=1-5" }),
    score: described(type.score, "Score of the rule.", { example: 100 }),
    "score-attribute": described(type.settingName, "Node attribute whose value is the score.", { example: "pingd" }),
    role: described(
      oneOf("Started", "Stopped", "Promoted", "Unpromoted"),
      "Role of the resource that the rule is for. Default: any.",
      { example: "Promoted" },
    ),
  },
);

/** The rule is called after its owner, unless it says otherwise. */
export const ruleShape: Shape<Make> = either(
  mapped(conditions, (text) => (owner: Owner) => ruleDraft(owner, text)),
  mapped(whole, ({ id, when, ...said }, at, problems) => {
    if ((when === undefined) === (said["id-ref"] === undefined)) {
      problems.add("missing-key", at, 'expected either the key "when" or the key "id-ref" in a rule');
      return undefined;
    }
    return (owner: Owner) => {
      const reference = said["id-ref"];
      if (reference !== undefined) return { ...ruleDraft(owner, ""), attributes: settings({ "id-ref": reference }) };
      const { score, role, "score-attribute": of } = said;
      return ruleDraft({ ...owner, id: id ?? owner.id }, when ?? "", { score, role, "score-attribute": of });
    };
  }),
);

function settings(said: Readonly<Record<string, string | undefined>>): DraftElement["attributes"] {
  return new Map(
    Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [[name, textSetting(value)] as const])),
  );
}

export function ruleDraft(
  { id, at }: Owner,
  text: string,
  more: Readonly<Record<string, string | undefined>> = {},
): DraftElement {
  const read = readRule(text, id);
  const [operator, found] = read.ok ? [read.operator, read.conditions] : [undefined, []];
  const draftOf = (e: Element): DraftElement => ({
    name: e.name,
    at,
    attributes: settings(Object.fromEntries(e.attributes)),
    children: elements(e).map(draftOf),
  });
  // Pacemaker's default is and.
  const attributes = settings({ id, "boolean-op": operator === "or" ? "or" : undefined, ...more });
  return { name: "rule", at, attributes, children: found.map(draftOf) };
}

const NORMAL: readonly (readonly [string, (text: string) => string])[] = [
  ["score", normalScore],
  ["score-attribute", (text) => text],
  ["role", normalRole],
];

/**
 * @param own what the word around it says of the rule: its score, its role
 * @returns `undefined` when it cannot be said
 */
export function writeRuleValue(rule: Element, { isReferred }: Surroundings, own: readonly string[]): Plain | undefined {
  const reference = get(rule, "id-ref");
  if (reference !== undefined) return plainMap({ "id-ref": reference });
  const when = writeRule(rule);
  if (when === undefined) return undefined;
  const more = plainMap({
    id: isReferred(idOf(rule)) ? idOf(rule) : undefined,
    when,
    ...Object.fromEntries(
      NORMAL.filter(([name]) => !own.includes(name)).map(([name, normal]) => {
        const text = get(rule, name);
        return [name, text === undefined ? undefined : normal(text)];
      }),
    ),
  });
  return more.size === 1 ? when : more;
}
