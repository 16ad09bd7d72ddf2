/** F10. */
import { pairIn } from "../rule/facts.ts";
import type { LintRule } from "../rule/rule.ts";

const PRESENT: ReadonlyMap<string, string> = new Map([
  ["ipaddr", "ip"],
  ["login", "username"],
  ["passwd", "password"],
  ["passwd_script", "password_script"],
]);

export const oldDeviceNames: LintRule = {
  id: "F10",
  severity: "note",
  title: "a device has its parameters under their old names",
  why: "fence agents keep them for old configurations, and may drop them",
  fix: "ip, username, password and password_script",
  source: "fence-agents' metadata (deprecated names)",
  check: ({ devices }) =>
    devices.flatMap(({ element, id, parameters }) => {
      const old = [...PRESENT.keys()].filter(
        (name) => parameters.has(name) && !parameters.has(PRESENT.get(name) ?? ""),
      );
      const names = old.map((name) => `${name} (now ${PRESENT.get(name)})`).join(", ");
      return old[0] === undefined ? [] : [{ at: pairIn(element, old[0]) ?? element, text: `${id} has ${names}` }];
    }),
};
