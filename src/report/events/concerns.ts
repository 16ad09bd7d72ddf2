/** Whom an event is about: the nodes and resources it names. */
import type { ClusterEventBody } from "./event.ts";

/** Their ids and names, as the event has them: of an anonymous instance without its number. Empty for what concerns all. */
export function concerned(event: ClusterEventBody): readonly string[] {
  switch (event.kind) {
    case "node":
      return [event.node];
    case "guest":
      return [event.node, event.host];
    case "dc":
      return named(event.before, event.after);
    case "attribute":
      return [event.node, ...named(ofAttribute(event.name))];
    case "begun":
    case "operation":
      return [event.rsc, event.node];
    case "fencing":
      return named(event.target, event.by, event.device);
    case "fence-attempt":
      return [event.target, event.device];
    case "cleanup":
      return named(event.rsc, event.node);
    case "configuration":
    case "quorum":
    case "property":
    case "transition":
    case "fault":
    case "problem":
    case "engine":
      return [];
  }
}

const named = (...names: readonly (string | undefined)[]): string[] => names.filter((name) => name !== undefined);

/** `fail-count-redis#monitor_20000`, `last-failure-…`, `master-redis`, `promotion-redis`. */
function ofAttribute(name: string): string | undefined {
  return /^(?:fail-count|last-failure)-(.+)#/.exec(name)?.[1] ?? /^(?:master|promotion)-(.+)$/.exec(name)?.[1];
}
