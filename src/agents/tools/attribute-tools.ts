/** `crm_attribute`, `crm_master` and `attrd_updater`, as 2.1.5 answers. Its two spaces after the scope are one in 3.0. */
import { descend, type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import { type AttributeScope, attributePair, nodeId, propertyPair } from "./cib-attributes.ts";
import { mayWrite } from "./may-write.ts";
import {
  denied,
  Exit,
  printed,
  type ToolAnswer,
  type ToolCaller,
  type ToolView,
  type ToolWrite,
  wrote,
} from "./tool-call.ts";
import { type OptionTable, readToolOptions } from "./tool-options.ts";

const ATTRIBUTE: OptionTable = {
  query: { names: ["G", "query"], value: "no" },
  quiet: { names: ["q", "quiet", "Q"], value: "no" },
  delete: { names: ["D", "delete"], value: "no" },
  update: { names: ["v", "update", "attr-value"], value: "yes" },
  name: { names: ["n", "name", "attr-name"], value: "yes" },
  default: { names: ["d", "default"], value: "yes" },
  node: { names: ["N", "node", "U", "uname"], value: "yes" },
  lifetime: { names: ["l", "lifetime"], value: "yes" },
  type: { names: ["t", "type"], value: "yes" },
  set: { names: ["s", "set-name"], value: "yes" },
  promotion: { names: ["p", "promotion"], value: "joined" },
};

interface Target {
  readonly scope: AttributeScope | "crm_config";
  readonly name: string;
  readonly pair: Element | undefined;
  readonly write: (value: string | undefined) => ToolWrite;
}

const NO_SUCH = "crm_attribute: Error performing operation: No such device or address";

export function crmAttribute({ cib }: ToolView, caller: ToolCaller, args: readonly string[]): ToolAnswer {
  const read = readToolOptions(args, ATTRIBUTE);
  if (!read.ok) return denied(Exit.usage, `crm_attribute: Unknown option ${read.unknown}`);
  const { options } = read;
  const target = targetOf(cib, caller, options);
  if ("status" in target) return target;
  const { scope, name, pair } = target;
  const update = options.get("update");
  if (update !== undefined) return allowed("crm_attribute", caller, target.write(update), "");
  if (options.has("delete")) {
    if (pair === undefined) return printed("");
    return allowed(
      "crm_attribute",
      caller,
      target.write(undefined),
      `Deleted ${scope} attribute: id=${idOf(pair)} name=${name}\n`,
    );
  }
  const value = (pair === undefined ? undefined : get(pair, "value")) ?? options.get("default");
  if (value === undefined) return denied(Exit.missing, NO_SUCH);
  return printed(options.has("quiet") ? `${value}\n` : `scope=${scope}  name=${name} value=${value}\n`);
}

/** A shell script around `crm_attribute`, for the promotion score; without a lifetime it means a permanent one. */
export function crmMaster(view: ToolView, caller: ToolCaller, args: readonly string[]): ToolAnswer {
  const at = args.findIndex((arg) => arg === "-r" || arg === "--resource");
  const instance = at < 0 ? caller.instance : args[at + 1];
  const rest = at < 0 ? args : args.toSpliced(at, 2);
  return crmAttribute(view, caller, ["--name", `master-${instance}`, "--lifetime", "forever", ...rest]);
}

function targetOf(cib: Element, caller: ToolCaller, options: ReadonlyMap<string, string>): Target | ToolAnswer {
  const promotion = options.get("promotion");
  const name =
    promotion === undefined ? options.get("name") : `master-${promotion === "" ? caller.instance : promotion}`;
  if (name === undefined) return denied(Exit.usage, "crm_attribute: a name is needed");
  const lifetime = options.get("lifetime") ?? (promotion === undefined ? undefined : "reboot");
  const type = options.get("type") ?? scopeOf(lifetime, options.has("node"));
  if (type === "crm_config") {
    const set = options.get("set");
    const write = (value: string | undefined): ToolWrite => ({ kind: "property", set: set ?? "", name, value });
    return { scope: type, name, pair: propertyPair(cib, name, set), write };
  }
  if (type !== "status" && type !== "nodes")
    return denied(Exit.usage, `crm_attribute: ${type} is not answered for agents`);
  const node = options.get("node") ?? caller.node;
  const id = nodeId(cib, node);
  if (id === undefined) return denied(Exit.missing, `crm_attribute: Could not map name=${node} to a UUID`);
  const write = (value: string | undefined): ToolWrite => ({
    kind: "attribute",
    node,
    name,
    value,
    lifetime: type === "status" ? "reboot" : "forever",
  });
  return { scope: type, name, pair: attributePair(cib, type, id, name), write };
}

function scopeOf(lifetime: string | undefined, hasNode: boolean): string {
  if (lifetime === undefined) return hasNode ? "nodes" : "crm_config";
  return lifetime === "reboot" ? "status" : lifetime === "forever" ? "nodes" : lifetime;
}

function allowed(tool: string, caller: ToolCaller, write: ToolWrite, stdout: string): ToolAnswer {
  return mayWrite(caller, write)
    ? wrote([write], stdout)
    : denied(Exit.forbidden, `${tool}: Error performing operation: Permission denied`);
}

const UPDATER: OptionTable = {
  query: { names: ["Q", "query"], value: "no" },
  delete: { names: ["D", "delete"], value: "no" },
  update: { names: ["U", "v", "update"], value: "yes" },
  both: { names: ["B", "update-both"], value: "yes" },
  name: { names: ["n", "name"], value: "yes" },
  node: { names: ["N", "node"], value: "yes" },
  all: { names: ["A", "all"], value: "no" },
  // How it is sent, which is of no account here: attributes of a node that leaves are gone either way.
  private: { names: ["p", "private"], value: "no" },
  quiet: { names: ["q", "quiet"], value: "no" },
  delay: { names: ["d", "delay"], value: "yes" },
  wait: { names: ["W", "wait"], value: "yes" },
  lifetime: { names: ["l", "lifetime"], value: "yes" },
  section: { names: ["S", "section"], value: "yes" },
};

export function attrdUpdater({ cib }: ToolView, caller: ToolCaller, args: readonly string[]): ToolAnswer {
  const read = readToolOptions(args, UPDATER);
  if (!read.ok) return denied(Exit.usage, `attrd_updater: Unknown option ${read.unknown}`);
  const { options } = read;
  const name = options.get("name");
  if (name === undefined) return denied(Exit.usage, "attrd_updater: Command requires --name argument");
  const node = options.get("node") ?? caller.node;
  if (options.has("query")) return queried(cib, name, options.has("all") ? undefined : node);
  const value = options.get("update") ?? options.get("both");
  if (value === undefined && !options.has("delete"))
    return denied(Exit.usage, "attrd_updater: Must specify one of --update, --delete or --query");
  return allowed("attrd_updater", caller, { kind: "attribute", node, name, value, lifetime: "reboot" }, "");
}

function queried(cib: Element, name: string, node: string | undefined): ToolAnswer {
  const nodes = descend(cib, "configuration", "nodes");
  const names =
    node === undefined
      ? (nodes === undefined ? [] : elements(nodes, "node")).map((e) => get(e, "uname") ?? "")
      : [node];
  const lines = names.flatMap((host) => {
    const pair = attributePair(cib, "status", nodeId(cib, host) ?? "", name);
    return pair === undefined ? [] : [`name="${name}" host="${host}" value="${get(pair, "value") ?? ""}"\n`];
  });
  return lines.length === 0
    ? denied(Exit.missing, `Could not query value of ${name}: attribute does not exist`)
    : printed(lines.join(""));
}
