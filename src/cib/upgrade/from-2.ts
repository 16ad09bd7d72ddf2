/**
 * From schemas before 3.0 to 3.x: property names with underscores, defaults that were cluster properties, old names of
 * fencing parameters, and operation settings that stood among the parameters. Renaming is all that is done; ids stay.
 * Source: behaviour of Pacemaker's upgrade, as seen with crm_simulate on CIBs of Pacemaker 1.1.
 */

import { rewriteRoot } from "../xml/rewrite.ts";
import {
  child,
  descend,
  type Element,
  element,
  elements,
  get,
  idOf,
  withAttribute,
  withChildren,
} from "../xml/tree.ts";

/** What becomes of a pair: another name and perhaps value, a place among the defaults, or nothing. */
interface Fate {
  readonly name?: string;
  readonly value?: string;
  readonly defaults?: "op_defaults" | "rsc_defaults";
}
type Fates = (name: string, value: string | undefined) => Fate | undefined;

const GONE: Fate = {};
const OLD_CLUSTERS = ["heartbeat", "openais", "classic openais", "classic openais (with plugin)", "cman"];
const UNDERSCORED = new Set([
  "cluster_recheck_interval",
  "dc_deadtime",
  "election_timeout",
  "no_quorum_policy",
  "remove_after_stop",
  "shutdown_escalation",
  "startup_fencing",
  "stonith_action",
  "stonith_enabled",
  "stop_orphan_actions",
  "stop_orphan_resources",
  "symmetric_cluster",
]);

const propertyFate: Fates = (name, value) => {
  if (UNDERSCORED.has(name)) return { name: name.replaceAll("_", "-") };
  switch (name.replaceAll("_", "-")) {
    case "transition-idle-timeout":
      return name === "transition_idle_timeout" ? { name: "cluster-delay" } : undefined;
    case "cluster-infrastructure":
      return OLD_CLUSTERS.includes(value ?? "") ? GONE : undefined;
    case "default-action-timeout":
      return { name: "timeout", defaults: "op_defaults" };
    case "default-resource-stickiness":
      return { name: "resource-stickiness", defaults: "rsc_defaults" };
    case "is-managed-default":
      return { name: "is-managed", defaults: "rsc_defaults" };
    case "default-resource-failure-stickiness":
      return value === "-INFINITY" ? { name: "migration-threshold", value: "1", defaults: "rsc_defaults" } : GONE;
    case "default-migration-threshold":
    case "expected-quorum-votes":
    case "notification-agent":
    case "notification-recipient":
      return GONE;
    default:
      return undefined;
  }
};

const parameterFate: Fates = (name, value) => {
  if (/^pcmk_(list|monitor|off|on|reboot|status)_cmd$/.test(name)) return { name: name.replace(/_cmd$/, "_action") };
  if (name !== "pcmk_arg_map") return undefined;
  return value?.startsWith("port:") === true
    ? { name: "pcmk_host_argument", value: value.slice("port:".length) }
    : GONE;
};

const metaFate: Fates = (name, value) => {
  if (/^isolation(-host|-instance|-wrapper)?$/.test(name)) return { name: "target-role", value: "Stopped" };
  if (!/^resource[-_]failure[-_]stickiness$/.test(name)) return undefined;
  return value === "-INFINITY" ? { name: "migration-threshold", value: "1" } : GONE;
};

/** A CIB of schema 1.x or 2.x in the form of 3.0, as `cibadmin --upgrade` makes it; see {@link normalizeCib}. */
export function upgradeFrom2(root: Element): Element {
  const moved: { readonly pair: Element; readonly to: string }[] = [];
  const renewed = rewriteRoot(root, (e) => {
    switch (e.name) {
      case "cluster_property_set":
        return renewPairs(e, propertyFate, (pair, to) => moved.push({ pair, to }));
      case "node":
        return get(e, "type") === "normal" ? withAttribute(e, "type", "member") : e;
      case "primitive":
      case "template":
        return renewResource(e);
      case "rsc_colocation":
        return withAttribute(withAttribute(e, "score-attribute", undefined), "score-attribute-mangle", undefined);
      default:
        return e;
    }
  });
  return moved.length === 0 ? renewed : withDefaults(renewed, moved);
}

