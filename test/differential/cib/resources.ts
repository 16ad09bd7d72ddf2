/** The resources of a random CIB: a few of each kind, and the names by which constraints can reach them. */
import { type Element, element } from "../../../src/cib/xml/tree.ts";
import { bundle } from "./bundles.ts";
import type { Plan } from "./plan.ts";
import { DUMMY, META, metaBlocks, ordinaryKind, primitive, STATEFUL, type Table, template } from "./primitives.ts";

export function resourcesSection(plan: Plan): Element {
  const { r } = plan;
  const made: Element[] = [];
  for (
    let i = r.weighted([
      [3, 0],
      [5, 1],
      [2, 2],
    ]);
    i > 0;
    i--
  )
    made.push(fencingDevice(plan, `fence${i}`));
  const templates = r.chance(0.12) ? ["tmpl1"] : [];
  for (const id of templates) {
    made.push(template(plan, id, DUMMY));
    plan.referents.push({ id, kind: "template", promotable: false });
  }
  const makers: (() => Element)[] = [];
  const add = (count: number, make: (n: number) => Element): void => {
    for (let i = 1; i <= count; i++) makers.push(() => make(i));
  };
  add(r.between(0, 4), (n) => plainPrimitive(plan, `rsc${n}`, templates));
  add(
    r.weighted([
      [5, 0],
      [4, 1],
      [1, 2],
    ]),
    (n) => group(plan, `grp${n}`, false),
  );
  add(
    r.weighted([
      [4, 0],
      [4, 1],
      [2, 2],
    ]),
    (n) => clone(plan, `cln${n}`),
  );
  add(
    r.weighted([
      [6, 0],
      [4, 1],
      [1, 2],
    ]),
    (n) => promotableClone(plan, `prm${n}`),
  );
  add(
    r.weighted([
      [7, 0],
      [3, 1],
      [1, 2],
    ]),
    (n) => bundle(plan, `bnd${n}`),
  );
  add(
    r.weighted([
      [6, 0],
      [2, 1],
      [1, 2],
    ]),
    (n) => remoteNode(plan, `remote${n}`),
  );
  add(
    r.weighted([
      [6, 0],
      [2, 1],
      [1, 2],
    ]),
    (n) => guestNode(plan, n),
  );
  if (makers.length === 0) add(1, () => plainPrimitive(plan, "rsc1", templates));
  made.push(...r.shuffle(makers).map((make) => make()));
  return element("resources", {}, r.chance(0.3) ? r.shuffle(made) : made);
}

function plainPrimitive(plan: Plan, id: string, templates: readonly string[]): Element {
  const { r } = plan;
  plan.referents.push({ id, kind: "primitive", promotable: false });
  if (templates.length > 0 && r.chance(0.6)) return primitive(plan, id, DUMMY, r.pick(templates));
  const kind = ordinaryKind(plan);
  // Launched by another, as the connection of a guest node is by its virtual machine.
  const launcher = r.chance(0.05) ? plan.referents.find((x) => x.kind === "primitive" && x.id !== id) : undefined;
  return primitive(plan, id, launcher === undefined ? kind : { ...kind, meta: new Map([["container", launcher.id]]) });
}

function fencingDevice(plan: Plan, id: string): Element {
  const { r } = plan;
  const meta = r.chance(0.2) ? new Map([["provides", "unfencing"]]) : undefined;
  if (r.chance(0.5)) plan.referents.push({ id, kind: "primitive", promotable: false });
  const params = new Map([
    ["pcmk_host_list", plan.nodes.join(" ")],
    ...(r.chance(0.2) ? [["pcmk_reboot_action", "off"] as const] : []),
  ]);
  const type = r.pick(["fence_xvm", "fence_ipmilan", "external/ssh", "fence_scsi"]);
  return primitive(plan, id, { class: "stonith", type, params, ...(meta === undefined ? {} : { meta }) });
}

function group(plan: Plan, id: string, inner: boolean, kind = DUMMY): Element {
  const { r } = plan;
  if (!inner) plan.referents.push({ id, kind: "group", promotable: false });
  const members = Array.from({ length: r.between(1, 3) }, (_, i) => {
    const member = `${id}-m${i + 1}`;
    if (r.chance(inner ? 0.1 : 0.5))
      plan.referents.push({ id: member, kind: "member", promotable: kind.promotable === true, inner });
    return primitive(plan, member, kind.promotable === true ? kind : ordinaryKind(plan));
  });
  const table: Table = [["ordered", 0.1, ["false"]], ["collocated", 0.1, ["false"]], ...META];
  return element("group", { id }, [...metaBlocks(plan, r.some(table.map(([n, p, v]) => [n, p / 2, v]))), ...members]);
}

const CLONE: Table = [
  ["clone-max", 0.3, ["0", "1", "2", "3", "5"]],
  ["clone-node-max", 0.15, ["1", "2", "3"]],
  ["clone-min", 0.12, ["1", "2"]],
  ["globally-unique", 0.12, ["true", "false"]],
  ["interleave", 0.45, ["true", "false"]],
  ["ordered", 0.2, ["true", "false"]],
  ["notify", 0.3, ["true", "false"]],
  ...META.map(([n, p, v]) => [n, p / 2, v] as const),
];

function clone(plan: Plan, id: string): Element {
  const { r } = plan;
  plan.referents.push({ id, kind: "clone", promotable: false });
  const child = r.chance(0.25) ? group(plan, `${id}-grp`, true) : primitive(plan, `${id}-rsc`, ordinaryKind(plan));
  return element("clone", { id }, [...metaBlocks(plan, r.some(CLONE)), child]);
}

function promotableClone(plan: Plan, id: string): Element {
  const { r } = plan;
  plan.referents.push({ id, kind: "clone", promotable: true });
  const child = r.chance(0.15) ? group(plan, `${id}-grp`, true, STATEFUL) : primitive(plan, `${id}-rsc`, STATEFUL);
  const table: Table = [["promoted-max", 0.2, ["0", "1", "2"]], ["promoted-node-max", 0.1, ["1", "2"]], ...CLONE];
  return element("clone", { id }, [...metaBlocks(plan, new Map([...r.some(table), ["promotable", "true"]])), child]);
}

function remoteNode(plan: Plan, id: string): Element {
  const { r } = plan;
  plan.remotes.push(id);
  if (r.chance(0.5)) plan.referents.push({ id, kind: "primitive", promotable: false });
  const params = new Map([
    ...(r.chance(0.6) ? [["server", "192.0.2.9"] as const] : []),
    ...(r.chance(0.3) ? [["reconnect_interval", r.pick(["60", "10min"])] as const] : []),
  ]);
  return primitive(plan, id, { class: "ocf", provider: "pacemaker", type: "remote", params });
}

function guestNode(plan: Plan, n: number): Element {
  const { r } = plan;
  plan.remotes.push(`guest${n}`);
  plan.referents.push({ id: `vm${n}`, kind: "primitive", promotable: false });
  const meta = new Map([
    ["remote-node", `guest${n}`],
    ...(r.chance(0.3) ? [["remote-addr", "192.0.2.20"] as const] : []),
    ...(r.chance(0.2) ? [["remote-connect-timeout", "90s"] as const] : []),
    ...(r.chance(0.2) ? [["remote-allow-migrate", "false"] as const] : []),
  ]);
  return primitive(plan, `vm${n}`, {
    class: "ocf",
    provider: "heartbeat",
    type: r.pick(["VirtualDomain", "Xen"]),
    meta,
  });
}
