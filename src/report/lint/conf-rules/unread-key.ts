/** Q19. */
import { didYouMean } from "../../../cib/value/nearest.ts";
import { keysOf, sectionsIn } from "../../../corosync/keys.ts";
import type { ConfNode } from "../../../corosync/syntax.ts";
import type { ConfBreach, ConfRule } from "../rule/conf-rule.ts";

export const unreadKey: ConfRule = {
  id: "Q19",
  severity: "warning",
  title: "a section or key that Corosync does not read",
  why: "a misspelled name has no effect, and the default holds",
  fix: "correct the name",
  source: "corosync.conf(5), votequorum(5), corosync-qdevice(8)",
  check: ({ model }) => unreadIn(model.conf, ""),
};

function unreadIn(holder: { readonly children: readonly ConfNode[] }, path: string): ConfBreach[] {
  const keys = keysOf(path);
  if (keys === "any") return [];
  const inside = (name: string): string => (path === "" ? name : `${path}.${name}`);
  const place = path === "" ? "at the top" : `in ${path}`;
  return holder.children.flatMap((c): ConfBreach[] => {
    if (c.kind === "text") return [];
    if (c.kind === "item") {
      if (keys?.has(c.key) === true) return [];
      const hint = didYouMean(c.key, keys?.keys() ?? []);
      return [{ at: c, path: inside(c.key), text: withHint(`there is no key "${c.key}" ${place}`, hint) }];
    }
    if (keysOf(inside(c.name)) !== undefined) return unreadIn(c, inside(c.name));
    const hint = didYouMean(c.name, sectionsIn(path));
    return [{ at: c, path: inside(c.name), text: withHint(`there is no section "${c.name}" ${place}`, hint) }];
  });
}

const withHint = (text: string, hint: string | undefined): string => (hint === undefined ? text : `${text}; ${hint}`);
