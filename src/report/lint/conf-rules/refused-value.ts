/** Q18. */
import { expectedOf, keysOf } from "../../../corosync/keys.ts";
import type { CorosyncModel } from "../../../corosync/model.ts";
import { type ConfNode, items } from "../../../corosync/syntax.ts";
import type { ConfBreach, ConfRule } from "../rule/conf-rule.ts";

export const refusedValue: ConfRule = {
  id: "Q18",
  severity: "error",
  title: "Corosync refuses it",
  why: "Corosync does not start with this file, and does not reload it",
  fix: 'correct it; "corosync -t" says the first fault',
  source: "corosync.conf(5); corosync -t of 3.1.7",
  check: ({ model }) => [...valuesIn(model.conf, ""), ...cryptoOf(model), ...membersOf(model)],
};

function valuesIn(holder: { readonly children: readonly ConfNode[] }, path: string): ConfBreach[] {
  const keys = keysOf(path);
  const wrong = items(holder).flatMap((item) => {
    const type = keys === undefined || keys === "any" ? undefined : keys.get(item.key);
    const expected = type && expectedOf(type, item.value);
    if (expected === undefined) return [];
    return [
      { at: item, path: `${path}.${item.key}`, text: `expected ${expected} for ${item.key}, found "${item.value}"` },
    ];
  });
  const below = holder.children.flatMap((c) =>
    c.kind === "section" ? valuesIn(c, path === "" ? c.name : `${path}.${c.name}`) : [],
  );
  return [...wrong, ...below];
}

function cryptoOf({ totem }: CorosyncModel): ConfBreach[] {
  const [cipher, hash] = [totem.get("crypto_cipher"), totem.get("crypto_hash")?.value];
  const encrypted = cipher !== undefined && cipher.value !== "none";
  if (!encrypted || (hash !== undefined && hash !== "none")) return [];
  // With secauth the hash has a default.
  if (hash === undefined && totem.get("secauth")?.value === "on") return [];
  return [{ at: cipher, path: "totem.crypto_cipher", text: `crypto_cipher: ${cipher.value} without a crypto_hash` }];
}

function membersOf({ members, totem }: CorosyncModel): ConfBreach[] {
  const path = "nodelist.node";
  const knet = (totem.get("transport")?.value ?? "knet") === "knet";
  const links = new Set(members.flatMap(({ addresses }) => [...addresses.keys()]));
  const [ids, names] = [new Set<number>(), new Set<string>()];
  return members.flatMap(({ section: at, name, id, addresses }) => {
    const called = name ?? "a node";
    const found: ConfBreach[] = [];
    const add = (text: string): void => void found.push({ at, path, text });
    if (id === undefined && knet) add(`${called} has no nodeid, which knet needs`);
    if (id === 0) add(`${called} has nodeid: 0`);
    if (id !== undefined && ids.has(id)) add(`${called} has the nodeid ${id} of another node`);
    if (name !== undefined && names.has(name)) add(`two nodes are called ${name}`);
    if (!addresses.has(0) && !knet) add(`${called} has no ring0_addr`);
    for (const link of links)
      if (!addresses.has(link)) add(`${called} has no ring${link}_addr, and other nodes have one`);
    if (name === undefined && knet && links.size > 1) add("a node without a name, which several links need");
    if (id !== undefined) ids.add(id);
    if (name !== undefined) names.add(name);
    return found;
  });
}
