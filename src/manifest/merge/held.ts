/**
 * Resources that the manifest has by themselves, and that another tool has put into a group, clone or bundle which the
 * manifest does not have. They stay there, and an operator is shown how to make the whole the manifest's.
 */

import type { Problem } from "../../cib/problem.ts";
import { HOLDERS, RESOURCES_AND_TEMPLATES } from "../../cib/resource-elements.ts";
import { descend, type Element, elements, idOf, walk } from "../../cib/xml/tree.ts";

/** @param wanted the manifest's resources */
export function heldByOthers(cib: Element, wanted: readonly Element[]): readonly Problem[] {
  const resources = descend(cib, "configuration", "resources");
  const own = new Set(wanted.map(idOf));
  return (resources === undefined ? [] : elements(resources)).flatMap((holder) => {
    if (own.has(idOf(holder)) || !HOLDERS.has(holder.name)) return [];
    const within = walk(holder).filter((e) => e !== holder && RESOURCES_AND_TEMPLATES.has(e.name) && own.has(idOf(e)));
    return within.map((e): Problem => {
      const whole = `the ${holder.name} ${idOf(holder)}`;
      return {
        code: "held",
        message: `${idOf(e)} is in ${whole} in the cluster, and by itself in the manifest: it stays in ${whole}`,
        hint: `"holdfast import ${idOf(holder)}" prints ${whole} as the manifest may have it`,
      };
    });
  });
}
