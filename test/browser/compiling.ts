/** From a manifest to the CIB of a cluster whose nodes have all joined and where nothing has run yet. */

import { emptyCib } from "../../src/cib/empty.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import { descend, element, elements, get, withAttribute, withChildren } from "../../src/cib/xml/tree.ts";
import { compile } from "../../src/manifest/compile/compile.ts";
import { readManifest } from "../../src/manifest/manifest.ts";
import { merge } from "../../src/manifest/merge/merge.ts";

export function freshCluster(manifest: string): string {
  const read = readManifest(manifest);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const result = compile(read.manifest, { secret: (name) => `secret of ${name}` });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const cib = withAttribute(merge(emptyCib(), result.compiled), "have-quorum", "1");
  const states = elements(descend(cib, "configuration", "nodes") ?? element("nodes")).map((node) =>
    element("node_state", {
      id: get(node, "id"),
      uname: get(node, "uname"),
      in_ccm: "true",
      crmd: "online",
      join: "member",
      expected: "member",
    }),
  );
  const withStates = cib.children.map((c) =>
    c.kind === "element" && c.name === "status" ? element("status", {}, states) : c,
  );
  return printXml(withChildren(cib, withStates));
}
