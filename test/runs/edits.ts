/** Changes of the small cluster's services that a run makes replica by replica. */
import type { RunRequest } from "../../src/change/run/kind/kind.ts";
import { diffConfiguration } from "../../src/cib/patch/diff.ts";
import { patchToXml } from "../../src/cib/patch/patch-xml.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import { rewriteRoot } from "../../src/cib/xml/rewrite.ts";
import { type Element, element, idOf, withAttribute, withChildren } from "../../src/cib/xml/tree.ts";

export type CibChange = (cib: Element) => Element;

const at =
  (id: string, change: (e: Element) => Element): CibChange =>
  (cib) =>
    rewriteRoot(cib, (e) => (idOf(e) === id ? change(e) : e));

/** With one parameter more; another value where it has it already. */
export const withParameter = (id: string): CibChange =>
  at(id, (e) => {
    const set = `${id}-new`;
    const old = e.children.find((c) => c.kind === "element" && idOf(c) === set);
    const value = old === undefined ? "1" : `${printXml(e).match(/-new-x" name="x" value="(\d+)"/)?.[1] ?? ""}1`;
    const pair = element("nvpair", { id: `${set}-x`, name: "x", value });
    return withChildren(e, [
      ...e.children.filter((c) => c !== old),
      element("instance_attributes", { id: set }, [pair]),
    ]);
  });

/** A bundle with another image than it has. */
export const withImage = (id: string): CibChange =>
  at(id, (e) =>
    withChildren(
      e,
      e.children.map((c) =>
        c.kind === "element" && c.name === "podman" ? withAttribute(c, "image", `${c.attributes.get("image")}j`) : c,
      ),
    ),
  );

/** With a meta attribute that changes nothing in what the cluster does; another value where it is there. */
export const withNote = (id: string): CibChange =>
  at(id, (e) => {
    const set = `${id}-note`;
    const old = e.children.find((c) => c.kind === "element" && idOf(c) === set);
    const value = old === undefined ? "1" : "2";
    const pair = element("nvpair", { id: `${set}-x`, name: "note", value });
    return withChildren(e, [...e.children.filter((c) => c !== old), element("meta_attributes", { id: set }, [pair])]);
  });

/** As `apply --rolling` asks for it. */
export function editRequest(cib: Element, change: CibChange): RunRequest {
  const patch = printXml(patchToXml(diffConfiguration(cib, change(cib))));
  const [adminEpoch, epoch] = ["admin_epoch", "epoch"].map((name) => cib.attributes.get(name) ?? "0");
  return { kind: "edit", args: { against: `${adminEpoch}.${epoch}`, patch } };
}
