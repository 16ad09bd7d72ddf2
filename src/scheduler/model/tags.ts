/**
 * Tags: names for lists of resources, which constraints may refer to.
 * Behaviour: docs/pacemaker/constraints.md#templates-and-tags.
 */
import { child, elements, get } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "./cluster-model.ts";
import { addReference } from "./templates.ts";

/** Reads the `tags` section into `s.tags`, each tag with its members' ids. Tags and members without id are skipped. */
export function unpackTags(s: ClusterModel): void {
  const section = child(s.configuration, "tags");
  if (section === undefined) return;
  for (const tag of elements(section, "tag")) {
    const id = get(tag, "id");
    if (id === undefined) continue;
    for (const reference of elements(tag, "obj_ref")) {
      const member = get(reference, "id");
      if (member !== undefined) addReference(s.tags, id, member);
    }
  }
}
