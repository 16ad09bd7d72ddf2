/** F24. */
import { get } from "../../../cib/xml/tree.ts";
import { pairIn } from "../rule/facts.ts";
import type { LintRule } from "../rule/rule.ts";

/** Names of `a,b` and of `a:1;b:2,3`. */
const namesIn = (text: string): string[] => text.split(/[\s,;]+/).map((entry) => entry.split(":")[0] ?? "");

export const guestInList: LintRule = {
  id: "F24",
  severity: "warning",
  title: "a device lists a guest node",
  why: "a guest node is fenced by the restart of its virtual machine or container, and never by a device",
  fix: "take it out of pcmk_host_list and pcmk_host_map",
  source: "Pacemaker Remote, Guest nodes",
  check: ({ primitives, devices, collectives }) => {
    const ofBundles = collectives.filter((e) => e.name === "bundle").map((e) => `${get(e, "id")}-`);
    const guests = new Set(primitives.flatMap(({ meta }) => meta.get("remote-node") ?? []));
    const isGuest = (name: string): boolean =>
      guests.has(name) || ofBundles.some((start) => name.startsWith(start) && /^\d+$/.test(name.slice(start.length)));
    return devices.flatMap(({ element, id, parameters }) =>
      ["pcmk_host_list", "pcmk_host_map"].flatMap((list) => {
        const found = namesIn(parameters.get(list) ?? "").find(isGuest);
        return found === undefined ? [] : [{ at: pairIn(element, list) ?? element, text: `${id} lists ${found}` }];
      }),
    );
  },
};
