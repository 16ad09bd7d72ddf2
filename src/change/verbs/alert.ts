/** Alerts: scripts that the cluster runs at events, and their recipients. Written as pcs writes them. */
import { withConfigurationSection } from "../../cib/sections.ts";
import { indexById } from "../../cib/value/element-index.ts";
import { printXml } from "../../cib/xml/print.ts";
import { descend, type Element, element, elements, get, idOf, replaceChild, withChildren } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import { missing } from "../../cluster/missing.ts";
import { type NewPair, sentences } from "./new-pair.ts";
import { newId, withPair } from "./pairs.ts";
import type { Verb } from "./verb.ts";

const NOTHING = { resources: [] };

/** In the order of the schema. */
export const ALERT_EVENTS = ["attributes", "fencing", "nodes", "resources"] as const;
export type AlertEvent = (typeof ALERT_EVENTS)[number];

const BLOCKS = { param: "instance_attributes", meta: "meta_attributes" } as const;
const WORDS = { param: "parameter", meta: "meta attribute" } as const;

export interface NewAlert {
  readonly id: string;
  /** On every node. */
  readonly path: string;
  /** None: the cluster's default, all but attributes. */
  readonly events: readonly AlertEvent[];
  readonly recipients: readonly string[];
  readonly parameters: readonly NewPair[];
}

/** The name of a script without its directory and ending. */
export const alertIdOf = (path: string): string => path.replace(/^.*\//, "").replace(/\.[a-z]+$/i, "");

function alertsIn(cib: Element): readonly Element[] {
  const section = descend(cib, "configuration", "alerts");
  return section === undefined ? [] : elements(section, "alert");
}

const changed = (cib: Element, alert: Element, by: Element | undefined): Element =>
  withConfigurationSection(cib, "alerts", (all) => replaceChild(all, alert, by));

/** Throws `invalid` where something else, or another alert, has the id. */
export function addAlert(wanted: NewAlert): Verb {
  const { id, path, events } = wanted;
  return {
    name: "alert add",
    steps: [
      {
        object: id,
        edit: (cib) => {
          const present = alertsIn(cib).find((alert) => idOf(alert) === id);
          const others = present === undefined ? cib : changed(cib, present, undefined);
          const made = alertElement(others, wanted);
          if (present !== undefined && printXml(present) === printXml(made)) return cib;
          if (indexById(cib).has(id))
            throw new HoldfastError("invalid", `the name ${id} is taken`, { hint: "--id with another name" });
          return withConfigurationSection(cib, "alerts", (all) => withChildren(all, [...all.children, made]));
        },
        done: `runs ${path} at ${events.length === 0 ? "events" : `events of ${events.join(", ")}`}`,
        already: `runs ${path} already`,
      },
    ],
    wanted: NOTHING,
  };
}

/** @param cib in which its ids are new */
function alertElement(cib: Element, { id, path, events, recipients, parameters }: NewAlert): Element {
  const kinds = ALERT_EVENTS.filter((kind) => events.includes(kind)).map((kind) => element(`select_${kind}`));
  const bare = element("alert", { id, path }, kinds.length === 0 ? [] : [element("select", {}, kinds)]);
  const set = parameters.reduce((made, pair) => withPair(cib, made, blockOf(made, "param"), pair), bare);
  return recipients.reduce((made, value) => withRecipient(cib, made, value), set);
}

const blockOf = (owner: Element, kind: keyof typeof BLOCKS): { readonly tag: string; readonly id: string } => ({
  tag: BLOCKS[kind],
  id: `${idOf(owner)}-${BLOCKS[kind]}`,
});

function withRecipient(cib: Element, alert: Element, value: string): Element {
  const own = elements(alert, "recipient");
  if (own.some((r) => get(r, "value") === value)) return alert;
  const taken = new Set(own.map(idOf));
  const index = indexById(cib);
  const id = newId({ has: (wanted) => taken.has(wanted) || index.has(wanted) }, `${idOf(alert)}-recipient`);
  return withChildren(alert, [...alert.children, element("recipient", { id, value })]);
}

/** Throws `missing` for an unknown alert. */
export function addRecipients(alert: string, values: readonly string[]): Verb {
  return {
    name: "alert recipient",
    steps: values.map((value) => ({
      object: alert,
      edit: (cib) => {
        const present = namedAlert(cib, alert);
        return changed(cib, present, withRecipient(cib, present, value));
      },
      done: `has the recipient ${value}`,
      already: `has the recipient ${value} already`,
    })),
    wanted: NOTHING,
  };
}

/** Sets or removes single parameters or meta attributes of an alert or of a recipient. Throws `missing` for an unknown id. */
export function setAlertPairs(kind: keyof typeof BLOCKS, id: string, pairs: readonly NewPair[]): Verb {
  return {
    name: `alert ${kind}`,
    steps: pairs.map((pair) => ({
      object: id,
      edit: (cib) => {
        const { alert, recipient } = alertOrRecipient(cib, id);
        if (recipient === undefined) return changed(cib, alert, withPair(cib, alert, blockOf(alert, kind), pair));
        const set = withPair(cib, recipient, blockOf(recipient, kind), pair);
        return changed(cib, alert, replaceChild(alert, recipient, set));
      },
      ...sentences(WORDS[kind], pair),
    })),
    wanted: NOTHING,
  };
}

/** @param ids of alerts, or of recipients. Throws `missing` for an unknown one. */
export function removeAlerts(ids: readonly string[]): Verb {
  return {
    name: "alert remove",
    steps: ids.map((id) => ({
      object: id,
      edit: (cib) => {
        const { alert, recipient } = alertOrRecipient(cib, id);
        return changed(cib, alert, recipient === undefined ? undefined : replaceChild(alert, recipient, undefined));
      },
      done: "is removed",
      already: "is removed",
    })),
    wanted: NOTHING,
  };
}

function alertOrRecipient(cib: Element, id: string): { readonly alert: Element; readonly recipient?: Element } {
  for (const alert of alertsIn(cib)) {
    if (idOf(alert) === id) return { alert };
    const recipient = elements(alert, "recipient").find((r) => idOf(r) === id);
    if (recipient !== undefined) return { alert, recipient };
  }
  throw missing(`there is no alert or recipient "${id}"`, id, idsIn(cib));
}

function namedAlert(cib: Element, id: string): Element {
  const found = alertsIn(cib).find((alert) => idOf(alert) === id);
  if (found !== undefined) return found;
  throw missing(`there is no alert "${id}"`, id, alertsIn(cib).map(idOf));
}

/** Of alerts and their recipients. */
const idsIn = (cib: Element): string[] =>
  alertsIn(cib).flatMap((alert) => [idOf(alert), ...elements(alert, "recipient").map(idOf)]);
