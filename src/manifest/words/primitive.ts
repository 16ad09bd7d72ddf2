/** Primitives and templates: the agent, or the template it is made of, with parameters and operations. */

import { agentWord } from "../../cib/agent-word.ts";
import { type Element, get } from "../../cib/xml/tree.ts";
import { parseAgent } from "../model/model.ts";
import * as type from "../read/field-types.ts";
import { described, either, mapped, type Shape } from "../read/shape.ts";
import { operationsPart } from "./operations.ts";
import { isMap } from "./plain.ts";
import { meta, parameterSetsOf, sets } from "./sets.ts";
import { attribute, Build, type Make, type Part, partOf, type Word, word } from "./word.ts";

export const description: Part = attribute(
  "description",
  described(type.text, "A text for people.", { example: "the shop's address" }),
);

function setAgent(build: Build, agent: string): void {
  const { standard, provider, type: name } = parseAgent(agent);
  build.set("class", standard);
  build.set("provider", provider);
  build.set("type", name);
}

const agent = (required: boolean): Part =>
  partOf({
    key: "agent",
    shape: described(type.agent, "Resource agent, as class:type or ocf:provider:type.", {
      example: "ocf:heartbeat:IPaddr2",
    }),
    required,
    put: (said, build) => {
      if (said !== undefined) setAgent(build, said);
    },
    take: (e) => (get(e, "type") === undefined ? undefined : agentWord((name) => get(e, name))),
  });

const REST: readonly Part[] = [
  description,
  parameterSetsOf("Parameters of the agent by name, or a list of sets of them; {secret: NAME} refers to secrets.", {
    ip: "10.0.0.101",
    cidr_netmask: 24,
  }),
  meta("the resource", { "migration-threshold": 3 }),
  sets("utilization", "utilization", "What the resource takes of a node, by the name of a resource of nodes.", {
    memory: 2048,
  }),
  operationsPart,
];

export const templateWord: Word = shortOfAgent(word("a template", "template", [agent(true), ...REST]), "template");

const made = attribute(
  "template",
  described(type.name, "Template that the resource is made of. Either this or agent.", { example: "web-server" }),
);

/** The keys that only a primitive has. */
export const PRIMITIVE_KEYS = ["agent", "template"] as const;

export const primitiveWord: Word = shortOfAgent(
  exactlyOne(word("a resource", "primitive", [agent(false), made, ...REST])),
  "primitive",
);

function exactlyOne(of: Word): Word {
  return {
    ...of,
    shape: {
      ...of.shape,
      read(value, problems) {
        const keys = value.kind === "map" ? value.entries.map((e) => e.key) : ["agent"];
        const said = PRIMITIVE_KEYS.filter((key) => keys.includes(key));
        if (said.length !== 1)
          problems.add("missing-key", value.at, 'expected either the key "agent" or the key "template" in a resource');
        return of.shape.read(value, problems);
      },
    },
  };
}

/** With nothing but its agent it is written as that. */
function shortOfAgent(of: Word, tag: string): Word {
  const short: Shape<Make> = mapped(type.agent, (name) => (owner) => {
    const build = new Build(owner);
    setAgent(build, name);
    operationsPart.put(undefined, build);
    return build.draft(tag);
  });
  return {
    shape: either(short, of.shape),
    write(e: Element, surroundings) {
      const said = of.write(e, surroundings);
      const alone = isMap(said) && said.size === 1 ? said.get("agent") : undefined;
      return alone ?? said;
    },
  };
}
