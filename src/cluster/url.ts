/** Where a cluster is: `file:PATH` or `embedded:DIR`, as `--cluster` and `HOLDFAST_CLUSTER` take it. */

import { HoldfastError } from "./error.ts";

export type ClusterUrl =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "embedded"; readonly directory: string };

const FORMS = "file:PATH or embedded:DIR";

/** Throws `usage` when `text` is no cluster's address. Paths may be relative, and `file:///x` is `/x`. */
export function parseClusterUrl(text: string): ClusterUrl {
  const colon = text.indexOf(":");
  const scheme = colon < 0 ? "" : text.slice(0, colon);
  let rest = text.slice(colon + 1);
  if (rest.startsWith("///")) rest = rest.slice(2);
  else if (rest.startsWith("//"))
    throw new HoldfastError("usage", `"${text}" names a host; a ${scheme} cluster is on this machine`, {
      hint: `write ${FORMS}`,
    });
  if (scheme !== "file" && scheme !== "embedded") {
    throw new HoldfastError("usage", `"${text}" is not a cluster's address`, { hint: `write ${FORMS}` });
  }
  if (rest === "") throw new HoldfastError("usage", `"${text}" lacks a path`, { hint: `write ${FORMS}` });
  return scheme === "file" ? { kind: "file", path: rest } : { kind: "embedded", directory: rest };
}

export function formatClusterUrl(url: ClusterUrl): string {
  return url.kind === "file" ? `file:${url.path}` : `embedded:${url.directory}`;
}
