/**
 * What Holdfast keeps in a configuration for itself: who made the last change, leases, runs and tests of the fencing. It is
 * no part of what people configure: plans do not list it, a return to the past leaves it as it is, a manifest neither has it
 * nor loses it.
 */
import { CHANGE_RECORD } from "./change-record.ts";
import { FENCING_TESTS } from "./fencing-tests.ts";
import { isLeaseId } from "./lease.ts";
import { isRunId } from "./run-record.ts";
import { child, type Element, elements, idOf, replaceChild, withChildren } from "./xml/tree.ts";

/** Whether an element of this id is a record of Holdfast. */
export function isOwnRecord(id: string): boolean {
  return id === CHANGE_RECORD || isKept(id);
}

const SECTIONS = ["crm_config", "acls"] as const;

/** One configuration with the leases, runs and tests of another in place of its own. */
export function withRecordsOf(configuration: Element, present: Element): Element {
  return SECTIONS.reduce((done, name) => withSection(done, name, child(present, name)), configuration);
}

const isKept = (id: string): boolean => isLeaseId(id) || isRunId(id) || id === FENCING_TESTS;

function withSection(configuration: Element, name: string, present: Element | undefined): Element {
  const section = child(configuration, name);
  const own = present === undefined ? [] : elements(present).filter((e) => isKept(idOf(e)));
  if (section === undefined)
    return own.length === 0 || present === undefined
      ? configuration
      : withChildren(configuration, [...configuration.children, withChildren(present, own)]);
  const others = section.children.filter((c) => c.kind !== "element" || !isKept(idOf(c)));
  if (own.length === 0 && others.length === section.children.length) return configuration;
  return replaceChild(configuration, section, withChildren(section, [...others, ...own]));
}
