/** Every fact of `crm_mon`'s XML that `status` and `ticket` have in their documents too, and where they differ. */
import { parseXml } from "../../src/cib/xml/parse.ts";
import { child, descend, type Element, elements, get } from "../../src/cib/xml/tree.ts";
import { statusElements } from "../../src/report/simulation/status-xml.ts";
import { statusDocument } from "../../src/report/status/page.ts";
import { resourceDetail } from "../../src/report/status/resource-detail.ts";
import { listTickets } from "../../src/report/ticket/read.ts";
import type { ReadonlyModel } from "../../src/scheduler/model/cluster-model.ts";
import { findResource } from "../../src/scheduler/model/lookup.ts";
import { failCount } from "../../src/scheduler/status/failcounts.ts";

/** Members of a group in an instance that is one too many are called by their number in XML; in text they are not. */
const numberless = (id: string | undefined): string | undefined => id?.replace(/:\d+$/, "");

/** @param whole whether every attribute counts, or only those that are on both sides */
export function factDifferences(model: ReadonlyModel, xml: string, whole: boolean): string[] {
  const parsed = parseXml(xml);
  if (!parsed.ok) return ["crm_mon's XML cannot be read"];
  const { root } = parsed;
  return [
    ...partsOf(model, root, whole),
    ...summaryDifferences(model, root),
    ...failureDifferences(model, root),
    ...failCountDifferences(model, root),
  ];
}

function partsOf(model: ReadonlyModel, root: Element, whole: boolean): string[] {
  const ours = new Map(statusElements(model).map((e) => [e.name, e]));
  return ["nodes", "resources"].flatMap((name) => {
    const [mine, his] = [ours.get(name), child(root, name)];
    if (mine === undefined || his === undefined) return mine === his ? [] : [`${name} is on one side only`];
    return elementDifferences(mine, his, whole);
  });
}

/** Every attribute that is in both; and, of today's release, every attribute. */
function elementDifferences(ours: Element, theirs: Element, whole: boolean): string[] {
  const out: string[] = [];
  for (const key of new Set([...theirs.attributes.keys(), ...(whole ? ours.attributes.keys() : [])])) {
    const mine = get(ours, key);
    const his = get(theirs, key);
    if (mine === his || (!whole && mine === undefined)) continue;
    if (key === "id" && mine === numberless(his)) continue;
    out.push(`${ours.name} ${get(ours, "id")}: ${key} is ${his} by crm_mon, ${mine} by status`);
  }
  const [mine, his] = [elements(ours), elements(theirs)];
  if (mine.length !== his.length)
    return [...out, `${ours.name} ${get(ours, "id")}: ${his.length} parts by crm_mon, ${mine.length} by status`];
  for (const [i, part] of mine.entries()) {
    const other = his[i];
    if (other !== undefined) out.push(...elementDifferences(part, other, whole));
  }
  return out;
}

function summaryDifferences(model: ReadonlyModel, root: Element): string[] {
  const page = statusDocument(model);
  const stated = (name: string, attribute: string): string | undefined => {
    const e = descend(root, "summary", name);
    return e === undefined ? undefined : get(e, attribute);
  };
  const rows: readonly (readonly [string, string, unknown])[] = [
    ["current_dc", "name", page.dc?.name],
    ["current_dc", "version", page.dc?.version],
    ...(page.dc === undefined ? [] : [["current_dc", "with_quorum", page.quorate] as const]),
    ...(page.dc === undefined ? [] : [["current_dc", "mixed_version", page.mixedVersion] as const]),
    ["last_change", "time", page.lastChange?.at],
    ["last_change", "user", page.lastChange === undefined ? undefined : (page.lastChange.user ?? "")],
    ["nodes_configured", "number", page.nodesConfigured],
    ["resources_configured", "number", page.instancesConfigured],
    ["resources_configured", "disabled", page.instancesDisabled],
    ["resources_configured", "blocked", page.instancesBlocked],
    ["cluster_options", "stonith-enabled", page.fencingEnabled],
    ["cluster_options", "maintenance-mode", page.maintenanceMode],
    ["cluster_options", "stop-all-resources", page.stopAllResources],
  ];
  return rows.flatMap(([name, attribute, mine]) => {
    const his = stated(name, attribute);
    const text = mine === undefined ? "" : String(mine);
    return (his ?? "") === text ? [] : [`${name} ${attribute}: ${his} by crm_mon, ${text} by status`];
  });
}

