/** Alerts: a script that runs at events, with its recipients. */
import { child, elements, get, idOf } from "../../cib/xml/tree.ts";
import type { DraftElement } from "../model/draft.ts";
import { textSetting } from "../model/setting.ts";
import * as type from "../read/field-types.ts";
import { described, dictionary, either, list, mapped, oneOf, record } from "../read/shape.ts";
import { type Plain, plainMap } from "./plain.ts";
import { description } from "./primitive.ts";
import { meta, parameterSetsOf } from "./sets.ts";
import { attribute, Build, type Make, type Part, partOf, type Word, word } from "./word.ts";

const SETTINGS: readonly Part[] = [
  parameterSetsOf("Parameters of the script.", { trap_version: 2 }),
  meta("the alert: timeout, timestamp-format, enabled", { timeout: "15s" }),
];

const longRecipient = word("a recipient", "recipient", [
  attribute("value", described(type.text, "What the script is given as its recipient.", { example: "192.0.2.7" }), {
    required: true,
  }),
  description,
  ...SETTINGS,
]);

const recipient = either(
  mapped(
    type.text,
    (value): Make =>
      (owner) => {
        const build = new Build(owner);
        build.set("value", value);
        return build.draft("recipient");
      },
  ),
  longRecipient.shape,
);

const KINDS = ["fencing", "nodes", "resources"] as const;

const attributes = record(
  "selected attributes",
  {
    attributes: described(list(type.settingName, "attributes"), "Node attributes at whose changes it runs.", {
      example: ["pingd"],
    }),
  },
  {},
);

const select = list(either(oneOf(...KINDS, "attributes"), attributes), "events");

export const alert: Word = word("an alert", "alert", [
  attribute(
    "path",
    described(type.text, "Path of the script on every node.", { example: "/usr/share/pacemaker/alerts/alert_snmp.sh" }),
    {
      required: true,
    },
  ),
  description,
  partOf({
    key: "select",
    shape: described(
      select,
      "Events it runs at: fencing, nodes, resources, attributes, or {attributes: [...]} for certain ones. Default: all but attributes.",
      { example: ["fencing", "nodes"] },
    ),
    put(said, build) {
      if (said === undefined) return;
      const { at } = build.owner;
      const plain = (name: string, children: readonly DraftElement[] = []): DraftElement => ({
        name,
        at,
        attributes: new Map(),
        children,
      });
      const children = said.map((kind) => {
        if (typeof kind === "string") return plain(`select_${kind}`);
        const named = kind.attributes.map((name): DraftElement => {
          const id = textSetting(`${build.owner.id}-${name.replace(/[^A-Za-z0-9_.-]/g, "")}`);
          return {
            name: "attribute",
            at,
            attributes: new Map([
              ["id", id],
              ["name", textSetting(name)],
            ]),
            children: [],
          };
        });
        return plain("select_attributes", named);
      });
      build.children.push(plain("select", children));
    },
    take(e) {
      const said = child(e, "select");
      return (
        said &&
        elements(said).map((kind): Plain => {
          const named = elements(kind, "attribute").map((a) => get(a, "name") ?? "");
          return named.length > 0 ? plainMap({ attributes: named }) : kind.name.replace("select_", "");
        })
      );
    },
  }),
  ...SETTINGS,
  partOf({
    key: "recipients",
    shape: described(dictionary(type.name, recipient, "recipients"), "Recipients by id, as a text or a map.", {
      example: { "snmp-a": "192.0.2.7" },
    }),
    put(said, build) {
      build.children.push(...(said ?? []).map(({ key: id, at, value }) => value({ id, at })));
    },
    take(e, surroundings) {
      const all = elements(e, "recipient");
      if (all.length === 0) return undefined;
      return new Map(
        all.map((r): [string, Plain] => {
          const alone = r.children.length === 0 && get(r, "description") === undefined;
          return [idOf(r), alone ? (get(r, "value") ?? "") : (longRecipient.write(r, surroundings) ?? null)];
        }),
      );
    },
  }),
]);
