/** Operations by name: a timeout, an operation, or a list where several have a name. */

import { agentWord } from "../../cib/agent-word.ts";
import { parseInterval } from "../../cib/value/duration.ts";
import { child, type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import { defaultMonitors } from "../catalogue/default-monitors.ts";
import { attributeText, type DraftElement } from "../model/draft.ts";
import { textSetting } from "../model/setting.ts";
import * as type from "../read/field-types.ts";
import { described, dictionary, either, list, mapped, nothing, oneOf, type Shape } from "../read/shape.ts";
import { normalBoolean, normalRole } from "./normal.ts";
import { isMap, type Plain } from "./plain.ts";
import { parameterSetsOf, sets } from "./sets.ts";
import { attribute, Build, type Make, type Part, partOf, type Surroundings, word } from "./word.ts";

const DEFAULT_MONITOR_INTERVAL = "60s";

/** Called after the resource, the operation and its interval, as pcs does it. */
function named(build: Build, said: string | undefined): void {
  const { label: name = "", id } = build.owner;
  const interval = said ?? (name === "monitor" ? DEFAULT_MONITOR_INTERVAL : "0s");
  called(build, `${id}-${name}-interval-${interval}`);
  build.set("name", name);
  build.set("interval", interval);
}

function called(build: Build, id: string): void {
  build.owner = { ...build.owner, id };
  build.set("id", id);
}

const operation = word("an operation of a resource", "op", [
  partOf({
    key: "interval",
    shape: described(
      type.duration,
      "Time between two runs. Default: 60s for monitor and 0s, which is once, for others.",
      { example: "10s" },
    ),
    put: (said, build) => named(build, said),
    take(e) {
      const interval = get(e, "interval") ?? "";
      const usual = get(e, "name") === "monitor" ? DEFAULT_MONITOR_INTERVAL : "0s";
      return parseInterval(interval) === parseInterval(usual) ? undefined : interval;
    },
  }),
  partOf({
    key: "id",
    shape: described(type.name, "Id of the operation. Default: made as pcs makes it.", { example: "web-check" }),
    put: (said, build) => said !== undefined && called(build, said),
    take: (e, { isReferred }) => (isReferred(idOf(e)) ? idOf(e) : undefined),
  }),
  attribute(
    "timeout",
    described(type.duration, "How long it may take. Default: the operation defaults.", { example: "20s" }),
  ),
  attribute(
    "role",
    described(oneOf("Started", "Stopped", "Promoted", "Unpromoted"), "Role in which it recurs. Default: none.", {
      example: "Promoted",
    }),
    { normal: normalRole },
  ),
  attribute(
    "on-fail",
    described(
      oneOf("ignore", "block", "demote", "stop", "restart", "standby", "fence", "restart-container"),
      "What Pacemaker does when it fails. Default: Pacemaker's own for the operation.",
      { example: "fence" },
    ),
  ),
  attribute(
    "start-delay",
    described(type.duration, "How long to wait before it runs for the first time.", { example: "5s" }),
  ),
  attribute(
    "interval-origin",
    described(type.text, "A moment from which the interval is counted, as ISO 8601.", { example: "2026-01-01 03:00" }),
  ),
  attribute(
    "enabled",
    described(type.boolean, "Whether Pacemaker runs it at all. Default: true.", { example: false }),
    { normal: normalBoolean, default: "true" },
  ),
  attribute(
    "record-pending",
    described(type.boolean, "Whether the CIB says that it is under way. Default: Pacemaker's own.", { example: true }),
    { normal: normalBoolean },
  ),
  attribute(
    "requires",
    described(
      oneOf("nothing", "quorum", "fencing", "unfencing"),
      "What it needs, in schemas before 3.0; now a meta attribute of the resource.",
      { example: "unfencing" },
    ),
  ),
  attribute("description", described(type.text, "A text for people.", { example: "deep check" })),
  parameterSetsOf("Parameters of this operation alone.", { OCF_CHECK_LEVEL: 10 }),
  sets("meta", "meta_attributes", "Meta attributes of this operation.", { "migration-threshold": 3 }),
]);

const timeoutAlone: Shape<Make> = mapped(type.duration, (timeout) => (owner) => {
  const build = new Build(owner);
  named(build, undefined);
  build.set("timeout", timeout);
  return build.draft("op");
});

const one = either(timeoutAlone, operation.shape);

const shape = dictionary(
  type.name,
  either(
    mapped(one, (make) => [make]),
    list(operation.shape, "operations"),
    mapped(nothing, () => [] as Make[]),
  ),
  "operations",
);

/**
 * The key `operations`. Where no monitor is said, there is the one that pcs would make, or one for each role; an empty
 * value of `monitor` is none.
 */
export const operationsPart: Part = partOf({
  key: "operations",
  shape: described(
    either(
      shape,
      mapped(nothing, () => []),
    ),
    "Operations by name: a timeout, a map, or a list of maps where several have a name. Default: a monitor every 10s, of a fencing device every 60s, of a promotable resource one for each role, and with the intervals that the agent's metadata advise where they are known; an empty monitor makes none.",
    { example: { monitor: { interval: "10s", timeout: "30s" }, start: "60s" } },
  ),
  put(said, build) {
    const made = (said ?? []).flatMap(({ key, at, value }) =>
      value.map((make) => make({ ...build.owner, at, label: key })),
    );
    const monitors = (said ?? []).some(({ key }) => key === "monitor") ? [] : monitorsOf(build);
    const all = apart([...monitors, ...made]);
    if (all.length > 0)
      build.children.push({ name: "operations", at: build.owner.at, attributes: new Map(), children: all });
  },
  take(e, surroundings) {
    const holder = child(e, "operations");
    return writeOperations(e, holder === undefined ? [] : elements(holder, "op"), surroundings);
  },
});

/** Pacemaker takes two of one name and interval for the same, and their ids would be; a role does not tell them apart. */
function apart(all: readonly DraftElement[]): readonly DraftElement[] {
  const taken = new Set<string>();
  return all.map((draft) => {
    const made = attributeText(draft, "id") ?? "";
    let id = made;
    for (let i = 1; taken.has(id); i++) id = `${made}-${i}`;
    taken.add(id);
    return id === made ? draft : { ...draft, attributes: new Map([...draft.attributes, ["id", textSetting(id)]]) };
  });
}

/** None where a template has them. */
function monitorsOf({ owner, attributes }: Build): readonly DraftElement[] {
  const said = (name: string): string | undefined => {
    const setting = attributes.get(name);
    return setting?.kind === "text" ? setting.text : undefined;
  };
  if (said("type") === undefined) return [];
  return defaultMonitors(agentWord(said), owner.promotable ?? false).map(({ name, interval, timeout, role }) => {
    const build = new Build({ ...owner, label: name });
    named(build, interval);
    build.set("role", role);
    build.set("timeout", timeout);
    return build.draft("op");
  });
}

function writeOperations(resource: Element, ops: readonly Element[], surroundings: Surroundings): Plain | undefined {
  if (isDefault(resource, ops, surroundings)) return undefined;
  const byName = new Map<string, Plain[]>();
  for (const op of ops) {
    const name = get(op, "name") ?? "";
    byName.set(name, [...(byName.get(name) ?? []), operation.write(op, surroundings) ?? null]);
  }
  const said = new Map([...byName].map(([name, list]) => [name, list.length === 1 ? shortest(list[0]) : list]));
  if (!said.has("monitor") && get(resource, "type") !== undefined) said.set("monitor", null);
  return said.size === 0 ? undefined : said;
}

function shortest(said: Plain | undefined): Plain {
  if (!isMap(said)) return said ?? null;
  const timeout = said.get("timeout");
  return said.size === 1 && timeout !== undefined ? timeout : said;
}

function isDefault(resource: Element, ops: readonly Element[], { promotable }: Surroundings): boolean {
  if (get(resource, "type") === undefined) return ops.length === 0;
  const usual = defaultMonitors(
    agentWord((name) => get(resource, name)),
    promotable ?? false,
  );
  const line = (...parts: readonly (string | undefined)[]): string => parts.map((text) => text ?? "").join(" ");
  const expected = usual.map(({ name, interval, timeout, role }) => line(name, interval, timeout, role));
  const found = ops.map((op) =>
    op.children.length > 0 || [...op.attributes.keys()].some((key) => !PLAIN_KEYS.has(key))
      ? "more"
      : line(get(op, "name"), get(op, "interval"), get(op, "timeout"), normalRole(get(op, "role") ?? "")),
  );
  return expected.length === found.length && expected.every((text) => found.includes(text));
}

const PLAIN_KEYS = new Set(["id", "name", "interval", "timeout", "role"]);