/** Without the time of its last change crm_mon leaves out what was tried, how often, and how long it took. */
function failureDifferences(model: ReadonlyModel, root: Element): string[] {
  const list = child(root, "failures");
  const mine = statusDocument(model).failures.map((f) => ({
    short: [f.node, f.rc, f.callId, f.exitReason].join(" "),
    long: [f.operation, f.intervalMs, f.execMs].join(" "),
  }));
  const his = (list === undefined ? [] : elements(list, "failure")).map((f) => {
    // crm_mon escapes it twice.
    const reason = get(f, "exitreason")?.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    const told = (...keys: readonly string[]): string => keys.map((key) => get(f, key) ?? "").join(" ");
    return {
      short: `${told("node", "exitcode", "call")} ${reason === "none" ? "" : (reason ?? "")}`,
      long: get(f, "task") === undefined ? undefined : [told("task", "interval"), get(f, "exec") || "0"].join(" "),
    };
  });
  type Told = { readonly short: string; readonly long: string | undefined };
  const same = (a: Told, b: Told): boolean =>
    a.short === b.short && (a.long === undefined || b.long === undefined || a.long === b.long);
  return [
    ...his.filter((f) => !mine.some((m) => same(f, m))).map((f) => `failure by crm_mon alone: ${f.short} ${f.long}`),
    ...mine.filter((m) => !his.some((f) => same(f, m))).map((m) => `failure by status alone: ${m.short} ${m.long}`),
  ];
}

/** By node and resource, as `status RESOURCE` has them; it leaves out what has expired, which crm_mon does not. */
function failCountDifferences(model: ReadonlyModel, root: Element): string[] {
  const history = child(root, "node_history");
  const counted = (history === undefined ? [] : elements(history, "node")).flatMap((node) =>
    elements(node, "resource_history").flatMap((rsc) => {
      const count = get(rsc, "fail-count");
      return count === undefined ? [] : [{ node: get(node, "name") ?? "", id: get(rsc, "id") ?? "", count }];
    }),
  );
  return counted.flatMap(({ node, id, count }) => {
    const detail = resourceDetail(model, model, id, CIRCUMSTANCES);
    const rsc = findResource(model, id);
    const on = model.nodesByName.get(node);
    if (detail === undefined || rsc?.kind !== "primitive" || on === undefined) return [];
    const parts = detail.instances.flatMap((i) => [i, i.container, i.guest].filter((part) => part !== null));
    const named = parts.filter((part) => part.id === id || numberless(part.id) === id);
    const mine = Math.max(0, ...named.map((part) => part.failCounts[node] ?? 0));
    const his = count === "INFINITY" ? 1_000_000 : Number(count);
    const all = failCount(model, rsc, on, { effective: false }).count;
    if (named.length === 0 || mine === his || (mine < all && all === his)) return [];
    return [`fail count of ${id} on ${node}: ${count} by crm_mon, ${mine} by status`];
  });
}

const CIRCUMSTANCES = {
  freshness: { cib: { adminEpoch: 0, epoch: 0, numUpdates: 0 }, now: 0, live: false, age: null },
  fencings: undefined,
};

export function ticketDifferences(model: ReadonlyModel, xml: string): string[] {
  if (xml === "") return [];
  const parsed = parseXml(xml);
  if (!parsed.ok) return ["crm_mon's tickets cannot be read"];
  const list = child(parsed.root, "tickets");
  const ours = new Map(
    listTickets(model.cib).tickets.map((t) => [t.id, `${t.granted ? "granted" : "revoked"} ${t.standby}`]),
  );
  return (list === undefined ? [] : elements(list, "ticket")).flatMap((t) => {
    const his = `${get(t, "status")} ${get(t, "standby")}`;
    const mine = ours.get(get(t, "id") ?? "");
    return his === mine ? [] : [`ticket ${get(t, "id")}: ${his} by crm_mon, ${mine} by ticket`];
  });
}