function renewPairs(block: Element, fates: Fates, move?: (pair: Element, to: string) => void): Element {
  const children = block.children.flatMap((c) => {
    if (c.kind !== "element" || c.name !== "nvpair") return [c];
    const fate = fates(get(c, "name") ?? "", get(c, "value"));
    if (fate === undefined) return [c];
    if (fate.name === undefined) return [];
    const pair = withAttribute(withAttribute(c, "name", fate.name), "value", fate.value ?? get(c, "value"));
    if (fate.defaults === undefined) return [pair];
    move?.(pair, fate.defaults);
    return [];
  });
  return withChildren(block, children);
}

/** The moved pairs make a block of their own after those that are there, which therefore win. */
function withDefaults(root: Element, moved: readonly { readonly pair: Element; readonly to: string }[]): Element {
  const configuration = child(root, "configuration");
  if (configuration === undefined) return root;
  let children = configuration.children;
  for (const to of ["op_defaults", "rsc_defaults"]) {
    const pairs = moved.filter((m) => m.to === to).map((m) => m.pair);
    if (pairs.length === 0) continue;
    const block = element("meta_attributes", { id: `_2TO3_-${to.replace("_", "-")}` }, pairs);
    const existing = descend(root, "configuration", to);
    const grown =
      existing === undefined ? element(to, {}, [block]) : withChildren(existing, [...existing.children, block]);
    children = existing === undefined ? [...children, grown] : children.map((c) => (c === existing ? grown : c));
  }
  return withChildren(
    root,
    root.children.map((c) => (c === configuration ? withChildren(configuration, children) : c)),
  );
}

const OPERATION_META = new Set([
  "interval-origin",
  "start-delay",
  "enabled",
  "on-fail",
  "record-pending",
  "role",
  "timeout",
]);

/**
 * Operation settings found among an operation's parameters become its meta-attributes. `requires` belongs to the
 * resource, and was read of start and promote only.
 */
function renewResource(resource: Element): Element {
  const requires: Element[] = [];
  const children = resource.children.map((c) => {
    if (c.kind !== "element") return c;
    if (c.name === "instance_attributes") return renewPairs(c, parameterFate);
    if (c.name === "meta_attributes") return renewPairs(c, metaFate);
    if (c.name === "operations")
      return withChildren(
        c,
        c.children.map((op) => (op.kind === "element" && op.name === "op" ? renewOperation(op, requires) : op)),
      );
    return c;
  });
  if (requires.length > 0)
    children.push(element("meta_attributes", { id: `_2TO3_${idOf(resource)}-meta` }, requires.slice(0, 1)));
  return withChildren(resource, children);
}

function renewOperation(op: Element, requires: Element[]): Element {
  const decides = get(op, "name") === "start" || get(op, "name") === "promote";
  const own = get(op, "requires");
  if (own !== undefined && decides)
    requires.push(element("nvpair", { id: `_2TO3_${idOf(op)}-meta-requires`, name: "requires", value: own }));
  const meta: Element[] = [];
  const children = op.children.flatMap((block) => {
    if (block.kind !== "element" || (block.name !== "instance_attributes" && block.name !== "meta_attributes"))
      return [block];
    const isMisplaced = (pair: Element): boolean => {
      const name = get(pair, "name") ?? "";
      return name === "requires" || (block.name === "instance_attributes" && OPERATION_META.has(name));
    };
    const misplaced = elements(block, "nvpair").filter(isMisplaced);
    if (misplaced.length === 0) return [block];
    for (const pair of misplaced) {
      if (get(pair, "name") !== "requires") meta.push(pair);
      else if (decides) requires.push(pair);
    }
    const left = block.children.filter((c) => c.kind !== "element" || !misplaced.includes(c));
    return left.length === 0 ? [] : [withChildren(block, left)];
  });
  if (meta.length > 0) children.push(element("meta_attributes", { id: `_2TO3_${idOf(op)}-meta` }, meta));
  return withChildren(withAttribute(op, "requires", undefined), children);
}
